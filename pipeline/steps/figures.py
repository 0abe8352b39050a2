"""Claims -> figures: claims on the same thing over the whole corpus; which figure each claim belongs to.

Claims are grouped block by block: claims of one kind that may meet (``pipeline.claims.meeting``). A block's figures
depend on its claims, with their article's day and outlet, their passage and their source's entity, and on what their
articles are about. So where these change in an article, the blocks are grouped anew that have or had a claim of it,
and those that one of its claims may meet now: claims of the same kind and day in the same passage, or in an article
that shares a passage or enough entities with it. Two claims of articles that did not change could meet before just as
they can now, so no other block takes in or loses a claim. An entity or passage that becomes too common, or is so no
longer, changes what all its articles are about.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.claims.figures import FigureInput, group_blocks, kind_of
from pipeline.claims.related import MAX_ARTICLES, MIN_SHARED, ArticleContext
from pipeline.entities.gazetteer import lookup_place
from pipeline.ids import stable_id
from pipeline.steps.article_changes import GroupingStep, find_changes, note_articles
from pipeline.steps.whole_tables import FETCHED_ROWS, replace_by_query, whole_tables
from pipeline.steps.workbench import CORPUS, Reject, StepResult, Workbench
from pipeline.tables.spool import Spool

STEP = "figures"
VERSION = "4"
TABLES = ("figures",)
LINKS = "figure_links"
INPUTS = ("claims", "entities", "entity_links", "article_names", "passage_members", "paragraphs", "articles")

MIN_PASSAGE_CHARS = 80
"""Shorter passages are furniture that articles on anything share."""

GROUPED_TOGETHER = 10_000
"""Claims of several kinds are in memory at a time up to this many; a larger kind is alone."""

CONTEXTS_AT_ONCE = 5_000
"""Articles of which what they are about is at hand."""

_KIND = ("unit", "counted", "predicate", "is_negated", "as_of_text", "is_share")

_COUNTED = """
    CREATE TABLE counted AS
    SELECT claim_id, article_id, paragraph_id, char_start, value, value_low, value_high, unit, counted,
        predicate, is_negated, place, coalesce(attributed_name, attributed_to) AS source, as_of_on, as_of_text,
        unit IS NULL AND value > 0 AND value < 1 AS is_share
    FROM claims WHERE counted IS NOT NULL"""
"""Claims that count something, read once."""

_WORDINGS = f"SELECT DISTINCT {', '.join(_KIND)} FROM counted"  # noqa: S608  constants of this module

_PLACES = "SELECT DISTINCT place FROM counted WHERE place IS NOT NULL"

_GIVEN = """
    CREATE TABLE given AS
    SELECT c.claim_id, c.article_id, c.char_start, c.value, c.value_low, c.value_high, c.unit, c.counted,
        c.predicate, c.is_negated, coalesce(p.name, c.place) AS place,
        coalesce(l.entity_id, c.source) AS source, c.as_of_on, c.as_of_text, m.passage_id, a.outlet_id,
        a.published_on, w.kind
    FROM counted c JOIN articles a USING (article_id)
    JOIN wordings w ON c.counted = w.counted AND c.unit IS NOT DISTINCT FROM w.unit
        AND c.predicate IS NOT DISTINCT FROM w.predicate AND c.is_negated = w.is_negated
        AND c.as_of_text IS NOT DISTINCT FROM w.as_of_text AND c.is_share = w.is_share
    LEFT JOIN places p ON c.place = p.place
    LEFT JOIN passage_members m USING (paragraph_id)
    LEFT JOIN (SELECT item_id, entity_id FROM entity_links WHERE kind = 'claim') l ON c.claim_id = l.item_id;
    DROP TABLE counted"""
"""The same with their kind, passage and source, and the day and outlet of their article."""

_CARRIED = """
    CREATE TABLE carried AS
    WITH standing AS (
        SELECT DISTINCT p.article_id, m.passage_id
        FROM paragraphs p JOIN passage_members m USING (paragraph_id) WHERE p.char_end - p.char_start >= $least),
    telling AS (
        SELECT passage_id, row_number() OVER () AS number
        FROM (SELECT passage_id FROM standing GROUP BY passage_id HAVING count(*) <= $most))
    SELECT article_id, passage_id, number FROM standing JOIN telling USING (passage_id)
    WHERE article_id IN (SELECT article_id FROM given)"""

_NAMED = """
    CREATE TABLE named AS
    SELECT DISTINCT article_id, entity_id FROM article_names
    WHERE entity_id IN (SELECT entity_id FROM distinctive)"""

_ABOUT = """
    CREATE TABLE about AS
    WITH telling AS (
        SELECT entity_id, row_number() OVER () AS number
        FROM (SELECT entity_id FROM named GROUP BY entity_id HAVING count(*) <= $most))
    SELECT article_id, entity_id, number FROM named JOIN telling USING (entity_id)
    WHERE article_id IN (SELECT article_id FROM given)"""

_COUNTS = """
    CREATE TABLE counts AS
    SELECT article_id, count(*) AS entities FROM named
    WHERE article_id IN (SELECT article_id FROM given) GROUP BY ALL"""

_MARKS = """
    SELECT article_id, hash(given) AS mark FROM given
    UNION ALL SELECT article_id, hash('passage', passage_id) FROM carried
    UNION ALL SELECT article_id, hash('entity', entity_id) FROM about
    UNION ALL SELECT article_id, hash('entities', entities) FROM counts"""

_DIRTY = """
    CREATE TABLE dirty AS
    WITH news AS (SELECT * FROM given WHERE article_id IN (SELECT article_id FROM changed)),
    sharing AS (
        SELECT DISTINCT n.article_id AS one, c.article_id AS other
        FROM carried n JOIN carried c USING (passage_id) WHERE n.article_id IN (SELECT article_id FROM changed)
        UNION
        SELECT n.article_id, e.article_id
        FROM about n JOIN about e USING (entity_id) WHERE n.article_id IN (SELECT article_id FROM changed)
        GROUP BY ALL HAVING count(*) >= $shared),
    met AS (
        SELECT g.claim_id FROM news n JOIN given g ON n.kind = g.kind AND n.passage_id = g.passage_id
        WHERE n.published_on IS NOT DISTINCT FROM g.published_on OR n.as_of_on = g.as_of_on
        UNION
        SELECT g.claim_id FROM news n JOIN sharing s ON n.article_id = s.one
        JOIN given g ON g.article_id = s.other AND n.kind = g.kind
        WHERE n.published_on IS NOT DISTINCT FROM g.published_on OR n.as_of_on = g.as_of_on)
    SELECT DISTINCT block FROM former_links
    WHERE article_id IN (SELECT article_id FROM changed) OR claim_id IN (SELECT claim_id FROM met)"""
"""Blocks that had a claim of an article that changed, or have one that such a claim may meet now."""

_MEMBERS = """
    CREATE TABLE members AS
    SELECT claim_id FROM given WHERE article_id IN (SELECT article_id FROM changed)
    UNION ALL SELECT claim_id FROM former_links SEMI JOIN dirty USING (block)
    WHERE article_id NOT IN (SELECT article_id FROM changed)"""
"""All claims, as they are now, of these blocks and of blocks that are new."""

_KINDS = "SELECT kind, count(*) FROM given WHERE claim_id IN (SELECT claim_id FROM members) GROUP BY kind ORDER BY kind"

_MEMBER_CLAIMS = """
    SELECT * EXCLUDE (kind) FROM given
    WHERE claim_id IN (SELECT claim_id FROM members) AND kind IN (SELECT unnest($kinds))"""

_CONTEXTS = """
    WITH wanted AS (SELECT unnest($articles) AS article_id),
    entities AS (SELECT article_id, list(number) AS numbers FROM about SEMI JOIN wanted USING (article_id) GROUP BY 1),
    passages AS (SELECT article_id, list(number) AS numbers FROM carried SEMI JOIN wanted USING (article_id) GROUP BY 1)
    SELECT article_id, e.numbers AS about, p.numbers AS carried, c.entities
    FROM wanted LEFT JOIN entities e USING (article_id) LEFT JOIN passages p USING (article_id)
    LEFT JOIN counts c USING (article_id)"""

_KEPT_LINKS = "SELECT * FROM former_links ANTI JOIN dirty USING (block)"

_KEPT_FIGURES = """
    SELECT * FROM former_figures
    ANTI JOIN (SELECT figure_id FROM former_links SEMI JOIN dirty USING (block)) USING (figure_id)"""


def run(bench: Workbench) -> StepResult:
    """Group the claims of the corpus anew wherever something changed that their block depends on."""
    step = GroupingStep(STEP, stable_id(VERSION, bench.contract_versions(*TABLES)), ("figures", LINKS))
    fingerprint = stable_id(step.code, bench.versions(*INPUTS))
    if bench.fingerprint(STEP) == fingerprint:
        return StepResult(is_skipped=True)
    with whole_tables(bench, *INPUTS, *step.outputs) as connection, TemporaryDirectory(prefix="copydesk-") as folder:
        _gather(connection)
        changes = find_changes(bench, connection, step, _MARKS)
        if changes.is_nothing:
            bench.remember(STEP, {CORPUS: fingerprint})
            return StepResult(counts={"articles_changed": 0, "claims_regrouped": 0}, is_skipped=True)
        for name, table in (("former_links", LINKS), ("former_figures", "figures")):
            connection.register(name, bench.table(table, []) if changes.is_all_new else bench.store.scan(table))
        connection.execute(_DIRTY, {"shared": MIN_SHARED})
        connection.execute(_MEMBERS)
        figures = Spool(Path(folder), "figures", bench.store.schemas["figures"])
        links = Spool(Path(folder), LINKS, bench.store.schemas[LINKS])
        rejects: list[Reject] = []
        done = 0
        kinds = connection.sql(_KINDS).fetchall()
        for together in _together(kinds):
            claims = _claims(connection, together)
            rejects += _group(bench, claims, _contexts(connection, claims), figures, links)
            done += len(claims)
            bench.progress("Claims grouped", done, sum(count for _, count in kinds))
        rows = replace_by_query(bench, "figures", connection, _KEPT_FIGURES, more=figures)
        linked = replace_by_query(bench, LINKS, connection, _KEPT_LINKS, more=links)
        conflicts = bench.store.scan("figures").count_rows(filter=pc.field("is_conflicting"))
        bench.write_rejects({STEP: rejects})
        note_articles(bench, connection, step, fingerprint)
    counts = {
        "claims": linked,
        "in_conflict": conflicts,
        "articles_changed": changes.changed + changes.gone,
        "claims_regrouped": links.rows,
    }
    return StepResult(rows={"figures": rows}, counts=counts)


def _gather(connection: duckdb.DuckDBPyConnection) -> None:
    """Gather all claims that count something, and what their articles are about."""
    connection.execute(_COUNTED)
    wordings = connection.sql(_WORDINGS).to_arrow_table().to_pylist()
    kinds = [_kind_key(row) for row in wordings]
    known = [(row, kind) for row, kind in zip(wordings, kinds, strict=True) if kind is not None]
    columns: dict[str, pa.Array] = {
        name: pa.array([row[name] for row, _ in known], pa.bool_() if name.startswith("is_") else pa.string())
        for name in _KIND
    }
    connection.register("wordings", pa.table({**columns, "kind": pa.array([kind for _, kind in known], pa.string())}))
    places = [place for (place,) in connection.sql(_PLACES).fetchall()]
    names = [_canonical_place(place) for place in places]
    connection.register(
        "places", pa.table({"place": pa.array(places, pa.string()), "name": pa.array(names, pa.string())})
    )
    entities = connection.sql("SELECT entity_id, name FROM entities WHERE entity_type <> 'group'").fetchall()
    distinctive = [entity for entity, name in entities if not _is_country(name)]
    connection.register("distinctive", pa.table({"entity_id": pa.array(distinctive, pa.string())}))
    connection.execute(_GIVEN)
    connection.execute(_CARRIED, {"least": MIN_PASSAGE_CHARS, "most": MAX_ARTICLES})
    connection.execute(_NAMED)
    connection.execute(_ABOUT, {"most": MAX_ARTICLES})
    connection.execute(_COUNTS)


def _kind_key(wording: dict[str, Any]) -> str | None:
    """Return a key for the kind of thing that claims in these words count; null where they count nothing."""
    value = 0.5 if wording["is_share"] else 1.0
    claim = FigureInput(
        claim_id="", article_id="", char_start=0, value=value, **{name: wording[name] for name in _KIND[:-1]}
    )
    kind = kind_of(claim)
    return None if kind is None else stable_id(*(part if part is None else str(part) for part in kind))


def _together(kinds: Iterable[tuple[str, int]]) -> Iterator[list[str]]:
    """Yield as many kinds at a time as may be in memory."""
    waiting: list[str] = []
    total = 0
    for kind, count in kinds:
        waiting.append(kind)
        total += count
        if total >= GROUPED_TOGETHER:
            yield waiting
            waiting, total = [], 0
    if waiting:
        yield waiting


def _claims(connection: duckdb.DuckDBPyConnection, kinds: list[str]) -> list[FigureInput]:
    found = connection.sql(_MEMBER_CLAIMS, params={"kinds": kinds}).to_arrow_table()
    return [FigureInput(**row) for batch in found.to_batches(FETCHED_ROWS) for row in batch.to_pylist()]


def _contexts(connection: duckdb.DuckDBPyConnection, claims: Sequence[FigureInput]) -> Mapping[str, ArticleContext]:
    """Find what the articles of some claims are about."""
    articles = sorted({claim.article_id for claim in claims})
    rows = connection.sql(_CONTEXTS, params={"articles": articles}).to_arrow_table()
    return _Contexts(rows)


class _Contexts(Mapping[str, ArticleContext]):
    """What many articles are about, as Arrow until one is asked for: as sets they would fill the memory."""

    def __init__(self, rows: pa.Table) -> None:
        self._rows = rows.combine_chunks()
        self._places = {article: place for place, article in enumerate(rows["article_id"].to_pylist())}
        self._recent: dict[str, ArticleContext] = {}

    def __getitem__(self, article: str) -> ArticleContext:
        if article not in self._recent:
            if len(self._recent) >= CONTEXTS_AT_ONCE:
                self._recent.clear()
            self._recent[article] = self._read(self._places[article])
        return self._recent[article]

    def _read(self, place: int) -> ArticleContext:
        entities, passages, count = (self._rows[name][place].as_py() for name in ("about", "carried", "entities"))
        return ArticleContext(
            entities=frozenset(entities or ()), passages=frozenset(passages or ()), entity_count=count or 0
        )

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


def _group(
    bench: Workbench,
    claims: Sequence[FigureInput],
    contexts: Mapping[str, ArticleContext],
    figures: Spool,
    links: Spool,
) -> Sequence[Reject]:
    """Group claims of some kinds; return the figures that break their contract."""
    found = group_blocks(claims, contexts)
    rows = [{name: getattr(figure, name) for name in figures.schema.names} for figure in found.figures]
    checked = bench.checked("figures", rows, step=STEP)
    figures.add(checked.kept)
    article_of = {claim.claim_id: claim.article_id for claim in claims}
    linked = [
        {
            "claim_id": claim,
            "figure_id": figure.figure_id,
            "article_id": article_of[claim],
            "block": found.blocks[claim],
        }
        for figure in found.figures
        for claim in figure.claim_ids
    ]
    links.add(bench.table(LINKS, linked))
    return checked.rejects


def _canonical_place(place: str) -> str:
    known = lookup_place(place)
    return known.name if known else place


def _is_country(name: str) -> bool:
    known = lookup_place(name)
    return known is not None and known.kind == "country"
