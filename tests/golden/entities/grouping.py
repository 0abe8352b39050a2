"""Groups the mentions of golden corpora and says what came out wrong; for the tests and ``benchmarks/entities``."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from pipeline.entities.canonical import Entities, Entity, EntityInput, canonicalise
from tests.golden.entities.loader import GoldenArticle, GoldenEntity, GoldenMention


@dataclass(frozen=True, slots=True)
class Grouped:
    """A golden mention with the entity that was found for it; null where none was."""

    mention: GoldenMention
    key: Hashable
    entity: Entity | None


def group_given(articles: Sequence[GoldenArticle]) -> list[Grouped]:
    """Group the mentions as the corpus gives them."""
    inputs = [
        _input(article, mention, number) for article in articles for number, mention in enumerate(article.mentions)
    ]
    found = canonicalise(inputs)
    mentions = [mention for article in articles for mention in article.mentions]
    return [
        grouped_mention(mention, found.entity_ids.get(given.mention_id), found)
        for mention, given in zip(mentions, inputs, strict=True)
    ]


def _input(article: GoldenArticle, mention: GoldenMention, number: int) -> EntityInput:
    return EntityInput(
        mention_id=f"{article.article_id} {number}",
        article_id=article.article_id,
        char_start=mention.char_start,
        surface=mention.surface,
        name=mention.name,
        label=mention.label,
        outlet_id=article.outlet,
        published_on=article.published_on,
    )


def grouped_mention(mention: GoldenMention, entity_id: str | None, found: Entities) -> Grouped:
    """Put a golden mention beside the entity with that id."""
    entity = next((entity for entity in found.entities if entity.entity_id == entity_id), None)
    return Grouped(mention=mention, key=entity_id or ("alone", id(mention)), entity=entity)


def errors(found: Sequence[Grouped]) -> list[str]:
    """Return a line for each entity that came out in pieces, joined with another one, or under another name."""
    lines: list[str] = []
    by_gold: dict[GoldenEntity, set[str]] = {}
    by_found: dict[Hashable, set[str]] = {}
    for one in found:
        gold = one.mention.entity
        shown = f"{one.entity.name} ({one.entity.entity_type}, {one.entity.country})" if one.entity else "nothing"
        if gold is not None:
            by_gold.setdefault(gold, set()).add(f"{shown} [{one.key}]")
        by_found.setdefault(one.key, set()).add(gold.name if gold else f"unclear {one.mention.surface}")
    for gold, pieces in by_gold.items():
        expected = f"{gold.name} ({gold.entity_type}, {gold.country})"
        if len(pieces) > 1 or not next(iter(pieces)).startswith(expected):
            lines.append(f"{expected} came out as {'; '.join(sorted(pieces))}")
    lines += [f"joined: {', '.join(sorted(names))}" for names in by_found.values() if len(names) > 1]
    return lines
