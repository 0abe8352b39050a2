"""The golden annotations agree with their own articles, whatever the extractors make of them."""

from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from tests.golden.loader import (
    ARTICLES,
    GoldenArticle,
    GoldenClaim,
    GoldenError,
    GoldenQuote,
    load_article,
    load_articles,
)

ALL_ARTICLES = load_articles()


@pytest.fixture(params=ALL_ARTICLES, ids=lambda article: article.doc_id)
def article(request: pytest.FixtureRequest) -> GoldenArticle:
    """Each golden article in turn."""
    found = request.param
    assert isinstance(found, GoldenArticle)
    return found


def entries(article: GoldenArticle) -> list[GoldenQuote | GoldenClaim]:
    return [*article.quotes, *article.claims]


def test_offsets_show_what_was_annotated(article: GoldenArticle) -> None:
    for entry in entries(article):
        assert article.text[entry.char_start : entry.char_end] == entry.text


def test_annotations_stand_within_one_paragraph(article: GoldenArticle) -> None:
    for entry in entries(article):
        assert "\n" not in entry.text
        assert entry.text == entry.text.strip()


def test_quotes_are_in_order_and_do_not_overlap(article: GoldenArticle) -> None:
    for before, after in pairwise(article.quotes):
        assert before.char_end <= after.char_start, f"{before.text!r} overlaps {after.text!r}"


def test_claims_are_in_order_and_do_not_overlap(article: GoldenArticle) -> None:
    for before, after in pairwise(article.claims):
        assert before.char_end <= after.char_start, f"{before.text!r} overlaps {after.text!r}"


def test_direct_and_partial_quotes_leave_their_marks_outside(article: GoldenArticle) -> None:
    marks = "\"“”„«»‘’'`"
    for quote in article.quotes:
        if quote.quote_type == "partial":
            assert article.text[quote.char_start - 1] in marks
            assert article.text[quote.char_end] in marks


def test_nothing_was_said_after_publication(article: GoldenArticle) -> None:
    for quote in article.quotes:
        assert quote.said_on is None or quote.said_on <= article.published_on


def test_bounds_of_claims_fit_their_modifier(article: GoldenArticle) -> None:
    for claim in article.claims:
        value = claim.value
        expected = {
            "exact": (value, value),
            "about": (None, None),
            "at_least": (value, None),
            "more_than": (value, None),
            "at_most": (None, value),
            "less_than": (None, value),
        }
        if claim.modifier in expected:
            assert (claim.low, claim.high) == expected[claim.modifier], claim.text
        else:
            assert claim.low == value, claim.text
            assert claim.high is not None, claim.text
            assert claim.high > value, claim.text


def test_no_surface_form_belongs_to_two_names_unless_the_article_is_about_relatives(article: GoldenArticle) -> None:
    owners: dict[str, list[str]] = {}
    for name, surfaces in article.names.items():
        for surface in surfaces:
            owners.setdefault(surface, []).append(name)
    shared = {surface: names for surface, names in owners.items() if len(names) > 1}
    for surface, names in shared.items():
        assert all(surface in name.split() for name in names), f"{surface!r} is given to {names}"


def test_there_are_enough_golden_articles() -> None:
    assert len(ALL_ARTICLES) >= 30
    assert sum(len(article.claims) for article in ALL_ARTICLES) >= 300
    assert sum(len(surfaces) > 1 for article in ALL_ARTICLES for surfaces in article.names.values()) >= 60


def test_a_text_that_is_not_in_the_article_is_refused_with_its_place(tmp_path: Path) -> None:
    source = next(ARTICLES.glob("*.yaml"))
    data = yaml.safe_load(source.read_text(encoding="utf-8"))
    data["quotes"][1]["text"] = "words that nobody wrote"
    broken = tmp_path / source.name
    broken.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    with pytest.raises(GoldenError, match=rf"{source.name}, quotes entry 2"):
        load_article(broken)
