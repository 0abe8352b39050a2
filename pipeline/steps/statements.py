"""Quotes -> statements: the same words of the same speaker across articles; which statement each quote belongs to.

Quotes are grouped block by block (``statement_block``): those of one speaker, or the same words of nobody in
particular. A block's statements depend on its quotes alone, with their article's day and outlet, their passage and
their speaker's entity. So only blocks are grouped anew that have, or had, a quote of an article in which any of these
changed; the rows of all others stay.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pyarrow as pa

from pipeline.copies.normal_form import NORMAL_FORM_VERSION
from pipeline.ids import stable_id
from pipeline.quotes.statements import StatementInput, group_statements, statement_block
from pipeline.steps.article_changes import GroupingStep, find_changes, note_articles
from pipeline.steps.whole_tables import fetch_rows, replace_by_query, whole_tables
from pipeline.steps.workbench import CORPUS, Reject, StepResult, Workbench
from pipeline.tables.spool import Spool

STEP = "statements"
VERSION = "2"
TABLES = ("statements",)
LINKS = "statement_links"
INPUTS = ("quotes", "passage_members", "entity_links", "articles")

GROUPED_TOGETHER = 10_000
"""Quotes of several blocks are in memory at a time up to this many; a larger block is alone."""

_SAID = """
    CREATE TEMP TABLE said AS
    SELECT q.quote_id, q.article_id, q.char_start, q.text, q.quote_type, q.speaker_name, m.passage_id,
        l.entity_id AS speaker_entity_id, a.outlet_id, a.published_on
    FROM quotes q JOIN articles a USING (article_id)
    LEFT JOIN passage_members m USING (paragraph_id)
    LEFT JOIN (SELECT item_id, entity_id FROM entity_links WHERE kind = 'quote') l ON q.quote_id = l.item_id"""
"""All quotes, read once: DuckDB keeps on disk what is more than it may hold."""

_CHANGED_QUOTES = "SELECT * FROM said WHERE article_id IN (SELECT article_id FROM changed)"

_DIRTY = """
    CREATE TEMP TABLE dirty AS
    SELECT block FROM changed_blocks
    UNION SELECT block FROM former_links WHERE article_id IN (SELECT article_id FROM changed)"""
"""Blocks that have or had a quote of an article that changed."""

_MEMBERS = """
    CREATE TEMP TABLE members AS
    SELECT quote_id, block FROM changed_blocks
    UNION ALL SELECT quote_id, block FROM former_links SEMI JOIN dirty USING (block)
    WHERE article_id NOT IN (SELECT article_id FROM changed)"""
"""All their quotes, as they are now."""

_MEMBER_QUOTES = "SELECT m.block, s.* FROM members m JOIN said s USING (quote_id) ORDER BY m.block"

_KEPT_LINKS = "SELECT * FROM former_links ANTI JOIN dirty USING (block)"

_KEPT_STATEMENTS = """
    SELECT * FROM former_statements
    ANTI JOIN (SELECT statement_id FROM former_links SEMI JOIN dirty USING (block)) USING (statement_id)"""


def run(bench: Workbench) -> StepResult:
    """Group the quotes of the corpus anew wherever something in their block changed."""
    step = GroupingStep(
        STEP, stable_id(VERSION, NORMAL_FORM_VERSION, bench.contract_versions(*TABLES)), ("statements", LINKS)
    )
    fingerprint = stable_id(step.code, bench.versions(*INPUTS))
    if bench.fingerprint(STEP) == fingerprint:
        return StepResult(is_skipped=True)
    with whole_tables(bench, *INPUTS, *step.outputs) as connection, TemporaryDirectory(prefix="copydesk-") as folder:
        connection.execute(_SAID)
        changes = find_changes(bench, connection, step, "SELECT article_id, hash(said) AS mark FROM said")
        if changes.is_nothing:
            bench.remember(STEP, {CORPUS: fingerprint})
            return StepResult(counts={"articles_changed": 0, "quotes_regrouped": 0}, is_skipped=True)
        for name, table in (("former_links", LINKS), ("former_statements", "statements")):
            connection.register(name, bench.table(table, []) if changes.is_all_new else bench.store.scan(table))
        connection.register("changed_blocks", _blocks(connection))
        connection.execute(_DIRTY)
        connection.execute(_MEMBERS)
        statements = Spool(Path(folder), "statements", bench.store.schemas["statements"])
        links = Spool(Path(folder), LINKS, bench.store.schemas[LINKS])
        rejects: list[Reject] = []
        for quotes in _together(fetch_rows(connection, _MEMBER_QUOTES)):
            rejects += _group(bench, quotes, statements, links)
        rows = replace_by_query(bench, "statements", connection, _KEPT_STATEMENTS, more=statements)
        linked = replace_by_query(bench, LINKS, connection, _KEPT_LINKS, more=links)
        bench.write_rejects({STEP: rejects})
        note_articles(bench, connection, step, fingerprint)
    counts = {"quotes": linked, "articles_changed": changes.changed + changes.gone, "quotes_regrouped": links.rows}
    return StepResult(rows={"statements": rows}, counts=counts)


def _blocks(connection: duckdb.DuckDBPyConnection) -> pa.Table:
    """Find the block of each quote of articles that changed."""
    quote_ids, blocks = [], []
    for row in fetch_rows(connection, _CHANGED_QUOTES):
        quote_ids.append(row["quote_id"])
        blocks.append(statement_block(StatementInput(**row)))
    return pa.table({"quote_id": pa.array(quote_ids, pa.string()), "block": pa.array(blocks, pa.string())})


def _together(rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, list[StatementInput]]]:
    """Yield whole blocks, as many at a time as may be in memory."""
    waiting: dict[str, list[StatementInput]] = {}
    count = 0
    for block, members in groupby(rows, key=lambda row: str(row.pop("block"))):
        waiting[block] = [StatementInput(**row) for row in members]
        count += len(waiting[block])
        if count >= GROUPED_TOGETHER:
            yield waiting
            waiting, count = {}, 0
    if waiting:
        yield waiting


def _group(
    bench: Workbench, blocks: dict[str, list[StatementInput]], statements: Spool, links: Spool
) -> Sequence[Reject]:
    """Group the quotes of some blocks; return the statements that break their contract."""
    found = group_statements([quote for quotes in blocks.values() for quote in quotes])
    names = statements.schema.names
    checked = bench.checked(
        "statements", [{name: getattr(one, name) for name in names} for one in found.statements], step=STEP
    )
    statements.add(checked.kept)
    links.add(
        bench.table(
            LINKS,
            [
                {
                    "quote_id": quote.quote_id,
                    "statement_id": found.statement_ids[quote.quote_id],
                    "article_id": quote.article_id,
                    "block": block,
                }
                for block, quotes in blocks.items()
                for quote in quotes
            ],
        )
    )
    return checked.rejects
