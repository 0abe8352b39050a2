"""One row for each person, organisation, place or group of the corpus, however it is spelt.

The rules stand in ``grouping`` and what it calls; people's decisions are applied by ``apply_decisions``. Here the
groups get their ids, the names that they are shown under, their aliases and counts.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence

from pipeline.entities.apply_decisions import DraftEntity, apply_decisions
from pipeline.entities.decisions import NO_DECISIONS, Decisions
from pipeline.entities.display import alias_of, choose_name
from pipeline.entities.entity_records import DecidedBy, DecisionNote, Entities, Entity, EntityAlias, EntityInput
from pipeline.entities.grouping import MentionGroup, group_mentions
from pipeline.ids import stable_id

__all__ = ["DecisionNote", "Entities", "Entity", "EntityAlias", "EntityInput", "canonicalise"]

_DECIDER_ORDER: tuple[DecidedBy, ...] = ("person", "gazetteer", "rule")


def canonicalise(mentions: Sequence[EntityInput], decisions: Decisions = NO_DECISIONS) -> Entities:
    """Find the entities that the mentions of a corpus stand for.

    An entity's id is that of its earliest mention by (published, article, position), undated ones last. The result does
    not depend on the order of the input, and taking a decision away gives what the rules alone give.

    Args:
        mentions: every mention of the corpus; ``mention_id`` must be unique.
        decisions: people's decisions, see ``decisions.load_decisions``.

    """
    drafts = [_draft(group, mentions) for group in group_mentions(mentions)]
    drafts.sort(key=lambda draft: draft.entity_id)
    drafts, notes = apply_decisions(drafts, mentions, decisions)
    entities: list[Entity] = []
    aliases: list[EntityAlias] = []
    entity_ids: dict[str, str] = {}
    for draft in drafts:
        entity_id = entity_id_of(draft.mentions, mentions)
        entities.append(
            Entity(
                entity_id=entity_id,
                name=draft.name,
                entity_type=draft.entity_type,
                country=draft.country,
                mentions=len(draft.mentions),
                articles=len({mentions[index].article_id for index in draft.mentions}),
                outlets=len({mentions[index].outlet_id for index in draft.mentions} - {None}),
            )
        )
        aliases += _aliases(entity_id, draft, mentions)
        entity_ids.update((mentions[index].mention_id, entity_id) for index in draft.mentions)
    entities.sort(key=lambda entity: entity.entity_id)
    aliases.sort(key=lambda alias: (alias.entity_id, alias.alias))
    ordered_ids = {mention_id: entity_ids[mention_id] for mention_id in sorted(entity_ids)}
    return Entities(entities=tuple(entities), aliases=tuple(aliases), entity_ids=ordered_ids, notes=notes)


def entity_id_of(indices: Sequence[int], mentions: Sequence[EntityInput]) -> str:
    """Return the id of the entity that has these mentions."""
    return stable_id("entity", min(mentions[index].position for index in indices)[-1])


def _draft(group: MentionGroup, mentions: Sequence[EntityInput]) -> DraftEntity:
    name = group.known_name or choose_name(_written(group, mentions), group.entity_type)
    return DraftEntity(
        entity_id=entity_id_of(group.mentions, mentions),
        name=name,
        entity_type=group.entity_type,
        country=group.country,
        mentions=group.mentions,
        decided_by="gazetteer" if group.known_name else "rule",
    )


def _written(group: MentionGroup, mentions: Sequence[EntityInput]) -> Counter[str]:
    """Count the names as written; those as resolved stand with no count, for where nothing fuller is written."""
    ordered = sorted((mentions[index] for index in group.mentions), key=lambda mention: mention.position)
    names: Counter[str] = Counter()
    for mention in ordered:
        if mention.kind == "name":
            names[mention.surface] += 1
    for mention in ordered:
        names.setdefault(mention.name or "", 0)
    return names


def _aliases(entity_id: str, draft: DraftEntity, mentions: Sequence[EntityInput]) -> list[EntityAlias]:
    deciders: dict[str, list[DecidedBy]] = defaultdict(list)
    for index in draft.mentions:
        alias = alias_of(mentions[index], draft.entity_type)
        if alias:
            deciders[alias].append(draft.decider_of(index))
    return [
        EntityAlias(
            entity_id=entity_id,
            alias=alias,
            mentions=len(decided),
            decided_by=min(decided, key=_DECIDER_ORDER.index),
        )
        for alias, decided in deciders.items()
    ]
