"""Every row of the report leads to the very characters that the tables name, and copies are told from origins."""

from datetime import date

import pytest

from pipeline.release.report.data import gather
from pipeline.release.report.differences import compared
from pipeline.release.report.model import Report, Span
from pipeline.release.report.sentences import sentence_around
from tests.unit.release.invented_release import InventedRelease
from tests.unit.release.mine_story import AGENCY, CHANGED, mine_story

MONDAY = date(2031, 3, 10)


def words(report: Report, span: Span) -> str:
    return report.articles[span.article].paragraphs[span.paragraph].text[span.start : span.end]


@pytest.fixture(scope="module")
def report() -> Report:
    return gather(mine_story().tables(), "0001")


def test_claims_of_a_figure_lead_to_their_words(report: Report) -> None:
    (figure,) = report.figures
    assert {words(report, claim.span) for claim in figure.claims} == {"at least 21 miners", "34 miners", "26 miners"}
    assert {report.names[claim.speaker] for claim in figure.claims if claim.speaker is not None} == {
        "Mine Union",
        "officials",
        "The ministry",
    }


def test_claim_is_shown_in_its_sentence(report: Report) -> None:
    sentences = {
        report.articles[claim.span.article].paragraphs[claim.span.paragraph].text[slice(*claim.sentence)]
        for claim in report.figures[0].claims
    }
    assert "They said on Wednesday that 34 miners were killed." in sentences


def test_versions_say_what_each_outlet_left_out_or_changed(report: Report) -> None:
    (statement,) = report.statements
    kinds = {report.outlets[report.articles[v.span.article].outlet or 0]: v for v in statement.versions}
    assert kinds["Meridian Wire"].kind == "in full"
    assert kinds["Northgate Daily"].kind == "trimmed"
    assert kinds["Kalindra Courier"].kind == "altered"
    assert ("added", "single") in kinds["Kalindra Courier"].pieces
    assert ("gone", "safety ") in kinds["Kalindra Courier"].pieces


def test_altered_pair_marks_what_differs_and_names_all_carriers(report: Report) -> None:
    (pair,) = report.altered
    assert [words(report, side.span) for side in pair.sides] == [AGENCY, CHANGED]
    assert [[text for kind, text in side.pieces if kind == "added"] for side in pair.sides] == [["112"], ["121"]]
    assert [report.outlets[outlet] for outlet in pair.sides[0].outlets] == ["Meridian Wire", "Northgate Daily"]


def test_copies_name_origin_and_carrier(report: Report) -> None:
    assert [(report.outlets[a], report.outlets[b], n) for a, b, n in report.copies_by_outlet] == [
        ("Meridian Wire", "Northgate Daily", 1)
    ]
    (copy,) = report.copies
    assert words(report, copy.span) == words(report, copy.origin) == AGENCY


def test_speakers_count_statements_not_copies(report: Report) -> None:
    (speaker,) = report.speakers
    assert report.names[speaker.name] == "Oleksy Varnenko"
    assert speaker.statements == 1
    assert len(speaker.by_outlet) == 3


def test_claims_in_copies_of_one_paragraph_are_shown_once() -> None:
    release = InventedRelease()
    text = "The quake broke 40 bridges, the office said."
    for outlet in ("Sora Gazette", "Sora Echo", "Hill Radio"):
        release.claim(release.article(outlet, MONDAY, f"{outlet} on bridges", text), "40 bridges", 40, "bridges")
    other = release.article("River Post", MONDAY, "Bridges", "Only 12 bridges broke.")
    release.claim(other, "12 bridges", 12, "bridges")
    (figure,) = gather(release.tables(), "0001").figures
    assert sorted(len(claim.copies) for claim in figure.claims) == [0, 2]


def test_values_far_apart_take_a_logarithmic_axis() -> None:
    release = InventedRelease()
    for outlet, number in (("Sora Gazette", 3), ("Sora Echo", 9_000)):
        release.claim(
            release.article(outlet, MONDAY, outlet, f"It took {number} nails."), f"{number} nails", number, "nails"
        )
    assert gather(release.tables(), "0001").figures[0].is_wide


def test_span_in_a_very_long_paragraph_is_found() -> None:
    release = InventedRelease()
    long = "Sand and wind. " * 2_000 + "At last 77 wells were dug. " + "Wind and sand. " * 2_000
    for outlet, number in (("Sora Gazette", 77), ("Sora Echo", 78)):
        article = release.article(outlet, MONDAY, outlet, long.replace("77", str(number)))
        release.claim(article, f"{number} wells", number, "wells")
    report = gather(release.tables(), "0001")
    assert {words(report, claim.span) for claim in report.figures[0].claims} == {"77 wells", "78 wells"}
    assert all(article.paragraphs[1].is_cut for article in report.articles)


def test_many_days_are_taken_together_for_the_plot() -> None:
    release = InventedRelease()
    for year in range(1990, 2031):
        for month in range(1, 13):
            release.article("Sora Echo", date(year, month, 1), f"{year} {month}", "Nothing.")
    assert {period for _, period, _ in gather(release.tables(), "0001").by_period} == {
        str(y) for y in range(1990, 2031)
    }


def test_article_without_outlet_or_day_is_shown() -> None:
    release = InventedRelease()
    release.article(None, None, None, "A page without a name.")
    report = gather(release.tables(), "0001")
    assert (report.articles[0].outlet, report.articles[0].day) == (None, None)
    assert report.by_period == [("Unknown outlet", None, 1)]


@pytest.mark.parametrize(
    ("text", "span", "sentence"),
    [
        (
            "It rained. Mr. Brodko saw 12 boats at No. 3 pier. He left.",
            "12 boats",
            "Mr. Brodko saw 12 boats at No. 3 pier.",
        ),
        ("“We saw 12 boats.” They left.", "12 boats", "“We saw 12 boats.”"),
        ("12 boats", "12 boats", "12 boats"),
        ("He left. J. B. Solai counted 12 boats", "12 boats", "J. B. Solai counted 12 boats"),
    ],
)
def test_sentence_around(text: str, span: str, sentence: str) -> None:
    start = text.index(span)
    first, last = sentence_around(text, start, start + len(span))
    assert text[first:last] == sentence


def test_sentence_is_cut_at_a_space_where_it_has_no_end() -> None:
    text = "word " * 500 + "12 boats" + " word" * 500
    start = text.index("12 boats")
    first, last = sentence_around(text, start, start + 8)
    assert 700 < last - first < 900
    assert text[first:last].startswith("word ")
    assert text[first:last].endswith(" word")


def test_pieces_make_up_the_text_and_leave_punctuation_alone() -> None:
    pieces = compared("We shall go, “all of us”, at dawn.", 'We shall go "all of us" at noon,')
    assert "".join(text for kind, text in pieces if kind != "gone") == 'We shall go "all of us" at noon,'
    assert pieces[1:] == [("gone", "dawn. "), ("added", "noon,")]
    assert compared("No light, no air,", "No light, no air.") == [("same", "No light, no air.")]
    assert compared("We left at dawn, with a cat.", "We left.") == [
        ("same", "We left."),
        ("gone", " at dawn, with a cat."),
    ]


def test_very_long_texts_are_not_compared() -> None:
    assert compared("a " * 50_000, "b " * 50_000) == [("same", "b " * 50_000)]
