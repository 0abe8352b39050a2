"""Which claims become one figure, and which of those contradict each other. All events are invented."""

import random
from datetime import date
from typing import Any

import pytest

from pipeline.claims.figures import Figure, FigureInput, group_blocks, group_figures
from pipeline.claims.related import ArticleContext

DAY = date(2031, 3, 12)
MINE = ArticleContext(entities=frozenset({"Dolna", "Karsk", "Ostrey", "Tkachuk"}))
STORM = ArticleContext(entities=frozenset({"Port Anjur", "Parthal", "Neela"}))
CONTEXTS = {"herald": MINE, "courier": MINE, "ledger": MINE, "weather": STORM}


def claim(article: str, value: float, **changes: Any) -> FigureInput:
    known: dict[str, Any] = {
        "claim_id": f"{article}-{value:g}-{len(changes)}",
        "article_id": article,
        "char_start": int(value),
        "value": value,
        "value_low": value,
        "value_high": value,
        "counted": "miners",
        "predicate": "kill",
        "outlet_id": article,
        "published_on": DAY,
    }
    return FigureInput(**{**known, **changes})


def figures(*claims: FigureInput) -> list[Figure]:
    return list(group_figures(claims, CONTEXTS))


def test_outlets_that_contradict_each_other_on_one_event_are_in_conflict() -> None:
    (figure,) = figures(claim("herald", 21), claim("courier", 34))
    assert figure.is_conflicting
    assert (figure.low, figure.modal, figure.high) == (21, 21, 34)
    assert (figure.claims, figure.outlets, figure.independent_origins) == (2, 2, 2)


def test_at_least_is_no_contradiction_of_more() -> None:
    (figure,) = figures(claim("herald", 21, value_high=None, modifier="at_least"), claim("courier", 34))
    assert not figure.is_conflicting
    assert (figure.low, figure.high) == (21, 34)


def test_about_is_no_contradiction_of_a_value_near_it() -> None:
    (figure,) = figures(claim("herald", 30, value_low=None, value_high=None, modifier="about"), claim("courier", 31))
    assert not figure.is_conflicting


@pytest.mark.parametrize(
    "changes",
    [
        {"counted": "children"},
        {"predicate": "injure"},
        {"unit": "percent"},
        {"is_negated": True},
        {"published_on": date(2031, 3, 13)},
        {"as_of_text": "since Monday"},
        {"article_id": "weather"},
    ],
)
def test_claims_on_other_things_stay_apart(changes: dict[str, Any]) -> None:
    assert len(figures(claim("herald", 21), claim("courier", 34, **changes))) == 2


def test_other_places_stay_apart_even_through_a_claim_without_one() -> None:
    found = figures(claim("herald", 21, place="Karsk"), claim("courier", 21), claim("ledger", 3, place="Tessen"))
    assert sorted(figure.claims for figure in found) == [1, 2]
    assert not any(figure.is_conflicting for figure in found)


def test_one_article_with_two_numbers_of_its_own_tells_two_things_apart() -> None:
    assert len(figures(claim("herald", 21), claim("herald", 34))) == 2


def test_an_article_that_cites_both_sides_joins_a_conflict_that_others_show() -> None:
    both = (claim("herald", 21, source="the ministry"), claim("herald", 34, source="the union"))
    (figure,) = figures(*both, claim("courier", 21))
    assert figure.is_conflicting
    assert figure.claims == 3


def test_two_tolls_that_every_article_tells_apart_are_no_conflict() -> None:
    earlier = [claim(article, 6, source="the office", counted="people") for article in ("herald", "courier")]
    later = [claim(article, 9, source="the minister", counted="people") for article in ("herald", "courier")]
    found = figures(*earlier, *later)
    assert len(found) == 2
    assert not any(figure.is_conflicting for figure in found)


def test_without_a_predicate_numbers_do_not_contradict() -> None:
    assert len(figures(claim("herald", 109, predicate=None), claim("courier", 112, predicate=None))) == 2


def test_a_share_and_a_rough_number_tie_nothing_together() -> None:
    rough = {"value_low": None, "value_high": None, "modifier": "about", "predicate": None, "counted": "people"}
    exact = [
        claim(article, value, predicate=None, counted="people") for article, value in (("herald", 109), ("ledger", 400))
    ]
    found = figures(*exact, claim("courier", 0.5, **rough), claim("courier", 200, **rough))
    assert not any(figure.is_conflicting for figure in found)
    assert max(figure.claims for figure in found) == 2


def test_numbers_far_apart_are_about_other_things() -> None:
    assert len(figures(claim("herald", 6), claim("courier", 300))) == 2


def test_killed_and_died_are_one_outcome_and_casualties_are_not() -> None:
    assert len(figures(claim("herald", 21), claim("courier", 21, predicate="die"))) == 1
    assert len(figures(claim("herald", 21), claim("courier", 21, counted="casualties"))) == 2


def test_ten_copies_of_one_paragraph_are_one_origin() -> None:
    outlets = [f"outlet{number}" for number in range(10)]
    copies = [claim(outlet, 21, passage_id="agency paragraph") for outlet in outlets]
    (figure,) = group_figures(copies)
    assert (figure.claims, figure.outlets, figure.independent_origins) == (10, 10, 1)


def test_a_later_toll_as_of_the_same_day_is_compared() -> None:
    late = claim("courier", 26, published_on=date(2031, 3, 13), as_of_on=DAY)
    (figure,) = figures(claim("herald", 21, as_of_on=DAY), late)
    assert figure.is_conflicting


def test_rounding_is_no_conflict() -> None:
    (figure,) = figures(claim("herald", 1500, counted="people"), claim("courier", 1463, counted="people"))
    assert not figure.is_conflicting


def test_the_order_of_claims_makes_no_difference() -> None:
    claims = [
        claim("herald", 21),
        claim("courier", 34, source="the union"),
        claim("courier", 21, source="the ministry"),
        claim("ledger", 21, place="Karsk"),
        claim("weather", 6, counted="people"),
    ]
    expected = group_figures(claims, CONTEXTS)
    for seed in range(20):
        shuffled = claims.copy()
        random.Random(seed).shuffle(shuffled)
        assert group_figures(shuffled, CONTEXTS) == expected


def test_blocks_grouped_one_by_one_give_the_figures_of_all_together() -> None:
    claims = [
        claim("herald", 21),
        claim("courier", 34),
        claim("weather", 21),
        claim("weather", 34, published_on=date(2031, 3, 13)),
        claim("ledger", 21, as_of_on=DAY, published_on=date(2031, 3, 13)),
    ]
    whole = group_blocks(claims, CONTEXTS)
    apart = [
        group_blocks([one for one in claims if whole.blocks[one.claim_id] == block], CONTEXTS)
        for block in sorted(set(whole.blocks.values()))
    ]
    assert len(apart) > 1
    assert {figure for part in apart for figure in part.figures} == set(whole.figures)


def test_thousands_of_copies_of_a_passage_are_one_figure() -> None:
    copies = [claim(f"outlet {number:04}", 21, passage_id="p") for number in range(2_000)]
    (figure,) = group_figures(copies)
    assert (figure.claims, figure.independent_origins) == (2_000, 1)


def test_a_table_of_equal_numbers_in_one_article_is_one_figure() -> None:
    table = [claim("herald", 21, claim_id=f"row {row}", char_start=row, passage_id="p") for row in range(2_000)]
    (figure,) = group_figures(table)
    assert figure.claims == 2_000
