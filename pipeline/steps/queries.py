"""Working tables in SQL, for steps whose tables do not fit into memory."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager

import duckdb
import pyarrow as pa

from pipeline.tables.sql import streamed
from pipeline.tables.store import TableStore

BATCH_ROWS = 2_048


@contextmanager
def stored(
    connection: duckdb.DuckDBPyConnection,
    store: TableStore,
    table: str,
    columns: Sequence[str],
    where: tuple[str, Collection[str]],
) -> Iterator[None]:
    """Let one query read columns of a working table as ``stored``, once.

    Args:
        connection: whose query reads.
        store: the working tables.
        table: name of the table.
        columns: what is read of it.
        where: a column and the values of which rows have one; others are passed over.

    Raises:
        TableDamagedError: the table cannot be read.

    """
    schema = pa.schema([store.schemas[table].field(name) for name in columns])
    with streamed(connection, {"stored": (schema, lambda: store.batches(table, columns=columns, where=where))}):
        yield


def copy_columns(
    connection: duckdb.DuckDBPyConnection,
    store: TableStore,
    table: str,
    columns: Sequence[str],
    where: tuple[str, Collection[str]],
) -> None:
    """Copy columns of a working table into a table of that name, which any number of queries can read; see ``stored``.

    Raises:
        TableDamagedError: the table cannot be read.

    """
    with stored(connection, store, table, columns, where):
        connection.view("stored").create(table)


def in_batches(connection: duckdb.DuckDBPyConnection, query: str, **values: object) -> pa.RecordBatchReader:
    """Return the rows of a query in batches; ``values`` stand for ``$name`` in it."""
    return connection.sql(query, params=values or None).to_arrow_reader(BATCH_ROWS)
