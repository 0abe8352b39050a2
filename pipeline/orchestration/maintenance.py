"""The job that keeps tables and run history small, and its weekly schedule. What it does is in ``pipeline.upkeep``."""

import dagster as dg

from pipeline.orchestration.assets import WRITING_POOL
from pipeline.orchestration.metadata import markdown_table
from pipeline.orchestration.resources import Desk
from pipeline.orchestration.run_history import delete_old_runs
from pipeline.upkeep.maintain import maintain

PRUNED_JOBS = ("intake", "everything", "corpus_and_release", "maintenance")


@dg.op(
    pool=WRITING_POOL,
    out=dg.Out(dg.Nothing),
    description="Puts small files together, writes checkpoints, deletes files that no kept version needs.",
)
def maintain_tables(context: dg.OpExecutionContext, desk: Desk) -> None:
    """Maintain every working table."""
    done = maintain(desk.open(context.log))
    rows: list[dict[str, object]] = [
        {
            "table": one.table,
            "files before": one.files_before,
            "files after": one.files_after,
            "files deleted": one.files_deleted,
            "kB freed": round(one.bytes_freed / 1000),
        }
        for one in done
    ]
    context.add_output_metadata(
        {
            "tables": dg.MetadataValue.md(markdown_table(rows)),
            "files_deleted": dg.MetadataValue.int(sum(one.files_deleted for one in done)),
            "bytes_freed": dg.MetadataValue.int(sum(one.bytes_freed for one in done)),
        }
    )


@dg.op(
    ins={"after": dg.In(dg.Nothing)},
    out=dg.Out(dg.Nothing),
    description="Deletes runs older than 90 days that failed, or whose work later runs have done again.",
)
def delete_superseded_runs(context: dg.OpExecutionContext) -> None:
    """Delete old runs from Dagster's storage."""
    deleted = delete_old_runs(context.instance, PRUNED_JOBS)
    context.add_output_metadata({"runs_deleted": dg.MetadataValue.int(len(deleted))})


@dg.job(name="maintenance", description="Keeps tables quick and storage small; changes no row and makes no release.")
def maintenance() -> None:
    """Maintain the tables, then the history of runs."""
    delete_superseded_runs(after=maintain_tables())


weekly_maintenance = dg.ScheduleDefinition(
    name="weekly_maintenance",
    cron_schedule="45 4 * * 0",
    job=maintenance,
    description="Once a week, on Sunday morning.",
)
