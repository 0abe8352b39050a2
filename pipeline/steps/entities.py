"""Names in articles -> entities and aliases over the whole corpus, and which entity each name is there.

A name's type and group depend on other names: the labels of its other spellings; whether somebody is called so; names
of persons that it may be short for, or that are short for it; how many articles name them; the namesakes, spelt-out
names and national bodies in the same article. So names are grouped over the whole corpus, but only their groups: what
follows from a group depends on nothing but its key and type, its names in articles and people's decisions. Where these
are what they were, the entity stays with its aliases, counts and links. A group that a decision may mean is looked at
every time.
"""

import hashlib
from collections.abc import Collection, Sequence
from typing import NamedTuple

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.entities.apply_decisions import DraftEntity, reference_key
from pipeline.entities.canonical import aliases_of, draft_entities, groups_named
from pipeline.entities.decisions import Decisions, load_decisions, references_of
from pipeline.entities.entity_records import DecisionNote, EntityInput
from pipeline.entities.grouping import NameGroups, group_names
from pipeline.entities.name_features import code_version
from pipeline.entities.name_table import NameTable
from pipeline.ids import stable_id
from pipeline.steps import article_names, entity_links, name_features
from pipeline.steps.article_changes import GroupingStep, note_articles
from pipeline.steps.article_names import gather_names, name_table
from pipeline.steps.name_features import known_features
from pipeline.steps.whole_tables import replace_by_query, whole_tables
from pipeline.steps.workbench import CORPUS, Reject, StepResult, Workbench

STEP = "entities"
VERSION = "3"
TABLES = ("entities", "entity_aliases")
DECISIONS = "decisions"
"""Scope of what is remembered of the file of decisions, and of the rejects that are decisions."""
DECISIONS_FILE = "entities.yaml"

_ITEM = (
    "surface",
    "name",
    "kind",
    "label",
    "count",
    "mention_id",
    "article_id",
    "char_start",
    "outlet_id",
    "published_on",
)

_GROUPED = """
    CREATE TEMP TABLE grouped AS
    SELECT row, "group", entity_id, group_key, is_decided FROM names JOIN name_groups USING (article, text_number)"""

_KEPT = """
    CREATE TEMP TABLE kept AS
    WITH former AS (SELECT entity_id, count(*) AS names FROM former_names GROUP BY entity_id),
    now AS (
        SELECT "group", any_value(entity_id) AS entity_id, any_value(group_key) AS group_key, count(*) AS names
        FROM grouped GROUP BY "group"
        HAVING count(*) = count(entity_id) AND min(entity_id) = max(entity_id)
            AND min(group_key) = max(group_key) AND NOT bool_or(is_decided))
    SELECT n."group", entity_id
    FROM now n JOIN former f USING (entity_id) JOIN groups g USING ("group") JOIN entities e USING (entity_id)
    WHERE n.names = f.names AND n.group_key = g.group_key AND e.entity_type = g.entity_type"""
"""Groups that are what they were: the same names in the same articles, and none besides."""

_KNOWN_AS = """
    SELECT "group", entity_id AS reference FROM kept
    UNION SELECT "group", name FROM kept JOIN entities USING (entity_id)
    UNION SELECT "group", alias FROM kept JOIN entity_aliases USING (entity_id)"""

_ITEMS = """
    CREATE OR REPLACE TEMP TABLE items AS
    WITH found AS (
        SELECT "group", surface, name, kind, label, CASE WHEN p.number IS NULL THEN -1 ELSE article END AS part,
            sum(mentions)::BIGINT AS count,
            min({'article': article, 'char_start': char_start, 'mention_id': mention_id,
                'article_id': article_id, 'outlet_id': outlet_id, 'published_on': published_on}) AS first
        FROM (SELECT row, "group" FROM grouped ANTI JOIN kept USING ("group")) JOIN names USING (row)
        LEFT JOIN parted p ON "group" = p.number
        GROUP BY ALL)
    SELECT * EXCLUDE (first), unnest(first) FROM found"""
"""Ways of writing the other groups, article by article where decisions may tell articles apart."""

_NUMBERED = """
    SELECT *, row_number() OVER (ORDER BY "group", surface, name, kind, label, part) - 1 AS item
    FROM items ORDER BY item"""

_DRAFTED = """
    CREATE TEMP TABLE drafted AS
    SELECT n.row, i."group", d.entity_id
    FROM numbered_items i JOIN drafted_items USING (item) JOIN drafts d USING (entity)
    JOIN grouped g ON g."group" = i."group" JOIN names n ON n.row = g.row AND n.surface = i.surface AND n.name = i.name
        AND n.kind = i.kind AND n.label IS NOT DISTINCT FROM i.label AND (i.part = -1 OR i.part = n.article)"""

_ASSIGNED = """
    CREATE TEMP TABLE assigned AS
    SELECT n.row, coalesce(k.entity_id, d.entity_id) AS entity_id, groups.group_key,
        coalesce(groups.is_decided, false) AS is_decided, n.entity_id AS former_entity
    FROM names n LEFT JOIN grouped g USING (row) LEFT JOIN groups ON g."group" = groups."group"
    LEFT JOIN kept k ON g."group" = k."group" LEFT JOIN drafted d USING (row)"""

_ARTICLE_NAMES = """
    SELECT n.* EXCLUDE (entity_id, group_key, is_decided), a.entity_id, a.group_key, a.is_decided
    FROM names n JOIN assigned a USING (row)"""

_ENTITIES = """
    SELECT e.* FROM entities e SEMI JOIN kept USING (entity_id)
    UNION ALL BY NAME
    SELECT d.entity_id, d.name, d.entity_type, d.country, sum(a.mentions)::BIGINT AS mentions,
        count(DISTINCT a.article_id) AS articles, count(DISTINCT a.outlet_id) AS outlets
    FROM drafts d JOIN drafted USING (entity_id) JOIN names a USING (row) GROUP BY ALL
    ORDER BY entity_id"""

_ALIASES = """
    SELECT a.* FROM entity_aliases a SEMI JOIN kept USING (entity_id)
    UNION ALL BY NAME SELECT * FROM drafted_aliases
    ORDER BY entity_id, alias"""


def decisions_key(bench: Workbench) -> str:
    """Return a hash of the file of people's decisions, or a word where there is none."""
    path = bench.settings.out / DECISIONS_FILE
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "none"


def run(bench: Workbench) -> StepResult:
    """Find the entities of the corpus, and apply people's decisions.

    Raises:
        DecisionsError: ``entities.yaml`` cannot be used.

    """
    code = stable_id(VERSION, code_version(), bench.contract_versions(*TABLES))
    step = GroupingStep(STEP, code, (*TABLES, entity_links.TABLE, article_names.TABLE, name_features.TABLE))
    decided = decisions_key(bench)
    fingerprint = stable_id(code, bench.versions("articles", *entity_links.READ), decided)
    if bench.fingerprint(STEP) == fingerprint:
        return StepResult(is_skipped=True)
    decisions = load_decisions(bench.settings.out / DECISIONS_FILE)
    with whole_tables(bench) as connection:
        changes = gather_names(bench, connection, step)
        if changes.is_nothing and bench.fingerprint(STEP, DECISIONS) == decided:
            bench.remember(STEP, {CORPUS: fingerprint})
            return StepResult(is_skipped=True)
        for name in TABLES:
            connection.register(name, bench.table(name, []) if changes.is_all_new else bench.store.scan(name))
        table = name_table(connection)
        groups = group_names(table, known_features(bench, table.texts, is_all_new=changes.is_all_new))
        _register_groups(connection, table, groups)
        drafts, items, notes = _drafts(connection, groups, decisions)
        _register_drafts(bench, connection, drafts, items)
        connection.execute(_DRAFTED)
        connection.execute(_ASSIGNED)
        ((names, mentions),) = connection.sql("SELECT count(*), sum(mentions)::BIGINT FROM names").fetchall()
        entities, aliases = (connection.sql(query).to_arrow_table() for query in (_ENTITIES, _ALIASES))
        written = bench.write("entities", entities, step=STEP)
        named = bench.write("entity_aliases", aliases, step=STEP)
        links, relinked = entity_links.write_links(bench, connection, is_all_new=changes.is_all_new)
        replace_by_query(bench, article_names.TABLE, connection, _ARTICLE_NAMES)
        refused = [
            Reject(
                stage=STEP,
                rule="decision_not_applied",
                reason=f"{note.decision}: {note.reason}",
                source_file=DECISIONS_FILE,
            )
            for note in notes
        ]
        bench.write_rejects({STEP: [*written.rejects, *named.rejects], f"{STEP}:{DECISIONS}": refused})
        note_articles(bench, connection, step, fingerprint)
        bench.remember(STEP, {DECISIONS: decided})
    counts = {
        "articles_changed": changes.changed + changes.gone,
        "mentions": mentions or 0,
        "names_grouped": len(table.texts),
        "names_in_articles": names,
        "entities_made": len(drafts),
        "articles_relinked": relinked,
        "links": links,
    }
    return StepResult(rows={"entities": written.rows, "entity_aliases": named.rows}, counts=counts)


class _Items(NamedTuple):
    """Ways of writing the groups that are drafted: what ``canonical`` looks at."""

    inputs: Sequence[EntityInput]
    group: Sequence[int]


def _register_groups(connection: duckdb.DuckDBPyConnection, table: NameTable, groups: NameGroups) -> None:
    """Tell DuckDB the groups, and the group of each name in an article; find those that are what they were."""
    entries = {"article": table.articles, "text_number": table.names, "group": groups.group_of}
    connection.register("name_groups", pa.table(entries).filter(pc.field("group") >= 0))
    connection.register(
        "found_groups",
        pa.table(
            {
                "group": pa.array(range(len(groups.groups)), pa.int64()),
                "group_key": pa.array([group.key for group in groups.groups], pa.string()),
                "entity_type": pa.array([group.entity_type for group in groups.groups], pa.string()),
            }
        ),
    )
    connection.execute("CREATE TEMP TABLE groups AS SELECT *, false AS is_decided FROM found_groups")
    connection.execute(_GROUPED)
    connection.execute(_KEPT)


def _drafts(
    connection: duckdb.DuckDBPyConnection, groups: NameGroups, decisions: Decisions
) -> tuple[list[DraftEntity], _Items, tuple[DecisionNote, ...]]:
    """Make the entities of all groups that are not kept; those that a decision may split article by article."""
    references = {reference_key(reference) for reference in references_of(decisions)}
    if references:
        known = connection.sql(_KNOWN_AS).fetchall()
        _register_numbers(
            connection, "decided_groups", {group for group, name in known if reference_key(name) in references}
        )
        connection.execute('DELETE FROM kept WHERE "group" IN (SELECT number FROM decided_groups)')
    items = _items(connection, set())
    if references:
        _register_numbers(
            connection,
            "decided_groups",
            groups_named(items.inputs, items.group, groups.groups, references_of(decisions)),
        )
        connection.execute('UPDATE groups SET is_decided = true WHERE "group" IN (SELECT number FROM decided_groups)')
    if decisions.split:
        split = [split.entity for split in decisions.split]
        items = _items(connection, groups_named(items.inputs, items.group, groups.groups, split))
    drafts, notes = draft_entities(items.inputs, items.group, groups.groups, decisions)
    return drafts, items, notes


def _items(connection: duckdb.DuckDBPyConnection, parted: set[int]) -> _Items:
    _register_numbers(connection, "parted", parted)
    connection.execute(_ITEMS)
    items = connection.sql(_NUMBERED).to_arrow_table()
    connection.register("numbered_items", items)
    columns = items.to_pydict()
    inputs = [
        EntityInput(**dict(zip(_ITEM, row, strict=True)))
        for row in zip(*(columns[name] for name in _ITEM), strict=True)
    ]
    return _Items(inputs, columns["group"])


def _register_numbers(connection: duckdb.DuckDBPyConnection, name: str, numbers: Collection[int]) -> None:
    connection.register(name, pa.table({"number": pa.array(sorted(numbers), pa.int64())}))


def _register_drafts(
    bench: Workbench, connection: duckdb.DuckDBPyConnection, drafts: Sequence[DraftEntity], items: _Items
) -> None:
    """Tell DuckDB the entities, their aliases, and which way of writing which group belongs to which of them."""
    members = [(index, entity) for entity, draft in enumerate(drafts) for index in draft.mentions]
    tables = {
        "drafts": {
            "entity": pa.array(range(len(drafts)), pa.int64()),
            "entity_id": pa.array([draft.entity_id for draft in drafts], pa.string()),
            "name": pa.array([draft.name for draft in drafts], pa.string()),
            "entity_type": pa.array([draft.entity_type for draft in drafts], pa.string()),
            "country": pa.array([draft.country for draft in drafts], pa.string()),
        },
        "drafted_items": {
            "item": pa.array([index for index, _ in members], pa.int64()),
            "entity": pa.array([entity for _, entity in members], pa.int64()),
        },
    }
    for name, columns in tables.items():
        connection.register(name, pa.table(columns))
    aliases = [
        {name: getattr(alias, name) for name in ("entity_id", "alias", "mentions", "decided_by")}
        for draft in drafts
        for alias in aliases_of(draft, items.inputs)
    ]
    connection.register("drafted_aliases", bench.table("entity_aliases", aliases))
