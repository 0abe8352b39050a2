"""Mentions resolved over an article: whom surnames, pronouns and epithets stand for.

Here belongs the walk over an article's paragraphs in their order. What an entity is called across the corpus is not
decided here. Nothing of spaCy is needed: the readings hold all that is looked at.
"""

import re
import sys
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from pipeline.entities.article_groups import Groups, find_abbreviations, shown
from pipeline.entities.article_labels import decide_labels, name_key, surroundings_of
from pipeline.entities.article_origins import origins_of
from pipeline.entities.article_people import People, Person
from pipeline.entities.article_salience import (
    HEADLINE_WEIGHT,
    OTHER_WEIGHT,
    QUOTED_WEIGHT,
    REPORTED_WEIGHT,
    SPEAKER_WEIGHT,
    SUBJECT_WEIGHT,
    Salience,
)
from pipeline.entities.mention_words import FIRST_PERSON
from pipeline.records import LocalMention, Mention, ReadParagraph

_SENTENCE_END: Final = re.compile(r"[.!?][\"”’')\]]*\s+(?=[\"“‘(\[]?[A-Z])")
MAX_SURNAMES: Final = 60
HEADLINE_ROLES: Final = frozenset(("headline", "subhead", "caption"))


def resolve_mentions(paragraphs: Sequence[ReadParagraph]) -> tuple[Mention, ...]:
    """Return all mentions of an article with the names that they stand for there.

    Offsets count from the start of the article's text. ``name`` is null for pronouns and epithets where it is unsure.
    """
    walk = _Walk(paragraphs)
    resolved: list[Mention] = []
    for paragraph in paragraphs:
        resolved.extend(walk.over(paragraph))
    return tuple(resolved)


def _without_doubles(mentions: Sequence[Mention]) -> list[Mention]:
    """Drop the epithets that hold a name of the same entity ("the Harbour Office"): it is mentioned once."""
    starts: dict[str | None, list[int]] = defaultdict(list)
    for mention in mentions:
        if mention.kind == "name":
            starts[mention.name].append(mention.char_start)

    def holds_its_name(mention: Mention) -> bool:
        places = starts.get(mention.name, [])
        nearest = bisect_left(places, mention.char_start)
        is_nobody = mention.name is None and mention.label != "ORG"
        return not is_nobody and nearest < len(places) and places[nearest] < mention.char_end

    return [mention for mention in mentions if mention.kind != "epithet" or not holds_its_name(mention)]


class _Walk:
    """The state of a walk over an article: who is known and how present they are."""

    def __init__(self, paragraphs: Sequence[ReadParagraph]) -> None:
        names = [m for paragraph in paragraphs for m in paragraph.reading.mentions if m.kind == "name"]
        self.labels = decide_labels(names, _speaking(paragraphs), surroundings_of(paragraphs))
        self.people = People(m for m in names if self.labels.get(name_key(m.surface)) == "PERSON")
        abbreviations = find_abbreviations(paragraphs)
        self.groups = Groups(
            (shown(m.surface) for m in names if self.labels.get(name_key(m.surface)) == "ORG"), abbreviations
        )
        self.salience = Salience()
        self.sentence = 0
        words = sorted({p.name.split()[-1] for p in self.people.all[:MAX_SURNAMES] if " " in p.name})
        found = "|".join(re.escape(word) for word in words if len(word) > 3 and word[0].isupper())
        self.surnames = re.compile(rf"(?<![\w-])(?:{found})(?![\w-])") if found else None
        self.bare: dict[str, Person] = {}

    def over(self, paragraph: ReadParagraph) -> list[Mention]:
        """Return the mentions of the next paragraph, resolved."""
        offset = paragraph.paragraph.char_start
        quotes = paragraph.reading.quotes
        quoted = [(q.char_start, q.char_end) for q in quotes if q.quote_type != "indirect"]
        reported = [(q.char_start, q.char_end) for q in quotes if q.quote_type == "indirect"]
        ends = (match.end() for match in _SENTENCE_END.finditer(paragraph.paragraph.text))
        breaks = [at for at in ends if not _is_within(at, quoted)]
        speakers = {q.speaker_end for q in quotes if q.speaker_end is not None}
        alone = {
            q.speaker_end
            for q in quotes
            if q.speaker_end is not None and " and " not in paragraph.paragraph.text[q.speaker_start : q.speaker_end]
        }
        is_headline = paragraph.paragraph.role in HEADLINE_ROLES
        found = []
        country: str | None = None
        country_at = -1
        for mention in self._with_surnames(paragraph):
            at = self.sentence + bisect_right(breaks, mention.char_start)
            is_quoted = _is_within(mention.char_start, quoted)
            is_reported = _is_within(mention.char_start, reported)
            speaks = mention.char_end in speakers and not is_quoted
            entity, label = self._entity(mention, at, is_quoted, speaks=speaks)
            if label in ("NORP", "GPE") and mention.kind == "name":
                country, country_at = min(origins_of(name_key(mention.surface).split()).countries, default=None), at
            elif label == "ORG" and country_at == at and self.groups.is_anothers(mention.surface, country):
                entity = None
            if mention.kind == "name" and label is None:
                continue
            if entity is not None:
                self.salience.note(
                    entity,
                    at,
                    _weight(mention, is_headline, is_quoted, is_reported, mention.char_end in speakers),
                    is_subject=mention.is_subject and not is_quoted,
                )
                if mention.char_end in alone and mention.is_subject and not (is_quoted or is_headline):
                    self.salience.note_speaker(entity, at)
            found.append(
                Mention(
                    position=paragraph.paragraph.position,
                    char_start=offset + mention.char_start,
                    char_end=offset + mention.char_end,
                    surface=mention.surface,
                    kind=mention.kind,
                    label=label,
                    name=entity.name if entity is not None else None,
                )
            )
        self.sentence += len(breaks) + 1
        return _without_doubles(found)

    def _with_surnames(self, paragraph: ReadParagraph) -> list[LocalMention]:
        """The mentions of a paragraph with the surnames of known people that the model did not see."""
        mentions = list(paragraph.reading.mentions)
        if self.surnames is None:
            return mentions
        covered = {mention.char_start for mention in mentions if mention.kind == "name"}
        ends = {mention.char_end for mention in mentions if mention.kind == "name"}
        text = paragraph.paragraph.text
        for match in self.surnames.finditer(text):
            if match.start() in covered or match.end() in ends:
                continue
            starts = not text[: match.start()].strip() or text[: match.start()].rstrip()[-1:] in '.?!”"'
            mentions.append(
                LocalMention(
                    char_start=match.start(),
                    char_end=match.end(),
                    surface=match.group(),
                    kind="name",
                    label="PERSON",
                    is_subject=starts,
                )
            )
        mentions.sort(key=lambda mention: (mention.char_start, -mention.char_end))
        return mentions

    def _entity(
        self, mention: LocalMention, sentence: int, is_quoted: bool, *, speaks: bool
    ) -> tuple[Person | None, str | None]:
        """Return what a mention stands for and its label; a name with null label is nobody we know."""
        if mention.kind == "pronoun":
            if mention.gender is None or mention.surface.lower() in FIRST_PERSON or is_quoted:
                return None, mention.label
            if mention.gender == "neuter" and not mention.is_subject:
                return None, mention.label
            entity = self.salience.pronoun(mention, sentence, speaks=speaks)
            return entity, ("ORG" if entity.gender == "neuter" else "PERSON") if entity is not None else None
        if mention.kind == "epithet":
            if mention.label == "PERSON":
                return self.salience.epithet(mention, sentence, self.people.all), "PERSON"
            return self.groups.epithet(mention, sentence, self.salience), "ORG"
        label = self.labels.get(name_key(mention.surface))
        if label == "PERSON":
            known = self.people.find(mention.surface)
            return (self._nearest(known, mention, sentence) if known else None), label
        if label is None:
            known = self.people.find(mention.surface)
            return (self._nearest(known, mention, sentence), "PERSON") if known else (None, None)
        return self.groups.named(mention.surface, label), label

    def _nearest(self, found: list[Person], mention: LocalMention, sentence: int) -> Person:
        """Of several people with one surname, the one whose gender fits, who had it alone before or is most present."""
        if len(found) == 1:
            return found[0]
        fitting = [p for p in found if mention.gender not in ("male", "female") or p.gender in (None, mention.gender)]
        key = name_key(mention.surface)
        before = self.bare.get(key)
        if before is not None and before in (fitting or found):
            return before
        nearest = max(fitting or found, key=lambda person: self.salience.weight_of(person, sentence))
        if mention.gender is None:
            self.bare[key] = nearest
        return nearest


def _speaking(paragraphs: Sequence[ReadParagraph]) -> list[LocalMention]:
    """The names that something is quoted of."""
    found: list[LocalMention] = []
    for paragraph in paragraphs:
        ends = {quote.speaker_end for quote in paragraph.reading.quotes if quote.cue_start is not None}
        if ends:
            found.extend(m for m in paragraph.reading.mentions if m.kind == "name" and m.char_end in ends)
    return found


def _is_within(at: int, spans: list[tuple[int, int]]) -> bool:
    """Whether an offset lies in one of the spans, which are in order and apart."""
    index = bisect_right(spans, (at, sys.maxsize)) - 1
    return index >= 0 and at < spans[index][1]


def _weight(mention: LocalMention, is_headline: bool, is_quoted: bool, is_reported: bool, is_speaker: bool) -> float:
    if is_quoted or (is_reported and not mention.is_subject):
        return QUOTED_WEIGHT
    if is_headline:
        return HEADLINE_WEIGHT
    if is_reported:
        return REPORTED_WEIGHT
    if is_speaker:
        return SUBJECT_WEIGHT + SPEAKER_WEIGHT
    return SUBJECT_WEIGHT if mention.is_subject else OTHER_WEIGHT
