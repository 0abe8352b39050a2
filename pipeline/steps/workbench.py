"""What every step is given: settings, contracts, the store, a place to say how far it is; and how steps remember work.

A step's *fingerprint* for a scope (an edition, or the whole corpus) is a hash of all that its result depends on. Where
the stored fingerprint equals the one of now, there is nothing to do.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
import pyarrow as pa

from pipeline.contracts import Contract, delta_constraints
from pipeline.contracts.rules import row_failures
from pipeline.extensions import Extensions, load_extensions
from pipeline.ids import stable_id
from pipeline.settings import Settings
from pipeline.tables.internal import INTERNAL_PARTITIONS, INTERNAL_SCHEMAS
from pipeline.tables.store import TableStore

CORPUS = "*"
"""The scope of steps that look at the whole corpus."""


class Progress(Protocol):
    """Says how far long work is."""

    def __call__(self, label: str, done: int, total: int) -> None:
        """Say that ``done`` of ``total`` are done."""


def silent(label: str, done: int, total: int) -> None:
    """Say nothing."""


@dataclass(frozen=True)
class StepResult:
    """What a step did: rows now in each table it owns, and counts worth telling."""

    rows: Mapping[str, int] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    is_skipped: bool = False


@dataclass(frozen=True)
class Reject:
    """A file, row or paragraph that was refused."""

    stage: str
    rule: str
    reason: str
    table: str | None = None
    source_file: str | None = None
    row_json: str | None = None
    edition: str | None = None
    """The edition that the refused row stood in; it is a reject of that edition's scope."""


def by_edition(step: str, editions: Sequence[str], rejects: Sequence[Reject]) -> dict[str, list[Reject]]:
    """Return rejects by the scope of their edition, with a scope for each edition: ``articles:2031-03-14``."""
    scopes: dict[str, list[Reject]] = {f"{step}:{edition}": [] for edition in editions}
    for reject in rejects:
        scopes[f"{step}:{reject.edition}"].append(reject)
    return scopes


@dataclass(frozen=True)
class Written:
    """The rows of a table that keep their contract, and a reject for each of the others."""

    kept: pa.Table
    rejects: Sequence[Reject]

    @property
    def rows(self) -> int:
        """Number of rows written."""
        count: int = self.kept.num_rows
        return count


@dataclass(frozen=True)
class Workbench:
    """Settings, contracts and tables of one output folder."""

    settings: Settings
    extensions: Extensions
    store: TableStore
    progress: Progress = silent

    @property
    def contracts(self) -> Mapping[str, Contract]:
        """The contracts of all tables, by name."""
        return self.extensions.contracts

    def fingerprint(self, step: str, scope: str = CORPUS) -> str | None:
        """Return the fingerprint that the step stored for that scope."""
        return self.fingerprints(step).get(scope)

    def fingerprints(self, step: str) -> dict[str, str]:
        """Return all stored fingerprints of a step, by scope."""
        rows = self.store.read("step_state", partitions=[step], columns=["scope", "fingerprint"])
        return dict(zip(rows["scope"].to_pylist(), rows["fingerprint"].to_pylist(), strict=True))

    def remember(self, step: str, fingerprints: Mapping[str, str | None]) -> None:
        """Store fingerprints of a step; null forgets one. Where they are known already, nothing is written."""
        before = self.fingerprints(step)
        known = {**before, **fingerprints}
        if {scope: value for scope, value in known.items() if value is not None} == before:
            return
        kept = sorted((scope, value) for scope, value in known.items() if value is not None)
        rows = [{"step": step, "scope": scope, "fingerprint": value} for scope, value in kept]
        self.store.replace("step_state", self.table("step_state", rows), [step])

    def contract_versions(self, *tables: str) -> str:
        """Return the versions of contracts: a step whose contract changes writes its rows again."""
        return " ".join(f"{table}={self.contracts[table].version}" for table in tables)

    def versions(self, *tables: str) -> str:
        """Return a hash of the current versions of tables: what a corpus-wide step's result depends on."""
        return stable_id(*(f"{table}@{self.store.version(table)}" for table in tables))

    def entity_links(self, kind: str) -> dict[str, str]:
        """Return the entity of each mention, quote or claim (``kind``) that has one, by its id."""
        rows = self.store.read("entity_links").to_pylist()
        return {row["item_id"]: row["entity_id"] for row in rows if row["kind"] == kind}

    def table(self, name: str, rows: Iterable[Mapping[str, Any]]) -> pa.Table:
        """Return rows as Arrow in the schema of that working table."""
        return pa.Table.from_pylist(list(rows), schema=self.store.schemas[name])

    def write(
        self,
        table: str,
        rows: Sequence[Mapping[str, Any]] | pa.Table,
        *,
        step: str,
        partitions: Sequence[str] | None = None,
        others: Mapping[str, pa.Table] | None = None,
    ) -> Written:
        """Write the rows that keep the contract; the others become rejects.

        Args:
            table: a table that has a contract.
            rows: all rows of the partitions, or of the table; best as Arrow where there are many.
            step: who writes, for the rejects.
            partitions: editions that are replaced; null for the whole table.
            others: tables that foreign keys and spans are checked against, so that what hangs on a refused row is
                refused with it.

        """
        checked = self.checked(table, rows, step=step, others=others)
        self.store.replace(table, checked.kept, partitions)
        return checked

    def checked(
        self,
        table: str,
        rows: Sequence[Mapping[str, Any]] | pa.Table,
        *,
        step: str,
        others: Mapping[str, pa.Table] | None = None,
    ) -> Written:
        """Tell the rows that keep the contract from the others, without writing any; see ``write``."""
        schema = self.store.schemas[table]
        arrow = rows.select(schema.names).cast(schema) if isinstance(rows, pa.Table) else self.table(table, rows)
        failures = row_failures(self.contracts[table], arrow, others)
        if not failures:
            return Written(arrow, [])
        rejects = []
        for failure in failures:
            row = arrow.slice(failure.index, 1).to_pylist()[0] if isinstance(rows, pa.Table) else rows[failure.index]
            row_json = json.dumps(row, default=str, ensure_ascii=False, sort_keys=True)
            rejects.append(
                Reject(
                    stage=step,
                    rule=failure.rule,
                    reason=failure.reason,
                    table=table,
                    row_json=row_json,
                    edition=row.get("edition"),
                )
            )
        is_kept = np.ones(arrow.num_rows, dtype=np.bool_)
        is_kept[[failure.index for failure in failures]] = False
        return Written(arrow.filter(pa.array(is_kept)), rejects)

    def refused_scopes(self) -> set[str]:
        """Return the scopes in which anything is refused."""
        return set(self.store.read("rejects", columns=["scope"])["scope"].to_pylist())

    def write_rejects(self, scopes: Mapping[str, Sequence[Reject]]) -> None:
        """Replace the rejects of some scopes, such as ``intake`` or ``articles:2031-03-14``."""
        touched = [scope for scope in scopes if scopes[scope]]
        if len(touched) < len(scopes):
            touched += sorted((scopes.keys() - set(touched)) & self.refused_scopes())
        if not touched:
            return
        rows = []
        for scope in touched:
            rejects = scopes[scope]
            seen: Counter[str] = Counter()
            for reject in rejects:
                parts = (scope, reject.table, reject.rule, reject.source_file, reject.row_json, reject.reason)
                number = seen[stable_id(*parts)]
                seen[stable_id(*parts)] += 1
                rows.append(
                    {
                        "scope": scope,
                        "reject_id": stable_id(*parts, number),
                        "stage": reject.stage,
                        "table": reject.table,
                        "source_file": reject.source_file,
                        "rule": reject.rule,
                        "reason": reject.reason,
                        "row_json": reject.row_json,
                    }
                )
        self.store.replace("rejects", self.table("rejects", rows), touched)


def open_workbench(settings: Settings, progress: Progress = silent) -> Workbench:
    """Open the working tables of ``settings.out``; nothing is written until a step writes.

    Raises:
        ContractError: a file in ``schemas/`` is not a valid contract.
        ExtensionError: a file in the extensions folder cannot be used.

    """
    extensions = load_extensions(settings.extensions)
    contracts = extensions.contracts
    schemas = {name: contract.arrow_schema("working") for name, contract in contracts.items()}
    schemas["rejects"] = schemas["rejects"].append(pa.field("scope", pa.string()))
    partitions = {name: contract.partitioned_by for name, contract in contracts.items() if contract.partitioned_by}
    store = TableStore(
        settings.table_root,
        {**schemas, **INTERNAL_SCHEMAS},
        {**partitions, **INTERNAL_PARTITIONS, "rejects": "scope"},
        {name: delta_constraints(contract) for name, contract in contracts.items()},
    )
    return Workbench(settings, extensions, store, progress)
