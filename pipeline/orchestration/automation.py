"""Jobs, the sensor on the drop folder, and the daily schedule. Maintenance and failures have modules of their own."""

import json
from collections.abc import Iterator

import dagster as dg

from pipeline.orchestration.partitions import range_tags, register_editions
from pipeline.orchestration.resources import RUN_LOCK, Desk
from pipeline.release.audit import working_state
from pipeline.steps import annotations, articles, intake
from pipeline.steps.workbench import Workbench
from pipeline.tables.lock import OutputBusyError, locked

INTAKE = dg.define_asset_job(
    "intake",
    selection=dg.AssetSelection.assets("source_files"),
    description="Take in what is new in the drop folder.",
)
EVERYTHING = dg.define_asset_job(
    "everything",
    selection=dg.AssetSelection.all(),
    description="From the raw files to a release, for the editions of the run.",
)
CORPUS_ONLY = dg.define_asset_job(
    "corpus_and_release",
    selection=dg.AssetSelection.groups("copies", "corpus", "extensions", "audit", "release"),
    description="What looks at the whole corpus, and the release; no edition is read again.",
)
JOBS = [INTAKE, EVERYTHING, CORPUS_ONLY]


def pending_editions(bench: Workbench) -> list[str]:
    """Return the editions that have something to do, in order."""
    return sorted({*articles.pending_editions(bench), *annotations.pending_editions(bench)})


@dg.sensor(
    name="raw_folder",
    jobs=[INTAKE, EVERYTHING],
    minimum_interval_seconds=30,
    description="Notices new, changed and vanished files; runs exactly the editions whose inputs changed.",
)
def raw_folder(context: dg.SensorEvaluationContext, desk: Desk) -> Iterator[dg.RunRequest | dg.SkipReason]:
    """Request an intake when files have settled, then a run of the editions that it changed.

    A file that differs from the tick before is still being written, and is left for the next tick.
    """
    bench = desk.open()
    seen = {name: list(file.signature) for name, file in intake.scan(bench).items()}
    before = json.loads(context.cursor or "{}")
    changes = intake.raw_changes(bench)
    context.update_cursor(json.dumps(seen, sort_keys=True))
    settled = [path for path in (*changes.added, *changes.changed) if before.get(path) == seen[path]]
    if settled or changes.vanished:
        yield dg.RunRequest(job_name=INTAKE.name, run_key=f"intake:{json.dumps(seen, sort_keys=True)}")
        return
    editions = pending_editions(bench)
    if editions:
        register_editions(context.instance, editions)
        yield dg.RunRequest(
            job_name=EVERYTHING.name,
            run_key=f"editions:{working_state(bench)}",
            tags=range_tags(context.instance, editions),
        )
        return
    waiting = len(changes.added) + len(changes.changed)
    yield dg.SkipReason(f"{waiting} files are still being written." if waiting else "Nothing new in the drop folder.")


@dg.schedule(
    name="daily_catch_up",
    cron_schedule="15 3 * * *",
    job=EVERYTHING,
    description="Once a day, does what the sensor would have done: a missed tick costs nothing.",
)
def daily_catch_up(context: dg.ScheduleEvaluationContext, desk: Desk) -> Iterator[dg.RunRequest | dg.SkipReason]:
    """Take in the drop folder and request one run over the editions that have something to do."""
    bench = desk.open()
    try:
        with locked(bench.settings.out, RUN_LOCK):
            intake.run(bench)
    except OutputBusyError:
        yield dg.SkipReason("Another run is at work in the output folder.")
        return
    editions = pending_editions(bench)
    if not editions:
        yield dg.SkipReason("Every edition is up to date.")
        return
    register_editions(context.instance, editions)
    yield dg.RunRequest(tags=range_tags(context.instance, editions))
