"""Working tables as a whole, asked of DuckDB, which neither holds them nor needs them in memory.

What the answers mean is for the steps to know; they bring the queries.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import duckdb
import pyarrow as pa

from pipeline.steps.workbench import Workbench
from pipeline.tables.spool import Spool
from pipeline.tables.sql import batches_of, bounded_connection

ANSWER_ROWS = 50_000
"""Rows of an answer that are held at a time, as Arrow."""

FETCHED_ROWS = 5_000
"""Rows of an answer that are held at a time as Python objects."""


@contextmanager
def whole_tables(bench: Workbench, *tables: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open DuckDB on some working tables, each under its name, as they are now.

    Raises:
        TableDamagedError: a table's log cannot be read.
        OSError: a file cannot be read, or the disk is full.

    """
    with bounded_connection() as connection, looked_through(bench, *tables):
        for table in tables:
            connection.register(table, bench.store.scan(table))
        yield connection


@contextmanager
def looked_through(bench: Workbench, *tables: str) -> Iterator[None]:
    """Name the table that is damaged where something in this block could not be read: DuckDB cannot say which.

    Raises:
        TableDamagedError: one of these tables cannot be read.

    """
    try:
        yield
    except (duckdb.Error, pa.ArrowException):
        for table in tables:
            for _ in bench.store.batches(table):
                pass
        raise


def replace_by_query(
    bench: Workbench,
    table: str,
    connection: duckdb.DuckDBPyConnection,
    query: str,
    *,
    more: Spool | None = None,
    partitions: Sequence[str] | None = None,
) -> int:
    """Replace a working table by what a query finds, without holding it; return how many rows there are now.

    Args:
        bench: the working tables.
        table: the one to be replaced.
        connection: who is asked.
        query: gives the columns of the table.
        more: rows that are written beside those found.
        partitions: as for ``TableStore.replace``.

    """
    schema = bench.store.schemas[table]
    counted: list[int] = []

    def rows() -> Iterator[pa.RecordBatch]:
        counted.clear()
        for batch in batches_of(connection, query, ANSWER_ROWS):
            counted.append(batch.num_rows)
            yield batch.select(schema.names).cast(schema)
        for batch in more.batches() if more else ():
            counted.append(batch.num_rows)
            yield batch

    bench.store.replace_batches(table, rows, partitions)
    return sum(counted)


def fetch_rows(connection: duckdb.DuckDBPyConnection, query: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of an answer one by one, by name of column, holding few of them."""
    for batch in batches_of(connection, query, FETCHED_ROWS):
        yield from batch.to_pylist()
