"""The people of one article: every way that a name of theirs is written, their gender and what the article calls them.

Here belongs grouping full names with surnames and first names. Pronouns and epithets are in ``article``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from pipeline.entities.first_names import FIRST_NAME_GENDER
from pipeline.entities.mention_words import ABBREVIATIONS, SAME_ROLE, TITLE_WORDS
from pipeline.records import LocalMention
from pipeline.word_lists import listed

_NAME_WORD: Final = re.compile(r"[^\W_][\w.’'‑-]*")
_SUFFIXES: Final = frozenset(["jr", "sr", "ii", "iii", "iv"])
_STOP_WORDS: Final = frozenset(
    listed(
        """
    the a an of for in at and to on from with by 's ’s
    """
    )
)
_ROLE_KEYS: Final = {word: min(group) for group in SAME_ROLE for word in group}


def name_words(surface: str) -> list[str]:
    """Return the words of a person's name in small letters, without titles and suffixes."""
    words = [word.strip(".").lower() for word in _NAME_WORD.findall(surface)]
    words = [word[:-2] if word.endswith(("'s", "’s")) else word for word in words]
    while len(words) > 1 and words[0] in TITLE_WORDS:
        words.pop(0)
    while len(words) > 1 and words[-1] in _SUFFIXES:
        words.pop()
    return words


def role_words(description: str) -> set[str]:
    """Return the words of a description that an epithet could repeat, with short titles written out."""
    words = set()
    for raw in description.split():
        word = raw.strip(".,")
        if word and word not in _STOP_WORDS:
            words.add(ABBREVIATIONS.get(word, word))
    return words


def role_key(word: str) -> str:
    """Return one word for all roles that an epithet may exchange ("spokeswoman", "spokesperson")."""
    return _ROLE_KEYS.get(word, word)


@dataclass(slots=True)
class Person:
    """A person in an article."""

    name: str
    words: list[str]
    gender: str | None = None
    roles: set[str] = field(default_factory=set)
    count: int = 0

    @property
    def surname(self) -> str:
        """The last word of the name."""
        return self.words[-1]

    def learn(self, mention: LocalMention) -> None:
        """Take in what a mention tells of the person."""
        self.count += 1
        if mention.description:
            self.roles |= role_words(mention.description)
        if self.gender is None and mention.gender in ("male", "female"):
            self.gender = mention.gender


class People:
    """All people of an article, found by any part of their names."""

    def __init__(self, mentions: Iterable[LocalMention]) -> None:
        self.all: list[Person] = []
        self._by_words: dict[tuple[str, ...], Person] = {}
        self.by_surname: dict[str, list[Person]] = {}
        self._by_first: dict[str, list[Person]] = {}
        singles: list[LocalMention] = []
        for mention in mentions:
            words = name_words(mention.surface)
            if len(words) > 1:
                self._add(mention, words)
            elif words:
                singles.append(mention)
        for mention in singles:
            words = name_words(mention.surface)
            known = self.by_surname.get(words[0]) or self._by_first.get(words[0])
            if known:
                if len(known) == 1:
                    known[0].learn(mention)
            else:
                self._add(mention, words)
        for person in self.all:
            if person.gender is None:
                person.gender = FIRST_NAME_GENDER.get(person.words[0])

    def _add(self, mention: LocalMention, words: list[str]) -> None:
        person = self._by_words.get(tuple(words)) or self._same(words)
        if person is None:
            person = Person(_display(mention.surface), words)
            self.all.append(person)
            self.by_surname.setdefault(words[-1], []).append(person)
            if len(words) > 1:
                self._by_first.setdefault(words[0], []).append(person)
        elif len(words) > len(person.words):
            person.name, person.words = _display(mention.surface), words
        self._by_words[tuple(words)] = person
        person.learn(mention)

    def _same(self, words: list[str]) -> Person | None:
        """The person whose first name and surname agree, whatever stands between ("John F. Rowe")."""
        if len(words) < 2:
            return None
        for person in self.by_surname.get(words[-1], ()):
            if person.words[0] == words[0] or (
                (len(person.words[0]) == 1 or len(words[0]) == 1) and person.words[0][0] == words[0][0]
            ):
                return person
        return None

    def find(self, surface: str) -> list[Person]:
        """Return the people that a written name may stand for."""
        words = name_words(surface)
        if not words:
            return []
        exact = self._by_words.get(tuple(words))
        if exact is not None and len(words) > 1:
            return [exact]
        if len(words) > 1:
            same = self._same(words)
            return [same] if same is not None else []
        return self.by_surname.get(words[0]) or self._by_first.get(words[0]) or []


def _display(surface: str) -> str:
    """The name as it is shown: without titles before it."""
    words = surface.split()
    while len(words) > 1 and words[0].strip(".,").lower() in TITLE_WORDS:
        words.pop(0)
    return " ".join(words)
