"""How long each stage of a run took, as Dagster recorded it."""

from collections import defaultdict
from pathlib import Path

from pipeline.commands.run import open_instance
from pipeline.settings import Settings


def stage_seconds(out: Path, since: float) -> dict[str, float]:
    """Return seconds by stage of all runs that began after a time (seconds since 1970), in order of their beginning."""
    found: dict[str, float] = defaultdict(float)
    with open_instance(Settings(out=out)) as instance:
        runs = [record.dagster_run.run_id for record in instance.get_run_records() if (record.start_time or 0) >= since]
        steps = [step for run in runs for step in instance.get_run_step_stats(run) if step.start_time and step.end_time]
    for step in sorted(steps, key=lambda step: step.start_time or 0):
        found[step.step_key] += (step.end_time or 0) - (step.start_time or 0)
    return dict(found)
