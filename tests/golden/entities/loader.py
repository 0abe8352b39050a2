"""The golden entities: invented corpora in which every mention says which entity it stands for.

This module reads ``*.yaml`` beside it; ``README.md`` says how they are written. Scoring is in ``benchmarks/entities``.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

CORPORA = Path(__file__).parent
LABELS = {"person": "PERSON", "organisation": "ORG", "place": "GPE", "group": "NORP", "other": "EVENT"}

_MENTION = re.compile(r"\[([^\[\]]+)\]\(([\w?]+)(?: (\w+))?\)")


class GoldenEntityError(ValueError):
    """A corpus that contradicts itself; the message names the file and the entry."""


@dataclass(frozen=True, slots=True)
class GoldenEntity:
    """An entity as it should come out."""

    key: str
    name: str
    entity_type: str
    country: str | None


@dataclass(frozen=True, slots=True)
class GoldenMention:
    """A mention in an article: ``entity`` is null where nobody could say who is meant."""

    char_start: int
    char_end: int
    surface: str
    name: str
    label: str
    entity: GoldenEntity | None


@dataclass(frozen=True, slots=True)
class GoldenArticle:
    """An article without its marks."""

    article_id: str
    outlet: str
    published_on: date
    text: str
    mentions: tuple[GoldenMention, ...]


@dataclass(frozen=True, slots=True)
class GoldenCorpus:
    """A few articles with the entities that stand in them."""

    name: str
    entities: tuple[GoldenEntity, ...]
    articles: tuple[GoldenArticle, ...]


def load_corpora(folder: Path = CORPORA) -> list[GoldenCorpus]:
    """Read all corpora of a folder, by name."""
    return [_load(path) for path in sorted(folder.glob("*.yaml"))]


def _load(path: Path) -> GoldenCorpus:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    entities = {
        key: GoldenEntity(key=key, name=row["name"], entity_type=row["type"], country=row.get("country"))
        for key, row in content["entities"].items()
    }
    articles = tuple(
        _article(f"{path.stem}-{number:02}", row["outlet"], row["published"], row["text"], entities)
        for number, row in enumerate(content["articles"], start=1)
    )
    used = {mention.entity.key for article in articles for mention in article.mentions if mention.entity}
    if unused := sorted(set(entities) - used):
        raise GoldenEntityError(f"{path.name}: never mentioned: {', '.join(unused)}")
    return GoldenCorpus(name=path.stem, entities=tuple(entities.values()), articles=articles)


def _article(
    article_id: str, outlet: str, published_on: date, marked: str, entities: dict[str, GoldenEntity]
) -> GoldenArticle:
    found: list[tuple[int, str, GoldenEntity | None, str]] = []
    text = ""
    end = 0
    for match in _MENTION.finditer(marked):
        text += marked[end : match.start()]
        end = match.end()
        surface, key, label = match.groups()
        if key != "?" and key not in entities:
            raise GoldenEntityError(f"{article_id}: '{key}' is not among the entities")
        entity = entities.get(key)
        found.append((len(text), surface, entity, label or LABELS[entity.entity_type if entity else "person"]))
        text += surface
    text += marked[end:]
    mentions = tuple(
        GoldenMention(
            char_start=start,
            char_end=start + len(surface),
            surface=surface,
            name=_fullest(entity, [other for _, other, found_entity, _ in found if found_entity == entity], surface),
            label=label,
            entity=entity,
        )
        for start, surface, entity, label in found
    )
    return GoldenArticle(article_id=article_id, outlet=outlet, published_on=published_on, text=text, mentions=mentions)


def _fullest(entity: GoldenEntity | None, surfaces: Sequence[str], surface: str) -> str:
    """Return what an article's resolution gives for a mention: a person's longest name there, others as written."""
    if entity is None or entity.entity_type != "person":
        return surface
    return max(surfaces, key=lambda name: (name.count(" "), len(name)))
