"""What day a phrase means in an article of a known day."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.dates import resolve_date

SUNDAY = date(2031, 3, 16)


@pytest.mark.parametrize(
    ("phrase", "day"),
    [
        ("on Friday", date(2031, 3, 14)),
        ("Sunday", SUNDAY),
        ("early Thursday", date(2031, 3, 13)),
        ("in the early hours of Thursday", date(2031, 3, 13)),
        ("Sunday night", SUNDAY),
        ("by Friday evening", date(2031, 3, 14)),
        ("last Sunday", date(2031, 3, 9)),
        ("next Friday", date(2031, 3, 21)),
        ("Monday last week", date(2031, 3, 3)),
        ("today", SUNDAY),
        ("yesterday", date(2031, 3, 15)),
        ("last night", date(2031, 3, 15)),
        ("the day before yesterday", date(2031, 3, 14)),
        ("two days ago", date(2031, 3, 14)),
        ("2031-02-03", date(2031, 2, 3)),
        ("25 December 2030", date(2030, 12, 25)),
        ("Friday, March 7", date(2031, 3, 7)),
        ("03/25/2031", date(2031, 3, 25)),
    ],
)
def test_phrase_that_names_a_day(phrase: str, day: date) -> None:
    assert resolve_date(phrase, SUNDAY) == day


@pytest.mark.parametrize(
    "phrase",
    [
        "last month",
        "2019",
        "in February",
        "the second day of the war",
        "every Friday",
        "Fridays",
        "30 February",
        "3/4/2031",
        "",
    ],
)
def test_phrase_that_names_no_single_day_is_null(phrase: str) -> None:
    assert resolve_date(phrase, SUNDAY) is None


def test_date_without_a_year_is_the_latest_that_is_not_far_ahead() -> None:
    assert resolve_date("February 24", SUNDAY) == date(2031, 2, 24)
    assert resolve_date("March 20", SUNDAY) == date(2031, 3, 20)
    assert resolve_date("December 30", date(2031, 1, 2)) == date(2030, 12, 30)


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1)))
def test_weekday_is_at_most_six_days_back(published_on: date) -> None:
    day = resolve_date("on Tuesday", published_on)
    assert day is not None
    assert day.weekday() == 1
    assert 0 <= (published_on - day).days <= 6


@given(st.text(max_size=300), st.dates())
def test_no_phrase_raises(phrase: str, published_on: date) -> None:
    resolve_date(phrase, published_on)
