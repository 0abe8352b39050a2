"""SQL over the tables of a release in memory: the one way in which report, change log and workbook read them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import duckdb
import pyarrow as pa

Row = dict[str, Any]
"""One row of a query by the names of its columns; what is null is None."""


@contextmanager
def opened(**releases: Mapping[str, pa.Table]) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a connection in which the tables of each release stand in a schema of the release's name.

    ``opened(old=…, new=…)`` has ``old.articles`` and ``new.articles``; with a single ``main=…`` the schema can be left
    out. Nothing is copied.
    """
    with duckdb.connect() as connection:
        for schema, tables in releases.items():
            connection.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
            for name, table in tables.items():
                source = f"{schema}__{name}"
                connection.register(source, table)
                view = f'CREATE VIEW {schema}."{name}" AS SELECT * FROM "{source}"'  # noqa: S608 - names of our own contracts
                connection.execute(view)
        yield connection


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
