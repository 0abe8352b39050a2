"""Damaged tables are named with what to do; clocks that are set back hide nothing; a poison text costs itself only."""

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from pipeline.reading import chunk
from pipeline.reading.batch import read_distinct
from pipeline.settings import Settings
from pipeline.steps import annotations, articles, intake, readings
from pipeline.steps.workbench import Workbench, open_workbench
from pipeline.tables.store import TableDamagedError
from tests.unit.reading import poisoned

Drop = Callable[..., Path]


@pytest.fixture
def bench(desk: Settings, drop: Drop, monkeypatch: pytest.MonkeyPatch) -> Workbench:
    """Return tables that are filled up to the paragraphs, with a reader that needs no model."""
    monkeypatch.setattr(chunk, "read_distinct", partial(read_distinct, reader=poisoned.read, batch_seconds=2.0))
    drop("kept.txt")
    return filled(desk)


def filled(desk: Settings) -> Workbench:
    found = open_workbench(desk)
    intake.run(found)
    articles.run(found, articles.pending_editions(found))
    return found


def test_a_damaged_parquet_file_is_named(bench: Workbench) -> None:
    for file in (bench.settings.tables / "paragraphs").rglob("*.parquet"):
        file.write_bytes(b"PAR1" + b"\0" * file.stat().st_size)
    with pytest.raises(TableDamagedError, match=r"paragraphs.*Delete the folder .* and run again"):
        readings.run(bench)


def test_a_truncated_delta_log_is_named(bench: Workbench) -> None:
    for log in (bench.settings.tables / "articles" / "_delta_log").glob("*.json"):
        log.write_bytes(log.read_bytes()[:40])
    with pytest.raises(TableDamagedError, match=r"articles.*Delete the folder .* and run again"):
        articles.run(bench, ["2031-03-14"])


def test_a_delta_log_that_is_gone_is_named(bench: Workbench) -> None:
    for log in (bench.settings.tables / "articles" / "_delta_log").iterdir():
        log.unlink()
    with pytest.raises(TableDamagedError, match=r"articles.*Delete the folder .* and run again"):
        readings.run(bench)


def test_a_damaged_reading_is_named(bench: Workbench) -> None:
    readings.run(bench)
    rows = bench.store.read("readings").to_pylist()
    rows[0]["reading_json"] = rows[0]["reading_json"][:-3]
    bench.store.replace("readings", bench.table("readings", rows))
    with pytest.raises(TableDamagedError, match=r"readings.*Delete the folder .*readings.* and run again"):
        annotations.run(bench, ["2031-03-14"])


def test_deleting_the_tables_mends_them(bench: Workbench, desk: Settings) -> None:
    (desk.tables / "paragraphs").rename(desk.out / "paragraphs damaged")
    before = bench.store.read("article_texts").to_pylist()
    desk.tables.rename(desk.out / "tables damaged")
    assert filled(desk).store.read("article_texts").to_pylist() == before


def test_a_file_that_is_older_than_before_is_noticed(bench: Workbench, drop: Drop) -> None:
    path = drop("kept.txt", words="The harbour reopened in time.")
    os.utime(path, (1_000_000, 1_000_000))
    assert intake.raw_changes(bench).changed == ("kept.txt",)
    intake.run(bench)
    assert articles.pending_editions(bench) == ["2031-03-14"]


def test_a_file_that_vanishes_after_a_killed_intake_is_withdrawn(bench: Workbench, drop: Drop) -> None:
    drop("brief.txt", day="2031-03-20", words="Gone at once.")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(bench), "write_rejects", interrupted)
        with pytest.raises(KeyboardInterrupt):
            intake.run(bench)
    (bench.settings.raw / "brief.txt").unlink()
    assert "brief.txt" in intake.raw_changes(bench).vanished
    intake.run(bench)
    assert set(bench.store.read("source_articles")["path"].to_pylist()) == {"kept.txt"}


def test_an_edition_that_was_half_written_is_emptied_when_its_file_vanishes(bench: Workbench, drop: Drop) -> None:
    brief = drop("brief.txt", day="2031-03-20", words="Gone at once.")
    intake.run(bench)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(bench), "write_rejects", interrupted)  # the rows are in the tables by then
        with pytest.raises(KeyboardInterrupt):
            articles.run(bench, articles.pending_editions(bench))
    brief.unlink()
    intake.run(bench)
    assert articles.pending_editions(bench) == ["2031-03-20"]
    articles.run(bench, ["2031-03-20"])
    assert bench.store.read("articles")["source_file"].to_pylist() == ["kept.txt"]
    assert articles.pending_editions(bench) == []


def interrupted(*_: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("poison", ["hang", "crash", "break", "hoard"])
def test_a_poison_article_is_refused_by_name_and_the_rest_unharmed(bench: Workbench, drop: Drop, poison: str) -> None:
    drop("poison.txt", day="2031-03-20", words=f"This will {poison} the reader.")
    again = filled(bench.settings)
    readings.run(again)
    annotations.run(again, annotations.pending_editions(again))
    rejects = again.store.read("rejects").to_pylist()
    assert [(row["rule"], row["source_file"]) for row in rejects] == [("paragraph_unread", "poison.txt")]
    assert again.store.read("articles").num_rows == 2
    errors = again.store.read("readings", columns=["error"])["error"].to_pylist()
    assert sum(error is not None for error in errors) == 1
    assert readings.run(again).counts["texts_read"] == 0
