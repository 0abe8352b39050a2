"""copydesk.duckdb: views over the release's own Parquet files, with the contracts' words as comments.

The views name their files by absolute path, so that they work from any working directory. ``copydesk relink`` writes
the file again for a release that was moved. Names and paths in the SQL are ours or quoted; no data is in it.
"""

from collections.abc import Mapping
from pathlib import Path

import duckdb

from pipeline.contracts import Contract
from pipeline.release.files import part_files
from pipeline.tables.sql import literal, parquet_source, quoted

FILE_NAME = "copydesk.duckdb"

FLAT_VIEWS: Mapping[str, tuple[str, str]] = {
    "quotes_flat": (
        "Quotes with names instead of ids: one row a quotation as one article has it.",
        """SELECT q.text AS quote, q.quote_type, q.cue, q.speaker, coalesce(e.name, q.speaker_name) AS speaker_name,
               e.entity_type AS speaker_type, q.said_on, o.name AS outlet, a.headline, a.published_on, a.url,
               s.text AS statement, s.outlets AS statement_outlets, s.independent_origins, a.source_file,
               q.char_start, q.char_end, q.quote_id, q.article_id, q.statement_id
        FROM quotes q JOIN articles a USING (article_id) LEFT JOIN outlets o USING (outlet_id)
        LEFT JOIN entities e ON e.entity_id = q.speaker_entity_id LEFT JOIN statements s USING (statement_id)""",
    ),
    "claims_flat": (
        "Claims with names instead of ids: one row a number as one article has it. Never sum them.",
        """SELECT c.text AS claim, c.value, c.value_low, c.value_high, c.modifier, c.unit, c.unit_kind, c.counted,
               c.predicate, c.is_negated, c.place, c.attributed_to,
               coalesce(e.name, c.attributed_name) AS attributed_name, c.as_of_on,
               o.name AS outlet, a.headline, a.published_on, a.url, p.text AS paragraph,
               f.low AS figure_low, f.modal AS figure_modal, f.high AS figure_high, f.is_conflicting,
               f.independent_origins, a.source_file, c.char_start, c.char_end, c.claim_id, c.article_id, c.figure_id
        FROM claims c JOIN articles a USING (article_id) LEFT JOIN outlets o USING (outlet_id)
        JOIN paragraphs p USING (paragraph_id) LEFT JOIN entities e ON e.entity_id = c.attributed_entity_id
        LEFT JOIN figures f USING (figure_id)""",
    ),
    "copies_flat": (
        "Paragraphs that stand in more than one place: each copy beside the paragraph that was first.",
        """SELECT p.text AS paragraph, o.name AS outlet, a.headline, a.published_on, a.url, p.similarity,
               g.text AS origin_paragraph, oo.name AS origin_outlet, oa.headline AS origin_headline,
               g.first_published_on, g.articles AS passage_articles, g.outlets AS passage_outlets,
               a.source_file, p.paragraph_id, p.article_id, p.passage_id
        FROM paragraphs p JOIN passages g USING (passage_id) JOIN articles a USING (article_id)
        LEFT JOIN outlets o USING (outlet_id) LEFT JOIN articles oa ON oa.article_id = g.origin_article_id
        LEFT JOIN outlets oo ON oo.outlet_id = g.origin_outlet_id
        WHERE g.paragraphs > 1 AND NOT p.is_origin""",
    ),
}


def write_duckdb_file(folder: Path, contracts: Mapping[str, Contract]) -> Path:
    """Write ``copydesk.duckdb`` into a release folder that lies where it will be read; return its path."""
    path = folder / FILE_NAME
    path.unlink(missing_ok=True)
    with duckdb.connect(str(path)) as connection:
        for name, contract in contracts.items():
            source = parquet_source(part_files(folder, name))
            connection.execute(f"CREATE VIEW {quoted(name)} AS FROM {source}")
            connection.execute(f"COMMENT ON VIEW {quoted(name)} IS {literal(contract.description)}")
            for column in contract.columns_at("published"):
                target = f"{quoted(name)}.{quoted(column.name)}"
                connection.execute(f"COMMENT ON COLUMN {target} IS {literal(column.description)}")
        for name, (comment, query) in FLAT_VIEWS.items():
            connection.execute(f"CREATE VIEW {quoted(name)} AS {query}")
            connection.execute(f"COMMENT ON VIEW {quoted(name)} IS {literal(comment)}")
    return path
