"""Whom a pronoun or an epithet means: the entities of an article by how present they are in the reader's mind.

Here belongs the weighing of candidates: each sentence halves what came before, subjects and speakers count more, words
inside quotations less (after Lappin and Leass 1994, "An algorithm for pronominal anaphora resolution", with our own
weights).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from pipeline.entities.article_origins import Origins, origins_of
from pipeline.entities.article_people import Person, is_same_stem, role_words
from pipeline.entities.mention_words import ROLE_NOUNS
from pipeline.records import LocalMention
from pipeline.word_lists import listed

SUBJECT_WEIGHT: Final = 1.0
OTHER_WEIGHT: Final = 0.45
QUOTED_WEIGHT: Final = 0.12
REPORTED_WEIGHT: Final = 0.55
SPEAKER_WEIGHT: Final = 0.8
HEADLINE_WEIGHT: Final = 0.3
"""What a headline names comes up again below; it is weak as an antecedent."""
DECAY: Final = 0.55
UNKNOWN_GENDER: Final = 0.35
UNLIKELY_GENDER: Final = 0.2
LEARNING: Final = 0.2
DOMINANCE: Final = 3
NEW_CALL: Final = 0.4
CALLING_ROLES: Final = frozenset(
    listed(
        """
        singer actor actress author writer director filmmaker star musician artist billionaire businessman candidate
        nominee politician senator congressman mogul tycoon republican democrat liberal conservative president premier
        leader champion striker goalkeeper defender midfielder player athlete novelist frontrunner front-runner
        governor mayor minister entrepreneur economist professor chef designer swede
        """
    )
)
"""Roles that news uses to call somebody anew instead of repeating the name."""
LOOSE_ROLES: Final = frozenset(
    listed(
        """
        republican democrat liberal conservative candidate nominee contender hopeful frontrunner front-runner
        billionaire millionaire businessman businesswoman tycoon mogul magnate entrepreneur star politician swede
        lawmaker legislator incumbent veteran donor financier industrialist hotelier
        """
    )
)
"""Those of them that say so little of an office that they fit a senator as well as a mayor."""
NEARER: Final = 1.5
"""A role that others may have, too, means somebody who is so much more present than the one who was called so."""
GROUPS: Final = frozenset(("neuter", "people"))
"""What is held as gender of bodies, places and peoples."""
GOES_ON: Final = 1.8
"""How much rather "he said" is the one quoted last than another who is as present."""
SPEAKER_REACH: Final = 6
SURE_ENOUGH: Final = 0.02
SURE_ENOUGH_IT: Final = 0.4
MAX_CANDIDATES: Final = 40
MAX_PEOPLE: Final = 200
MAX_AGE: Final = 40


@dataclass(slots=True)
class _Presence:
    person: Person
    weight: float = 0.0
    sentence: int = 0
    last_subject_sentence: int = -1
    last_told: int = -1
    """The sentence that last named the person in the article's own words."""


@dataclass(slots=True)
class Salience:
    """The people and bodies mentioned so far and their weights."""

    _all: dict[int, _Presence] = field(default_factory=dict)
    _speaker: Person | None = None
    _spoke: int = -MAX_AGE

    def note_speaker(self, person: Person, sentence: int) -> None:
        """Take in that a person is quoted in a sentence."""
        self._speaker, self._spoke = person, sentence

    def note(self, person: Person, sentence: int, weight: float, *, is_subject: bool = False) -> None:
        """Take in that a person is mentioned in a sentence."""
        presence = self._all.pop(id(person), None) or _Presence(person)
        self._all[id(person)] = presence
        presence.weight = _now(presence, sentence) + weight
        presence.sentence = sentence
        if is_subject:
            presence.last_subject_sentence = sentence
        if weight >= OTHER_WEIGHT:
            presence.last_told = sentence

    def _recent(self) -> list[_Presence]:
        """Those mentioned last; who came before them is too far away for any pronoun."""
        return list(islice(reversed(self._all.values()), MAX_CANDIDATES))

    def weight_of(self, person: Person, sentence: int) -> float:
        """Return how present a person is in a sentence; 0 for one not mentioned yet."""
        presence = self._all.get(id(person))
        return 0.0 if presence is None else _now(presence, sentence)

    def strongest_group(self, sentence: int, least: float, fits: Callable[[Person], bool]) -> Person | None:
        """Return the most present of the bodies that fit, if it is present enough."""
        groups = [p for p in self._recent() if p.person.gender == "neuter" and fits(p.person)]
        best = max(groups, key=lambda presence: _now(presence, sentence), default=None)
        return best.person if best is not None and _now(best, sentence) >= least else None

    def _strongest_person(self, sentence: int) -> Person | None:
        people = [presence for presence in self._recent() if presence.person.gender not in GROUPS]
        people.sort(key=lambda presence: -_now(presence, sentence))
        if not people or _now(people[0], sentence) < NEW_CALL:
            return None
        is_alone = len(people) == 1 or _now(people[1], sentence) * DOMINANCE < _now(people[0], sentence)
        return people[0].person if is_alone else None

    def _is_followed(self, gender: str | None) -> bool:
        """Whether the article told of somebody else of a gender since the last one quoted spoke."""
        return any(
            presence.last_told > self._spoke
            and presence.person is not self._speaker
            and presence.person.gender in (None, gender)
            for presence in self._recent()
        )

    def pronoun(self, mention: LocalMention, sentence: int, *, speaks: bool = False) -> Person | None:
        """Return the person whom a pronoun of the third person means, or null; who ``speaks`` goes on speaking."""
        is_neuter = mention.gender == "neuter"
        best: Person | None = None
        best_weight = SURE_ENOUGH_IT if is_neuter else SURE_ENOUGH
        second_weight = 0.0
        goes_on = speaks and sentence - self._spoke <= SPEAKER_REACH and not self._is_followed(mention.gender)
        is_object = not mention.is_subject and mention.surface.lower() in ("him", "her", "it")
        for presence in self._recent():
            person = presence.person
            if (person.gender == "neuter") != is_neuter or person.gender not in (None, mention.gender):
                continue
            weight = _now(presence, sentence)
            if goes_on and person is self._speaker:
                weight *= GOES_ON
            elif person.gender is None:
                weight *= _likelihood(person, mention.gender)
            if is_object and presence.last_subject_sentence == sentence:
                weight *= 0.3
            if weight > best_weight:
                second_weight = best_weight if best is not None else 0.0
                best, best_weight = person, weight
            else:
                second_weight = max(second_weight, weight)
        if best is not None and best.gender is None and best_weight >= LEARNING and second_weight < best_weight / 2:
            best.gender = mention.gender
        return best

    def epithet(self, mention: LocalMention, sentence: int, people: list[Person]) -> Person | None:
        """Return the person whom "the minister" or "the Russian leader" means, or null."""
        surface = mention.surface.lower()
        if surface.endswith("-year-old"):
            return self._strongest_person(sentence)
        surface = surface.replace("head of state", "leader").replace("head of government", "premier")
        before, _, owner = surface.partition(" of ")
        phrase = role_words(before)
        if not phrase:
            return None
        head, modifiers = phrase[-1], phrase[:-1] + role_words(owner)
        origins = origins_of([*modifiers, head])
        best: Person | None = None
        best_weight = (0, 0.0)
        for person in people[:MAX_PEOPLE]:
            if not person.has_role(head) or (mention.gender and person.gender and mention.gender != person.gender):
                continue
            if origins.contradict(person.origins):
                continue
            shared = sum(any(is_same_stem(word, role) for role in person.roles) for word in modifiers)
            weight = (shared, 0.01 + self.weight_of(person, sentence))
            if weight > best_weight:
                best, best_weight = person, weight
        if best is not None and head not in LOOSE_ROLES:
            return best
        called = self._newly_called(mention, sentence, head, origins)
        if best is not None and (called is None or self.weight_of(called, sentence) < NEARER * best_weight[1]):
            return best
        if called is not None:
            called.learn_roles([*modifiers, head])
        return called

    def _newly_called(self, mention: LocalMention, sentence: int, head: str, origins: Origins) -> Person | None:
        """Who is meant by what nobody was called before: the one just spoken of, if nothing was said of him yet."""
        if not (head in CALLING_ROLES or head in LOOSE_ROLES) or not mention.is_subject:
            return None
        present = [p for p in self._recent() if p.person.gender not in GROUPS and _now(p, sentence) >= NEW_CALL]
        fitting = [
            presence
            for presence in present
            if (not mention.gender or presence.person.gender in (None, mention.gender))
            and not origins.contradict(presence.person.origins)
        ]
        best = max(fitting, key=lambda p: (p.last_subject_sentence, _now(p, sentence)), default=None)
        if best is None or best.last_subject_sentence < sentence - 2:
            return None
        if head not in LOOSE_ROLES and any(role in ROLE_NOUNS for role in best.person.roles):
            return None
        return best.person


def _now(presence: _Presence, sentence: int) -> float:
    return presence.weight * DECAY ** min(MAX_AGE, sentence - presence.sentence)


def _likelihood(person: Person, gender: str | None) -> float:
    """How likely a person with a name that we do not know has a gender; in most languages of the news -a is female."""
    likely = "female" if person.words[0].endswith("a") else None
    if likely is None or len(person.words) == 1:
        return UNKNOWN_GENDER
    return 1.0 if likely == gender else UNLIKELY_GENDER
