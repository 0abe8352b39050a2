"""Quotation marks, told apart before any parser sees the text."""

import itertools

import pytest

from pipeline.quotes.marks import find_quoted_runs


def inner(text: str) -> list[str]:
    return [text[run.inner_start : run.inner_end] for run in find_quoted_runs(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"Go," she said. "Now."', ["Go,", "Now."]),
        ("“Go,” she said. “Now.”", ["Go,", "Now."]),
        ("„Ja“, sagte sie.", ["Ja"]),
        ("»Ja«, sagte sie.", ["Ja"]),
        ("«Oui», dit-elle.", ["Oui"]),
        ("``Go,'' she said.", ["Go,"]),
        ('“Mixed" marks', ["Mixed"]),
        ("‘We will strike,’ said the dockers’ union.", ["We will strike,"]),
        ("ready ‘for talks with the islanders’, as the island’s ‘80s songs say", ["for talks with the islanders"]),
        ("‘The workers’ demands are high,’ she said.", ["The workers’ demands are high,"]),
        ("Rock 'n' roll, the '80s and 'em", []),
        ("The dog's bone and the dogs' bones", []),
        ("“He said ‘go’ and left,” she said.", ["He said ‘go’ and left,"]),
        ("“He said “go” and left,” she said.", ["He said “go” and left,"]),
        ("‘He said “go” and left,’ she said.", ["He said “go” and left,"]),
        ("“They see that. “ She left.", ["They see that."]),
        ("A board 6' 2\" long", []),
    ],
)
def test_runs_between_marks(text: str, expected: list[str]) -> None:
    assert inner(text) == expected


def test_mark_left_open_runs_to_the_end_of_the_paragraph() -> None:
    text = "“We have waited long enough. We will go on."
    (run,) = find_quoted_runs(text)
    assert run.is_open
    assert text[run.inner_start : run.inner_end] == "We have waited long enough. We will go on."


def test_missing_closing_mark_ends_before_the_cue() -> None:
    assert inner('"She liked blue, Moss said. "Yellow she ate."') == ["She liked blue,", "Yellow she ate."]


def test_stray_mark_quotes_nothing() -> None:
    assert inner('Her picture, "Bucket, hangs in the hall.') == []


@pytest.mark.parametrize("unit", ['"', "“", "‘a ", "'a' ", "“a “b” ", '"a, he ', "«»"])
def test_hostile_text_gives_runs_in_order_and_apart(unit: str) -> None:
    runs = find_quoted_runs(unit * 20_000)
    assert all(one.end <= other.start for one, other in itertools.pairwise(runs))
