"""The facts about an article: date, byline, credit, language, words."""

from datetime import UTC, date, datetime

import pytest

from pipeline.articles import parse_article
from pipeline.records import Block, ParsedArticle, SourceArticle
from pipeline.sources import SourceDefaults

LEAD = "The ferry Aurelia struck the old pier at Northmoor on Friday, the harbour office said."
SECOND = "Pell Strand, who runs the harbour, told reporters that nobody was hurt and that the pier would stay closed."
DATED = f"Ferry strikes pier\n13:42 IST, May 31st 2024\n{LEAD}\n{SECOND}"
BARE = f"Ferry strikes pier\n{LEAD}\n{SECOND}"


def parse(text: str, defaults: SourceDefaults | None = None, path: str = "", **known: object) -> ParsedArticle:
    return parse_article(SourceArticle(text=text, **known), defaults, path)  # type: ignore[arg-type]  # fields by name


def test_metadata_goes_before_the_date_line() -> None:
    parsed = parse(DATED, published_on=date(2024, 6, 2), published_raw="2024-06-02", published_basis="metadata")
    assert (parsed.published_on, parsed.published_basis, parsed.published_raw) == (
        date(2024, 6, 2),
        "metadata",
        "2024-06-02",
    )


def test_a_date_of_the_metadata_that_is_only_written_is_read() -> None:
    parsed = parse(DATED, published_raw="2024-06-02T09:00:00Z")
    assert (parsed.published_on, parsed.published_basis) == (date(2024, 6, 2), "metadata")


def test_the_date_line_goes_before_the_sidecar() -> None:
    parsed = parse(DATED, SourceDefaults(published_raw="2024-01-01"), "2023-01-01/a.txt")
    assert (parsed.published_on, parsed.published_basis) == (date(2024, 5, 31), "dateline")
    assert parsed.published_at_utc == datetime(2024, 5, 31, 8, 12, tzinfo=UTC)
    assert parsed.published_raw == "13:42 IST, May 31st 2024"


def test_the_sidecar_goes_before_the_path() -> None:
    parsed = parse(BARE, SourceDefaults(published_raw="2024-05-31T10:00:00Z"), "2023-01-01/a.txt")
    assert (parsed.published_on, parsed.published_basis) == (date(2024, 5, 31), "sidecar")


def test_the_path_comes_last_and_the_address_before_the_file() -> None:
    assert parse(BARE, path="2024/05/31/a.txt").published_on == date(2024, 5, 31)
    parsed = parse(BARE, path="2023-01-01/a.txt", url="https://tidewater.com/2024/05/31/ferry")
    assert (parsed.published_on, parsed.published_basis) == (date(2024, 5, 31), "path")


def test_without_a_date_there_is_none() -> None:
    parsed = parse(BARE, path="news/a.txt")
    assert (parsed.published_on, parsed.published_at_utc, parsed.published_basis, parsed.published_raw) == (None,) * 4
    assert parsed.rejects == ()


def test_the_first_publication_goes_before_a_later_change() -> None:
    text = f"Ferry strikes pier\nUpdated: 2 June 2024\nPublished: 31 May 2024\n{LEAD}\n{SECOND}"
    assert parse(text).published_on == date(2024, 5, 31)
    assert parse(f"{BARE}\nUpdated: 2 June 2024").published_on == date(2024, 6, 2)


def test_a_date_beside_a_byline_counts() -> None:
    parsed = parse(f"Ferry strikes pier\nBy Ana Breck | 31 May 2024\n{LEAD}\n{SECOND}")
    assert (parsed.published_on, parsed.published_basis) == (date(2024, 5, 31), "dateline")


@pytest.mark.parametrize("line", ["date 9999-12-31", "Published 1 January 0001", "Published: 31 February 2024"])
def test_an_impossible_date_line_is_reported_and_the_next_source_asked(line: str) -> None:
    parsed = parse(f"Ferry strikes pier\n{line}\n{LEAD}\n{SECOND}", path="2024-05-31.txt")
    assert parsed.published_on == date(2024, 5, 31)
    assert parsed.published_basis == "path"
    assert [reject.rule for reject in parsed.rejects] == ["date_out_of_range"]


def test_an_impossible_date_glued_to_a_sentence_is_reported() -> None:
    parsed = parse(f" date 9999-02-27 {LEAD}\n{SECOND}")
    assert parsed.published_on is None
    assert [paragraph.role for paragraph in parsed.paragraphs] == ["dateline", "body", "body"]
    assert [reject.rule for reject in parsed.rejects] == ["date_out_of_range"]


def test_a_sidecar_date_that_cannot_be_read_is_reported() -> None:
    parsed = parse(BARE, SourceDefaults(published_raw="some day"))
    assert [reject.rule for reject in parsed.rejects] == ["date_unreadable"]


def test_a_date_inside_of_a_sentence_is_not_the_date_of_the_article() -> None:
    assert (
        parse(f"Ferry strikes pier\nOn 3 May 2024 the ferry was painted, the office said.\n{LEAD}").published_on is None
    )


@pytest.mark.parametrize(
    ("text", "credit"),
    [
        (f"{BARE}\nSource: Sputnik", "Sputnik"),
        (f"{BARE}\nSource: Tidewater and news agencies\n(Image: AP)", "Tidewater and news agencies"),
        (f"{BARE}\n(Image: AP)", "AP"),
        (f"{BARE}\n(With inputs from Reuters)", "Reuters"),
        (f"Ferry strikes pier\nNORTHMOOR (AFP) — {LEAD}\n{SECOND}\n(Image: AP)", "AFP"),
        (f"Ferry strikes pier\nBy Ana Breck, Associated Press\n{LEAD}\n{SECOND}", "Associated Press"),
        (f"{BARE}\n© 2024 AFP", "AFP"),
        (f"Ferry strikes pier\nNORTHMOOR (Tidewater Wire) — {LEAD}\n{SECOND}", "Tidewater Wire"),
        (f"{BARE}\n(Image: Northmoor News Agency)", "Northmoor News Agency"),
        (f"{BARE}\n(Image: Northmoor Echo)", None),
        (BARE, None),
        (f"{BARE}\nThe AP reported earlier that two people had been taken to hospital.", None),
    ],
)
def test_the_agency_that_is_credited(text: str, credit: str | None) -> None:
    assert parse(text).credit == credit


def test_byline_and_dateline_are_shown_bare() -> None:
    parsed = parse(f"Ferry strikes pier\nBy Ana  Breck\nNORTHMOOR, May 31 (Reuters) - {LEAD}\n{SECOND}")
    assert (parsed.byline, parsed.dateline) == ("Ana Breck", "NORTHMOOR, May 31 (Reuters)")
    assert parse(BARE, byline="by Tom Yule").byline == "Tom Yule"


def test_the_headline_is_shown_mended_and_the_paragraph_as_it_stands() -> None:
    text = f"Ferry\u00ad strikes  the cafÃ© pier\n{LEAD}\n{SECOND}"
    parsed = parse(text)
    assert parsed.headline == "Ferry strikes the café pier"
    assert parsed.paragraphs[0].text == "Ferry\u00ad strikes  the cafÃ© pier"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (f"{LEAD} {SECOND}", "en"),
        (
            "Die Fähre stieß am Freitag gegen den alten Pier, teilte das Hafenamt mit. Niemand wurde verletzt.",
            "de",
        ),
        ("Пором зіткнувся з причалом у п’ятницю вранці, повідомили в порту. Ніхто з пасажирів не постраждав.", "uk"),
        ("Ferry", None),
        ("12 34 56 78 90 " * 20, None),
    ],
)
def test_the_language_is_told_from_the_text(text: str, language: str | None) -> None:
    assert parse(text).language == language


def test_what_the_metadata_says_of_the_language_goes_before_and_defaults_behind() -> None:
    assert parse(BARE, language="fr").language == "fr"
    assert parse("Ferry", SourceDefaults(language="en-GB")).language == "en"


def test_words_are_those_of_the_body() -> None:
    assert parse("Ferry strikes pier\nIt sank at 9 – the office said.\n(Image: AP)").words == 7


def test_blocks_of_the_format_are_paragraphs_and_the_rest_is_cut_by_lines() -> None:
    text = "Ferry strikes pier\n\nOne\nparagraph here.\n\nA line outside.\nAnother line."
    blocks = (Block(char_start=0, char_end=18, role="headline"), Block(char_start=20, char_end=39))
    parsed = parse(text, blocks=blocks)
    assert [(item.role, item.text) for item in parsed.paragraphs] == [
        ("headline", "Ferry strikes pier"),
        ("body", "One\nparagraph here."),
        ("body", "A line outside."),
        ("body", "Another line."),
    ]


def test_every_kind_of_line_break_parts_paragraphs() -> None:
    text = "One is here.\r\nTwo is here.\rThree is here.\u2028Four is here.\x85Five is here.\x0cSix is here."
    assert len(parse(text).paragraphs) == 6
