"""The number grammar on plain text."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.claims.digits import read_digits
from pipeline.claims.numbers import find_numbers
from pipeline.claims.quantities import find_quantities
from pipeline.word_lists import listed


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1,234,567", [1_234_567]),
        ("1,50,000 and 12,34,567", [150_000, 1_234_567]),
        ("10 000 people", [10_000]),
        ("1.500.000", [1_500_000]),
        ("3,5 percent", [3.5]),
        ("2 lakh crore", [2e12]),
        ("£3.2bn", [3.2e9]),
        ("EUR12m", [12e6]),
        ("a 5m wave", [5]),
        ("5m people", [5e6]),
        ("two and a half million", [2.5e6]),
        ("one hundred and twenty-five thousand", [125_000]),
        ("between one hundred and two hundred", [100, 200]),
        ("half a dozen", [6]),
        ("3½ years", [3.5]),
        ("two-thirds of them", [2 / 3]),
        ("three in four", [0.75]),
        ("nine out of ten", [0.9]),
        ("fivefold", [5]),
        ("tens of thousands", [20_000]),
        ("several hundred", [200]),
    ],
)
def test_worth_of_numbers(text: str, values: list[float]) -> None:
    assert [number.value for number in find_numbers(text)] == pytest.approx(values)


@pytest.mark.parametrize("run", ["1.2.3", "007", "1,2,3", "12345678901234567890", "1,00,00"])
def test_run_of_digits_that_is_no_number(run: str) -> None:
    assert read_digits(run) is None


@given(st.integers(min_value=0, max_value=10**12))
def test_grouping_does_not_change_a_number(value: int) -> None:
    assert read_digits(f"{value:,}") == value
    assert read_digits(str(value)) == value


@given(st.text(max_size=200))
def test_any_text_is_read_without_failing(text: str) -> None:
    numbers = find_numbers(text)
    assert all(0 <= number.start < number.end <= len(text) for number in numbers)
    assert all(first.end <= second.start for first, second in pairwise(numbers))
    find_quantities(text)


WORDS = listed("one two hundred million half a and - 5 , . % $ to 2031 dozen of thousands")


@given(st.lists(st.sampled_from(WORDS)))
def test_any_chain_of_number_words_is_read_without_failing(words: list[str]) -> None:
    find_quantities(" ".join(words))
