"""SQL over the tables of releases, in memory or on disk: how audit, report, change log and workbook read them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from pipeline.release.files import TableFiles
from pipeline.tables.sql import bounded_connection, parquet_source, quoted

Row = dict[str, Any]
"""One row of a query by the names of its columns; what is null is None."""

Tables = Mapping[str, pa.Table | TableFiles]
"""The published tables of a release by name."""


@contextmanager
def opened(spill: Path | None = None, **releases: Tables) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a connection in which the tables of each release stand in a schema of the release's name.

    ``opened(old=…, new=…)`` has ``old.articles`` and ``new.articles``; with a single ``main=…`` the schema can be left
    out. Nothing is copied, and of files only what a query asks for is read.

    Args:
        spill: folder for what does not fit into memory; by default one of the system's.
        releases: the tables of each release.

    Raises:
        OSError: a file cannot be read.

    """
    files = [file for tables in releases.values() for table in tables.values() for file in _files(table)]
    with bounded_connection(spill, reads=sorted({file.parent for file in files})) as connection:
        for schema, tables in releases.items():
            connection.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
            for name, table in tables.items():
                source = quoted(f"{schema}__{name}")
                if _files(table):
                    source = parquet_source(_files(table))
                else:
                    rows = table if isinstance(table, pa.Table) else table.schema.empty_table()
                    connection.register(f"{schema}__{name}", rows)
                view = f"CREATE VIEW {schema}.{quoted(name)} AS SELECT * FROM {source}"  # noqa: S608 - names of our own contracts and files
                connection.execute(view)
        yield connection


def _files(table: pa.Table | TableFiles) -> tuple[Path, ...]:
    return table.files if isinstance(table, TableFiles) else ()


def keep(connection: duckdb.DuckDBPyConnection, name: str, query: str, **parameters: object) -> list[Row]:
    """Return what a query finds, and let later queries on the connection use it as a table of that name."""
    found = connection.sql(query, params=parameters or None).to_arrow_table()
    connection.register(name, found)
    kept: list[Row] = found.to_pylist()
    return kept


def fetch(connection: duckdb.DuckDBPyConnection, query: str, **parameters: object) -> list[Row]:
    """Return what a query finds; ``$name`` in it stands for the parameter of that name."""
    relation = connection.sql(query, params=parameters or None)
    found: list[Row] = relation.to_arrow_table().to_pylist()
    return found


def count(connection: duckdb.DuckDBPyConnection, query: str, **parameters: object) -> int:
    """Return how many rows a query finds."""
    ((found,),) = connection.execute(f"SELECT count(*) FROM ({query})", parameters or None).fetchall()  # noqa: S608 - the query is ours
    return int(found)
