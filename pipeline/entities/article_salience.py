"""Whom a pronoun or an epithet means: the entities of an article by how present they are in the reader's mind.

Here belongs the weighing of candidates: each sentence halves what came before, subjects and speakers count more, words
inside quotations less (after Lappin and Leass 1994, "An algorithm for pronominal anaphora resolution", with our own
weights).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from pipeline.entities.article_people import Person, role_key, role_words
from pipeline.records import LocalMention

SUBJECT_WEIGHT: Final = 1.0
OTHER_WEIGHT: Final = 0.45
QUOTED_WEIGHT: Final = 0.12
SPEAKER_WEIGHT: Final = 0.6
HEADLINE_WEIGHT: Final = 0.3
DECAY: Final = 0.55
UNKNOWN_GENDER: Final = 0.55
SURE_ENOUGH: Final = 0.02
GENERIC_EPITHETS: Final = frozenset(["man", "woman", "boy", "girl", "candidate", "nominee", "billionaire"])


@dataclass(slots=True)
class _Presence:
    person: Person
    weight: float = 0.0
    sentence: int = 0
    last_subject_sentence: int = -1


@dataclass(slots=True)
class Salience:
    """The people mentioned so far and their weights."""

    _all: dict[str, _Presence] = field(default_factory=dict)

    def note(self, person: Person, sentence: int, weight: float, *, is_subject: bool = False) -> None:
        """Take in that a person is mentioned in a sentence."""
        presence = self._all.setdefault(person.name, _Presence(person))
        presence.weight = self._now(presence, sentence) + weight
        presence.sentence = sentence
        if is_subject:
            presence.last_subject_sentence = sentence

    @staticmethod
    def _now(presence: _Presence, sentence: int) -> float:
        return presence.weight * DECAY ** min(40, sentence - presence.sentence)

    def weight_of(self, person: Person, sentence: int) -> float:
        """Return how present a person is in a sentence; 0 for one not mentioned yet."""
        presence = self._all.get(person.name)
        return 0.0 if presence is None else self._now(presence, sentence)

    def pronoun(self, mention: LocalMention, sentence: int) -> Person | None:
        """Return the person whom a pronoun of the third person means, or null."""
        best: Person | None = None
        best_weight = SURE_ENOUGH
        for presence in self._all.values():
            person = presence.person
            if person.gender is not None and person.gender != mention.gender:
                continue
            weight = self._now(presence, sentence)
            if person.gender is None:
                weight *= UNKNOWN_GENDER
            is_object = not mention.is_subject and mention.surface.lower() in ("him", "her")
            if is_object and presence.last_subject_sentence == sentence:
                weight *= 0.3
            if weight > best_weight:
                best, best_weight = person, weight
        return best

    def epithet(self, mention: LocalMention, sentence: int, people: list[Person]) -> Person | None:
        """Return the person whom "the minister" or "the Russian leader" means, or null."""
        words = [word.strip(".,") for word in mention.surface.lower().split()]
        phrase = role_words(" ".join(words))
        head = role_key("head" if words[-2:-1] == ["of"] else words[-1])
        modifiers = phrase - {words[-1]}
        best: Person | None = None
        best_weight = 0.0
        for person in people:
            keys = {role_key(word) for word in person.roles}
            if head not in keys or (mention.gender and person.gender and mention.gender != person.gender):
                continue
            presence = self._all.get(person.name)
            weight = 0.01 + (self._now(presence, sentence) if presence is not None else 0.0)
            shared = sum(word in person.roles or role_key(word) in keys for word in modifiers)
            if modifiers and not shared:
                weight *= 0.2
            weight *= 1 + 2 * shared
            if weight > best_weight:
                best, best_weight = person, weight
        return best
