"""Runs whose process is gone: what they hold in Dagster's pools is given back, and they are called failed."""

import dagster as dg

TERMINAL_TAG = "copydesk/terminal"
"""Marks runs that a process of ``copydesk run`` makes itself, without Dagster's daemon."""


def dead_runs(instance: dg.DagsterInstance, own_run_id: str | None = None) -> list[str]:
    """Return the ids of killed runs that still count as running, or still hold a place in a pool.

    Whoever calls this holds the lock of the output folder, as every run of the terminal does while it lives: those that
    are not finished are dead. The daemon looks after runs that it launched itself.

    Args:
        instance: Dagster's storage.
        own_run_id: the run that asks, which is alive.

    """
    filters = dg.RunsFilter(tags={TERMINAL_TAG: "run"}, statuses=[dg.DagsterRunStatus.STARTED])
    dead = {run.run_id for run in instance.get_runs(filters=filters)}
    for run_id in instance.event_log_storage.get_concurrency_run_ids():
        run = instance.get_run_by_id(run_id)
        if run is None or run.is_finished or TERMINAL_TAG in run.tags:
            dead.add(run_id)
    return sorted(dead - {own_run_id})


def release_dead_runs(instance: dg.DagsterInstance, own_run_id: str | None = None) -> list[str]:
    """Give back the places in pools that killed runs hold, for which others would wait for ever; return their ids.

    Arguments are those of ``dead_runs``.
    """
    dead = dead_runs(instance, own_run_id)
    for run_id in dead:
        instance.event_log_storage.free_concurrency_slots_for_run(run_id)
        run = instance.get_run_by_id(run_id)
        if run is not None and not run.is_finished:
            instance.report_run_failed(run, "The process of this run ended before the run did.")
    return dead
