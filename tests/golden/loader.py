"""The golden articles: invented news articles with every quotation, figure and name annotated by hand.

This module reads ``articles/*.yaml`` and finds the offsets of what is annotated; ``articles/README.md`` says how the
articles are annotated. Running extractors on them and scoring belongs in the tests of each room, not here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

ARTICLES = Path(__file__).parent / "articles"
QUOTE_TYPES = frozenset({"direct", "partial", "indirect"})
MODIFIERS = frozenset({"exact", "at_least", "more_than", "at_most", "less_than", "about", "range", "vague"})

_QUOTE_KEYS = frozenset({"text", "occurrence", "type", "cue", "speaker", "speaker_name", "said_on"})
_CLAIM_KEYS = frozenset(
    {"text", "occurrence", "value", "low", "high", "modifier", "unit", "counted", "predicate", "attributed_to"}
)
_ARTICLE_KEYS = frozenset({"doc_id", "published_on", "text", "quotes", "claims", "names"})


class GoldenError(ValueError):
    """An annotation that does not fit its article; the message names the file and the entry."""


@dataclass(frozen=True, slots=True)
class GoldenQuote:
    """A quotation: ``text[char_start:char_end]`` of the article is what was said, without the marks around it."""

    char_start: int
    char_end: int
    text: str
    quote_type: str
    cue: str | None
    speaker: str | None
    speaker_name: str | None
    said_on: date | None


@dataclass(frozen=True, slots=True)
class GoldenClaim:
    """A number with its modifier and noun; an open bound is null, and so is ``counted`` where there is a unit."""

    char_start: int
    char_end: int
    text: str
    value: float
    low: float | None
    high: float | None
    modifier: str
    unit: str | None
    counted: str | None
    predicate: str | None
    attributed_to: str | None


@dataclass(frozen=True, slots=True)
class GoldenArticle:
    """One article with all its annotations, each list in the order of the text."""

    doc_id: str
    published_on: date
    text: str
    quotes: tuple[GoldenQuote, ...]
    claims: tuple[GoldenClaim, ...]
    names: Mapping[str, tuple[str, ...]]


def load_articles(folder: Path = ARTICLES) -> list[GoldenArticle]:
    """Return all golden articles of a folder, sorted by file name.

    Raises :class:`GoldenError` for an annotation that its article does not bear out.
    """
    return [load_article(path) for path in sorted(folder.glob("*.yaml"))]


def load_article(path: Path) -> GoldenArticle:
    """Return the golden article in one YAML file; raises :class:`GoldenError` as :func:`load_articles` does."""
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    _check_keys(path.name, data, required=_ARTICLE_KEYS, allowed=_ARTICLE_KEYS)
    if data["doc_id"] != path.stem:
        raise GoldenError(f"{path.name}: doc_id is {data['doc_id']!r}, not the name of the file")
    if type(data["published_on"]) is not date:
        raise GoldenError(f"{path.name}: published_on is not a date")
    text = data["text"]
    return GoldenArticle(
        doc_id=data["doc_id"],
        published_on=data["published_on"],
        text=text,
        quotes=tuple(_quote(where, text, entry) for where, entry in _entries(path, data["quotes"], "quotes")),
        claims=tuple(_claim(where, text, entry) for where, entry in _entries(path, data["claims"], "claims")),
        names=_names(path, text, data["names"]),
    )


def _entries(path: Path, entries: list[dict[str, Any]], kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for number, entry in enumerate(entries, start=1):
        yield f"{path.name}, {kind} entry {number}", entry


def _quote(where: str, text: str, entry: dict[str, Any]) -> GoldenQuote:
    _check_keys(where, entry, required=_QUOTE_KEYS - {"occurrence", "said_on"}, allowed=_QUOTE_KEYS)
    start, end = _span(where, text, entry)
    if entry["type"] not in QUOTE_TYPES:
        raise GoldenError(f"{where}: {entry['type']!r} is no type of quote")
    said_on = entry.get("said_on")
    if said_on is not None and type(said_on) is not date:
        raise GoldenError(f"{where}: said_on is not a date")
    for key in ("cue", "speaker"):
        if entry[key] is not None and entry[key] not in text:
            raise GoldenError(f"{where}: the {key} {entry[key]!r} does not stand in the article")
    return GoldenQuote(
        char_start=start,
        char_end=end,
        text=entry["text"],
        quote_type=entry["type"],
        cue=entry["cue"],
        speaker=entry["speaker"],
        speaker_name=entry["speaker_name"],
        said_on=said_on,
    )


def _claim(where: str, text: str, entry: dict[str, Any]) -> GoldenClaim:
    _check_keys(where, entry, required=_CLAIM_KEYS - {"occurrence"}, allowed=_CLAIM_KEYS)
    start, end = _span(where, text, entry)
    if entry["modifier"] not in MODIFIERS:
        raise GoldenError(f"{where}: {entry['modifier']!r} is no modifier")
    if entry["unit"] is not None and entry["counted"] is not None:
        raise GoldenError(f"{where}: has both a unit and a counted noun")
    source = entry["attributed_to"]
    if source is not None and source not in text:
        raise GoldenError(f"{where}: the source {source!r} does not stand in the article")
    return GoldenClaim(
        char_start=start,
        char_end=end,
        text=entry["text"],
        value=float(entry["value"]),
        low=None if entry["low"] is None else float(entry["low"]),
        high=None if entry["high"] is None else float(entry["high"]),
        modifier=entry["modifier"],
        unit=entry["unit"],
        counted=entry["counted"],
        predicate=entry["predicate"],
        attributed_to=source,
    )


def _names(path: Path, text: str, names: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    for name, surfaces in names.items():
        for surface in surfaces:
            if surface not in text:
                raise GoldenError(f"{path.name}, names entry {name!r}: {surface!r} does not stand in the article")
    return {name: tuple(surfaces) for name, surfaces in names.items()}


def _span(where: str, text: str, entry: dict[str, Any]) -> tuple[int, int]:
    """Find the n-th occurrence, counted from 1, of the entry's text; occurrences may overlap one another."""
    wanted, occurrence = entry["text"], entry.get("occurrence", 1)
    start = -1
    for _ in range(occurrence):
        start = text.find(wanted, start + 1)
        if start < 0:
            raise GoldenError(f"{where}: {wanted!r} does not stand in the article {occurrence} times")
    return start, start + len(wanted)


def _check_keys(where: str, entry: dict[str, Any], *, required: frozenset[str], allowed: frozenset[str]) -> None:
    missing, unknown = sorted(required - entry.keys()), sorted(entry.keys() - allowed)
    if missing or unknown:
        raise GoldenError(f"{where}: missing keys {missing}, unknown keys {unknown}")
