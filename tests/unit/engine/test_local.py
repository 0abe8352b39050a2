from collections import Counter
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.engine.chunks import Chunk, ChunkError
from pipeline.engine.local import LocalRunner
from pipeline.engine.work import WorkFolder
from tests.unit.engine.chunk_functions import BREAKING, DEADLY, die_once, square


def chunks_of(folder: Path, *numbers: int) -> list[Chunk]:
    work = WorkFolder(folder, "squares", "0123")
    work.make()
    chunks = [work.chunk(number) for number in range(len(numbers))]
    for chunk, number in zip(chunks, numbers, strict=True):
        pq.write_table(pa.table({"number": [number]}), chunk.source)
    return chunks


def results(chunks: list[Chunk]) -> list[int]:
    return [pq.read_table(chunk.target)["square"].to_pylist()[0] for chunk in chunks]


@pytest.mark.parametrize("runner", [LocalRunner(1), LocalRunner(3), LocalRunner(3, is_waiting=True)])
def test_every_chunk_is_done_whoever_does_it(tmp_path: Path, runner: LocalRunner) -> None:
    chunks = chunks_of(tmp_path, 1, 2, 3, 4, 5)
    counts: Counter[str] = Counter()
    for done in runner.run(square, chunks, {"plus": 1}):
        counts.update(done.counts)
    assert results(chunks) == [2, 5, 10, 17, 26]
    assert counts == {"numbers": 5}
    assert not list(tmp_path.rglob("*.part"))


def test_a_chunk_that_is_done_is_not_done_again(tmp_path: Path) -> None:
    chunks = chunks_of(tmp_path, 1, 2, 3)
    list(LocalRunner(1).run(square, chunks[:2], {"plus": 1}))
    done = {end.chunk: end.counts for end in LocalRunner(2).run(square, chunks, {"plus": 2})}
    assert results(chunks) == [2, 5, 11]
    assert [done[chunk] for chunk in chunks] == [{}, {}, {"numbers": 1}]


@pytest.mark.parametrize("runner", [LocalRunner(1), LocalRunner(2), LocalRunner(2, is_waiting=True)])
def test_a_failure_names_its_chunk_and_leaves_nothing_half_written(tmp_path: Path, runner: LocalRunner) -> None:
    chunks = chunks_of(tmp_path, 1, BREAKING, 2)
    with pytest.raises(ChunkError, match=r"I do not like 17 \(ValueError, at work on .*000001\.in\.parquet"):
        list(runner.run(square, chunks, {}))
    assert not chunks[1].target.exists()


def test_a_process_that_dies_is_replaced(tmp_path: Path) -> None:
    chunks = chunks_of(tmp_path, 1, 2, 3)
    list(LocalRunner(2).run(die_once, chunks, {}))
    assert results(chunks) == [1, 4, 9]


def test_a_chunk_that_keeps_killing_its_process_is_named_and_the_others_are_kept(tmp_path: Path) -> None:
    chunks = chunks_of(tmp_path, DEADLY, 1, 2)
    with pytest.raises(ChunkError, match=r"000000\.in\.parquet died 2 times, most likely for want of memory"):
        list(LocalRunner(2).run(square, chunks, {}))
    pq.write_table(pa.table({"number": [3]}), chunks[0].source)
    list(LocalRunner(2).run(square, chunks, {}))
    assert results(chunks) == [9, 1, 4]


def test_what_was_left_of_other_inputs_is_removed(tmp_path: Path) -> None:
    chunks_of(tmp_path, 1)
    other = WorkFolder(tmp_path, "squares", "4567")
    other.make()
    assert [path.name for path in (tmp_path / "squares").iterdir()] == ["4567"]
    other.remove()
    assert not list((tmp_path / "squares").iterdir())
