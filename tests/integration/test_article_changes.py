"""Which articles a step that groups the whole corpus believes to have changed since its last run."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from pipeline.settings import Settings
from pipeline.steps.article_changes import ArticleChanges, GroupingStep, find_changes, note_articles
from pipeline.steps.whole_tables import whole_tables
from pipeline.steps.workbench import Workbench, open_workbench

STEP = GroupingStep("statements", "code", ("statements",))
MARKS = "SELECT article_id, hash(taken) AS mark FROM taken"

Row = tuple[str, str, str | None]
BEFORE: Sequence[Row] = [("a", "quote 1", "Brandvik"), ("a", "quote 2", "Erlund"), ("b", "quote 3", None)]


@pytest.fixture
def bench(tmp_path: Path) -> Workbench:
    return open_workbench(Settings(raw=tmp_path / "raw", out=tmp_path / "out"))


def compare(bench: Workbench, rows: Sequence[Row], step: GroupingStep = STEP) -> tuple[ArticleChanges, list[str]]:
    """Say what changed since rows were last taken, and take these."""
    with whole_tables(bench) as connection:
        connection.execute("CREATE TABLE taken (article_id VARCHAR, quote_id VARCHAR, speaker VARCHAR)")
        connection.executemany("INSERT INTO taken VALUES (?, ?, ?)", [list(row) for row in rows])
        changes = find_changes(bench, connection, step, MARKS)
        changed = sorted(article for (article,) in connection.sql("SELECT article_id FROM changed").fetchall())
        note_articles(bench, connection, step, "fingerprint")
    return changes, changed


def test_everything_is_new_at_first_and_nothing_changed_afterwards(bench: Workbench) -> None:
    assert compare(bench, BEFORE) == (ArticleChanges(changed=2, gone=0, is_all_new=True), ["a", "b"])
    again, _ = compare(bench, BEFORE[::-1])
    assert again.is_nothing


@pytest.mark.parametrize(
    "rows",
    [
        [("a", "quote 1", "Erlund"), ("a", "quote 2", "Brandvik"), ("b", "quote 3", None)],
        [("a", "quote 1", None), ("a", "quote 2", "Erlund"), ("b", "quote 3", None)],
        [("a", "quote 2", "Erlund"), ("b", "quote 3", None)],
        [*BEFORE, ("a", "quote 4", "Brandvik")],
    ],
    ids=["two values swapped", "a value lost", "a row gone", "a row more"],
)
def test_an_article_changed_where_its_rows_did(bench: Workbench, rows: Sequence[Row]) -> None:
    compare(bench, BEFORE)
    assert compare(bench, rows) == (ArticleChanges(changed=1, gone=0, is_all_new=False), ["a"])


def test_an_article_without_rows_is_gone(bench: Workbench) -> None:
    compare(bench, BEFORE)
    assert compare(bench, BEFORE[:2]) == (ArticleChanges(changed=0, gone=1, is_all_new=False), ["b"])


def test_other_code_takes_everything_anew(bench: Workbench) -> None:
    compare(bench, BEFORE)
    changes, _ = compare(bench, BEFORE, STEP._replace(code="other code"))
    assert changes.is_all_new


def test_another_duckdb_takes_everything_anew_for_it_may_hash_otherwise(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    compare(bench, BEFORE)
    monkeypatch.setattr("duckdb.__version__", "0.0.0")
    changes, _ = compare(bench, BEFORE)
    assert changes.is_all_new
