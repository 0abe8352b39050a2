"""One row for each person, organisation, place or group of the corpus, however it is spelt.

The rules stand in ``grouping`` and what it calls; people's decisions are applied by ``apply_decisions``. Here the
groups get their ids, the names that they are shown under, and their aliases.

``draft_entities`` looks at *ways of writing*: all mentions of one group that are written alike are one input with a
count. Over a large corpus somebody else gathers them, and counts articles and outlets; ``canonicalise`` does all of it
for mentions that fit into memory.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from pipeline.entities.apply_decisions import DraftEntity, apply_decisions, reference_key
from pipeline.entities.decisions import NO_DECISIONS, Decisions
from pipeline.entities.display import alias_of, choose_name
from pipeline.entities.entity_records import DecidedBy, DecisionNote, Entities, Entity, EntityAlias, EntityInput
from pipeline.entities.grouping import NO_GROUP, NameGroup, group_names, look_up
from pipeline.entities.name_table import name_table
from pipeline.ids import stable_id

__all__ = [
    "DecisionNote",
    "Entities",
    "Entity",
    "EntityAlias",
    "EntityInput",
    "aliases_of",
    "canonicalise",
    "draft_entities",
    "groups_named",
]

_DECIDER_ORDER: tuple[DecidedBy, ...] = ("person", "gazetteer", "rule")


def canonicalise(mentions: Sequence[EntityInput], decisions: Decisions = NO_DECISIONS) -> Entities:
    """Find the entities that the mentions of a corpus stand for.

    An entity's id is that of its earliest mention by (published, article, position), undated ones last. The result does
    not depend on the order of the input, and taking a decision away gives what the rules alone give.

    Args:
        mentions: every mention of the corpus; ``mention_id`` must be unique.
        decisions: people's decisions, see ``decisions.load_decisions``.

    """
    table, entry_of = name_table(mentions)
    found = group_names(table)
    group_of = [int(found.group_of[entry]) if entry >= 0 else NO_GROUP for entry in entry_of.tolist()]
    drafts, notes = draft_entities(mentions, group_of, found.groups, decisions)
    entities: list[Entity] = []
    aliases: list[EntityAlias] = []
    entity_ids: dict[str, str] = {}
    for draft in drafts:
        own = [mentions[index] for index in draft.mentions]
        entities.append(
            Entity(
                entity_id=draft.entity_id,
                name=draft.name,
                entity_type=draft.entity_type,
                country=draft.country,
                mentions=sum(mention.count for mention in own),
                articles=len({mention.article_id for mention in own}),
                outlets=len({mention.outlet_id for mention in own} - {None}),
            )
        )
        aliases += aliases_of(draft, mentions)
        entity_ids.update((mention.mention_id, draft.entity_id) for mention in own)
    ordered_ids = {mention_id: entity_ids[mention_id] for mention_id in sorted(entity_ids)}
    return Entities(entities=tuple(entities), aliases=tuple(aliases), entity_ids=ordered_ids, notes=notes)


def draft_entities(
    mentions: Sequence[EntityInput], group_of: Sequence[int], groups: Sequence[NameGroup], decisions: Decisions
) -> tuple[list[DraftEntity], tuple[DecisionNote, ...]]:
    """Make entities of groups, and apply people's decisions to them.

    Args:
        mentions: the mentions, or one input for all mentions of a group that are written alike. Decisions tell only
            articles and outlets apart that the inputs tell apart.
        group_of: for each of them the number of its group, ``grouping.NO_GROUP`` where it has none.
        groups: the groups.
        decisions: what people decided.

    Returns:
        The entities, ordered by id, and notes on decisions that could not be applied.

    """
    members: dict[int, list[int]] = defaultdict(list)
    for index, number in enumerate(group_of):
        if number != NO_GROUP:
            members[number].append(index)
    drafts = [_draft(groups[number], indices, mentions) for number, indices in members.items()]
    drafts.sort(key=lambda draft: draft.entity_id)
    drafts, notes = apply_decisions(drafts, mentions, decisions)
    for draft in drafts:
        draft.entity_id = _entity_id(draft.mentions, mentions)
    return sorted(drafts, key=lambda draft: draft.entity_id), notes


def groups_named(
    mentions: Sequence[EntityInput], group_of: Sequence[int], groups: Sequence[NameGroup], references: Iterable[str]
) -> set[int]:
    """Return the numbers of the groups that a decision may mean by these ids, names or aliases."""
    wanted = {reference_key(reference) for reference in references}
    drafts, _ = draft_entities(mentions, group_of, groups, NO_DECISIONS)
    found: set[int] = set()
    for draft in drafts:
        known = {draft.entity_id, draft.name, *(alias.alias for alias in aliases_of(draft, mentions))}
        if not wanted.isdisjoint(reference_key(name) for name in known):
            found.add(group_of[draft.mentions[0]])
    return found


def aliases_of(draft: DraftEntity, mentions: Sequence[EntityInput]) -> list[EntityAlias]:
    """Return the ways of writing an entity, in the order of the alphabet."""
    counts: Counter[str] = Counter()
    deciders: dict[str, set[DecidedBy]] = defaultdict(set)
    for index in draft.mentions:
        alias = alias_of(mentions[index], draft.entity_type)
        if alias:
            counts[alias] += mentions[index].count
            deciders[alias].add(draft.decider_of(index))
    return [
        EntityAlias(
            entity_id=draft.entity_id,
            alias=alias,
            mentions=counts[alias],
            decided_by=min(deciders[alias], key=_DECIDER_ORDER.index),
        )
        for alias in sorted(counts)
    ]


def _entity_id(indices: Sequence[int], mentions: Sequence[EntityInput]) -> str:
    return stable_id("entity", min(mentions[index].position for index in indices)[-1])


def _draft(group: NameGroup, indices: list[int], mentions: Sequence[EntityInput]) -> DraftEntity:
    known_name, country = look_up(group)
    name = known_name or choose_name(_written(indices, mentions), group.entity_type)
    return DraftEntity(
        entity_id=_entity_id(indices, mentions),
        name=name,
        entity_type=group.entity_type,
        country=country,
        mentions=indices,
        decided_by="gazetteer" if known_name else "rule",
    )


def _written(indices: Sequence[int], mentions: Sequence[EntityInput]) -> Counter[str]:
    """Count the names as written; those as resolved stand with no count, for where nothing fuller is written."""
    ordered = sorted((mentions[index] for index in indices), key=lambda mention: mention.position)
    names: Counter[str] = Counter()
    for mention in ordered:
        if mention.kind == "name":
            names[mention.surface] += mention.count
    for mention in ordered:
        names.setdefault(mention.name or "", 0)
    return names
