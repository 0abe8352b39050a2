"""Reading the claims of one paragraph: every number that is claimed, with all that the paragraph alone tells about it.

The steps, each in a module of its own: ``quantities`` (numbers, vetoes, units, ranges; plain text), ``names`` (what
syntax vetoes), ``counted`` (the noun), ``bounds`` (at least, about), ``predicates`` (what happened, where),
``attribution`` (who says so). Context of the article is added by ``resolve``.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.claims.attribution import find_source, is_reporting
from pipeline.claims.bounds import find_modifier
from pipeline.claims.counted import Counted, find_antecedent, find_counted, find_measured, noun_after_unit
from pipeline.claims.names import counts_nothing, is_name_part
from pipeline.claims.predicates import CASUALTY_ADJECTIVES, find_place, find_predicate, is_negated, predicate_name
from pipeline.claims.quantities import Quantity, find_quantities
from pipeline.claims.units import unit_of_words
from pipeline.claims.verbs import base_form
from pipeline.columns import columns_of
from pipeline.dates import find_times
from pipeline.records import LocalClaim, Modifier, TimeExpression

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_BEFORE_UNIT = frozenset({"JJ", "JJR", "RB", "VBG", "VBN", "HYPH"})
_BEFORE_POINTS = _BEFORE_UNIT | {"NN", "NNP"}
_UNIT_KINDS_BEHIND_WORDS = frozenset(
    {"duration", "distance", "mass", "area", "volume", "points", "percent", "multiplier"}
)
_ELLIPSIS_TAGS = frozenset({"VBN", "VBD", "JJ"})
_AUXILIARIES = frozenset({"be", "have", "do"})
_NOT_OF_SOMETHING = frozenset({"duration", "age", "points", "temperature", "speed"})
_ELLIPSIS_REACH = 60
"""How many tokens may lie between a number without a noun and the one whose noun it shares."""

_LONGEST_SENTENCE = 400
"""Tokens; longer stretches without a full stop are lists or debris, whose parse means nothing and costs time."""

_PRONOUN_REACH = 20
"""The same for a number of "them"."""

_PART_OF_BEFORE = frozenset({"including", "among", "includes", "notably"})
"""Words before a number that is part of the one before it, so that what follows counts the whole again."""

_CLOSED: dict[Modifier, tuple[bool, bool]] = {
    "exact": (True, True),
    "at_least": (True, False),
    "more_than": (True, False),
    "at_most": (False, True),
    "less_than": (False, True),
    "about": (False, False),
}
"""Whether the lower and the upper end of what is claimed is the number itself; open ends are null."""


def read_claims(doc: Doc) -> tuple[LocalClaim, ...]:
    """Find the claims of one paragraph.

    Args:
        doc: the paragraph as the model read it, with tags, dependencies and entities.

    Returns:
        The claims in the order of the text. Spans cover the number with its bound, unit and noun; ``source_*`` and
        ``time_*`` are spans of who says so and as of when, where the sentence tells. All offsets are those of the
        paragraph.

    """
    text = columns_of(doc).text
    quantities = find_quantities(text)
    if not quantities:
        return ()
    reader = _Reader(doc, text)
    return tuple(claim for quantity in quantities if (claim := reader.read(quantity)))


@dataclass(frozen=True, slots=True)
class _Noun:
    """What a quantity is of: its unit with where that ends, and the noun it counts."""

    unit: str | None
    unit_kind: str | None
    end: int
    counted: Counted | None


@dataclass(frozen=True, slots=True)
class _Setting:
    """What syntax tells about a number besides its noun; spans are offsets in the paragraph."""

    counted: str | None = None
    predicate: str | None = None
    is_negated: bool = False
    place: str | None = None
    source: tuple[int, int] | None = None
    time: TimeExpression | None = None


class _Reader:
    """Reads the quantities of one paragraph in order; remembers what the last one counted, for ellipsis."""

    def __init__(self, doc: Doc, text: str) -> None:
        self._doc = doc
        self._text = text
        self._starts = columns_of(doc).start
        self._times = find_times(text)
        self._sentences = [(sentence.start, sentence.end) for sentence in doc.sents]
        self._last_counted: tuple[str, int] | None = None

    def read(self, quantity: Quantity) -> LocalClaim | None:
        doc = self._doc
        first, last = self._tokens(quantity.number_start, quantity.number_end)
        if quantity.unit is None and is_name_part(doc, quantity, first, last):
            return None
        if quantity.unit is None and counts_nothing(doc, first, last) and not self._continues_a_count(first):
            return None
        noun = self._noun(quantity, first, last)
        counted, end = noun.counted, noun.end
        noun_end = _end_of(doc[counted.last]) if counted and counted.last > last else end
        modifier, start, bound_end = find_modifier(
            self._text, quantity.start, (quantity.end, end, max(end, noun_end), quantity.number_end), noun.unit_kind
        )
        if quantity.modifier == "range":
            modifier, start, bound_end = "range", quantity.start, end
        elif quantity.high is not None:
            modifier = "vague"
        text = _text_of(doc, counted) if counted else quantity.per
        setting = self._setting(noun, first, last, start)
        if noun.unit is None and counted is None:
            text = setting.counted or self._shared_noun(first, _ELLIPSIS_REACH)
        is_part = any(token.lower_ in _PART_OF_BEFORE for token in doc[max(0, first - 3) : first])
        if noun.unit is None and text and not is_part and not (counted and counted.is_joined):
            self._last_counted = (text, last)
        low, high = _ends(quantity, modifier)
        return LocalClaim(
            char_start=start,
            char_end=max(end, bound_end, noun_end if noun.unit is None else end),
            value=quantity.value,
            value_low=low,
            value_high=high,
            modifier=modifier,
            unit=noun.unit,
            unit_kind=noun.unit_kind or ("ratio" if quantity.form == "fraction" else "count"),
            counted=text,
            predicate=setting.predicate,
            is_negated=setting.is_negated,
            place=setting.place,
            source_start=setting.source[0] if setting.source else None,
            source_end=setting.source[1] if setting.source else None,
            time_start=setting.time.char_start if setting.time else None,
            time_end=setting.time.char_end if setting.time else None,
        )

    def _setting(self, noun: _Noun, first: int, last: int, start: int) -> _Setting:
        """Read what the sentence tells about a number; of what is too long for a sentence, nothing."""
        doc, counted = self._doc, noun.counted
        sentence = self._sentences[bisect_right(self._sentences, (first, len(doc))) - 1]
        if sentence[1] - sentence[0] > _LONGEST_SENTENCE:
            return _Setting()
        anchor = doc[counted.head] if counted and noun.unit is None else doc[first : last + 1].root
        predicate = find_predicate(anchor, noun.unit_kind)
        text = None
        if noun.unit is None and counted is None:
            predicate = self._participle_behind(last) or predicate
            text = self._elided_noun(first, last)
        source = find_source(anchor, sentence)
        return _Setting(
            counted=text,
            predicate=predicate_name(predicate) if predicate is not None else None,
            is_negated=predicate is not None and (is_negated(predicate) or self._is_denied(first)),
            place=find_place(anchor, predicate),
            source=(doc[source[0]].idx, _end_of(doc[source[1] - 1])) if source else None,
            time=self._time_of(sentence, start),
        )

    def _tokens(self, start: int, end: int) -> tuple[int, int]:
        """Return the indices of the first and last token that overlap the characters."""
        first = max(bisect_right(self._starts, start) - 1, 0)
        return first, max(bisect_left(self._starts, end) - 1, first)

    def _noun(self, quantity: Quantity, first: int, last: int) -> _Noun:
        doc = self._doc
        if quantity.unit is not None:
            is_of_something = quantity.unit_kind not in _NOT_OF_SOMETHING
            unit_last = self._tokens(quantity.start, quantity.end)[1]
            counted = noun_after_unit(doc, unit_last) if is_of_something else None
            return _Noun(quantity.unit, quantity.unit_kind, quantity.end, counted)
        counted = find_counted(doc, first, last)
        found = _unit_of_noun(doc, counted) if counted else None
        if counted is None or found is None:
            return _Noun(None, None, quantity.end, counted)
        unit, kind = found
        end = max(quantity.end, _end_of(doc[counted.head]))
        return _Noun(unit, kind, end, noun_after_unit(doc, counted.head) if kind not in _NOT_OF_SOMETHING else None)

    def _is_denied(self, first: int) -> bool:
        """Say whether "not" stands right before the number or its bound ("not all 200 hostages")."""
        return any(token.lower_ == "not" for token in self._doc[max(0, first - 2) : first])

    def _continues_a_count(self, first: int) -> bool:
        """Say whether "one" goes on counting: "12 miners were hurt and one died"."""
        if first == 0 or first + 1 >= len(self._doc) or self._shared_noun(first, _PRONOUN_REACH) is None:
            return False
        is_joined = self._doc[first - 1].lower_ in {"and", "but", "while", ","}
        return is_joined and self._doc[first + 1].tag_ in {"VBD", "VBN"}

    def _participle_behind(self, last: int) -> Token | None:
        """Return what happened in "over 1,000 injured", where a participle stands in the place of the noun."""
        following = self._doc[last + 1] if last + 1 < len(self._doc) else None
        if following is None or following.tag_ not in _ELLIPSIS_TAGS or base_form(following.lower_) in _AUXILIARIES:
            return None
        is_participle = following.tag_ != "JJ" or following.lower_.endswith("ed")
        return following if is_participle or following.lower_ in CASUALTY_ADJECTIVES else None

    def _elided_noun(self, first: int, last: int) -> str | None:
        """Return what a number without a noun counts by syntax: "700 of them", "attendance was 45,300"."""
        doc = self._doc
        if antecedent := find_antecedent(doc, first, last):
            return self._shared_noun(first, _PRONOUN_REACH) or _text_of(doc, antecedent)
        measured = find_measured(doc, first, last)
        return _text_of(doc, measured) if measured else None

    def _shared_noun(self, first: int, reach: int) -> str | None:
        """Return what the number before counts ("137 soldiers were killed, while 316 were injured": soldiers)."""
        if self._last_counted is None or first - self._last_counted[1] > reach:
            return None
        return self._last_counted[0]

    def _time_of(self, sentence: tuple[int, int], start: int) -> TimeExpression | None:
        """Return the nearest time expression of the sentence, but not the one that says when it was reported."""
        begins, ends = self._starts[sentence[0]], _end_of(self._doc[sentence[1] - 1])
        at = bisect_left(self._times, begins, key=lambda time: time.char_start)
        inside = []
        while at < len(self._times) and self._times[at].char_start < ends:
            time = self._times[at]
            if not time.char_start <= start < time.char_end and not self._is_of_reporting(time):
                inside.append(time)
            at += 1
        return min(inside, key=lambda time: abs(time.char_start - start)) if inside else None

    def _is_of_reporting(self, time: TimeExpression) -> bool:
        first, last = self._tokens(time.char_start, time.char_end)
        head = self._doc[first : last + 1].root.head
        return is_reporting(head)


def _end_of(token: Token) -> int:
    return token.idx + len(token)


def _text_of(doc: Doc, counted: Counted) -> str:
    return str(doc[counted.first : counted.last + 1].text)


def _unit_of_noun(doc: Doc, counted: Counted) -> tuple[str, str] | None:
    """Recognise a unit behind adjectives ("five long years", "two more hours")."""
    head = doc[counted.head]
    is_extended = counted.last != counted.head and head.nbor().lower_ != "of"
    if head.tag_ not in {"NN", "NNS"} or is_extended:
        return None
    found = unit_of_words(head.lower_)
    if found is None:
        return None
    if found[1] == "money":
        return found if counted.first == counted.head else None
    if found[1] not in _UNIT_KINDS_BEHIND_WORDS:
        return None
    allowed = _BEFORE_POINTS if found[1] == "points" else _BEFORE_UNIT
    return found if all(token.tag_ in allowed for token in doc[counted.first : counted.head]) else None


def _ends(quantity: Quantity, modifier: Modifier) -> tuple[float | None, float | None]:
    if quantity.high is not None:
        return quantity.value, quantity.high
    has_low, has_high = _CLOSED[modifier]
    return (quantity.value if has_low else None), (quantity.value if has_high else None)
