"""Reading the claims of one paragraph: every number that is claimed, with all that the paragraph alone tells about it.

The steps, each in a module of its own: ``quantities`` (numbers, vetoes, units, ranges; plain text), ``names`` (what syntax
vetoes), ``counted`` (the noun), ``bounds`` (at least, about), ``predicates`` (what happened, where), ``attribution`` (who
says so). Context of the article is added by ``resolve``.
"""

from bisect import bisect_left, bisect_right

from spacy.tokens import Doc, Token

from pipeline.claims.attribution import find_source
from pipeline.claims.bounds import find_modifier
from pipeline.claims.counted import Counted, find_counted, find_measured, noun_after_unit
from pipeline.claims.names import counts_nothing, is_name_part
from pipeline.claims.predicates import find_place, find_predicate, is_negated, predicate_name
from pipeline.claims.quantities import Quantity, find_quantities
from pipeline.claims.units import unit_of_words
from pipeline.claims.verbs import base_form
from pipeline.dates import find_times
from pipeline.records import LocalClaim, Modifier, TimeExpression

_BEFORE_UNIT = frozenset({"JJ", "JJR", "RB", "VBG", "VBN", "HYPH"})
_BEFORE_POINTS = _BEFORE_UNIT | {"NN", "NNP"}
_ELLIPSIS_TAGS = frozenset({"VBN", "VBD", "JJ"})
_AUXILIARIES = frozenset({"be", "have", "do"})
_NOT_OF_SOMETHING = frozenset({"duration", "age", "points", "temperature", "speed"})
_CLOSED: dict[Modifier, tuple[bool, bool]] = {
    "exact": (True, True),
    "at_least": (True, False),
    "more_than": (True, False),
    "at_most": (False, True),
    "less_than": (False, True),
    "about": (False, False),
}
"""Whether the lower and the upper end of what is claimed is the number itself; open ends are null."""


class _Tokens:
    """Finds the tokens of a span of characters."""

    def __init__(self, doc: Doc) -> None:
        self._starts = [token.idx for token in doc]

    def at(self, start: int, end: int) -> tuple[int, int]:
        """Return the indices of the first and last token that overlap the characters."""
        first = max(bisect_right(self._starts, start) - 1, 0)
        return first, max(bisect_left(self._starts, end) - 1, first)


def read_claims(doc: Doc) -> tuple[LocalClaim, ...]:
    """Find the claims of one paragraph.

    Args:
        doc: the paragraph as the model read it, with tags, dependencies and entities.

    Returns:
        The claims in the order of the text. Spans cover the number with its bound, unit and noun; ``source_*`` and
        ``time_*`` are spans of who says so and as of when, where the sentence tells. All offsets are those of the
        paragraph.

    """
    quantities = find_quantities(doc.text)
    if not quantities:
        return ()
    tokens = _Tokens(doc)
    times = find_times(doc.text)
    claims: list[LocalClaim] = []
    previous: tuple[LocalClaim, int] | None = None
    for quantity in quantities:
        first, last = tokens.at(quantity.number_start, quantity.number_end)
        claim = _read_claim(doc, tokens, quantity, first, last, previous, times)
        if claim is None:
            continue
        claims.append(claim)
        if claim.unit is None and claim.counted:
            previous = (claim, doc[first].sent.start)
    return tuple(claims)


def _read_claim(
    doc: Doc,
    tokens: _Tokens,
    quantity: Quantity,
    first: int,
    last: int,
    previous: tuple[LocalClaim, int] | None,
    times: tuple[TimeExpression, ...],
) -> LocalClaim | None:
    if quantity.unit is None and (is_name_part(doc, quantity, first, last) or counts_nothing(doc, first, last)):
        return None
    unit, unit_kind, end = quantity.unit, quantity.unit_kind, quantity.end
    counted: Counted | None = None
    if unit is None:
        counted = find_counted(doc, first, last)
        if counted and (found := _unit_of_noun(doc, counted)):
            unit, unit_kind = found
            end = max(end, _end_of(doc[counted.head]))
            unit_last = counted.head
            counted = noun_after_unit(doc, unit_last) if unit_kind not in _NOT_OF_SOMETHING else None
    elif unit_kind not in _NOT_OF_SOMETHING or quantity.form == "multiplier":
        counted = noun_after_unit(doc, tokens.at(quantity.start, quantity.end)[1])
    text = _counted_text(doc, counted) if counted else None
    noun_end = _end_of(doc[counted.last]) if counted and counted.last > last else end
    is_measured = unit is not None
    modifier, start, bound_end = _modifier(doc.text, quantity, end, max(end, noun_end), unit_kind)
    anchor = doc[counted.head] if counted else doc[first : last + 1].root
    predicate = find_predicate(anchor)
    following = doc[last + 1] if last + 1 < len(doc) else None
    measured = find_measured(doc, first, last) if unit is None and counted is None else None
    if unit is None and counted is None:
        if following is not None and following.tag_ in _ELLIPSIS_TAGS and base_form(following.lower_) not in _AUXILIARIES:
            predicate = following
        text = _counted_text(doc, measured) if measured else _inherited(doc, first, previous)
    source = find_source(anchor)
    time = _time_of(doc, anchor, predicate, times, start)
    low, high = _ends(quantity, modifier)
    kind = unit_kind or ("ratio" if quantity.form == "fraction" else "count")
    span_end = max(end, bound_end, noun_end if not is_measured else end)
    return LocalClaim(
        char_start=start,
        char_end=span_end,
        value=quantity.value,
        value_low=low,
        value_high=high,
        modifier=modifier,
        unit=unit,
        unit_kind=kind,
        counted=text,
        predicate=predicate_name(predicate) if predicate is not None else None,
        is_negated=predicate is not None and is_negated(predicate),
        place=find_place(anchor, predicate),
        source_start=doc[source[0]].idx if source else None,
        source_end=_end_of(doc[source[1] - 1]) if source else None,
        time_start=time.char_start if time else None,
        time_end=time.char_end if time else None,
    )


def _end_of(token: Token) -> int:
    return token.idx + len(token)


def _unit_of_noun(doc: Doc, counted: Counted) -> tuple[str, str] | None:
    """Recognise a unit behind adjectives ("five long years", "two more hours")."""
    head = doc[counted.head]
    if head.tag_ not in {"NN", "NNS"} or counted.last != counted.head:
        return None
    found = unit_of_words(head.lower_)
    if found is None or found[1] not in {
        "duration",
        "distance",
        "mass",
        "area",
        "volume",
        "points",
        "percent",
        "multiplier",
    }:
        return None
    between = doc[counted.first : counted.head]
    allowed = _BEFORE_POINTS if found[1] == "points" else _BEFORE_UNIT
    is_plain = all(token.tag_ in allowed for token in between)
    return found if is_plain else None


def _counted_text(doc: Doc, counted: Counted) -> str:
    return doc[counted.first : counted.last + 1].text


def _modifier(
    text: str, quantity: Quantity, end: int, noun_end: int, unit_kind: str | None
) -> tuple[Modifier, int, int]:
    modifier, start, bound_end = find_modifier(text, quantity.start, (quantity.end, end, noun_end), unit_kind)
    if quantity.modifier == "range":
        return "range", quantity.start, end
    if quantity.high is not None:
        return "vague", start, bound_end
    return modifier, start, bound_end


def _ends(quantity: Quantity, modifier: Modifier) -> tuple[float | None, float | None]:
    if quantity.high is not None:
        return quantity.value, quantity.high
    has_low, has_high = _CLOSED[modifier]
    return (quantity.value if has_low else None), (quantity.value if has_high else None)


def _inherited(doc: Doc, first: int, previous: tuple[LocalClaim, int] | None) -> str | None:
    """Return what an earlier number of the same sentence counts ("137 soldiers were killed, while 316 were injured")."""
    if previous is None or previous[1] != doc[first].sent.start:
        return None
    return previous[0].counted


def _time_of(
    doc: Doc, anchor: Token, predicate: Token | None, times: tuple[TimeExpression, ...], start: int
) -> TimeExpression | None:
    """Return the time expression of the claim's sentence that stands nearest, those of the reporting clause aside."""
    sentence = anchor.sent
    nearest: tuple[int, TimeExpression] | None = None
    for time in times:
        if not sentence.start_char <= time.char_start < sentence.end_char or time.char_start <= start < time.char_end:
            continue
        distance = abs(time.char_start - start)
        if nearest is None or distance < nearest[0]:
            nearest = (distance, time)
    return nearest[1] if nearest else None
