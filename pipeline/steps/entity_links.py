"""Names in articles -> which entity each mention, speaker of a quote and source of a claim is.

An article's links depend on its own mentions, quotes and claims, and on the entities of its names. So those of articles
stay in which none of these changed. What the entities are is decided in ``entities``.
"""

import duckdb

from pipeline.steps.article_names import rows_of_articles
from pipeline.steps.whole_tables import replace_by_query
from pipeline.steps.workbench import Workbench

TABLE = "entity_links"
READ = ("entity_mentions", "quotes", "claims")

_RELINKED = """
    CREATE TEMP TABLE relinked AS
    SELECT article_id FROM changed
    UNION SELECT article_id FROM assigned WHERE entity_id IS DISTINCT FROM former_entity"""

_MEANT = """
    CREATE TEMP TABLE meant AS
    SELECT m.mention_id, m.article_id, m.char_start, m.name, a.entity_id
    FROM entity_mentions m JOIN assigned a ON m.article_id = a.article_id AND m.surface = a.surface AND m.name = a.name
        AND m.kind = a.kind AND m.label IS NOT DISTINCT FROM a.label
    WHERE a.entity_id IS NOT NULL AND a.article_id IN (SELECT article_id FROM relinked)"""

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
    UNION ALL SELECT 'claim', claim_id, entity_id, article_id FROM sources
    UNION ALL SELECT kind, item_id, entity_id, article_id FROM former_links
    WHERE article_id NOT IN (SELECT article_id FROM relinked)"""
"""Speakers of quotes and sources of claims are the entity that their name has in the same article."""


def write_links(bench: Workbench, connection: duckdb.DuckDBPyConnection, *, is_all_new: bool) -> tuple[int, int]:
    """Write the links of the articles that are not what they were; return how many there are, and of how many articles.

    Args:
        bench: the working tables.
        connection: knows ``changed`` articles, the edition of all (``annotated``), and ``assigned``: for each name in
            an article its entity now and before.
        is_all_new: whether no link may stay.

    """
    connection.execute(_RELINKED)
    ((relinked,),) = connection.sql("SELECT count(*) FROM relinked").fetchall()
    chosen = connection.sql("SELECT article_id, edition FROM annotated JOIN relinked USING (article_id)")
    articles = None if is_all_new else chosen.to_arrow_table()
    for table in READ:
        connection.register(table, rows_of_articles(bench, table, articles))
    connection.register("former_links", bench.table(TABLE, []) if is_all_new else bench.store.scan(TABLE))
    connection.execute(_MEANT)
    return replace_by_query(bench, TABLE, connection, _LINKS), relinked
