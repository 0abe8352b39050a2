"""A store that has read a table before sees whatever became of it meanwhile, as one that opens it anew does."""

import os
import shutil
from datetime import timedelta
from pathlib import Path

import pyarrow as pa
import pytest
from deltalake import DeltaTable, write_deltalake

from pipeline.tables.maintenance import maintain_table
from pipeline.tables.store import TableDamagedError, TableStore

SCHEMA = pa.schema([("id", pa.string()), ("edition", pa.string())])
_AT_ONCE = timedelta(0)


def rows(*ids: str, edition: str | None = "undated") -> pa.Table:
    return pa.table({"id": list(ids), "edition": [edition] * len(ids)}, schema=SCHEMA)


def store_in(folder: Path) -> TableStore:
    return TableStore(folder, {"notes": SCHEMA}, {"notes": "edition"})


def ids(store: TableStore) -> list[str]:
    found: list[str] = sorted(store.read("notes")["id"].to_pylist())
    assert found == sorted(store.scan("notes").to_table()["id"].to_pylist())
    assert store.rows("notes") == len(found)
    return found


@pytest.fixture
def store(tmp_path: Path) -> TableStore:
    opened = store_in(tmp_path / "tables")
    opened.replace("notes", rows("a"))
    assert ids(opened) == ["a"]
    return opened


def log_of(store: TableStore) -> Path:
    return Path(str(store.root)) / "notes" / "_delta_log"


def test_what_somebody_else_commits_is_seen_at_once(store: TableStore) -> None:
    for number in range(3):
        write_deltalake(str(store.root / "notes"), rows(f"b{number}"), mode="append")
        assert ids(store) == ["a", *(f"b{before}" for before in range(number + 1))]
        assert store.version("notes") == DeltaTable(str(store.root / "notes")).version()


def test_a_commit_of_a_clock_set_back_is_seen(store: TableStore) -> None:
    write_deltalake(str(store.root / "notes"), rows("b"), mode="append")
    for entry in log_of(store).iterdir():
        os.utime(entry, ns=(0, 0))
    os.utime(log_of(store), ns=(0, 0))
    assert ids(store) == ["a", "b"]


def test_a_table_that_is_gone_is_gone_and_can_be_made_anew(store: TableStore) -> None:
    shutil.rmtree(str(store.root))
    assert store.version("notes") is None
    assert ids(store) == []
    store.replace("notes", rows("c"))
    assert ids(store) == ["c"]


def test_another_table_put_in_its_place_is_another(store: TableStore, tmp_path: Path) -> None:
    other = store_in(tmp_path / "other")
    other.replace("notes", rows("x", "y"))
    assert other.version("notes") == store.version("notes")
    shutil.rmtree(str(store.root))
    (tmp_path / "other").rename(str(store.root))
    assert ids(store) == ["x", "y"]


def test_an_earlier_state_put_back_is_what_is_read(store: TableStore, tmp_path: Path) -> None:
    shutil.copytree(str(store.root), tmp_path / "kept")
    store.append("notes", rows("b"))
    assert ids(store) == ["a", "b"]
    shutil.rmtree(str(store.root))
    shutil.copytree(tmp_path / "kept", str(store.root))
    assert ids(store) == ["a"]
    store.append("notes", rows("c"))
    assert ids(store) == ["a", "c"]


def test_a_log_that_is_damaged_later_is_named(store: TableStore) -> None:
    store.append("notes", rows("b"))
    newest = max(log_of(store).glob("*.json"))
    newest.write_bytes(newest.read_bytes()[:20])
    with pytest.raises(TableDamagedError, match="notes"):
        store.read("notes")


def test_a_log_that_is_lost_later_is_named(store: TableStore) -> None:
    shutil.rmtree(log_of(store))
    with pytest.raises(TableDamagedError, match="no log"):
        store.read("notes")


def test_upkeep_by_another_store_changes_nothing_that_is_read(store: TableStore) -> None:
    store.append("notes", rows("b"))
    before = store.version("notes")
    other = store_in(Path(str(store.root)))
    maintain_table(other, "notes", keep_versions=[], retention=_AT_ONCE)
    assert (ids(store), store.version("notes")) == (["a", "b"], before)
    store.append("notes", rows("c"))
    assert ids(store) == ids(other) == ["a", "b", "c"]


@pytest.mark.parametrize("edition", ["x') OR ('1'='1", "2031 3%/ü:ß", "%2F..", None])
def test_rows_of_any_edition_are_read_with_its_name(store: TableStore, edition: str | None) -> None:
    store.append("notes", rows("b", edition=edition))
    expected = [{"id": "a", "edition": "undated"}, {"id": "b", "edition": edition}]
    assert store.read("notes").sort_by("id").to_pylist() == expected
    if edition is not None:
        assert store.read("notes", partitions=[edition])["id"].to_pylist() == ["b"]
        batches = list(store.batches("notes", where=("edition", {edition})))
        assert pa.Table.from_batches(batches)["id"].to_pylist() == ["b"]
