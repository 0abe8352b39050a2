"""The people of one article: every way that a name of theirs is written, their gender and what the article calls them.

Here belongs grouping full names with surnames and first names. Bodies that speak are in ``article_groups``; pronouns
and epithets are weighed in ``article_salience``.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from rapidfuzz.distance import OSA

from pipeline.entities.article_origins import NO_ORIGINS, PARTIES, Origins, origins_of
from pipeline.entities.first_names import FIRST_NAME_GENDER
from pipeline.entities.mention_words import ABBREVIATIONS, SAME_ROLE, TITLE_WORDS, WIDER_ROLES
from pipeline.entities.people import family_key
from pipeline.entities.transliteration import consonant_skeleton, fold_spelling, strip_accents
from pipeline.records import LocalMention

_NAME_WORD: Final = re.compile(r"[^\W_][\w.’'‑-]*")
_SUFFIXES: Final = frozenset(("jr", "sr", "ii", "iii", "iv"))
_STOP_WORDS: Final = frozenset(
    ("the", "a", "an", "of", "for", "in", "at", "and", "to", "on", "from", "with", "by", "'s", "’s")
)
_ROLE_KEYS: Final = {word: min(group) for group in SAME_ROLE for word in group}
_PRIME_MINISTER: Final = re.compile(r"\b(?:prime minister|pm)\b")
MAX_NAMESAKES: Final = 40
NEAR_FROM_LENGTH: Final = 6
"""Surnames at least this long, in one article, are one where they differ in one vowel or two neighbours."""
SAME_STEM: Final = 4
"""Letters that a country and its adjective share ("Russia", "Russian")."""


def name_words(surface: str) -> list[str]:
    """Return the words of a person's name in small letters, without titles and suffixes."""
    words = [word.strip(".").lower() for word in _NAME_WORD.findall(surface)]
    words = [word[:-2] if word.endswith(("'s", "’s")) else word for word in words]
    words = [word[3:] if word.startswith(("al-", "el-")) and len(word) > 4 else word for word in words]
    while len(words) > 1 and (words[0] in TITLE_WORDS or words[0] in ("al", "el")):
        words.pop(0)
    while len(words) > 1 and words[-1] in _SUFFIXES:
        words.pop()
    return words


def without_titles(surface: str) -> str:
    """Return a person's name as it is shown: without the titles before it."""
    words = surface.split()
    while len(words) > 1 and words[0].strip(".,").lower() in TITLE_WORDS:
        words.pop(0)
    return " ".join(words)


def role_words(description: str) -> list[str]:
    """Return the words of a description that an epithet could repeat, with short titles written out."""
    words = []
    for raw in _PRIME_MINISTER.sub("premier", description).split():
        word = raw.strip(".,")
        if word and word not in _STOP_WORDS:
            words.append(ABBREVIATIONS.get(word, word))
    return words


def role_key(word: str) -> str:
    """Return one word for all roles that an epithet may exchange ("spokeswoman", "spokesperson")."""
    return _ROLE_KEYS.get(word, word)


def is_same_stem(word: str, other: str) -> bool:
    """Whether two words are one, or a country and its adjective."""
    return word == other or (len(word) > SAME_STEM and len(other) > SAME_STEM and word[:SAME_STEM] == other[:SAME_STEM])


def surname_key(word: str) -> str:
    """Return one word for all romanisations of a surname ("Zelensky", "Zelenskyy")."""
    return family_key(fold_spelling(word)) or word


def is_near_surname(word: str, other: str) -> bool:
    """Whether two surnames are one with a slip: the same consonants, and one vowel or two neighbours apart.

    Women's forms (Belanov, Belanova) and Scandinavian ones (Larsen, Larson) are two names.
    """
    one, two = strip_accents(word), strip_accents(other)
    if min(len(one), len(two)) < NEAR_FROM_LENGTH or one[0] != two[0]:
        return False
    if one + "a" == two or two + "a" == one or {one[-3:], two[-3:]} == {"sen", "son"}:
        return False
    return consonant_skeleton(one) == consonant_skeleton(two) and OSA.distance(one, two, score_cutoff=1) <= 1


@dataclass(slots=True, eq=False)
class Person:
    """A person in an article; a body that speaks is held in the same way, with gender ``neuter``."""

    name: str
    words: list[str]
    gender: str | None = None
    roles: set[str] = field(default_factory=set)
    origins: Origins = NO_ORIGINS

    def learn(self, mention: LocalMention) -> None:
        """Take in what a mention tells of the person."""
        if mention.description:
            self.learn_roles(role_words(mention.description))
        if self.gender is None and mention.gender in ("male", "female"):
            self.gender = mention.gender

    def learn_roles(self, words: list[str]) -> None:
        """Take in what the person is called."""
        self.roles.update(words)
        self.origins = self.origins.joined(origins_of(words))

    def has_role(self, noun: str) -> bool:
        """Whether the article gives the person the role that an epithet names."""
        if PARTIES.get(noun) in self.origins.parties:
            return True
        key = role_key(noun)
        wider = WIDER_ROLES.get(noun, frozenset())
        return any(role_key(role) == key or role in wider for role in self.roles)


class People:
    """All people of an article, found by any part of their names, in any usual romanisation."""

    def __init__(self, mentions: Iterable[LocalMention]) -> None:
        self.all: list[Person] = []
        self._by_words: dict[tuple[str, ...], Person] = {}
        self._by_surname: dict[str, list[Person]] = {}
        self._by_first: dict[str, list[Person]] = {}
        self._by_initial: dict[str, list[Person]] = {}
        self._found_near: dict[str, list[Person]] = {}
        singles: list[LocalMention] = []
        for mention in mentions:
            words = name_words(mention.surface)
            if len(words) > 1:
                self._add(mention, words)
            elif words:
                singles.append(mention)
        for mention in singles:
            words = name_words(mention.surface)
            known = self._single(words[0])
            if not known:
                self._add(mention, words)
            elif len(known) == 1:
                known[0].learn(mention)
        for person in self.all:
            if person.gender is None:
                person.gender = FIRST_NAME_GENDER.get(person.words[0])

    def _add(self, mention: LocalMention, words: list[str]) -> None:
        key = tuple(surname_key(word) for word in words)
        person = self._by_words.get(key) or self._same(words)
        if person is None:
            person = Person(without_titles(mention.surface), words)
            self.all.append(person)
            self._by_surname.setdefault(key[-1], []).append(person)
            if len(words) > 1:
                self._by_first.setdefault(key[0], []).append(person)
                self._by_initial.setdefault(words[-1][0], []).append(person)
        elif len(words) > len(person.words):
            person.name, person.words = without_titles(mention.surface), words
        self._by_words[key] = person
        person.learn(mention)

    def _same(self, words: list[str]) -> Person | None:
        """The person whose first name and surname agree, whatever stands between ("John F. Rowe")."""
        if len(words) < 2:
            return None
        for person in self._by_surname.get(surname_key(words[-1]), [])[:MAX_NAMESAKES]:
            first, other = person.words[0], words[0]
            is_same_first = first == other or surname_key(first) == surname_key(other)
            if is_same_first or (first[0] == other[0] and 1 in (len(first), len(other))):
                return person
        for person in self._by_initial.get(words[-1][0], [])[:MAX_NAMESAKES]:
            if person.words[0] == words[0] and is_near_surname(words[-1], person.words[-1]):
                return person
        return None

    def _single(self, word: str) -> list[Person]:
        """Return the people that one word may stand for: by surname, by first name, by a surname spelt a little off."""
        key = surname_key(word)
        return self._by_surname.get(key) or self._by_first.get(key) or self._near(word)

    def _near(self, word: str) -> list[Person]:
        found = self._found_near.get(word)
        if found is None:
            found = [
                person
                for person in self._by_initial.get(word[0], [])[:MAX_NAMESAKES]
                if is_near_surname(word, person.words[-1])
            ]
            found = self._found_near[word] = found if len(found) == 1 else []
        return found

    def knows(self, surface: str) -> bool:
        """Whether a written name may stand for one of the people."""
        return bool(self.find(surface))

    def find(self, surface: str) -> list[Person]:
        """Return the people that a written name may stand for."""
        words = name_words(surface)
        if not words:
            return []
        if len(words) > 1:
            person = self._by_words.get(tuple(surname_key(word) for word in words)) or self._same(words)
            return [person] if person is not None else []
        return self._single(words[0])
