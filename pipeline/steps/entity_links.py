"""Names in articles -> which entity each mention, speaker of a quote and source of a claim is.

An article's links depend on its own mentions, quotes and claims, and on the entities of its names. So those of articles
stay in which none of these changed. What the entities are is decided in ``entities``.
"""

from collections.abc import Iterator
from itertools import chain

import duckdb
import pyarrow as pa
import pyarrow.dataset as ds

from pipeline.steps.article_names import rows_of_articles
from pipeline.steps.whole_tables import ANSWER_ROWS
from pipeline.steps.workbench import Workbench
from pipeline.tables.sql import batches_of

TABLE = "entity_links"
READ = ("entity_mentions", "quotes", "claims")

_RELINKED = """
    CREATE TEMP TABLE relinked AS
    SELECT article_id FROM changed
    UNION SELECT n.article_id FROM assigned a JOIN names n USING (row)
    WHERE a.entity_id IS DISTINCT FROM a.former_entity"""

_MEANT = """
    CREATE TEMP TABLE meant AS
    SELECT m.mention_id, m.article_id, m.char_start, m.name, a.entity_id
    FROM entity_mentions m JOIN names n ON m.article_id = n.article_id AND m.surface = n.surface AND m.name = n.name
        AND m.kind = n.kind AND m.label IS NOT DISTINCT FROM n.label
    JOIN assigned a USING (row)
    WHERE a.entity_id IS NOT NULL AND n.article_id IN (SELECT article_id FROM relinked)"""

_LINKS = """
    WITH named_so AS (
        SELECT article_id, name, arg_min(entity_id, {'char_start': char_start, 'mention_id': mention_id}) AS entity_id
        FROM meant GROUP BY ALL),
    standing_there AS (
        SELECT article_id, char_start, arg_max(entity_id, mention_id) AS entity_id FROM meant GROUP BY ALL),
    speakers AS (
        SELECT q.quote_id, coalesce(n.entity_id, p.entity_id) AS entity_id, q.article_id
        FROM quotes q
        LEFT JOIN named_so n ON q.article_id = n.article_id AND q.speaker_name = n.name
        LEFT JOIN standing_there p ON q.article_id = p.article_id AND q.speaker_char_start = p.char_start
        WHERE q.speaker_name IS NOT NULL),
    sources AS (
        SELECT c.claim_id, n.entity_id, c.article_id
        FROM claims c JOIN named_so n ON c.article_id = n.article_id AND c.attributed_name = n.name)
    SELECT 'mention' AS kind, mention_id AS item_id, entity_id, article_id FROM meant
    UNION ALL SELECT 'quote', quote_id, entity_id, article_id FROM speakers WHERE entity_id IS NOT NULL
    UNION ALL SELECT 'claim', claim_id, entity_id, article_id FROM sources"""
"""Speakers of quotes and sources of claims are the entity that their name has in the same article."""


def write_links(bench: Workbench, connection: duckdb.DuckDBPyConnection, *, is_all_new: bool) -> tuple[int, int]:
    """Write the links of the articles that are not what they were; return how many there are, and of how many articles.

    Args:
        bench: the working tables.
        connection: knows ``changed`` articles, the edition of all (``annotated``), their ``names``, and ``assigned``:
            for each row of these its entity now and before.
        is_all_new: whether no link may stay.

    """
    connection.execute(_RELINKED)
    relinked = connection.sql("SELECT article_id, edition FROM relinked LEFT JOIN annotated USING (article_id)")
    articles = relinked.to_arrow_table()
    for table in READ:
        connection.register(table, rows_of_articles(bench, table, None if is_all_new else articles))
    connection.execute(_MEANT)
    links = [0]

    def rows() -> Iterator[pa.RecordBatch]:
        links[:] = [0]
        for batch in chain(batches_of(connection, _LINKS, ANSWER_ROWS), () if is_all_new else _kept(bench, articles)):
            links[0] += batch.num_rows
            yield batch.select(schema.names).cast(schema)

    schema = bench.store.schemas[TABLE]
    bench.store.replace_batches(TABLE, rows)
    return links[0], articles.num_rows


def _kept(bench: Workbench, relinked: pa.Table) -> Iterator[pa.RecordBatch]:
    """Yield the links of all other articles, past DuckDB, which would turn each of them over twice."""
    ids = pa.array(relinked["article_id"].to_pylist(), pa.string())
    yield from bench.store.scan(TABLE).to_batches(filter=~ds.field("article_id").isin(ids))
