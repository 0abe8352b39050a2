import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from deltalake.exceptions import DeltaError

from pipeline.tables.store import TableDamagedError, TableStore

SCHEMA = pa.schema([pa.field("id", pa.string(), nullable=False), ("edition", pa.string()), ("count", pa.int64())])


def rows(*values: tuple[str, str, int | None]) -> pa.Table:
    return pa.Table.from_pylist([dict(zip(SCHEMA.names, value, strict=True)) for value in values], schema=SCHEMA)


@pytest.fixture
def store(tmp_path: Path) -> TableStore:
    return TableStore(
        tmp_path, {"notes": SCHEMA}, {"notes": "edition"}, {"notes": {"positive": "count IS NULL OR count >= 0"}}
    )


def ids(table: pa.Table) -> list[str]:
    return sorted(table["id"].to_pylist())


def test_a_table_never_written_reads_as_empty(store: TableStore) -> None:
    assert store.version("notes") is None
    assert store.read("notes").schema == SCHEMA
    assert store.read("notes").num_rows == 0


def test_replacing_an_edition_leaves_the_others_alone(store: TableStore) -> None:
    store.replace("notes", rows(("a", "2031-03-14", 1), ("b", "undated", None)))
    store.replace("notes", rows(("c", "undated", 2)), ["undated"])
    assert ids(store.read("notes")) == ["a", "c"]
    assert ids(store.read("notes", partitions=["undated"])) == ["c"]


def test_of_an_edition_only_some_rows_can_be_replaced(store: TableStore) -> None:
    store.replace("notes", rows(("a", "undated", 1), ("b", "undated", 2), ("c", "2031-03-14", 3), ("a", "later", 4)))
    before = store.version("notes") or 0
    fresh = rows(("a", "undated", 5), ("d", "undated", 6))
    store.replace("notes", fresh, ["undated", "2031-03-14"], only={"id": ["a", "c", "d"]})
    found = {(row["id"], row["edition"], row["count"]) for row in store.read("notes").to_pylist()}
    assert found == {("b", "undated", 2), ("a", "later", 4), ("a", "undated", 5), ("d", "undated", 6)}
    assert store.version("notes") == before + 1
    with pytest.raises(DeltaError):
        store.replace("notes", rows(("e", "undated", 7)), ["undated"], only={"id": ["a"]})


def test_rows_without_a_value_are_not_among_those_named(store: TableStore) -> None:
    blank = pa.Table.from_pylist([{"id": "a", "edition": None, "count": 1}], schema=SCHEMA)
    store.replace("notes", pa.concat_tables([blank, rows(("b", "undated", 2))]))
    store.replace("notes", rows(), ["undated"], only={"id": ["a", "b"]})
    assert ids(store.read("notes")) == ["a"]


def test_an_edition_can_be_emptied(store: TableStore) -> None:
    store.replace("notes", rows(("a", "2031-03-14", 1), ("b", "undated", None)))
    store.replace("notes", rows(), ["2031-03-14"])
    assert ids(store.read("notes")) == ["b"]


def test_writing_the_same_rows_twice_gives_the_same_table(store: TableStore) -> None:
    for _ in range(2):
        store.replace("notes", rows(("a", "undated", 1)), ["undated"])
    assert ids(store.read("notes")) == ["a"]


def test_batches_are_added_in_one_commit(store: TableStore) -> None:
    store.replace("notes", rows(("a", "undated", 1)))
    before = store.version("notes") or 0
    found = [rows(("b", "undated", 1)), rows(("c", "2031-03-14", None), ("d", "undated", 2))]
    store.append_batches("notes", lambda: (batch for table in found for batch in table.to_batches()))
    assert ids(store.read("notes")) == ["a", "b", "c", "d"]
    assert store.version("notes") == before + 1


def test_rows_outside_the_named_editions_are_refused(store: TableStore) -> None:
    store.replace("notes", rows(("a", "undated", 1)))
    with pytest.raises(DeltaError):
        store.replace("notes", rows(("b", "2031-03-14", 1)), ["undated"])
    assert ids(store.read("notes")) == ["a"]


def test_delta_itself_refuses_rows_that_break_the_contract(store: TableStore) -> None:
    store.replace("notes", rows(("a", "undated", 1)))
    with pytest.raises(DeltaError):
        store.append("notes", rows(("a", "undated", -1)))


def test_older_versions_stay_readable(store: TableStore) -> None:
    first = store.replace("notes", rows(("a", "undated", 1)))
    store.replace("notes", rows(("b", "undated", 1)))
    assert ids(store.read("notes", version=first)) == ["a"]


def test_an_edition_named_with_quotation_marks_is_only_a_name(store: TableStore) -> None:
    hostile = "x') OR ('1'='1"
    store.replace("notes", rows(("a", "undated", 1), ("b", hostile, 1)))
    store.replace("notes", rows(), [hostile])
    assert ids(store.read("notes")) == ["a"]


def test_a_column_that_the_contract_gained_reads_as_null_in_old_rows(store: TableStore, tmp_path: Path) -> None:
    store.replace("notes", rows(("a", "undated", 1)))
    wider = TableStore(tmp_path, {"notes": SCHEMA.append(pa.field("note", pa.string()))}, {"notes": "edition"})
    assert wider.read("notes").to_pylist() == [{"id": "a", "edition": "undated", "count": 1, "note": None}]


def test_a_damaged_table_is_named_with_what_to_do(store: TableStore, tmp_path: Path) -> None:
    store.replace("notes", rows(("a", "undated", 1)))
    shutil.rmtree(tmp_path / "notes" / "edition=undated")
    with pytest.raises(TableDamagedError, match=r"notes.*run again"):
        store.read("notes")


def test_a_contract_that_changed_is_held_from_the_next_write_on(store: TableStore, tmp_path: Path) -> None:
    store.replace("notes", rows(("a", "undated", 1)))
    looser = TableStore(tmp_path, store.schemas, store.partition_columns, {"notes": {"positive": "count >= -5"}})
    looser.append("notes", rows(("b", "undated", -5)))
    with pytest.raises(DeltaError):
        looser.append("notes", rows(("c", "undated", -6)))
    assert ids(looser.read("notes")) == ["a", "b"]


def test_a_table_can_be_read_in_batches_and_counted_without_being_read(store: TableStore) -> None:
    assert (store.rows("notes"), list(store.batches("notes"))) == (0, [])
    store.replace("notes", rows(*((f"{n:03}", f"2031-03-{10 + n % 3}", n) for n in range(100))))
    store.append("notes", rows(("late", "undated", None)))
    assert store.rows("notes") == store.scan("notes").count_rows() == 101
    batches = list(store.batches("notes", columns=["id"], batch_rows=10))
    assert max(batch.num_rows for batch in batches) <= 10
    assert ids(pa.Table.from_batches(batches)) == ids(store.read("notes"))
    found = list(store.batches("notes", where=("edition", {"undated"})))
    assert ids(pa.Table.from_batches(found)) == ["late"]


def test_batches_of_rows_written_before_a_column_was_added_have_it_empty(store: TableStore, tmp_path: Path) -> None:
    store.replace("notes", rows(("a", "undated", 1)))
    wider = TableStore(tmp_path, {"notes": SCHEMA.append(pa.field("note", pa.string()))}, {"notes": "edition"})
    assert pa.Table.from_batches(wider.batches("notes"))["note"].to_pylist() == [None]


def test_files_of_partitions_hold_their_rows(store: TableStore) -> None:
    assert store.files("notes", ["undated"]) == {}
    store.replace("notes", rows(("a", "2031-03-14", 1), ("b", "a day's end", 2), ("c", "undated", 3)))
    store.append("notes", rows(("d", "undated", 4)))
    found = store.files("notes", ["undated", "a day's end", "never"])
    assert found is not None
    read = {
        edition: sorted(pq.ParquetFile(path).read()["id"].to_pylist() for path in found[edition]) for edition in found
    }
    assert read == {"a day's end": [["b"]], "undated": [["c"], ["d"]]}


def test_a_lost_data_file_is_named_while_batches_are_read(store: TableStore, tmp_path: Path) -> None:
    store.replace("notes", rows(("a", "undated", 1)))
    for path in tmp_path.rglob("*.parquet"):
        path.write_bytes(b"cut off")
    with pytest.raises(TableDamagedError, match="notes"):
        list(store.batches("notes"))
