"""What each line of an article is, in texts built as news sites build them."""

import textwrap

import pytest

from pipeline.articles import parse_article
from pipeline.records import SourceArticle

LEAD = "The ferry Aurelia struck the old pier at Northmoor on Friday, the harbour office said."
SECOND = "Pell Strand, who runs the harbour, told reporters that nobody was hurt and that the pier would stay closed."
THIRD = "The council will meet on Monday to talk about the repairs, which may take until the autumn."


def roles(text: str, headline: str | None = None, standfirst: str | None = None) -> list[tuple[str, str]]:
    parsed = parse_article(SourceArticle(text=text, headline=headline, standfirst=standfirst))
    return [(paragraph.role, paragraph.text) for paragraph in parsed.paragraphs]


def test_headline_body_and_subhead() -> None:
    text = f"Ferry strikes pier at Northmoor\n{LEAD}\n{SECOND}\nRepairs until autumn\n{THIRD}"
    assert [role for role, _ in roles(text)] == ["headline", "body", "body", "subhead", "body"]


def test_no_headline_where_the_first_line_is_a_sentence() -> None:
    assert [role for role, _ in roles(f"{LEAD}\n{SECOND}\n{THIRD}")] == ["body"] * 3
    assert parse_article(SourceArticle(text=f"{LEAD}\n{SECOND}")).headline is None


def test_the_furniture_of_an_indian_site() -> None:
    text = (
        "Published 13:42 IST, May 31st 2024\nFerry strikes pier at Northmoor, harbour shut for hours\n"
        "The ferry Aurelia has struck the old pier at Northmoor, the harbour office said.\n- World News\n- 2 min read\n"
        f"{LEAD}\n{SECOND}\n(Image: AP)\nUpdated 14:10 IST, May 31st 2024"
    )
    assert [role for role, _ in roles(text)] == [
        "dateline", "headline", "standfirst", "notice", "notice", "body", "body", "credit", "dateline",
    ]  # fmt: skip


def test_a_caption_with_its_alternative_text_and_a_standfirst_before_them() -> None:
    text = (
        "Harbour ‘shut’ after ferry strikes pier: office\n\n"
        "Harbour office says the ferry Aurelia struck the old pier.\n\n"
        "A ferry beside a broken pier\n"
        "The ferry Aurelia at Northmoor on Friday [File: Ana Breck/Tidewater via Reuters]\n\n"
        f"{LEAD}\n\n{SECOND}\n\nMap of the harbour and the pier\n\n{THIRD}\n\nSource: Tidewater and news agencies"
    )
    assert [role for role, _ in roles(text)] == [
        "headline", "standfirst", "caption", "caption", "body", "body", "caption", "body", "credit",
    ]  # fmt: skip


def test_a_line_in_the_present_tense_above_a_picture_is_a_standfirst() -> None:
    picture = "The ferry at Northmoor [Ana Breck/Reuters]"
    present = "Pier closed until autumn as council looks for money"
    assert roles(f"Ferry strikes pier\n\n{present}\n\n{picture}\n\n{LEAD}\n\n{SECOND}")[1] == ("standfirst", present)
    assert roles(f"Ferry strikes pier\n\n{LEAD}\n\n{picture}\n\n{THIRD}")[1] == ("body", LEAD)


def test_a_date_glued_to_the_first_sentence_is_a_paragraph_of_its_own() -> None:
    text = f" date 2024-05-31 {LEAD}\n{SECOND}"
    assert roles(text) == [("dateline", "date 2024-05-31"), ("body", LEAD), ("body", SECOND)]


@pytest.mark.parametrize(
    "dateline",
    [
        "NORTHMOOR, May 31 (Reuters) -",
        "NORTHMOOR, Freedonia (AP) —",
        "NORTHMOOR/EASTMOOR —",
        "Northmoor (AFP) –",
        "(Reuters) -",
        "NORTHMOOR:",
        "2024-05-31",
        "Posted on 31 May 2024 |",
    ],
)
def test_a_dateline_of_the_press_is_told_from_its_sentence(dateline: str) -> None:
    assert roles(f"Ferry strikes pier\n{dateline} {LEAD}\n{SECOND}") == [
        ("headline", "Ferry strikes pier"),
        ("dateline", dateline),
        ("body", LEAD),
        ("body", SECOND),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "UPDATE: The ferry has been towed away from the pier, the harbour office said.",
        "Pell Strand - who runs the harbour - said that nobody was hurt on Friday.",
        "31 May 2024 was a day that nobody in Northmoor will forget, the mayor said.",
        "The NATO (AP) style is not a dateline, and neither is this sentence here.",
        "He said: the pier is closed until the autumn, and so is the café beside it.",
    ],
)
def test_what_only_looks_like_a_dateline_is_body(line: str) -> None:
    assert roles(f"{LEAD}\n{line}\n{SECOND}")[1] == ("body", line)


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("By Ana Breck", "byline"),
        ("By Ana Breck and Tom Yule, Northmoor Post", "byline"),
        ("BY ANA BRECK | 31 May 2024", "byline"),
        ("By Ana van der Breck, political correspondent", "byline"),
        ("31 May 2024", "dateline"),
        ("Friday, May 31, 2024 at 9:15 a.m. GMT", "dateline"),
        ("Last updated: 31 May 2024 10:00 UTC", "dateline"),
        ("31 mai 2024 à 13h42", "dateline"),
        ("Northmoor Post, 31 May 2024", "dateline"),
        ("Source: Sputnik", "credit"),
        ("(Image: AP)", "credit"),
        ("Photo: Ana Breck/Reuters", "credit"),
        ("[Reuters]", "credit"),
        ("(With inputs from agencies)", "credit"),
        ("(Reporting by Ana Breck in Northmoor; Editing by Tom Yule)", "credit"),
        ("The Associated Press contributed to this report.", "credit"),
        ("5 min read", "notice"),
        ("Read more: Ferries of the north", "notice"),
        ("Follow us on Telegram", "notice"),
        ("This is a developing story.", "notice"),
        ("© 2024 Tidewater Post. All rights reserved.", "notice"),
        ("Advertisement", "notice"),
        ("https://tidewater.com/ferry", "notice"),
        ("***", "notice"),
        ("FILE - The ferry Aurelia in April. (AP Photo/Ana Breck, File)", "caption"),
        ("The ferry Aurelia at its berth (Photo by Ana Breck)", "caption"),
        ("The ferry Aurelia at its berth. Photograph: Ana Breck/Tidewater", "caption"),
        ("Video: the ferry can be seen turning away too late.", "caption"),
        ("People on the pier on Friday [Ana Breck/Reuters]", "caption"),
    ],
)
def test_a_line_that_says_itself_what_it_is(line: str, role: str) -> None:
    assert roles(f"Ferry strikes pier\n{line}\n{LEAD}\n{SECOND}\n{THIRD}")[1] == (role, line)


@pytest.mark.parametrize(
    "line",
    [
        "“We heard it before we saw it,” she said",
        "- Two people were treated for shock",
        "By the time the tug came, the ferry had drifted half a mile.",
        "By Friday the pier was shut.",
        "Source code for the ferry’s steering was never published, the maker said.",
        "Photos of the pier were shared thousands of times.",
        "Map makers will have to draw the pier anew.",
        "Share prices of the line fell by four percent.",
        "The updated timetable is on the wall of the office.",
        "The report (which this paper has seen) was written in May.",
        "It is not the first time.",
        "and so it went on",
        "Q: Was it loud on the pier?",
    ],
)
def test_ordinary_lines_are_body(line: str) -> None:
    assert roles(f"{LEAD}\n{SECOND}\n{line}\n{THIRD}\n{LEAD}")[2] == ("body", line)


def test_a_list_is_no_row_of_subheads() -> None:
    items = "Two lifeboats\nOne tug\nThree divers\nA helicopter"
    found = roles(f"Ferry strikes pier\n{LEAD}\n{SECOND}\nSent to help were:\n{items}\n{THIRD}")
    assert [role for role, text in found if text in items] == ["body"] * 4


def test_dates_in_the_middle_are_the_heads_of_a_chronicle() -> None:
    days = "".join(
        f"{day} April 2024\nOn that day the ferry was late again, the office said.\n" for day in range(1, 12)
    )
    assert ("subhead", "6 April 2024") in roles(f"A year of the ferry\n{LEAD}\n{days}{THIRD}")


def test_the_headline_of_the_metadata_is_found_in_the_text() -> None:
    text = f"Breaking News\nFerry Strikes Pier.\n{LEAD}\n{SECOND}"
    found = roles(text, headline="Ferry strikes pier", standfirst=SECOND)
    assert found[1] == ("headline", "Ferry Strikes Pier.")
    assert found[3] == ("standfirst", SECOND)


def test_a_bare_name_above_the_date_is_a_byline() -> None:
    found = roles(f"Ferry strikes pier\nAna Breck\n31 May 2024 10:30 GMT\n{LEAD}\n{SECOND}")
    assert [role for role, _ in found] == ["headline", "byline", "dateline", "body", "body"]


def test_the_furniture_of_a_german_site() -> None:
    lead = "Die Fähre hat am Freitag den alten Pier gerammt, wie das Hafenamt mitteilte."
    text = f"Fähre rammt Pier\nVon Ana Breck\nVeröffentlicht am 31. Mai 2024 um 13:42 Uhr\n{lead}\nQuelle: dpa"
    assert [role for role, _ in roles(text)] == ["headline", "byline", "dateline", "body", "credit"]


def test_a_headline_that_stands_twice_is_no_standfirst() -> None:
    title = "Ferry strikes the old pier at Northmoor"
    assert [role for role, _ in roles(f"{title}\n{title}\n{LEAD}\n{SECOND}")] == [
        "headline",
        "headline",
        "body",
        "body",
    ]


def test_a_headline_with_a_full_stop() -> None:
    assert roles(f"Ferry strikes pier.\nNORTHMOOR (AP) — {LEAD}\n{SECOND}")[0][0] == "headline"
    assert roles(f"Ferry Strikes Pier At Northmoor Harbour.\n{LEAD}\n{SECOND}")[0][0] == "headline"
    assert roles(f"The ferry struck the pier.\n{LEAD}\n{SECOND}")[0][0] == "body"


def test_speakers_of_a_transcript_are_no_datelines() -> None:
    text = f"{LEAD}\nBRANDT: It was loud, and then it was quiet.\nSTRAND: Nobody was hurt, as far as we know."
    assert [role for role, _ in roles(text)] == ["body"] * 3


def test_lines_broken_to_a_width_are_one_paragraph() -> None:
    paragraphs = [textwrap.fill(f"{LEAD} {THIRD}", 60), textwrap.fill(f"{SECOND} {LEAD}", 60)]
    found = roles("\n\n".join(paragraphs))
    assert [text for _, text in found] == paragraphs
    assert all("\n" in text for _, text in found)


def test_invisible_characters_do_not_hide_a_role() -> None:
    text = f"Ferry strikes pier\n\u200f\u202dSource:\u00a0Sput\u00adnik\u202c\n{LEAD}\n{SECOND}"
    parsed = parse_article(SourceArticle(text=text))
    assert parsed.paragraphs[1].role == "credit"
    assert parsed.credit == "Sputnik"


def test_a_paragraph_that_repeats_the_one_before_stays() -> None:
    text = f"{LEAD} {SECOND}\n{SECOND}\n{THIRD}"
    assert [role for role, _ in roles(text)] == ["body"] * 3
