"""Applies people's decisions to the entities that the rules found."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from pipeline.entities.decisions import Decisions, Merge, Split
from pipeline.entities.display import alias_of, choose_name
from pipeline.entities.entity_records import DecidedBy, DecisionNote, EntityInput, EntityType


class DraftEntity:
    """An entity in the making: its id by rule, what it is shown as, and who put each mention there."""

    def __init__(
        self,
        *,
        entity_id: str,
        name: str,
        entity_type: EntityType,
        country: str | None,
        mentions: list[int],
        decided_by: DecidedBy,
    ) -> None:
        self.entity_id = entity_id
        self.name = name
        self.entity_type = entity_type
        self.country = country
        self.mentions = mentions
        self.decided_by = decided_by
        self.by_person: set[int] = set()

    def decider_of(self, mention: int) -> DecidedBy:
        """Say who put a mention here."""
        return "person" if mention in self.by_person else self.decided_by


def apply_decisions(
    drafts: Sequence[DraftEntity], mentions: Sequence[EntityInput], decisions: Decisions
) -> tuple[list[DraftEntity], tuple[DecisionNote, ...]]:
    """Apply decisions in the order not_an_entity, split, merge, rename, type.

    Args:
        drafts: the entities that the rules found, ordered by id.
        mentions: the mentions, or ways of writing, that the drafts refer to by index.
        decisions: what people decided.

    Returns:
        The entities after them, and a note for each decision that names nothing here or more than one entity.

    """
    if decisions == Decisions():
        return list(drafts), ()
    return _Application(drafts, mentions).apply(decisions)


class _Application:
    def __init__(self, drafts: Sequence[DraftEntity], mentions: Sequence[EntityInput]) -> None:
        self._mentions = mentions
        self._drafts: dict[int, DraftEntity] = dict(enumerate(drafts))
        self._ids = {draft.entity_id: index for index, draft in enumerate(drafts)}
        self._new_index = len(self._drafts)
        self._merged_into: dict[int, int] = {}
        self._notes: list[DecisionNote] = []
        self._names: dict[str, set[int]] = defaultdict(set)
        self._aliases: dict[str, set[int]] = defaultdict(set)
        for index in self._drafts:
            self._index(index)

    def apply(self, decisions: Decisions) -> tuple[list[DraftEntity], tuple[DecisionNote, ...]]:
        for reference in decisions.not_an_entity:
            index = self._find(reference, "not_an_entity")
            if index is not None:
                del self._drafts[index]
        for split in decisions.split:
            self._split(split)
        for merge in decisions.merge:
            self._merge(merge)
        for rename in decisions.rename:
            index = self._find(rename.entity, "rename")
            if index is not None:
                self._drafts[index].name = rename.name
                self._names[reference_key(rename.name)].add(index)
        for retype in decisions.retype:
            index = self._find(retype.entity, "type")
            if index is not None:
                self._drafts[index].entity_type = retype.entity_type
        return list(self._drafts.values()), tuple(self._notes)

    def _index(self, index: int) -> None:
        draft = self._drafts[index]
        self._names[reference_key(draft.name)].add(index)
        for alias in {alias_of(self._mentions[mention], draft.entity_type) for mention in draft.mentions}:
            if alias:
                self._aliases[reference_key(alias)].add(index)

    def _find(self, reference: str, section: str) -> int | None:
        """Return the one entity that is meant: by id, else by the name shown, else by an alias."""
        by_id = self._ids.get(reference)
        candidates = {by_id} if by_id is not None else self._names.get(reference_key(reference), set())
        found = self._present(candidates) or self._present(self._aliases.get(reference_key(reference), set()))
        if len(found) == 1:
            return found.pop()
        reason = "no entity of this corpus has this id, name or alias"
        if found:
            ids = ", ".join(sorted(self._drafts[index].entity_id for index in found))
            reason = f"several entities are so called; use an id instead: {ids}"
        self._notes.append(DecisionNote(decision=f"{section}: {reference}", reason=reason))
        return None

    def _present(self, indices: set[int]) -> set[int]:
        roots = set()
        for index in indices:
            root = index
            while root in self._merged_into:
                root = self._merged_into[root]
            if root in self._drafts:
                roots.add(root)
        return roots

    def _merge(self, merge: Merge) -> None:
        found = [index for index in (self._find(member, "merge") for member in merge.members) if index is not None]
        if not found:
            return
        target = found[0]
        into = self._drafts[target]
        for index in found[1:]:
            if index == target or index not in self._drafts:
                continue
            other = self._drafts.pop(index)
            self._merged_into[index] = target
            into.mentions = sorted(into.mentions + other.mentions)
            into.by_person.update(other.mentions)
            into.country = into.country or other.country

    def _split(self, split: Split) -> None:
        index = self._find(split.entity, "split")
        if index is None:
            return
        draft = self._drafts[index]
        aliases = {reference_key(alias) for alias in split.aliases}
        leaving = [mention for mention in draft.mentions if self._leaves(mention, draft, split, aliases)]
        if not leaving or len(leaving) == len(draft.mentions):
            reason = "no mention leaves the entity" if not leaving else "all its mentions would leave"
            self._notes.append(DecisionNote(decision=f"split: {split.entity}", reason=reason))
            return
        gone = set(leaving)
        draft.mentions = [mention for mention in draft.mentions if mention not in gone]
        ordered = sorted((self._mentions[index] for index in leaving), key=lambda mention: mention.position)
        names: Counter[str] = Counter()
        for one in ordered:
            if alias := alias_of(one, draft.entity_type):
                names[alias] += one.count
        name = split.new_name or (choose_name(names, draft.entity_type) if names else draft.name)
        self._new_index += 1
        self._drafts[self._new_index] = DraftEntity(
            entity_id="",
            name=name,
            entity_type=draft.entity_type,
            country=draft.country,
            mentions=leaving,
            decided_by="person",
        )
        self._index(self._new_index)

    def _leaves(self, index: int, draft: DraftEntity, split: Split, aliases: set[str]) -> bool:
        mention = self._mentions[index]
        return (
            (not aliases or reference_key(alias_of(mention, draft.entity_type) or mention.name or "") in aliases)
            and (not split.articles or mention.article_id in split.articles)
            and (not split.outlets or mention.outlet_id in split.outlets)
        )


def reference_key(name: str) -> str:
    """Return the form in which names in decisions are compared: case and runs of blanks do not count."""
    return " ".join(name.split()).casefold()
