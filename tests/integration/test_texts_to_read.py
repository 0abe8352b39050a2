"""Which texts are handed out to be read: each once, the longest first, of editions that have changed."""

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pyarrow.parquet as pq
import pytest

from pipeline.engine.work import WorkFolder
from pipeline.reading import chunk
from pipeline.reading.batch import Outcome
from pipeline.settings import DEFAULT_MODEL, Settings
from pipeline.steps import articles, intake, readings, texts_to_read
from pipeline.steps.workbench import Workbench, open_workbench

Drop = Callable[..., Path]


@pytest.fixture(autouse=True)
def _without_model(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(texts: dict[str, str], model: str, workers: int) -> Iterator[tuple[str, Outcome]]:
        for key in texts:
            yield key, Outcome(reading_json="{}")

    monkeypatch.setattr(chunk, "read_distinct", read)


def filled(desk: Settings) -> Workbench:
    bench = open_workbench(desk)
    intake.run(bench)
    articles.run(bench, articles.pending_editions(bench))
    return bench


def test_texts_are_cut_into_chunks_by_length(
    desk: Settings, drop: Drop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(texts_to_read, "LEAST_CHUNK_COST", 1)
    for number in range(12):
        drop(f"{number}.txt", words="The ferry sailed. " * (number + 1))
    bench = filled(desk)
    folder = tmp_path / "found"
    ids = bench.store.read("articles")["article_id"].to_pylist()
    with texts_to_read.texts_to_read(bench.store, folder, lambda language: "v1", ["2031-03-14"], ids) as to_do:
        work = WorkFolder(tmp_path / "work", "readings", "0123")
        work.make()
        texts_of = to_do.cut("v1", work, workers=1)
        assert sum(texts_of.values()) == to_do.texts["v1"]
    tables = [pq.read_table(one.source) for one in texts_of]
    lengths = [len(text) for table in tables for text in table["text"].to_pylist()]
    assert lengths == sorted(lengths, reverse=True)
    assert [table.num_rows for table in tables] == list(texts_of.values())
    assert 1 < len(tables) <= texts_to_read.CHUNKS_A_WORKER + 1
    keys = [key for table in tables for key in table["text_key"].to_pylist()]
    assert len(keys) == len(set(keys))
    assert not folder.exists()


def test_only_editions_that_changed_are_looked_at(desk: Settings, drop: Drop) -> None:
    drop("first.txt")
    first = readings.run(filled(desk)).counts
    drop("copy.txt", day="2031-03-15")
    second = readings.run(filled(desk))
    assert second.counts["texts_already_read"] == first["texts_read"] - 1
    assert second.counts["texts_read"] == 1  # the line with its day
    third = readings.run(open_workbench(desk))
    assert third.is_skipped
    assert third.counts["texts_already_read"] == 0
    assert third.rows == second.rows


def test_of_an_edition_only_articles_that_changed_are_looked_at(desk: Settings, drop: Drop) -> None:
    for name in ("first", "second"):
        drop(f"{name}.txt", words=f"The {name} ferry sailed on Tuesday with nobody aboard.")
    readings.run(filled(desk))
    drop("third.txt", words="The third ferry stayed in the harbour.")
    again = readings.run(filled(desk))
    looked_at = again.counts["texts_read"] + again.counts["texts_already_read"]
    assert 0 < looked_at < len(set(open_workbench(desk).store.read("paragraphs")["text"].to_pylist()))


def test_other_languages_are_counted_and_not_read(desk: Settings, drop: Drop) -> None:
    drop("english.txt")
    bench = filled(msgspec.structs.replace(desk, models={"lt": DEFAULT_MODEL}))
    counts = readings.run(bench).counts
    assert counts["paragraphs_in_other_languages"] == bench.store.rows("paragraphs")
    assert counts["texts_read"] == bench.store.rows("readings") == 0
