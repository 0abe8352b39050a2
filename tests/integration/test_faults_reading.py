"""A run that fails or is killed while texts are read loses at most the chunks that were at work."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from pipeline.engine.chunks import ChunkError
from pipeline.engine.work import WorkFolder, finished_targets
from pipeline.reading import chunk
from pipeline.reading.batch import read_distinct
from pipeline.reading.worker import Reader
from pipeline.settings import Settings
from pipeline.steps import articles, intake, readings, texts_to_read
from pipeline.steps.workbench import Workbench, open_workbench
from tests.unit.reading import poisoned

Drop = Callable[..., Path]
PROJECT = Path(__file__).parents[2]
FILES = 8
"""Each has a paragraph of its own, and some that are in all of them."""

KILLED_RUN = """
import sys
from functools import partial
from pathlib import Path
from pipeline.reading import chunk
from pipeline.reading.batch import read_distinct
from pipeline.settings import Settings
from pipeline.steps import readings, texts_to_read
from pipeline.steps.workbench import open_workbench
from tests.unit.reading import poisoned

if __name__ == "__main__":
    texts_to_read.LEAST_CHUNK_COST = 1
    chunk.read_distinct = partial(read_distinct, reader=poisoned.read_slowly)
    readings.run(open_workbench(Settings(raw=Path(sys.argv[1]), out=Path(sys.argv[2]), workers=1)))
"""


@pytest.fixture
def bench(desk: Settings, drop: Drop, monkeypatch: pytest.MonkeyPatch) -> Workbench:
    """Return tables that are filled up to the paragraphs, and a reader that needs no model, with small chunks."""
    monkeypatch.setattr(texts_to_read, "LEAST_CHUNK_COST", 1)
    use(monkeypatch, poisoned.read)
    for number in range(FILES):
        drop(f"{number}.txt", words=f"Ferry number {number} sailed.")
    found = open_workbench(desk)
    intake.run(found)
    articles.run(found, articles.pending_editions(found))
    return found


def use(monkeypatch: pytest.MonkeyPatch, reader: Reader) -> None:
    monkeypatch.setattr(chunk, "read_distinct", partial(read_distinct, reader=reader))


def refuse(wanted: str) -> Callable[..., object]:
    """Return what reads, but fails as a whole on chunks that hold some words."""

    def read(texts: dict[str, str], model: str, workers: int) -> object:
        if any(wanted in text for text in texts.values()):
            raise OSError("No space left on device")
        return read_distinct(texts, model, workers, reader=poisoned.read)

    return read


def test_a_failed_run_is_taken_up_by_the_next(bench: Workbench, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(chunk, "read_distinct", refuse("Ferry number 5"))
        with pytest.raises(ChunkError, match=r"No space left on device \(OSError, at work on .*\.in\.parquet"):
            readings.run(bench)
    assert bench.store.rows("readings") == 0
    done = len(finished_targets(bench.settings.work, "readings"))
    assert done > 0
    counts = readings.run(bench).counts
    assert counts["texts_taken_up"] >= done
    assert counts["texts_taken_up"] + counts["texts_read"] == bench.store.rows("readings")
    assert not list(bench.settings.work.rglob("*.parquet"))
    assert len(set(bench.store.read("readings")["text_key"].to_pylist())) == bench.store.rows("readings")


def test_a_run_killed_after_its_commit_stores_nothing_twice(bench: Workbench, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WorkFolder, "remove", interrupted)
        with pytest.raises(KeyboardInterrupt):
            readings.run(bench)
    rows = bench.store.rows("readings")
    assert rows > 0
    assert readings.run(bench).counts["texts_read"] == 0
    assert bench.store.rows("readings") == rows


def interrupted(*_: object) -> None:
    raise KeyboardInterrupt


def test_a_result_that_is_damaged_is_made_again(bench: Workbench) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(readings, "_store", interrupted)
        with pytest.raises(KeyboardInterrupt):
            readings.run(bench)
    damaged = finished_targets(bench.settings.work, "readings")[0]
    damaged.write_bytes(damaged.read_bytes()[:50])
    counts = readings.run(bench).counts
    assert counts["texts_read"] > 0
    assert counts["texts_read"] + counts["texts_taken_up"] == bench.store.rows("readings")


def test_readings_that_are_lost_are_made_again(bench: Workbench) -> None:
    readings.run(bench)
    rows = bench.store.rows("readings")
    bench.store.replace("readings", bench.store.read("readings").slice(3))
    assert readings.run(bench).counts["texts_read"] == 3
    assert bench.store.rows("readings") == rows
    assert readings.run(bench).is_skipped


def test_a_reader_without_memory_to_start_fails_the_run_with_what_to_do(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        use(patch, poisoned.never_starts)
        with pytest.raises(ChunkError, match=r"for want of memory\. Free some, or set `workers` to 1"):
            readings.run(bench)
    assert readings.run(bench).counts["texts_read"] > 0


def test_a_killed_run_is_taken_up_and_leaves_no_process(bench: Workbench) -> None:
    settings = bench.settings
    run = subprocess.Popen(
        [sys.executable, "-c", KILLED_RUN, str(settings.raw), str(settings.out)],
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        start_new_session=True,
    )
    deadline = time.monotonic() + 60
    while not finished_targets(settings.work, "readings") and time.monotonic() < deadline:
        time.sleep(0.05)
    run.send_signal(signal.SIGKILL)
    run.wait()
    done = len(finished_targets(settings.work, "readings"))
    assert done > 0
    assert readings.run(bench).counts["texts_taken_up"] >= done
    while session_of(run.pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not session_of(run.pid)


def session_of(leader: int) -> list[str]:
    """Return the processes that a process has started, and theirs."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text("utf-8").rsplit(")", 1)[1].split()
        except OSError:  # it has just ended
            continue
        if int(fields[3]) == leader and fields[0] != "Z":
            found.append(status.parent.name)
    return found
