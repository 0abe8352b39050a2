"""Mentions -> names in articles: one row a way of writing a name in an article, with the entity that it is there.

The table ``article_names`` is what ``entities`` looks at instead of mentions: there are a third as many rows, and those
of articles that stay as they are need not be gathered again. Which entity a row belongs to is decided in ``entities``.
"""

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.dataset as ds

from pipeline.entities.name_table import NameTable, name_of
from pipeline.steps import annotations, articles
from pipeline.steps.article_changes import ArticleChanges, GroupingStep, find_changes
from pipeline.steps.edition_rows import UNFINISHED
from pipeline.steps.whole_tables import looked_through
from pipeline.steps.workbench import Workbench

TABLE = "article_names"

_INPUTS = """
    SELECT article_id, hash(edition, inputs, CASE WHEN edition IN (SELECT edition FROM doubtful)
        THEN (SELECT version FROM versions) END) AS mark
    FROM annotated"""
"""Where the notes say too little, the rows are believed to be others with every version of their tables."""

_FRESH = """
    CREATE TEMP TABLE fresh AS
    SELECT a.edition, m.article_id, a.outlet_id, a.published_on, m.surface, m.name, m.kind, m.label,
        count(*) AS mentions, min({'char_start': m.char_start, 'mention_id': m.mention_id}) AS first
    FROM entity_mentions m JOIN articles a USING (article_id)
    WHERE m.name IS NOT NULL AND m.article_id IN (SELECT article_id FROM changed)
    GROUP BY ALL"""

_NAMES = """
    CREATE TEMP TABLE names AS
    WITH found AS (
        SELECT * FROM former_names WHERE article_id NOT IN (SELECT article_id FROM changed)
        UNION ALL
        SELECT f.edition, f.article_id, f.outlet_id, f.published_on, f.surface, f.name, f.kind, f.label, w.text,
            f.mentions, f.first.char_start, f.first.mention_id, NULL, NULL, false
        FROM fresh f JOIN writings w USING (surface, name, kind) WHERE w.text != ''),
    numbered AS (
        SELECT article_id, row_number() OVER (ORDER BY published_on NULLS LAST, article_id) - 1 AS article
        FROM (SELECT DISTINCT article_id, published_on FROM found)),
    texts AS (SELECT text, row_number() OVER (ORDER BY text) - 1 AS text_number FROM (SELECT DISTINCT text FROM found))
    SELECT f.*, article, text_number, row_number() OVER () AS row
    FROM found f JOIN numbered USING (article_id) JOIN texts USING (text)"""
"""Articles are numbered in the order in which mentions are counted from the earliest."""

_ENTRIES = """
    SELECT article, text_number, sum(mentions)::BIGINT AS mentions FROM names
    GROUP BY ALL ORDER BY article, text_number"""

_TEXTS = "SELECT text FROM names GROUP BY text ORDER BY min(text_number)"

_VOTES = """
    SELECT text_number, label, sum(mentions)::BIGINT FROM names WHERE label IS NOT NULL
    GROUP BY ALL ORDER BY text_number, label"""


def gather_names(bench: Workbench, connection: duckdb.DuckDBPyConnection, step: GroupingStep) -> ArticleChanges:
    """Find the names of all articles, of those that changed anew.

    Rows of mentions are made of what ``annotations`` notes for each article, so only its notes are compared; they say
    too little where something was refused, or a run died. Leaves ``inputs`` and ``changed`` (see ``find_changes``),
    ``former_names`` as they are stored, and ``names``, with numbers for article, text and row, in the connection.
    """
    refused = bench.refused_scopes()
    before = bench.fingerprints(annotations.STEP)
    doubtful = {edition for edition, fingerprint in before.items() if fingerprint == UNFINISHED}
    for scope in refused:
        name, _, edition = scope.partition(":")
        if name in (annotations.STEP, articles.STEP):
            doubtful.add(edition)
    connection.register("doubtful", pa.table({"edition": pa.array(sorted(doubtful), pa.string())}))
    connection.register("annotated", bench.store.read("article_inputs", partitions=[annotations.STEP]))
    connection.register("versions", pa.table({"version": [bench.versions("articles", *annotations.TABLES)]}))
    changes = find_changes(bench, connection, step, _INPUTS)
    connection.register("former_names", bench.table(TABLE, []) if changes.is_all_new else bench.store.scan(TABLE))
    chosen = None
    if not changes.is_all_new:
        chosen = connection.sql("SELECT article_id, edition FROM annotated JOIN changed USING (article_id)")
    for table in ("entity_mentions", "articles"):
        connection.register(table, rows_of_articles(bench, table, None if chosen is None else chosen.to_arrow_table()))
    with looked_through(bench, "entity_mentions", "articles", TABLE):
        connection.execute(_FRESH)
        connection.register("writings", _writings(connection))
        connection.execute(_NAMES)
        connection.execute("DROP TABLE fresh")
    for table in ("entity_mentions", "articles"):
        connection.unregister(table)
    return changes


def rows_of_articles(bench: Workbench, table: str, chosen: pa.Table | None) -> ds.Dataset:
    """Return the rows of a table by edition that belong to some articles (article_id, edition), or all of them."""
    rows = bench.store.scan(table)
    if chosen is None:
        return rows
    is_chosen = ds.scalar(True)
    for column in ("edition", "article_id"):
        values = pa.array(
            sorted(set(chosen[column].to_pylist()) - {None}), pa.string()
        )  # of no value Arrow cannot tell the type
        is_chosen &= ds.field(column).isin(values)
    return rows.filter(is_chosen)


def name_table(connection: duckdb.DuckDBPyConnection) -> NameTable:
    """Return ``names`` as grouping looks at them."""
    texts: list[str] = connection.sql(_TEXTS).to_arrow_table()["text"].to_pylist()
    labels: list[dict[str, int]] = [{} for _ in texts]
    for text, label, count in connection.sql(_VOTES).fetchall():
        labels[text][label] = count
    found = connection.sql(_ENTRIES).fetchnumpy()
    columns = (np.asarray(found[name], dtype=np.int64) for name in ("article", "text_number", "mentions"))
    return NameTable(texts, labels, *columns)


def _writings(connection: duckdb.DuckDBPyConnection) -> pa.Table:
    """Find the name that each way of writing goes by."""
    writings = connection.sql("SELECT DISTINCT surface, name, kind FROM fresh").to_arrow_table()
    texts = [name_of(*row) for row in zip(*(column.to_pylist() for column in writings.columns), strict=True)]
    return writings.append_column("text", pa.array(texts, pa.string()))
