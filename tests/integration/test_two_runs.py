"""A run of Dagster and one of the terminal on one folder at once: none comes between the steps of the other."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import dagster as dg
from rich.console import Console

from pipeline.commands.run import RunFailedError, is_current, open_instance, run_pipeline
from pipeline.orchestration.resources import RUN_LOCK
from pipeline.settings import Settings
from pipeline.steps.workbench import open_workbench
from pipeline.tables.lock import locked
from tests.integration.releases import read_latest

Drop = Callable[..., Path]
PROJECT = Path(__file__).parents[2]
PATIENCE_S = 180.0


def launch(desk: Settings, job: str) -> subprocess.Popen[bytes]:
    """Start a job as the daemon does, in a process of its own."""
    environment = {
        **os.environ,
        "DAGSTER_HOME": str(desk.dagster_home),
        "COPYDESK_RAW": str(desk.raw),
        "COPYDESK_OUT": str(desk.out),
        "PYTHONPATH": str(PROJECT),
    }
    command = [sys.executable, "-m", "dagster", "job", "execute", "-m", "pipeline.definitions", "-j", job]
    return subprocess.Popen(
        command, cwd=desk.out, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def launched_run(instance: dg.DagsterInstance, process: subprocess.Popen[bytes], known: set[str]) -> str:
    """Return the launched run once it says that it waits."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        assert process.poll() is None, "the launched run did not wait"
        for run in instance.get_runs():
            if run.run_id not in known and any(
                "waits until it has ended" in entry.user_message for entry in instance.all_logs(run.run_id)
            ):
                return run.run_id
        time.sleep(0.3)
    raise AssertionError("the launched run never began")


def steps_in_time(instance: dg.DagsterInstance) -> list[str]:
    """Return the runs in the order in which their steps began and ended, each time that it changes."""
    events = sorted(
        (entry.timestamp, run.run_id)
        for run in instance.get_runs()
        for entry in instance.all_logs(run.run_id)
        if entry.dagster_event is not None and entry.dagster_event.is_step_event
    )
    runs = [run_id for _, run_id in events]
    return [run_id for place, run_id in enumerate(runs) if place == 0 or runs[place - 1] != run_id]


def done_by_the_terminal(desk: Settings) -> bool:
    """Run the pipeline; tell whether no other run kept it from doing so."""
    try:
        run_pipeline(desk, [], Console(quiet=True))
    except RunFailedError as error:
        if "Another run is writing" not in str(error):
            raise
        return False
    return True


def test_a_launched_run_waits_for_the_terminal_and_the_other_way_round(desk: Settings, drop: Drop) -> None:
    drop("first.txt")
    run_pipeline(desk, [], Console(quiet=True))
    drop("second.txt", day="2031-03-20", words="A second crew joined.")
    with open_instance(desk) as instance:
        known = {run.run_id for run in instance.get_runs()}
        with locked(desk.out, RUN_LOCK):
            process = launch(desk, "intake")
            launched = launched_run(instance, process, known)
            assert not instance.get_run_step_stats(launched)
        while not done_by_the_terminal(desk):  # the two race for the lock; whoever loses waits or is refused
            time.sleep(0.2)
        assert process.wait(timeout=PATIENCE_S) == 0
        order = steps_in_time(instance)
        assert len(order) == len(set(order)), "steps of one run stand between those of another"
        assert instance.get_run_by_id(launched) is not None
        assert all(run.is_success for run in instance.get_runs())
    bench = open_workbench(desk)
    assert is_current(bench)
    assert bench.store.read("source_files")["status"].to_pylist() == ["parsed", "parsed"]
    read_latest(desk.releases)
