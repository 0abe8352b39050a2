"""Rows on their way into a table: put by in a file, made in a thread of their own."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest

from pipeline.tables.own_thread import in_own_thread
from pipeline.tables.spool import Spool
from pipeline.tables.store import TableStore

SCHEMA = pa.schema([("edition", pa.string()), ("number", pa.int64())])


def rows(edition: str, *numbers: int) -> pa.Table:
    return pa.table({"edition": [edition] * len(numbers), "number": list(numbers)}, schema=SCHEMA)


def test_rows_come_back_in_order_as_often_as_asked_for(tmp_path: Path) -> None:
    spool = Spool(tmp_path, "rows", SCHEMA)
    spool.add(rows("a", 1, 2))
    spool.add(rows("b", 3))
    assert spool.rows == 3
    for _ in range(2):
        assert pa.Table.from_batches(spool.batches(), SCHEMA)["number"].to_pylist() == [1, 2, 3]


def test_an_empty_spool_has_no_rows(tmp_path: Path) -> None:
    assert list(Spool(tmp_path, "rows", SCHEMA).batches()) == []


def test_what_making_batches_raises_is_raised_where_they_are_taken() -> None:
    def batches() -> Iterator[pa.RecordBatch]:
        yield from rows("a", 1).to_batches()
        raise ValueError("no more rows")

    taken = in_own_thread(batches)
    assert next(taken).num_rows == 1
    with pytest.raises(ValueError, match="no more rows"):
        next(taken)


def test_the_thread_ends_when_nobody_takes_its_batches() -> None:
    before = threading.active_count()

    def batches() -> Iterator[pa.RecordBatch]:
        while True:
            yield from rows("a", 1).to_batches()

    taken = in_own_thread(batches)
    next(taken)
    taken.close()  # type: ignore[attr-defined]  # a generator
    assert threading.active_count() == before


def test_a_table_can_be_replaced_by_its_own_rows(tmp_path: Path) -> None:
    store = TableStore(tmp_path, {"numbers": SCHEMA}, {"numbers": "edition"})
    store.replace("numbers", pa.concat_tables([rows("a", 1, 2, 3), rows("b", 4)]))

    def odd_and_more() -> Iterator[pa.RecordBatch]:
        for batch in store.batches("numbers", where=("edition", ["a"])):
            yield batch.filter(pa.array([number % 2 == 1 for number in batch["number"].to_pylist()]))
        yield from rows("a", 9).to_batches()

    store.replace_batches("numbers", odd_and_more, ["a"])
    assert sorted(store.read("numbers")["number"].to_pylist()) == [1, 3, 4, 9]


def test_an_error_while_rows_are_made_leaves_the_table_as_it_was(tmp_path: Path) -> None:
    store = TableStore(tmp_path, {"numbers": SCHEMA}, {"numbers": "edition"})
    store.replace("numbers", rows("a", 1))

    def broken() -> Iterator[pa.RecordBatch]:
        yield from rows("a", 2).to_batches()
        raise KeyError("lost")

    with pytest.raises(KeyError, match="lost"):
        store.replace_batches("numbers", broken, ["a"])
    assert store.read("numbers")["number"].to_pylist() == [1]
