"""Mentions -> entities and aliases over the whole corpus; which entity each mention, speaker and source is."""

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.entities.canonical import canonicalise
from pipeline.entities.decisions import load_decisions
from pipeline.entities.entity_records import EntityInput
from pipeline.ids import stable_id
from pipeline.steps.workbench import CORPUS, Reject, StepResult, Workbench

STEP = "entities"
VERSION = "1"
TABLES = ("entities", "entity_aliases")
DECISIONS_FILE = "entities.yaml"


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
    fingerprint = stable_id(VERSION, inputs, decisions_key(bench))
    if bench.fingerprint(STEP) == fingerprint:
        return StepResult(is_skipped=True)
    articles = {
        row["article_id"]: row
        for row in bench.store.read("articles", columns=["article_id", "published_on", "outlet_id"]).to_pylist()
    }
    mentions = bench.store.read("entity_mentions").to_pylist()
    found = canonicalise(
        [
            EntityInput(
                mention_id=row["mention_id"],
                article_id=row["article_id"],
                char_start=row["char_start"],
                surface=row["surface"],
                name=row["name"],
                label=row["label"],
                kind=row["kind"],
                outlet_id=articles[row["article_id"]]["outlet_id"],
                published_on=articles[row["article_id"]]["published_on"],
            )
            for row in mentions
        ],
        load_decisions(bench.settings.out / DECISIONS_FILE),
    )
    entities = [
        {
            name: getattr(entity, name)
            for name in ("entity_id", "name", "entity_type", "country", "mentions", "articles", "outlets")
        }
        for entity in found.entities
    ]
    aliases = [
        {name: getattr(alias, name) for name in ("entity_id", "alias", "mentions", "decided_by")}
        for alias in found.aliases
    ]
    links = [
        {"kind": "mention", "item_id": item, "entity_id": entity} for item, entity in sorted(found.entity_ids.items())
    ]
    links += _name_links(bench, mentions, found.entity_ids)
    written = bench.write("entities", entities, step=STEP)
    named = bench.write("entity_aliases", aliases, step=STEP)
    notes = [
        Reject(
            stage=STEP,
            rule="decision_not_applied",
            reason=f"{note.decision}: {note.reason}",
            source_file=DECISIONS_FILE,
        )
        for note in found.notes
    ]
    bench.write_rejects({STEP: [*written.rejects, *named.rejects, *notes]})
    bench.store.replace("entity_links", bench.table("entity_links", links))
    bench.remember(STEP, {CORPUS: fingerprint})
    return StepResult(rows={"entities": written.rows, "entity_aliases": named.rows}, counts={"mentions": len(mentions)})


def _name_links(
    bench: Workbench, mentions: Sequence[Mapping[str, Any]], entity_ids: Mapping[str, str]
) -> list[dict[str, str]]:
    """Link speakers of quotes and sources of claims to the entity that their name has in the same article."""
    by_name: dict[tuple[str, str], str] = {}
    by_place: dict[tuple[str, int], str] = {}
    for row in sorted(mentions, key=lambda row: (row["article_id"], row["char_start"], row["mention_id"])):
        entity = entity_ids.get(row["mention_id"])
        if entity:
            by_name.setdefault((row["article_id"], row["name"]), entity)
            by_place[row["article_id"], row["char_start"]] = entity
    links: dict[str, list[dict[str, str]]] = defaultdict(list)
    columns = ["quote_id", "article_id", "speaker_char_start", "speaker_name"]
    for row in bench.store.read("quotes", columns=columns).to_pylist():
        place = (row["article_id"], row["speaker_char_start"])
        entity = by_name.get((row["article_id"], row["speaker_name"]))
        if entity is None and row["speaker_name"] is not None:
            entity = by_place.get(place)
        if entity:
            links["quote"].append({"kind": "quote", "item_id": row["quote_id"], "entity_id": entity})
    for row in bench.store.read("claims", columns=["claim_id", "article_id", "attributed_name"]).to_pylist():
        entity = by_name.get((row["article_id"], row["attributed_name"]))
        if entity:
            links["claim"].append({"kind": "claim", "item_id": row["claim_id"], "entity_id": entity})
    return [link for kind in sorted(links) for link in sorted(links[kind], key=lambda link: link["item_id"])]
