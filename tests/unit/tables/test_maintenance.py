"""Maintenance changes files, never rows; what was asked to stay readable stays readable."""

from datetime import timedelta
from pathlib import Path

import pyarrow as pa
import pytest
from deltalake import DeltaTable

from pipeline.tables.maintenance import maintain_table
from pipeline.tables.store import TableDamagedError, TableStore

SCHEMAS = {
    "notes": pa.schema([("day", pa.string()), ("text", pa.string())]),
    "texts": pa.schema([("key", pa.string()), ("text", pa.string())]),
}
AT_ONCE = timedelta(0)
A_WEEK = timedelta(days=7)


@pytest.fixture
def store(tmp_path: Path) -> TableStore:
    return TableStore(tmp_path / "tables", SCHEMAS, {"notes": "day"})


def rows(table: str, *values: tuple[str, str]) -> pa.Table:
    names = SCHEMAS[table].names
    return pa.Table.from_pylist([dict(zip(names, value, strict=True)) for value in values], schema=SCHEMAS[table])


def in_order(table: pa.Table) -> list[dict[str, object]]:
    return sorted(table.to_pylist(), key=str)


def small_commits(store: TableStore, count: int = 12) -> None:
    for number in range(count):
        store.append("texts", rows("texts", (f"k{number}", f"text {number}")))


def data_files(store: TableStore, table: str) -> list[str]:
    folder = Path(str(store.root)) / table
    return sorted(path.name for path in folder.rglob("*.parquet*") if "_delta_log" not in path.parts)


def test_many_small_files_become_one_with_the_same_rows(store: TableStore) -> None:
    small_commits(store)
    before = in_order(store.read("texts"))
    done = maintain_table(store, "texts", keep_versions=[], retention=AT_ONCE)
    assert done is not None
    assert (done.files_before, done.files_after) == (12, 1)
    assert done.files_deleted == 12
    assert done.bytes_freed > 0
    assert len(data_files(store, "texts")) == 1
    assert in_order(store.read("texts")) == before


def test_partitions_stay_apart_and_can_still_be_replaced(store: TableStore) -> None:
    for day in ("mon 3.8: a/b", "tue"):
        for number in range(3):
            store.append("notes", rows("notes", (day, f"{day} {number}")))
    done = maintain_table(store, "notes", keep_versions=[], retention=AT_ONCE)
    assert done is not None
    assert (done.files_after, done.files_deleted) == (2, 6)
    store.replace("notes", rows("notes", ("mon 3.8: a/b", "new")), ["mon 3.8: a/b"])
    assert [row["text"] for row in in_order(store.read("notes"))] == ["new", "tue 0", "tue 1", "tue 2"]


def test_maintenance_counts_as_no_change(store: TableStore) -> None:
    small_commits(store)
    before = store.version("texts")
    maintain_table(store, "texts", keep_versions=[], retention=AT_ONCE)
    maintain_table(store, "texts", keep_versions=[], retention=AT_ONCE)
    assert store.version("texts") == before
    after = store.append("texts", rows("texts", ("new", "text")))
    assert store.version("texts") == after > (before or 0)


def test_a_second_maintenance_finds_nothing_to_do(store: TableStore) -> None:
    small_commits(store)
    maintain_table(store, "texts", keep_versions=[], retention=AT_ONCE)
    versions = DeltaTable(str(Path(str(store.root)) / "texts")).version()
    again = maintain_table(store, "texts", keep_versions=[], retention=AT_ONCE)
    assert again is not None
    assert (again.files_before, again.files_after, again.files_deleted) == (1, 1, 0)
    assert DeltaTable(str(Path(str(store.root)) / "texts")).version() == versions


def test_a_kept_version_stays_readable_and_others_go(store: TableStore) -> None:
    versions = [store.replace("texts", rows("texts", ("k", f"text {number}"))) for number in range(4)]
    maintain_table(store, "texts", keep_versions=[versions[1], 4711], retention=AT_ONCE)
    assert store.read("texts", version=versions[1])["text"].to_pylist() == ["text 1"]
    assert store.read("texts")["text"].to_pylist() == ["text 3"]
    with pytest.raises(TableDamagedError):
        store.read("texts", version=versions[2])


def test_the_last_version_that_changed_rows_can_be_kept_through_a_compaction(store: TableStore) -> None:
    small_commits(store)
    seen, before = store.version("texts"), in_order(store.read("texts"))
    assert seen is not None
    maintain_table(store, "texts", keep_versions=[seen], retention=AT_ONCE)
    assert in_order(store.read("texts", version=seen)) == before


def test_history_keeps_every_version(store: TableStore) -> None:
    versions = [store.replace("notes", rows("notes", ("mon", f"text {number}")), ["mon"]) for number in range(4)]
    maintain_table(store, "notes", keep_versions=None, retention=AT_ONCE)
    texts = [store.read("notes", version=version)["text"].to_pylist() for version in versions]
    assert texts == [["text 0"], ["text 1"], ["text 2"], ["text 3"]]


def test_what_was_in_use_a_moment_ago_stays(store: TableStore) -> None:
    old = store.append("texts", rows("texts", ("a", "first")))
    store.replace("texts", rows("texts", ("b", "second")))
    done = maintain_table(store, "texts", keep_versions=[], retention=A_WEEK)
    assert done is not None
    assert done.files_deleted == 0
    assert store.read("texts", version=old)["text"].to_pylist() == ["first"]


def test_files_of_killed_writers_go(store: TableStore) -> None:
    small_commits(store, 1)
    folder = Path(str(store.root)) / "texts"
    (folder / "part-of-no-commit.parquet").write_bytes(b"x")
    (folder / "part-half-written.parquet#1").write_bytes(b"x")
    maintain_table(store, "texts", keep_versions=[], retention=AT_ONCE)
    assert len(data_files(store, "texts")) == 1


def test_a_table_that_was_never_written_is_passed_over(store: TableStore) -> None:
    assert maintain_table(store, "texts", keep_versions=[], retention=AT_ONCE) is None
    assert not (Path(str(store.root)) / "texts").exists()
