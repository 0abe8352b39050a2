"""Working tables as a whole, asked of DuckDB, which neither holds them nor needs them in memory.

What the answers mean is for the steps to know; they bring the queries.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb
import pyarrow as pa

from pipeline.steps.workbench import Workbench
from pipeline.tables.sql import batches_of, bounded_connection

ANSWER_ROWS = 50_000
"""Rows of an answer that are held at a time."""


@contextmanager
def whole_tables(bench: Workbench, *tables: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open DuckDB on some working tables, each under its name, as they are now.

    Raises:
        TableDamagedError: a table's log cannot be read.
        OSError: a file cannot be read, or the disk is full.

    """
    with bounded_connection() as connection:
        for table in tables:
            connection.register(table, bench.store.scan(table))
        yield connection


def replace_by_query(bench: Workbench, table: str, connection: duckdb.DuckDBPyConnection, query: str) -> int:
    """Replace a working table by what a query finds, without holding it; return how many rows there are now."""
    schema = bench.store.schemas[table]
    counted: list[int] = []

    def rows() -> Iterator[pa.RecordBatch]:
        counted.clear()
        for batch in batches_of(connection, query, ANSWER_ROWS):
            counted.append(batch.num_rows)
            yield batch.select(schema.names).cast(schema)

    bench.store.replace_batches(table, rows)
    return sum(counted)
