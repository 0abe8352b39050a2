"""Heavy work on a real Ray cluster of two nodes: the results are those of this machine alone, whatever dies.

Skipped where the extra ``ray`` is not installed; ``make test-ray`` installs it and runs this file.
"""

import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.engine.chunks import Chunk, ChunkError
from pipeline.engine.local import LocalRunner
from pipeline.engine.runner import runner_of
from pipeline.engine.work import WorkFolder
from pipeline.settings import RayEngine, Settings
from pipeline.steps import articles, intake, readings, texts_to_read
from pipeline.steps.workbench import open_workbench
from tests.integration.ray_cluster import RayCluster
from tests.unit.engine.chunk_functions import BREAKING, DEADLY, square, square_and_say_where

pytest.importorskip("ray", reason="the extra ray is not installed")
pytestmark = pytest.mark.ray

PROJECT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def cluster() -> Iterator[RayCluster]:
    """Return a cluster of two nodes."""
    started = RayCluster()
    yield started
    started.stop()


def chunks_of(folder: Path, *numbers: int) -> list[Chunk]:
    work = WorkFolder(folder, "squares", "0123")
    work.make()
    chunks = [work.chunk(number) for number in range(len(numbers))]
    for chunk, number in zip(chunks, numbers, strict=True):
        pq.write_table(pa.table({"number": [number]}), chunk.source)
    return chunks


def on_ray(cluster: RayCluster, out: Path) -> Settings:
    return Settings(out=out, engine=RayEngine(address=cluster.address))


def test_both_nodes_work_and_what_is_done_is_not_done_again(cluster: RayCluster, tmp_path: Path) -> None:
    chunks = chunks_of(tmp_path, *range(8))
    list(LocalRunner(1).run(square, chunks[:1], {"plus": 1}))
    counts: Counter[str] = Counter()
    for done in runner_of(on_ray(cluster, tmp_path)).run(square_and_say_where, chunks, {"seconds": 0.5}):
        counts.update(done.counts)
    assert [pq.read_table(chunk.target)["square"].to_pylist() for chunk in chunks] == [
        [1], *([number**2] for number in range(1, 8))
    ]  # fmt: skip
    assert counts.pop("numbers") == 7
    assert len(counts) == 2


def test_readings_are_those_of_this_machine(
    cluster: RayCluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(texts_to_read, "LEAST_CHUNK_COST", 2_000)
    (tmp_path / "raw").mkdir()
    for file in sorted((PROJECT / "raw").rglob("2031-*.txt"))[:4]:
        shutil.copy(file, tmp_path / "raw")
    alone = Settings(raw=tmp_path / "raw", out=tmp_path / "alone", workers=2)
    together = msgspec.structs.replace(on_ray(cluster, tmp_path / "together"), raw=alone.raw)
    found = []
    for settings in (alone, together):
        bench = open_workbench(settings)
        intake.run(bench)
        articles.run(bench, articles.pending_editions(bench))
        assert readings.run(bench).counts["texts_read"] > 10
        found.append(sorted(bench.store.read("readings").to_pylist(), key=lambda row: row["text_key"]))
        assert not list(settings.work.rglob("*.parquet"))
    assert found[0] == found[1]
    assert all(row["error"] is None for row in found[0])


def test_a_failure_names_its_chunk(cluster: RayCluster, tmp_path: Path) -> None:
    chunks = chunks_of(tmp_path, 1, BREAKING, 2)
    with pytest.raises(ChunkError, match=r"I do not like 17 \(ValueError, at work on .*000001\.in\.parquet"):
        list(runner_of(on_ray(cluster, tmp_path)).run(square, chunks, {}))


def test_a_chunk_that_keeps_killing_its_worker_is_named(cluster: RayCluster, tmp_path: Path) -> None:
    chunks = chunks_of(tmp_path, 1, DEADLY)
    with pytest.raises(ChunkError, match=r"000001\.in\.parquet died 3 times"):
        list(runner_of(on_ray(cluster, tmp_path)).run(square, chunks, {}))


def test_a_node_that_is_killed_costs_time_only(cluster: RayCluster, tmp_path: Path) -> None:
    here, there = chunks_of(tmp_path / "here", *range(20, 36)), chunks_of(tmp_path / "there", *range(20, 36))
    list(LocalRunner(2).run(square, here, {}))
    for number, _ in enumerate(runner_of(on_ray(cluster, tmp_path)).run(square, there, {"seconds": 0.5})):
        if number == 2:
            cluster.second.kill()
    assert [chunk.target.read_bytes() for chunk in there] == [chunk.target.read_bytes() for chunk in here]


def test_a_cluster_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    engine = RayEngine(address="127.0.0.2:9")
    chunks = chunks_of(tmp_path, 1, 2)
    with pytest.raises(ChunkError, match=r"No Ray cluster answers at 127\.0\.0\.2:9"):
        list(runner_of(Settings(out=tmp_path, engine=engine)).run(square, chunks, {}))
