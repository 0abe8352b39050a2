"""Finding the unit beside a number in plain text, and naming it canonically."""

import re
from dataclasses import dataclass, replace

from pipeline.claims.currencies import currency_after, currency_before, currency_name
from pipeline.claims.unit_table import PER, PRICED, RATE_KINDS, SYMBOLS, WORDS


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit found in the text; the span is that of the unit alone. ``per`` is what a price is for ("$83 a barrel")."""

    name: str
    kind: str
    start: int
    end: int
    per: str | None = None


_WORD = re.compile(r"[A-Za-z][A-Za-z.]*[A-Za-z]|[A-Za-z]")
_SYMBOL = re.compile(
    r"[ \u00a0-]?("
    + "|".join(re.escape(symbol) for symbol in sorted(SYMBOLS, key=len, reverse=True))
    + r")(?![\w²³]|\.\w)"
)
_GLUED_ONLY = frozenset(
    {"in", "s", "h", "x", "X", "×", "l", "L", "C", "F", "A", "V", "PS", "J", '"', "”", "t", "°", "º", "mb", "g", "m"}
)
"""Symbols too short to be believed behind a space, unless a rule says otherwise."""

_SPACED_TOO = frozenset({"m", "g", "t", "L", "C", "V", "°", "x"})
_QUOTE_SIGNS = frozenset({'"', "”"})
_PER_WORD = re.compile(
    r"\+?(?P<how>\s*/\s*|(?:\s+|-)(?:per|an?)(?:\s+|-))(?:square\s+|cubic\s+)?(?P<what>[A-Za-z]+)(?!\s+(?:ago|earlier|before|later|old)\b)(?![A-Za-z])"
)
_AGE_TAIL = re.compile(r"(?:[\s-]+old|\s+of\s+age)s?\b", re.IGNORECASE)
_AGE_BEFORE = re.compile(
    r"\b(?:aged?|ages|ages?\s+of|age\s+(?:is|was|at)|turn(?:s|ed|ing)?|people\s+over"
    r"|under\s+the\s+age\s+of|over\s+the\s+age\s+of)"
    r"(?:\s+(?:between|from|over|under|about|around|at\s+least|just|only))?\s+$",
    re.IGNORECASE,
)
_AGE_AFTER = re.compile(r"\s+(?:and|or)\s+(?:older|younger)\b|\s+and\s+(?:over|under|above|up)\b", re.IGNORECASE)
_PEOPLE_OF_AGE = re.compile(
    r"\b(?:voters|people|adults|men|women|children|those|residents|anyone|everyone|workers|boys|girls"
    r"|patients|citizens|persons|drivers|players|students)"
    r"\s+(?:aged\s+)?(?:over|under|above|below|older\s+than|younger\s+than)\s+(?:the\s+age\s+of\s+)?$"
    r"|\b(?:is|are|was|were|be|aged?|who['’]re)\s+(?:older|younger)\s+than\s+$",
    re.IGNORECASE,
)
_MASS_CONTEXT = re.compile(
    r"\b(?:weigh\w*|weight|heavy|heavier|lift\w*|lighter|bench|lost|shed|gain\w*|of\s+pressure|load"
    r"|payload)\b",
    re.IGNORECASE,
)
_HOMONYMS = frozenset({"won", "real", "stone", "som", "lei", "sen", "bit", "lev"})
"""Units that are also other words; believed only behind large numbers or at the end of a phrase."""

_PHRASE_END = re.compile(r"\s*[.,;)]|\s+(?:in|to|for|from|a|per|on|and)\b|\s*$")
_PART_OF_UNIT = re.compile(r"\s+(?:of\s+)?an?(?=\s)")
_AGE_UNITS = {"year", "month", "week", "day"}


def _pound(text: str, start: int, end: int) -> tuple[str, str]:
    """Money or mass: "500 pounds of flour" and "weighs 12 pounds" are mass, "500 pounds" alone is money."""
    is_joined = text[start - 1 : start] == "-"
    is_mass = bool(re.match(r"\s+of\s+(?!the\b)", text[end : end + 10])) or _MASS_CONTEXT.search(
        text[max(0, start - 60) : end + 20]
    )
    return ("pound (mass)", "mass") if is_joined or is_mass else ("GBP", "money")


def unit_of_words(words: str) -> tuple[str, str] | None:
    """Return name and kind of a unit written in words, singular or plural, in any case; null where it is no unit."""
    words = words.lower()
    if words in WORDS:
        return WORDS[words]
    if currency := currency_name(words):
        return currency, "money"
    return None


def _rate(text: str, unit: Unit) -> Unit:
    """Extend a measure by what it is per ("litre per hour"), a price by what it is for ("$83 a barrel": barrel).

    Money keeps its ISO code as its unit, so that prices stay comparable with other money.
    """
    if unit.kind not in RATE_KINDS or " per " in unit.name:
        return unit
    match = _PER_WORD.match(text, unit.end)
    if not match:
        return unit
    word = match["what"]
    is_measure = word in PER or word.lower() in PER
    if unit.kind == "money":
        is_price = is_measure or word.lower() in PRICED or match["how"].strip() in {"per", "/"}
        return replace(unit, end=match.end(), per=word) if is_price else unit
    if not is_measure or match["how"].strip(" -") not in {"per", "/"}:
        return unit
    known = SYMBOLS.get(word) or WORDS.get(word.lower())
    return replace(unit, name=f"{unit.name} per {known[0] if known else word.lower()}", end=match.end())


def _is_large(text: str, unit_start: int) -> bool:
    """Say whether a scale or grouping before the unit makes an amount of money likely ("1.2 billion won")."""
    return bool(
        re.search(
            r"(?:million|billion|trillion|thousand|,\d{3}|bn|mn)\s$",
            text[max(0, unit_start - 10) : unit_start],
            re.IGNORECASE,
        )
    )


def _words_after(text: str, end: int) -> Unit | None:
    gap = re.match(r"(?:[ \u00a0\n]|-|‑)?", text[end : end + 1])
    at = end + (gap.end() if gap else 0)
    if gap and gap.group() == "" and not re.match(r"[A-Za-z]", text[at : at + 1]):
        return None
    spans: list[tuple[int, int]] = []
    while len(spans) < 4 and (match := _WORD.match(text, at)):
        spans.append(match.span())
        at = match.end()
        if at >= len(text) or text[at] not in " -\u00a0\n":
            break
        at += 1
    for count in range(len(spans), 0, -1):
        start, stop = spans[0][0], spans[count - 1][1]
        if text[stop - 1] == ".":
            stop -= 1
        surface = re.sub(r"\s+", " ", text[start:stop].lower())
        if surface in {"pound", "pounds"}:
            return Unit(*_pound(text, start, stop), start, stop)
        found = unit_of_words(surface) or (unit_of_words(surface.replace("-", " ")) if count > 1 else None)
        if found is None or (
            surface in {"second", "quarter", "real", "rand", "point", "stone", "cup"} and gap and gap.group() != "-"
        ):
            continue
        if surface in _HOMONYMS and not _is_large(text, start) and not _PHRASE_END.match(text, stop):
            continue
        return Unit(found[0], found[1], start, stop)
    return None


def _symbol_after(text: str, end: int) -> Unit | None:
    match = _SYMBOL.match(text, end)
    if not match:
        return None
    symbol = match[1]
    is_glued = match.start(1) == end
    is_hyphened = text[end : end + 1] == "-"
    if not is_glued and symbol in _GLUED_ONLY and not (symbol in _SPACED_TOO and not is_hyphened):
        return None
    if symbol in _QUOTE_SIGNS and (
        text[max(0, end - 4) : end].isdigit() or not re.match(r"\s[a-z]|\s?[x×-]", text[match.end() : match.end() + 2])
    ):
        return None
    if symbol == "s" and not re.search(r"\.\d+$", text[max(0, end - 8) : end]):
        return None
    name, kind = SYMBOLS[symbol]
    return Unit(name, kind, match.start(1), match.end(1))


def find_unit(text: str, start: int, end: int, *, is_fraction: bool = False) -> Unit | None:
    """Find the unit of the number at ``text[start:end]``: money before or after it, a symbol or words right after it.

    ``is_fraction`` lets "a" stand between ("half an hour", "three quarters of a point").

    Returns:
        The unit with its own span (which may lie before or after the number), or null. Rates of measures are
        read as one unit ("litre per hour").

    """
    if before := currency_before(text, start):
        price = _rate(text, Unit(before[0], "money", before[1], end))
        return price if price.end > end else replace(price, end=start)
    if after := currency_after(text, end):
        return _rate(text, Unit(after[0], "money", end, after[1]))
    part = _PART_OF_UNIT.match(text, end) if is_fraction else None
    unit = _symbol_after(text, end) or _words_after(text, part.end() if part else end)
    if unit is None:
        if _AGE_AFTER.match(text, end) or _PEOPLE_OF_AGE.search(text[max(0, start - 40) : start]):
            return Unit("year of age", "age", end, end)
        if _AGE_BEFORE.search(text[max(0, start - 40) : start]):
            return Unit("year of age", "age", end, end)
        return None
    if unit.kind == "duration" and unit.name in _AGE_UNITS:
        if tail := _AGE_TAIL.match(text, unit.end):
            return Unit(f"{unit.name} of age", "age", unit.start, unit.end + tail.end() - tail.start())
        if re.search(r"\bage\s+of\s+(?:about\s+|just\s+|only\s+)?$|\baged\s+$", text[max(0, start - 24) : start]):
            return Unit(f"{unit.name} of age", "age", unit.start, unit.end)
    return _rate(text, unit)
