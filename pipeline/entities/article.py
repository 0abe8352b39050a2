"""Mentions resolved over an article: whom surnames, pronouns and epithets stand for.

Here belongs the walk over an article's paragraphs in their order. What an entity is called across the corpus is not
decided here. Nothing of spaCy is needed: the readings hold all that is looked at.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from typing import Final

from pipeline.entities.article_people import People, Person, name_words
from pipeline.entities.article_salience import (
    HEADLINE_WEIGHT,
    OTHER_WEIGHT,
    QUOTED_WEIGHT,
    SPEAKER_WEIGHT,
    SUBJECT_WEIGHT,
    Salience,
)
from pipeline.entities.mention_words import FIRST_PERSON
from pipeline.records import LocalMention, Mention, ReadParagraph

_SENTENCE_END: Final = re.compile(r"[.!?][\"”’')\]]*\s+(?=[\"“‘(\[]?[A-Z])")
PLACE_LABELS: Final = frozenset(("GPE", "LOC", "NORP"))
PARAGRAPH_STEP: Final = 1


def resolve_mentions(paragraphs: Sequence[ReadParagraph]) -> tuple[Mention, ...]:
    """Return all mentions of an article with the names that they stand for there.

    Offsets count from the start of the article's text. ``name`` is null for pronouns and epithets where it is unsure.
    """
    labels = _labels(paragraphs)
    people = People(
        mention
        for paragraph in paragraphs
        for mention in paragraph.reading.mentions
        if mention.kind == "name" and labels.get(_key(mention.surface)) == "PERSON"
    )
    salience = Salience()
    resolved: list[Mention] = []
    sentence = 0
    for paragraph in paragraphs:
        breaks = [match.end() for match in _SENTENCE_END.finditer(paragraph.paragraph.text)]
        quoted = [(q.char_start, q.char_end) for q in paragraph.reading.quotes if q.quote_type != "indirect"]
        speakers = {q.speaker_end for q in paragraph.reading.quotes if q.speaker_end is not None}
        is_headline = paragraph.paragraph.role in ("headline", "subhead", "caption")
        for mention in paragraph.reading.mentions:
            at = sentence + bisect_right(breaks, mention.char_start)
            is_quoted = any(start <= mention.char_start < end for start, end in quoted)
            name, person = _resolve(mention, at, is_quoted, people, salience, labels)
            if person is not None:
                weight = SUBJECT_WEIGHT if mention.is_subject else OTHER_WEIGHT
                if mention.char_end in speakers:
                    weight = SUBJECT_WEIGHT + SPEAKER_WEIGHT
                if is_headline:
                    weight = HEADLINE_WEIGHT
                if is_quoted:
                    weight = QUOTED_WEIGHT
                salience.note(person, at, weight, is_subject=mention.is_subject and not is_quoted)
            offset = paragraph.paragraph.char_start
            resolved.append(
                Mention(
                    position=paragraph.paragraph.position,
                    char_start=offset + mention.char_start,
                    char_end=offset + mention.char_end,
                    surface=mention.surface,
                    kind=mention.kind,
                    label="PERSON" if person is not None else mention.label,
                    name=name,
                )
            )
        sentence += len(breaks) + PARAGRAPH_STEP
    return tuple(resolved)


def _key(surface: str) -> str:
    return " ".join(surface.split()).lower()


def _labels(paragraphs: Sequence[ReadParagraph]) -> dict[str, str]:
    """The label that each written name gets most often; a surname of a person counts as one."""
    votes: dict[str, Counter[str]] = {}
    surnames: set[str] = set()
    for paragraph in paragraphs:
        for mention in paragraph.reading.mentions:
            if mention.kind == "name" and mention.label:
                votes.setdefault(_key(mention.surface), Counter())[mention.label] += 2 if mention.description else 1
    labels = {key: max(sorted(counts), key=counts.__getitem__) for key, counts in votes.items()}
    for key, label in labels.items():
        if label == "PERSON" and " " in key:
            surnames.add(name_words(key)[-1])
    for key, label in labels.items():
        if label != "PERSON" and key in surnames and label not in ("GPE", "LOC"):
            labels[key] = "PERSON"
    return labels


def _resolve(
    mention: LocalMention,
    sentence: int,
    is_quoted: bool,
    people: People,
    salience: Salience,
    labels: dict[str, str],
) -> tuple[str | None, Person | None]:
    if mention.kind == "name":
        if labels.get(_key(mention.surface)) != "PERSON":
            return " ".join(mention.surface.split()), None
        found = people.find(mention.surface)
        if not found:
            return mention.surface, None
        person = found[0] if len(found) == 1 else _nearest(found, mention, salience, sentence)
        return person.name, person
    if mention.kind == "pronoun":
        if mention.gender not in ("male", "female") or mention.surface.lower() in FIRST_PERSON or is_quoted:
            return None, None
        person_or_none = salience.pronoun(mention, sentence)
        return (person_or_none.name, person_or_none) if person_or_none is not None else (None, None)
    if mention.label == "PERSON":
        person_or_none = salience.epithet(mention, sentence, people.all)
        return (person_or_none.name, person_or_none) if person_or_none is not None else (None, None)
    return None, None


def _nearest(found: list[Person], mention: LocalMention, salience: Salience, sentence: int) -> Person:
    """Of several people with one surname, the one whose gender fits and who was mentioned last."""
    fitting = [p for p in found if mention.gender not in ("male", "female") or p.gender in (None, mention.gender)]
    return max(fitting or found, key=lambda person: salience.weight_of(person, sentence))
