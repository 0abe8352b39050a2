"""The contracts checked on what would be published; no release is made of tables that fail."""

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec
import pyarrow as pa

from pipeline.contracts.check import check_table
from pipeline.contracts.results import RuleResult
from pipeline.ids import stable_id
from pipeline.release.assemble import assemble
from pipeline.steps import copies, entities, figures, outlets, redirects, statements
from pipeline.steps.workbench import Workbench

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
    """Published tables together with their audit."""

    tables: Mapping[str, pa.Table]
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
    """Assemble the published tables and check every contract, unless this very state was checked before."""
    tables = assemble(bench)
    state = working_state(bench)
    path = bench.settings.out / REPORT_FILE
    report = stored_report(bench)
    if report is None or report.state != state:
        results: list[RuleResult] = []
        for number, (name, contract) in enumerate(bench.contracts.items()):
            bench.progress("Contracts checked", number, len(bench.contracts))
            results += check_table(contract, tables[name], tables)
        bench.progress("Contracts checked", len(bench.contracts), len(bench.contracts))
        report = AuditReport(state=state, results=tuple(results))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(msgspec.json.format(msgspec.json.encode(report)))
    return AuditedTables(tables, report)


def stored_report(bench: Workbench) -> AuditReport | None:
    """Return the outcome of the last audit; null where there is none that can be read."""
    try:
        return msgspec.json.decode((bench.settings.out / REPORT_FILE).read_bytes(), type=AuditReport)
    except (OSError, msgspec.MsgspecError):
        return None  # never audited, or the file was cut off: audit again
