"""``kill -9`` at random points of a run: the next run completes, and readers of ``latest`` never notice.

Three times by default; fifty times, and before each commit of a run, with
``pytest -m slow tests/integration/test_faults_kill.py``.
"""

import signal
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from rich.console import Console

from pipeline.commands.run import RunFailedError, run_pipeline
from pipeline.settings import Settings
from tests.integration.forked_runs import ForkedRuns
from tests.integration.releases import assert_same_content, read_latest

Drop = Callable[..., Path]

COMMITS = 60
"""More than a run over a few articles makes."""


@pytest.mark.parametrize("kills", [3, pytest.param(50, marks=pytest.mark.slow)])
def test_killed_runs_leave_nothing_that_the_next_run_does_not_mend(
    desk: Settings, drop: Drop, tmp_path: Path, kills: int
) -> None:
    source, killed = Random(kills), 0
    drop("first.txt")
    with ForkedRuns() as runs:
        runs.start(desk.raw, desk.out)
        began = time.monotonic()
        assert runs.wait() == 0
        whole = time.monotonic() - began
        for number in range(kills):
            change(drop, desk.raw, number)
            run = runs.start(desk.raw, desk.out)
            end = time.monotonic() + source.uniform(0, whole)
            while time.monotonic() < end:
                read_latest(desk.releases)
                time.sleep(0.02)
            ended = runs.kill(run)
            assert ended in {0, -signal.SIGKILL}
            killed += ended == -signal.SIGKILL
            read_latest(desk.releases)
        runs.start(desk.raw, desk.out)
        assert runs.wait() == 0
        runs.start(desk.raw, tmp_path / "rebuilt")
        assert runs.wait() == 0
    assert killed > kills / 2
    assert_same_content(desk.releases, tmp_path / "rebuilt" / "releases")
    assert not list(desk.releases.glob("*.partial"))


@pytest.mark.slow
def test_a_run_killed_before_any_of_its_commits_is_mended(desk: Settings, drop: Drop, tmp_path: Path) -> None:
    drop("first.txt")
    with ForkedRuns() as runs:
        runs.start(desk.raw, desk.out)
        assert runs.wait() == 0
        ended = -signal.SIGKILL
        for number in range(COMMITS):
            change(drop, desk.raw, number)
            runs.start(desk.raw, desk.out, dies_before_commit=number + 1)
            ended = runs.wait()
            assert ended in {0, -signal.SIGKILL}
            read_latest(desk.releases)
        assert ended == 0, "a run makes more commits than were tried"
        runs.start(desk.raw, desk.out)
        assert runs.wait() == 0
        runs.start(desk.raw, tmp_path / "rebuilt")
        assert runs.wait() == 0
    assert_same_content(desk.releases, tmp_path / "rebuilt" / "releases")


def test_of_two_runs_at_once_one_is_refused_and_the_other_completes(desk: Settings, drop: Drop) -> None:
    drop("first.txt")
    with ForkedRuns() as runs:
        runs.start(desk.raw, desk.out)
        while not (desk.out / "dagster").exists():
            time.sleep(0.01)
        with pytest.raises(RunFailedError, match="Another run is writing"):
            run_pipeline(desk, [], Console(quiet=True))
        assert runs.wait() == 0
    read_latest(desk.releases)


def change(drop: Drop, raw: Path, number: int) -> None:
    """Add an article, correct one, or take one away."""
    name = f"{number // 3}.txt"
    if number % 3 == 2:
        (raw / name).unlink()
    else:
        drop(name, day=f"2031-03-{10 + number % 9}", words=f"Crew number {number} has signed on.")
