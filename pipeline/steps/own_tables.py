"""The user's own tables (``tables/NAME.py`` of the extensions folder): made of other tables, written like them."""

from pipeline.extensions import OwnTable
from pipeline.ids import stable_id
from pipeline.steps.workbench import CORPUS, StepResult, Workbench

LINKS = ("passage_members", "entity_links", "statement_links", "figure_links")
"""What ``Workbench`` also lets a table look at; it changes with the groups, which may leave the tables as they are."""


def run(bench: Workbench, table: OwnTable) -> StepResult:
    """Make the table's rows anew where its code, its contract or a table that it reads has changed.

    Raises:
        Exception: whatever the user's function raises.

    """
    step = f"own:{table.name}"
    inputs = bench.versions(*table.reads, *LINKS)
    fingerprint = stable_id(table.version, bench.contract_versions(table.name), inputs)
    if bench.fingerprint(step) == fingerprint:
        return StepResult(is_skipped=True)
    written = bench.write(table.name, list(table.rows(bench)), step=step)
    bench.write_rejects({step: written.rejects})
    bench.remember(step, {CORPUS: fingerprint})
    return StepResult(rows={table.name: written.rows})
