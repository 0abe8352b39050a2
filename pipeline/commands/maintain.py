"""``copydesk maintain``: what the job ``maintenance`` does, in the terminal."""

from rich.console import Console
from rich.table import Table

from pipeline.commands.run import open_instance
from pipeline.orchestration.maintenance import PRUNED_JOBS
from pipeline.orchestration.resources import RUN_LOCK
from pipeline.orchestration.run_history import delete_old_runs
from pipeline.settings import Settings
from pipeline.steps.workbench import open_workbench
from pipeline.tables.lock import locked
from pipeline.tables.maintenance import TableUpkeep
from pipeline.upkeep.maintain import maintain


def maintain_output(settings: Settings, console: Console) -> None:
    """Maintain the tables and Dagster's run history of an output folder; print what was gained.

    Raises:
        OutputBusyError: a run is at work in the folder.
        UnknownVersionsError: the manifest of a release cannot be read.
        TableDamagedError: a table cannot be read.
        OSError: the disk is full or not writable.

    """
    with locked(settings.out, RUN_LOCK):
        done = maintain(open_workbench(settings))
        with open_instance(settings) as instance:
            runs = delete_old_runs(instance, PRUNED_JOBS)
    gained = [one for one in done if one.files_deleted or one.files_after != one.files_before]
    if gained:
        console.print(_table(gained))
    freed = sum(one.bytes_freed for one in done) / 1e6
    console.print(
        f"{len(done)} tables maintained, {freed:,.1f} MB freed, {len(runs)} old runs deleted. No row changed."
    )


def _table(gained: list[TableUpkeep]) -> Table:
    table = Table("table", "files before", "after", "deleted", "MB freed", box=None)
    for one in gained:
        counts = (f"{count:,}" for count in (one.files_before, one.files_after, one.files_deleted))
        table.add_row(one.table, *counts, f"{one.bytes_freed / 1e6:.1f}")
    return table
