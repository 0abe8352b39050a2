"""The articles that were taken in, without their texts: which row counts for each, and what stands in an edition.

Their texts, and how they come in, are the business of ``intake``.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import duckdb
import pyarrow as pa

from pipeline.steps.workbench import Workbench
from pipeline.tables.sql import bounded_connection

TABLE = "source_articles"
COLUMNS = (
    "edition",
    "article_id",
    "path",
    "record",
    "published_order",
    "content_sha256",
    "outlet_name",
    "outlet_domain",
)
"""Some two hundred bytes an article; all but the texts."""

CURRENT = """
    SELECT article_id, unnest(arg_max(
        {'edition': edition, 'path': path, 'record': record, 'content_sha256': content_sha256},
        {'published': published_order, 'path': path, 'record': record}))
    FROM source_articles GROUP BY article_id"""
"""The row that counts for each article."""

_INPUTS = f"""
    SELECT edition, concat(count(*), ' ', bit_xor(md5_number(to_json([article_id, content_sha256, path])::VARCHAR)))
    FROM ({CURRENT}) GROUP BY edition"""  # noqa: S608  the query above


class _Known(NamedTuple):
    table: tuple[str, int] | None
    """Which table it is, and its version."""
    rows: pa.Table
    inputs: dict[str, str]


_known: _Known | None = None


@contextmanager
def source_tables(bench: Workbench) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open DuckDB on ``source_articles`` as it is now, in the columns ``COLUMNS``.

    Raises:
        TableDamagedError: the table cannot be read.

    """
    with bounded_connection() as connection:
        connection.register(TABLE, source_rows(bench))
        yield connection


def source_rows(bench: Workbench) -> pa.Table:
    """Return the rows of ``source_articles`` as they are now, in the columns ``COLUMNS``.

    Raises:
        TableDamagedError: the table cannot be read.

    """
    return _now(bench).rows


def current_articles(bench: Workbench) -> pa.Table:
    """Return the row of ``source_articles`` that counts for each article, in order of edition and article.

    Columns: article_id, edition, path, record, content_sha256.
    """
    with source_tables(bench) as connection:
        return connection.sql(f"SELECT * FROM ({CURRENT}) ORDER BY edition, article_id").to_arrow_table()  # noqa: S608  our own query


def edition_inputs(bench: Workbench) -> dict[str, str]:
    """Return, by edition, a hash of the articles that stand in it now."""
    return dict(_now(bench).inputs)


def _now(bench: Workbench) -> _Known:
    """Return the rows of the version of now: each is read once a process, however many steps ask for it."""
    global _known  # noqa: PLW0603  one table is kept, that of the latest version
    delta = bench.store.delta(TABLE)
    table = None if delta is None else (str(delta.metadata().id), delta.version())
    known = _known
    if known is None or known.table is None or known.table != table:
        _known = None
        rows = bench.store.read(TABLE, columns=COLUMNS)
        with bounded_connection() as connection:
            connection.register(TABLE, rows)
            known = _Known(table, rows, dict(connection.sql(_INPUTS).fetchall()))
        _known = known
    return known
