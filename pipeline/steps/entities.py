"""Mentions -> entities and aliases over the whole corpus; which entity each mention, speaker and source is.

A name's type and whom it stands for depend on all names of the corpus, so they are decided anew whenever something
changed, but for distinct names, and for pairs of article and name: DuckDB gathers these, and brings the answer back to
the mentions. Python never sees a mention.
"""

import hashlib
from collections.abc import Sequence
from typing import NamedTuple

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.entities.apply_decisions import DraftEntity
from pipeline.entities.canonical import aliases_of, draft_entities, groups_named
from pipeline.entities.decisions import Decisions, load_decisions
from pipeline.entities.entity_records import DecisionNote, EntityInput
from pipeline.entities.grouping import NameGroups, group_names
from pipeline.entities.name_table import NameTable, name_of
from pipeline.ids import stable_id
from pipeline.steps.whole_tables import replace_by_query, whole_tables
from pipeline.steps.workbench import CORPUS, Reject, StepResult, Workbench

STEP = "entities"
VERSION = "2"
TABLES = ("entities", "entity_aliases")
DECISIONS_FILE = "entities.yaml"

_WRITING = ("surface", "name", "kind", "label")
_ITEM = ("writing", "mention_id", "article_id", "char_start", "outlet_id", "published_on", "mentions")

_ARTICLES = """
    CREATE TEMP TABLE numbered AS
    SELECT article_id, outlet_id, published_on,
        (row_number() OVER (ORDER BY published_on NULLS LAST, article_id) - 1)::INTEGER AS article
    FROM articles"""
"""Articles in the order in which mentions are counted from the earliest."""

_WRITINGS = "SELECT DISTINCT surface, name, kind, label FROM entity_mentions WHERE name IS NOT NULL"

_WRITTEN = """
    CREATE TEMP TABLE written AS
    SELECT m.mention_id, a.article, m.char_start::INTEGER AS char_start, w.writing, w.text
    FROM entity_mentions m JOIN numbered a USING (article_id)
    JOIN writings w ON m.surface = w.surface AND m.name = w.name AND m.kind = w.kind
        AND m.label IS NOT DISTINCT FROM w.label
    WHERE w.text >= 0"""

_IN_ARTICLES = "SELECT article, text, count(*) AS mentions FROM written GROUP BY ALL ORDER BY article, text"

_ITEMS = """
    WITH items AS (
        SELECT "group", writing, CASE WHEN s.part IS NULL THEN -1 ELSE w.article END AS part, count(*) AS mentions,
            min({'article': w.article, 'char_start': char_start, 'mention_id': mention_id}) AS first
        FROM written w JOIN grouped g ON w.article = g.article AND w.text = g.text
        LEFT JOIN parted s ON g."group" = s.part
        GROUP BY ALL)
    SELECT i."group", i.writing, i.part, i.mentions, i.first.char_start AS char_start, i.first.mention_id AS mention_id,
        a.article_id, a.outlet_id, a.published_on
    FROM items i JOIN numbered a ON i.first.article = a.article
    ORDER BY i."group", i.writing, i.part"""
"""Ways of writing each group, article by article where decisions may tell articles apart."""

_MEANT = """
    CREATE TEMP TABLE meant AS
    SELECT w.mention_id, w.article, w.char_start, w.writing, n.entity
    FROM written w JOIN grouped g ON w.article = g.article AND w.text = g.text
    JOIN named n ON g."group" = n."group" AND w.writing = n.writing AND (n.part = -1 OR n.part = w.article)"""

_COUNTED = """
    SELECT d.entity_id, d.name, d.entity_type, d.country, c.mentions, c.articles, c.outlets
    FROM drafts d JOIN (
        SELECT entity, count(*) AS mentions, count(DISTINCT article) AS articles, count(DISTINCT outlet_id) AS outlets
        FROM meant JOIN numbered USING (article) GROUP BY entity) c USING (entity)
    ORDER BY d.entity_id"""

_LINKS = """
    WITH named_so AS (
        SELECT article, name, arg_min(entity, {'char_start': char_start, 'mention_id': mention_id}) AS entity
        FROM meant JOIN writings USING (writing) GROUP BY ALL),
    standing_there AS (
        SELECT article, char_start, arg_max(entity, mention_id) AS entity FROM meant GROUP BY ALL),
    speakers AS (
        SELECT q.quote_id, coalesce(n.entity, p.entity) AS entity
        FROM quotes q JOIN numbered a USING (article_id)
        LEFT JOIN named_so n ON a.article = n.article AND q.speaker_name = n.name
        LEFT JOIN standing_there p ON a.article = p.article AND q.speaker_char_start = p.char_start
        WHERE q.speaker_name IS NOT NULL),
    sources AS (
        SELECT c.claim_id, n.entity
        FROM claims c JOIN numbered a USING (article_id)
        JOIN named_so n ON a.article = n.article AND c.attributed_name = n.name)
    SELECT 'mention' AS kind, mention_id AS item_id, entity_id FROM meant JOIN drafts USING (entity)
    UNION ALL SELECT 'quote', quote_id, entity_id FROM speakers JOIN drafts USING (entity)
    UNION ALL SELECT 'claim', claim_id, entity_id FROM sources JOIN drafts USING (entity)"""
"""Speakers of quotes and sources of claims are the entity that their name has in the same article."""


def decisions_key(bench: Workbench) -> str:
    """Return a hash of the file of people's decisions, or a word where there is none."""
    path = bench.settings.out / DECISIONS_FILE
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "none"


def run(bench: Workbench) -> StepResult:
    """Find the entities of the corpus, and apply people's decisions.

    Raises:
        DecisionsError: ``entities.yaml`` cannot be used.

    """
    inputs = bench.versions("entity_mentions", "quotes", "claims", "articles")
    fingerprint = stable_id(VERSION, inputs, decisions_key(bench), bench.contract_versions(*TABLES))
    if bench.fingerprint(STEP) == fingerprint:
        return StepResult(is_skipped=True)
    decisions = load_decisions(bench.settings.out / DECISIONS_FILE)
    with whole_tables(bench, "entity_mentions", "quotes", "claims", "articles") as connection:
        writings, table = _names(connection)
        groups = group_names(table)
        grouped = {"article": table.articles, "text": table.names, "group": groups.group_of}
        connection.register("grouped", pa.table(grouped).filter(pc.field("group") >= 0))
        drafts, items, notes = _drafts(connection, writings, groups, decisions)
        _register_drafts(connection, drafts, items)
        connection.execute(_MEANT)
        written = bench.write("entities", connection.sql(_COUNTED).to_arrow_table(), step=STEP)
        aliases = [
            {name: getattr(alias, name) for name in ("entity_id", "alias", "mentions", "decided_by")}
            for draft in drafts
            for alias in aliases_of(draft, items.inputs)
        ]
        named = bench.write("entity_aliases", aliases, step=STEP)
        links = replace_by_query(bench, "entity_links", connection, _LINKS)
    refused = [
        Reject(
            stage=STEP,
            rule="decision_not_applied",
            reason=f"{note.decision}: {note.reason}",
            source_file=DECISIONS_FILE,
        )
        for note in notes
    ]
    bench.write_rejects({STEP: [*written.rejects, *named.rejects, *refused]})
    bench.remember(STEP, {CORPUS: fingerprint})
    counts = {
        "mentions": int(table.mentions.sum()),
        "names_grouped": len(table.texts),
        "names_in_articles": len(table.names),
        "links": links,
    }
    return StepResult(rows={"entities": written.rows, "entity_aliases": named.rows}, counts=counts)


class _Items(NamedTuple):
    """Ways of writing the groups: what ``canonical`` looks at, and under which numbers DuckDB knows them."""

    inputs: Sequence[EntityInput]
    group: Sequence[int]
    writing: Sequence[int]
    part: Sequence[int]


def _names(connection: duckdb.DuckDBPyConnection) -> tuple[pa.Table, NameTable]:
    """Number the ways of writing names, and gather the names of each article."""
    writings = connection.sql(_WRITINGS).to_arrow_table().sort_by([(name, "ascending") for name in _WRITING])
    texts: dict[str, int] = {}
    text_of = []
    for surface, name, kind in zip(*(writings[name].to_pylist() for name in _WRITING[:3]), strict=True):
        text = name_of(surface, name, kind)
        text_of.append(texts.setdefault(text, len(texts)) if text else -1)
    writings = writings.append_column("writing", pa.array(np.arange(writings.num_rows)))
    writings = writings.append_column("text", pa.array(text_of, pa.int64()))
    connection.register("writings", writings)
    connection.execute(_ARTICLES)
    connection.execute(_WRITTEN)
    labels: list[dict[str, int]] = [{} for _ in texts]
    label_of = writings["label"].to_pylist()
    for writing, count in connection.sql("SELECT writing, count(*) FROM written GROUP BY writing").fetchall():
        if label_of[writing] is not None:
            votes = labels[text_of[writing]]
            votes[label_of[writing]] = votes.get(label_of[writing], 0) + count
    found = connection.sql(_IN_ARTICLES).fetchnumpy()
    columns = (np.asarray(found[name], dtype=np.int64) for name in ("article", "text", "mentions"))
    return writings, NameTable(list(texts), labels, *columns)


def _drafts(
    connection: duckdb.DuckDBPyConnection, writings: pa.Table, groups: NameGroups, decisions: Decisions
) -> tuple[list[DraftEntity], _Items, tuple[DecisionNote, ...]]:
    """Make the entities; groups that a decision may split are looked at article by article."""
    items = _items(connection, writings, set())
    if decisions.split:
        references = [split.entity for split in decisions.split]
        items = _items(connection, writings, groups_named(items.inputs, items.group, groups.groups, references))
    drafts, notes = draft_entities(items.inputs, items.group, groups.groups, decisions)
    return drafts, items, notes


def _items(connection: duckdb.DuckDBPyConnection, writings: pa.Table, parted: set[int]) -> _Items:
    connection.register("parted", pa.table({"part": pa.array(sorted(parted), pa.int64())}))
    columns = connection.sql(_ITEMS).to_arrow_table().to_pydict()
    surfaces, names, kinds, labels = (writings[name].to_pylist() for name in _WRITING)
    inputs = [
        EntityInput(
            mention_id=mention_id,
            article_id=article_id,
            char_start=char_start,
            surface=surfaces[writing],
            name=names[writing],
            label=labels[writing],
            kind=kinds[writing],
            outlet_id=outlet_id,
            published_on=published_on,
            count=count,
        )
        for writing, mention_id, article_id, char_start, outlet_id, published_on, count in zip(
            *(columns[name] for name in _ITEM), strict=True
        )
    ]
    return _Items(inputs, columns["group"], columns["writing"], columns["part"])


def _register_drafts(connection: duckdb.DuckDBPyConnection, drafts: Sequence[DraftEntity], items: _Items) -> None:
    """Tell DuckDB the entities, and which way of writing which group belongs to which of them."""
    named = [(index, entity) for entity, draft in enumerate(drafts) for index in draft.mentions]
    tables = {
        "drafts": {
            "entity": list(range(len(drafts))),
            "entity_id": [draft.entity_id for draft in drafts],
            "name": [draft.name for draft in drafts],
            "entity_type": [draft.entity_type for draft in drafts],
            "country": pa.array([draft.country for draft in drafts], pa.string()),
        },
        "named": {
            "group": pa.array([items.group[index] for index, _ in named], pa.int64()),
            "writing": pa.array([items.writing[index] for index, _ in named], pa.int64()),
            "part": pa.array([items.part[index] for index, _ in named], pa.int64()),
            "entity": pa.array([entity for _, entity in named], pa.int64()),
        },
    }
    for name, columns in tables.items():
        connection.register(name, pa.table(columns))
