"""Old runs in Dagster's storage: those that tell nothing any more are deleted, or the storage grows for ever.

Dagster knows from a run's events which assets and editions are materialized, so a run is only deleted when later runs
of the same job have done the same again. Ticks of sensors and schedules are purged by Dagster itself (``retention`` in
``dagster.yaml``).
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

import dagster as dg

from pipeline.orchestration.partitions import EDITIONS, RANGE_END, RANGE_START

KEEP_RUNS = timedelta(days=90)
PARTITION = "dagster/partition"
FINISHED = [dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.CANCELED]


def delete_old_runs(instance: dg.DagsterInstance, jobs: Iterable[str], older_than: timedelta = KEEP_RUNS) -> list[str]:
    """Delete finished runs of these jobs that are older and tell nothing any more; return their ids."""
    limit = datetime.now(UTC) - older_than
    deleted = []
    for job in jobs:
        for run_id in _superseded(instance, job, limit):
            instance.delete_run(run_id)
            instance.compute_log_manager.delete_logs(prefix=[run_id])
            deleted.append(run_id)
    return deleted


def _superseded(instance: dg.DagsterInstance, job: str, limit: datetime) -> list[str]:
    """Return old runs of a job that failed, or all of whose editions succeeded again later."""
    known = instance.get_dynamic_partitions(EDITIONS.name or "")
    done_later: set[str] = set()
    found = []
    records = instance.get_run_records(filters=dg.RunsFilter(job_name=job, statuses=FINISHED))
    for record in sorted(records, key=lambda record: record.create_timestamp, reverse=True):
        run = record.dagster_run
        scope = _scope(run, known)
        is_told_again = not run.is_success or scope <= done_later
        if is_told_again and record.create_timestamp.replace(tzinfo=UTC) < limit:
            found.append(run.run_id)
        if run.is_success:
            done_later |= scope
    return found


def _scope(run: dg.DagsterRun, known: Sequence[str]) -> set[str]:
    """Return the editions that a run went over; a run without editions has one scope of its own."""
    start = run.tags.get(RANGE_START, run.tags.get(PARTITION))
    end = run.tags.get(RANGE_END, start)
    if start is None or end is None:
        return {""}
    if start not in known or end not in known:
        return {start, end}
    return set(known[known.index(start) : known.index(end) + 1])
