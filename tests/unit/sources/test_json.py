"""JSON lines, arrays and objects, in the words of several crawlers."""

import bz2
import gzip
import json
import lzma
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from pipeline.records import SourceArticle
from pipeline.sources import FileReading, Limits

Read = Callable[..., FileReading]

PLAIN = {
    "id": 7,
    "url": "https://tidewater.com/ferry",
    "title": "Ferry strikes pier",
    "text": "The ferry struck the pier at noon.\nNobody was hurt.",
    "published": "2024-05-31T10:00:00Z",
    "source": "Tidewater Post",
}
NEWS_PLEASE = {
    "authors": ["Ana Breck", "Tom Yule"],
    "date_download": "2024-06-02 08:00:00",
    "date_modify": None,
    "date_publish": "2024-05-31 10:00:00",
    "description": "A ferry struck the pier.",
    "language": "en",
    "maintext": "The ferry struck the pier at noon.\nNobody was hurt.",
    "source_domain": "www.tidewater.com",
    "title": "Ferry strikes pier",
    "url": "https://www.tidewater.com/ferry",
}
FUNDUS = {
    "html": {
        "requested_url": "https://tidewater.com/ferry",
        "source_info": {"publisher": "Tidewater Post"},
        "content": "<p>",
    },
    "title": "Ferry strikes pier",
    "authors": ["Ana Breck"],
    "publishing_date": "2024-05-31 10:00:00+00:00",
    "body": {
        "summary": ["A ferry struck the pier."],
        "sections": [
            {"headline": [], "paragraphs": ["The ferry struck the pier at noon."]},
            {"headline": ["What comes next"], "paragraphs": ["Nobody was hurt."]},
        ],
    },
}
NEWSPAPER4K = {
    "url": "https://tidewater.com/ferry",
    "source_url": "https://tidewater.com",
    "title": "Ferry strikes pier",
    "authors": ["Ana Breck"],
    "publish_date": "2024-05-31T10:00:00+00:00",
    "text": "The ferry struck the pier at noon.\n\nNobody was hurt.",
    "meta_lang": "en",
    "meta_site_name": "Tidewater Post",
    "summary": "",
    "html": "<html><body>The ferry</body></html>",
}


def only(articles: tuple[SourceArticle, ...]) -> SourceArticle:
    assert len(articles) == 1
    return articles[0]


@pytest.mark.parametrize(
    "record", [PLAIN, NEWS_PLEASE, FUNDUS, NEWSPAPER4K], ids=["plain", "news-please", "fundus", "newspaper4k"]
)
def test_every_crawler_gives_the_same_article(read: Read, record: dict[str, object]) -> None:
    reading = read(json.dumps(record))
    article = only(reading.articles)
    assert reading.format == "json"
    assert article.headline == "Ferry strikes pier"
    assert article.url is not None
    assert article.url.endswith("tidewater.com/ferry")
    assert article.outlet_domain == "tidewater.com"
    assert article.published_on == date(2024, 5, 31)
    assert article.published_basis == "metadata"
    assert article.text.startswith("Ferry strikes pier\n\n")
    assert "The ferry struck the pier at noon." in article.text
    assert article.text.endswith("Nobody was hurt.")


def test_a_naive_date_is_a_day_and_one_with_a_zone_an_instant(read: Read) -> None:
    assert only(read(json.dumps(NEWS_PLEASE)).articles).published_at_utc is None
    assert only(read(json.dumps(FUNDUS)).articles).published_at_utc == datetime(2024, 5, 31, 10, tzinfo=UTC)


def test_sections_and_summaries_keep_their_roles(read: Read) -> None:
    article = only(read(json.dumps(FUNDUS)).articles)
    roles = {article.text[block.char_start : block.char_end]: block.role for block in article.blocks}
    assert roles["A ferry struck the pier."] == "standfirst"
    assert roles["What comes next"] == "subhead"


@pytest.mark.parametrize("pack", [lambda data: data, gzip.compress, bz2.compress, lzma.compress])
def test_lines_are_read_packed_or_not(read: Read, pack: Callable[[bytes], bytes]) -> None:
    lines = "\n".join(json.dumps(PLAIN | {"url": f"https://tidewater.com/{number}"}) for number in range(3))
    reading = read(pack(lines.encode()), "articles.dat")
    assert reading.format == "jsonl"
    assert [article.url for article in reading.articles] == [f"https://tidewater.com/{number}" for number in range(3)]
    assert [article.record for article in reading.articles] == [0, 1, 2]


@pytest.mark.parametrize(
    ("bad", "rule"),
    [
        ("{broken", "bad_json"),
        ('{"title": "no text"}', "bad_record"),
        ('{"text": ""}', "bad_record"),
        ("[1, 2]", "bad_record"),
        ("7", "bad_record"),
        ('{"text": ' + "[" * 5000, "too_deep"),
        ('{"text": "' + "x" * 3000 + '"}', "line_too_long"),
    ],
)
def test_one_bad_record_does_not_harm_the_others(read: Read, bad: str, rule: str) -> None:
    good = json.dumps(PLAIN)
    reading = read("\n".join([good, bad, good]), limits=Limits(max_line_chars=2_000))
    assert [article.record for article in reading.articles] == [0, 2]
    assert [(reject.rule, reject.record) for reject in reading.rejects] == [(rule, 1)]


@pytest.mark.parametrize("published", ["9999-12-31", "0001-01-01T00:00:00Z"])
def test_an_impossible_date_costs_the_date_and_not_the_article(read: Read, published: str) -> None:
    reading = read("\n".join([json.dumps(PLAIN | {"published": published}), json.dumps(PLAIN)]))
    assert reading.articles[0].published_on is None
    assert [(reject.rule, reject.record) for reject in reading.rejects] == [("date_out_of_range", 0)]
    assert published[:10] in reading.rejects[0].reason


@pytest.mark.parametrize("wrap", [lambda records: records, lambda records: {"status": "ok", "articles": records}])
def test_an_array_and_a_wrapped_array_are_read(read: Read, wrap: Callable[[list[object]], object]) -> None:
    reading = read(json.dumps(wrap([PLAIN, PLAIN]), indent=1))
    assert (reading.format, len(reading.articles)) == ("json", 2)


def test_a_record_longer_than_what_is_looked_at_first(read: Read) -> None:
    records = [PLAIN | {"text": "The ferry struck the pier. " * 9_000}] * 2
    reading = read("\n".join(json.dumps(record) for record in records))
    assert (reading.format, len(reading.articles)) == ("jsonl", 2)


def test_html_in_a_text_field_becomes_paragraphs_without_scripts(read: Read) -> None:
    text = "<p>The ferry <b>struck</b> the pier.</p><script>alert('x')</script><p>Nobody was hurt.</p>"
    article = only(read(json.dumps({"title": "Ferry", "text": text})).articles)
    assert article.text == "Ferry\n\nThe ferry struck the pier.\n\nNobody was hurt."


def test_a_page_in_a_record_is_read_where_there_is_no_text(read: Read) -> None:
    page = "<html><body><article><h1>Ferry strikes pier</h1><p>The ferry struck the pier at noon.</p></article></body>"
    article = only(read(json.dumps({"url": "https://tidewater.com/ferry", "html": page})).articles)
    assert article.headline == "Ferry strikes pier"
    assert article.url == "https://tidewater.com/ferry"


def test_a_headline_that_the_text_begins_with_is_not_repeated(read: Read) -> None:
    text = "FERRY STRIKES PIER\n\nThe ferry struck the pier at noon."
    assert only(read(json.dumps(PLAIN | {"text": text})).articles).text == text


def test_half_characters_cannot_reach_the_tables(read: Read) -> None:
    article = only(read('{"title": "Ferry \\ud800", "text": "It sank\\udfff.", "author": "A\\ud800"}').articles)
    for value in (article.text, article.headline, article.byline):
        assert value is not None
        value.encode("utf-8")


def test_direction_marks_do_not_reach_names(read: Read) -> None:
    article = only(read(json.dumps(PLAIN | {"source": "Post\u202etsoP", "title": "Ferry\u0007 \u200bsinks"})).articles)
    assert (article.outlet_name, article.headline) == ("PosttsoP", "Ferry sinks")


def test_text_that_only_opens_like_json_is_text(read: Read) -> None:
    reading = read("[Updated] The ferry struck the pier.\n{sic} Nobody was hurt.")
    assert reading.format == "text"


def test_more_records_than_the_limit_are_left_out_with_a_row(read: Read) -> None:
    reading = read("\n".join([json.dumps(PLAIN)] * 5), limits=Limits(max_records=2))
    assert len(reading.articles) == 2
    assert [reject.rule for reject in reading.rejects] == ["too_large"]
