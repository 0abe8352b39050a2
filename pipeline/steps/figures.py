"""Claims -> figures: claims on the same thing over the whole corpus; which figure each claim belongs to."""

from collections import defaultdict
from typing import Any

from pipeline.claims.figures import FigureInput, group_figures
from pipeline.claims.related import ArticleContext
from pipeline.entities.gazetteer import lookup_place
from pipeline.ids import stable_id
from pipeline.steps.workbench import CORPUS, StepResult, Workbench

STEP = "figures"
VERSION = "2"
TABLES = ("figures",)

MIN_PASSAGE_CHARS = 80
"""Shorter passages are furniture that articles on anything share."""

COPIED = tuple(
    name
    for name in FigureInput.__struct_fields__
    if name not in {"place", "source", "passage_id", "outlet_id", "published_on"}
)
"""Columns of ``claims`` that are taken as they are."""


def run(bench: Workbench) -> StepResult:
    """Group the claims of the corpus."""
    inputs = bench.versions("claims", "entities", "entity_links", "passages", "passage_members", "articles")
    fingerprint = stable_id(VERSION, inputs)
    if bench.fingerprint(STEP) == fingerprint:
        return StepResult(is_skipped=True)
    articles = {
        row["article_id"]: row
        for row in bench.store.read("articles", columns=["article_id", "published_on", "outlet_id"]).to_pylist()
    }
    members = bench.store.read("passage_members", columns=["paragraph_id", "passage_id"]).to_pylist()
    passage_of = {row["paragraph_id"]: row["passage_id"] for row in members}
    source_of = bench.entity_links("claim")
    claims = [
        FigureInput(
            **{name: row[name] for name in COPIED},
            place=_canonical_place(row["place"]),
            source=source_of.get(row["claim_id"]) or row["attributed_name"] or row["attributed_to"],
            passage_id=passage_of.get(row["paragraph_id"]),
            outlet_id=articles[row["article_id"]]["outlet_id"],
            published_on=articles[row["article_id"]]["published_on"],
        )
        for row in bench.store.read("claims").to_pylist()
    ]
    found = group_figures(claims, _contexts(bench, passage_of))
    names = [name for name in bench.store.schemas["figures"].names if name != "figure_id"]
    rows: list[dict[str, Any]] = [
        {"figure_id": figure.figure_id, **{name: getattr(figure, name) for name in names}} for figure in found
    ]
    links = sorted((claim_id, figure.figure_id) for figure in found for claim_id in figure.claim_ids)
    written = bench.write("figures", rows, step=STEP)
    bench.write_rejects({STEP: written.rejects})
    table = bench.table("figure_links", [{"claim_id": claim, "figure_id": figure} for claim, figure in links])
    bench.store.replace("figure_links", table)
    bench.remember(STEP, {CORPUS: fingerprint})
    conflicts = sum(figure.is_conflicting for figure in found)
    return StepResult(rows={"figures": written.rows}, counts={"claims": len(links), "in_conflict": conflicts})


def _canonical_place(place: str | None) -> str | None:
    known = lookup_place(place) if place else None
    return known.name if known else place


def _contexts(bench: Workbench, passage_of: dict[str, str]) -> dict[str, ArticleContext]:
    types = bench.store.read("entities", columns=["entity_id", "entity_type", "name", "country"]).to_pylist()
    distinctive = {row["entity_id"] for row in types if row["entity_type"] != "group" and not _is_country(row["name"])}
    entity_of = bench.entity_links("mention")
    entities: dict[str, set[str]] = defaultdict(set)
    for row in bench.store.read("entity_mentions", columns=["mention_id", "article_id"]).to_pylist():
        entity = entity_of.get(row["mention_id"])
        if entity and entity in distinctive:
            entities[row["article_id"]].add(entity)
    passages: dict[str, set[str]] = defaultdict(set)
    for row in bench.store.read("paragraphs", columns=["paragraph_id", "article_id", "text"]).to_pylist():
        if len(row["text"]) >= MIN_PASSAGE_CHARS and row["paragraph_id"] in passage_of:
            passages[row["article_id"]].add(passage_of[row["paragraph_id"]])
    return {
        article: ArticleContext(entities=frozenset(entities[article]), passages=frozenset(passages[article]))
        for article in entities.keys() | passages.keys()
    }


def _is_country(name: str) -> bool:
    known = lookup_place(name)
    return known is not None and known.kind == "country"
