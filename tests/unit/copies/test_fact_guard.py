"""Which differences change what a paragraph says, and which are edits."""

import pytest

from pipeline.copies.fact_guard import changed_facts
from pipeline.copies.facts import read_facts
from tests.unit.copies.samples import BUDGET, FERRY

BASE = (
    "At least 21 people were killed when a ferry sank off Port Lorne on Sunday, the governor Ada Brandt said. "
    "Rescue boats from Halvia could not reach the wreck before dawn."
)


def changes(old: str, new: str) -> list[tuple[str, str]]:
    return [(change.old, change.new) for change in changed_facts(read_facts(old), read_facts(new))]


def edited(old: str, new: str) -> str:
    assert old in BASE
    return BASE.replace(old, new)


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("21", "27", ("21", "27")),
        ("21", "twenty-seven", ("21", "twenty seven")),
        ("Brandt", "Olsen", ("Brandt", "Olsen")),
        ("Halvia", "Torland", ("Halvia", "Torland")),
        ("Sunday", "Monday", ("Sunday", "Monday")),
        ("could not reach", "could reach", ("not", "")),
        ("were killed", "were not killed", ("", "not")),
        ("were killed", "were injured", ("killed", "injured")),
        ("before dawn", "after dawn", ("before", "after")),
    ],
)
def test_another_value_in_the_same_place_is_a_change(old: str, new: str, shown: tuple[str, str]) -> None:
    assert changes(BASE, edited(old, new)) == [shown]
    assert changes(edited(old, new), BASE) == [shown[::-1]]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("21", "twenty-one"),
        ("21", "21.0"),
        ("At least 21", "21"),
        ("on Sunday", "Sunday"),
        ("Brandt", "Brant"),
        ("Brandt", "Brandt’s"),
        ("the governor Ada Brandt", "governor Ada Brandt"),
        ("the governor Ada Brandt said", "the official said"),
        ("killed when", "killed after"),
        ("Rescue boats from Halvia could not reach the wreck before dawn.", ""),
        (BASE, "PORT LORNE, May 3 (Agency) — " + BASE),
        (BASE, "By Mia Stone, Agency. " + BASE),
        (BASE, BASE + " (Reporting by Mia Stone; Editing by Leo Marsh)"),
        (BASE, BASE.upper()),
        (BASE, BASE.lower()),
        (BASE, BASE.title()),
        (BASE, ". ".join(reversed(BASE.rstrip(".").split(". "))) + "."),
        (BASE, BASE + " It was the third such accident in Halvia in 12 years."),
    ],
)
def test_an_edit_that_changes_no_fact_passes(old: str, new: str) -> None:
    assert changes(BASE, edited(old, new)) == []
    assert changes(edited(old, new), BASE) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("They sent 1,50,000 men", "They sent 150,000 men"),
        ("They sent 1 lakh men", "They sent 100,000 men"),
        ("They sent 1.5 lakh men", "They sent 150000 men"),
        ("It cost $2.5 billion", "It cost $2.5bn"),
        ("It cost 2 crore", "It cost 20 million"),
        ("two hundred and five men came", "205 men came"),
        ("It rose 3 per cent", "It rose 3%"),
        ("It rose 3 percent", "It rose 3 pct"),
        ("The 3rd try in Halvia", "The third try in Halvia"),
        ("a dozen men came", "12 men came"),
        ("He left for Kiev", "He left for Kyiv"),
        ("the United States agreed", "the U.S. agreed"),
        ("the Harbor authority", "the Harbour authority"),
        ("they can't pay", "they cannot pay"),
        ("it was organised badly", "it was organized badly"),
    ],
)
def test_spellings_of_one_value_are_equal(one: str, other: str) -> None:
    assert changes(one, other) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("They sent 1 lakh men", "They sent 10 lakh men"),
        ("It cost 2.5 billion crowns", "It cost 2.5 million crowns"),
        ("He flew to Iran", "He flew to Iraq"),
        ("He flew to Austria then", "He flew to Australia then"),
        ("the second try", "the third try"),
        ("dozens were hurt", "hundreds were hurt"),
        ("the deal was legal", "the deal was illegal"),
        ("Brandt said so today.", "Olsen said so today."),
        ("5 died and 3 lived there", "3 died and 5 lived there"),
        ("they will pay", "they won't pay"),
    ],
)
def test_values_that_look_alike_are_told_apart(one: str, other: str) -> None:
    assert changes(one, other) != []


def test_texts_that_align_in_two_ways_are_judged_the_same_from_either_side() -> None:
    """Two sentences change places and both are edited: as many words stay in place whichever of them is taken as moved.
    The verdict once depended on which text came first, and so on the order of arrival.
    """
    one = f"{BUDGET} {FERRY}"
    other = f"{FERRY} {BUDGET}".replace("21", "27").replace("off Port Lorne", "off the coast").replace("nine ", "")
    assert changes(one, other) == [("21", "27")]
    assert changes(other, one) == [("27", "21")]


def test_times_in_a_notice_about_the_article_are_no_facts() -> None:
    notice = "This story was updated at 10:15 GMT on 3 May 2031 to add comment."
    assert changes(notice, notice.replace("10:15", "18:40").replace("3 May", "4 June")) == []


@pytest.mark.parametrize("piece", ['"', "(", "7", "7,", "7 ", "A.", "No ", "Brandt ", "by ", "- ", "one hundred and "])
def test_hostile_paragraphs_are_read_and_compared(piece: str) -> None:
    text = piece * 1_000_000
    assert changes(text, text) == []
    changes(text, "x " + text[::-1])
