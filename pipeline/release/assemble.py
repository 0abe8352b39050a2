"""Working tables and the corpus-wide links -> the published tables, in the contracts' columns, in a fixed order.

Only joins happen here. What a row says was decided by the steps.
"""

from collections.abc import Mapping

import duckdb
import pyarrow as pa

from pipeline.contracts import Contract
from pipeline.steps.workbench import Workbench

JOINS: Mapping[str, str] = {
    "paragraphs": """
        SELECT p.*, m.passage_id, m.similarity, m.is_origin
        FROM paragraphs p LEFT JOIN passage_members m USING (paragraph_id)""",
    "entity_mentions": """
        SELECT e.*, m.passage_id, l.entity_id
        FROM entity_mentions e LEFT JOIN passage_members m USING (paragraph_id)
        LEFT JOIN entity_links l ON l.kind = 'mention' AND l.item_id = e.mention_id""",
    "quotes": """
        SELECT q.*, m.passage_id, l.entity_id AS speaker_entity_id, s.statement_id
        FROM quotes q LEFT JOIN passage_members m USING (paragraph_id)
        LEFT JOIN entity_links l ON l.kind = 'quote' AND l.item_id = q.quote_id
        LEFT JOIN statement_links s USING (quote_id)""",
    "claims": """
        SELECT c.*, m.passage_id, l.entity_id AS attributed_entity_id, f.figure_id
        FROM claims c LEFT JOIN passage_members m USING (paragraph_id)
        LEFT JOIN entity_links l ON l.kind = 'claim' AND l.item_id = c.claim_id
        LEFT JOIN figure_links f USING (claim_id)""",
}
"""Tables that take columns from decisions over the whole corpus; all others are published as they were written."""

LINK_TABLES = ("passage_members", "entity_links", "statement_links", "figure_links")

READING_ORDER = ("article_id", "char_start", "char_end")
"""Rows of an article stand in the order of its text."""


def assemble(bench: Workbench) -> dict[str, pa.Table]:
    """Return every published table by name, without ``release_id``; equal working tables give equal results."""
    with duckdb.connect() as connection:
        for name in (*LINK_TABLES, *JOINS):
            connection.register(name, bench.store.read(name))
        return {
            name: _published(
                contract,
                connection.sql(JOINS[name]).to_arrow_table() if name in JOINS else bench.store.read(name),
            )
            for name, contract in bench.contracts.items()
        }


def release_schema(contract: Contract) -> pa.Schema:
    """Return the published schema without the column that only a release can fill."""
    schema = contract.arrow_schema("published")
    return schema.remove(schema.get_field_index("release_id"))


def _published(contract: Contract, rows: pa.Table) -> pa.Table:
    schema = release_schema(contract)
    order = [name for name in READING_ORDER if name in schema.names] + list(contract.primary_key)
    keys = list(dict.fromkeys(order)) or schema.names
    table = rows.select(schema.names).cast(schema)
    return table.sort_by([(name, "ascending") for name in keys])
