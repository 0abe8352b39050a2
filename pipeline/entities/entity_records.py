"""The records that go into and come out of ``canonical``: plain data, no rules."""

from collections.abc import Mapping
from datetime import date
from typing import Literal

from pipeline.records import MentionKind, Record

EntityType = Literal["person", "organisation", "place", "group", "other"]
DecidedBy = Literal["rule", "gazetteer", "person"]


class EntityInput(Record, frozen=True, kw_only=True):
    """One mention of the corpus, or several that are written alike, under the earliest of them.

    ``name`` is the fullest name of the same entity in its article; a mention without one gets no entity. ``label`` is
    spaCy's (PERSON, ORG, GPE, LOC, NORP, FAC, …), null for pronouns and epithets.
    """

    mention_id: str
    article_id: str
    char_start: int
    surface: str
    name: str | None
    label: str | None = None
    kind: MentionKind = "name"
    outlet_id: str | None = None
    published_on: date | None = None
    count: int = 1

    @property
    def position(self) -> tuple[date, str, int, str]:
        """Where the mention stands in the corpus: by day, undated ones last, then article and place in it."""
        return (self.published_on or date.max, self.article_id, self.char_start, self.mention_id)


class Entity(Record, frozen=True, kw_only=True):
    """A person, organisation, place, group or other thing, over the whole corpus.

    ``mentions``, ``articles`` and ``outlets`` are counts; ``country`` is an ISO 3166 alpha-2 code or null.
    """

    entity_id: str
    name: str
    entity_type: EntityType
    country: str | None
    mentions: int
    articles: int
    outlets: int


class EntityAlias(Record, frozen=True, kw_only=True):
    """A way of writing an entity, how often it is so written, and who decided that it belongs there."""

    entity_id: str
    alias: str
    mentions: int
    decided_by: DecidedBy


class DecisionNote(Record, frozen=True, kw_only=True):
    """A decision of ``entities.yaml`` that could not be applied to this corpus, and why."""

    decision: str
    reason: str


class Entities(Record, frozen=True, kw_only=True):
    """The canonical entities of a corpus.

    ``entities`` is ordered by id, ``aliases`` by entity and alias; ``entity_ids`` maps mention ids to entity ids and
    lacks the mentions that stand for nothing certain.
    """

    entities: tuple[Entity, ...]
    aliases: tuple[EntityAlias, ...]
    entity_ids: Mapping[str, str]
    notes: tuple[DecisionNote, ...] = ()
