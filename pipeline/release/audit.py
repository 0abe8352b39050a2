"""The contracts checked on what would be published; no release is made of tables that fail."""

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb
import msgspec
import pyarrow as pa

from pipeline.contracts.check import Checker, check_tables
from pipeline.contracts.results import RuleResult
from pipeline.ids import stable_id
from pipeline.release.files import TableFiles, open_table
from pipeline.release.folders import latest_release, read_package
from pipeline.release.queries import opened
from pipeline.release.staging import Staged, stage
from pipeline.steps import copies, entities, figures, outlets, redirects, statements
from pipeline.steps.workbench import Workbench
from pipeline.tables.sql import quoted

REPORT_FILE = "audit.json"
CORPUS_STEPS = (copies, outlets, entities, statements, figures, redirects)


class AuditReport(msgspec.Struct, frozen=True):
    """The outcome of every rule of every contract, for one state of the working tables."""

    state: str
    results: tuple[RuleResult, ...]

    @property
    def failures(self) -> tuple[RuleResult, ...]:
        """Rules that do not hold."""
        return tuple(result for result in self.results if not result.success)

    def of(self, table: str) -> tuple[RuleResult, ...]:
        """Results of one table."""
        return tuple(result for result in self.results if result.table == table)


@dataclass(frozen=True)
class AuditedTables:
    """What would be published, together with its audit."""

    staged: Staged
    report: AuditReport


def working_state(bench: Workbench) -> str:
    """Return a hash of all that a release is made of: tables, contracts, decisions, steps and settings."""
    versions = (f"{name}@{bench.store.version(name)}" for name in sorted(bench.store.schemas) if name != "step_state")
    rules = (f"{name}={contract.version}" for name, contract in sorted(bench.contracts.items()))
    steps = (f"{step.STEP}={step.VERSION}" for step in CORPUS_STEPS)
    threshold = str(bench.settings.near_copy_threshold)
    decisions, extensions = entities.decisions_key(bench), bench.extensions.version
    return stable_id(*versions, *rules, *steps, threshold, decisions, extensions)


def audit(bench: Workbench) -> AuditedTables:
    """Assemble the published tables and check every contract, unless this very state was checked before.

    Raises:
        TableDamagedError: a working table cannot be read.
        OSError: the disk is full or not writable.

    """
    state = working_state(bench)
    staged = stage(bench, state)
    report = stored_report(bench)
    if report is None or report.state != state:
        report = AuditReport(state=state, results=tuple(_check(bench, staged)))
        path = bench.settings.out / REPORT_FILE
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(msgspec.json.format(msgspec.json.encode(report)))
    return AuditedTables(staged, report)


def _check(bench: Workbench, staged: Staged) -> list[RuleResult]:
    passed = _passed(bench)
    try:
        return _check_against(bench, staged, passed)
    except (OSError, duckdb.Error):
        if not passed:
            raise
        return _check_against(bench, staged, {})  # a damaged earlier release must not stand in the way


def _check_against(bench: Workbench, staged: Staged, passed: Mapping[str, TableFiles]) -> list[RuleResult]:
    tables = staged.tables(bench.contracts)
    with opened(staged.folder / "spill", main=tables, passed=passed) as connection:
        known = {name: f"passed.{quoted(name)}" for name in passed}
        checker = Checker(connection, tables, known, are_in_order=True)
        return check_tables(checker, bench.contracts, bench.progress)


def _passed(bench: Workbench) -> dict[str, TableFiles]:
    """Return those tables of the latest release that were checked against the contracts of now."""
    latest = latest_release(bench.settings.releases)
    if latest is None:
        return {}
    contracts = bench.contracts
    same = [
        contracts[entry["title"]]
        for entry in read_package(latest)["resources"]
        if entry["title"] in contracts and entry.get("contractSha256") == contracts[entry["title"]].fingerprint
    ]
    try:
        return {contract.name: open_table(latest, contract) for contract in same}
    except (OSError, pa.ArrowException):
        return {}


def stored_report(bench: Workbench) -> AuditReport | None:
    """Return the outcome of the last audit; null where there is none that can be read."""
    try:
        return msgspec.json.decode((bench.settings.out / REPORT_FILE).read_bytes(), type=AuditReport)
    except (OSError, msgspec.MsgspecError):
        return None  # never audited, or the file was cut off: audit again
