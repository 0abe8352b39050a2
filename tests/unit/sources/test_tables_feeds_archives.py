"""CSV, RSS, Atom and WARC."""

import gzip
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from pipeline.sources import FileReading

Read = Callable[..., FileReading]

PAGE = (
    "<html lang='en'><head><title>Ferry strikes pier</title></head><body><article><h1>Ferry strikes pier</h1>"
    "<p>The ferry struck the pier at noon on Friday, the café’s owner said.</p><p>Nobody was hurt.</p></article></body>"
)
RSS = """<?xml version="1.0" encoding="UTF-8"?>
<!-- made by hand -->
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Tidewater Post</title><link>https://tidewater.com</link><language>en-gb</language>
<item><title>Ferry &amp; pier</title><link>https://tidewater.com/ferry</link><dc:creator>Ana Breck</dc:creator>
<pubDate>Fri, 31 May 2024 10:00:00 +0200</pubDate><description>A ferry hit a pier.</description>
<content:encoded><![CDATA[<p>The ferry struck the pier at noon.</p><script>bad()</script>
<p>Nobody was hurt.</p>]]></content:encoded></item>
<item><title>No text</title></item>
<item><title>Only a summary</title><description>The pier is shut until Monday.</description>
<pubDate>31 Dec 9999</pubDate></item>
</channel></rss>"""
ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Tidewater Post</title>
<entry><title>Ferry</title><id>urn:1</id><link href="https://tidewater.com/ferry"/><updated>2024-06-01T10:00:00Z</updated>
<published>2024-05-31T10:00:00Z</published><author><name>Ana Breck</name></author>
<content type="html">&lt;p&gt;The ferry struck the pier.&lt;/p&gt;&lt;p&gt;Nobody was hurt.&lt;/p&gt;</content>
</entry></feed>"""


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_table_gives_a_row_an_article(read: Read, delimiter: str) -> None:
    rows = [
        delimiter.join(["id", "Title", "Body", "Published", "Source"]),
        delimiter.join(
            ["1", "Ferry strikes pier", '"It struck the pier.\nNobody was hurt."', "2024-05-31", "Tidewater Post"]
        ),
        delimiter.join(["2", "Nothing more", "", "", ""]),
        delimiter.join(["3", "Pier shut", "The pier is shut.", "31/05/2024", "Tidewater Post"]),
    ]
    reading = read("\ufeff" + "\r\n".join(rows) + "\r\n", "table.tsv")
    assert reading.format == "csv"
    assert [article.text for article in reading.articles] == [
        "Ferry strikes pier\n\nIt struck the pier.\nNobody was hurt.",
        "Pier shut\n\nThe pier is shut.",
    ]
    assert {article.published_on for article in reading.articles} == {date(2024, 5, 31)}
    assert [(reject.rule, reject.record) for reject in reading.rejects] == [("bad_record", 1)]


def test_prose_with_commas_is_no_table(read: Read) -> None:
    assert read("Ferries, piers, text and body\nThe ferry struck the pier, at noon.").format == "text"


def test_a_row_with_too_many_cells_is_refused_alone(read: Read) -> None:
    reading = read("title,text\nFerry,It struck, and sank\nPier,It is shut.\n")
    assert [article.headline for article in reading.articles] == ["Pier"]
    assert [reject.rule for reject in reading.rejects] == ["bad_record"]


def test_rss(read: Read) -> None:
    reading = read(RSS, "feed.txt")
    assert reading.format == "rss"
    ferry, summary = reading.articles
    assert ferry.text == "Ferry & pier\n\nA ferry hit a pier.\n\nThe ferry struck the pier at noon.\n\nNobody was hurt."
    assert [block.role for block in ferry.blocks] == ["headline", "standfirst", None, None]
    assert ferry.published_at_utc == datetime(2024, 5, 31, 8, tzinfo=UTC)
    assert (ferry.byline, ferry.language) == ("Ana Breck", "en")
    assert (ferry.outlet_name, ferry.outlet_domain) == ("Tidewater Post", "tidewater.com")
    assert summary.text == "Only a summary\n\nThe pier is shut until Monday."
    assert sorted((reject.rule, reject.record) for reject in reading.rejects) == [
        ("bad_record", 1),
        ("date_out_of_range", 2),
    ]


def test_atom(read: Read) -> None:
    reading = read(ATOM)
    assert reading.format == "atom"
    assert reading.articles[0].text == "Ferry\n\nThe ferry struck the pier.\n\nNobody was hurt."
    assert reading.articles[0].published_at_utc == datetime(2024, 5, 31, 10, tzinfo=UTC)


def test_entities_of_a_feed_do_not_multiply(read: Read) -> None:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{levels}]><rss><channel><item><title>T</title>'
    reading = read(bomb + "<description>&l11;</description></item></channel></rss>")
    assert sum(len(article.text) for article in reading.articles) < 10_000


def answer(number: int, status: str, kind: str, body: bytes, url: str) -> bytes:
    """Return one record of a web archive that holds the answer of a site."""
    block = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{number:032x}>\r\nWARC-Target-URI: {url}\r\n"
        "WARC-Date: 2024-06-02T08:00:00Z\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_web_archive_gives_its_pages(read: Read, pack: Callable[[bytes], bytes]) -> None:
    answers = [
        ("200 OK", "text/html; charset=windows-1252", PAGE.encode("windows-1252"), "https://tidewater.com/ferry"),
        ("404 Not Found", "text/html", b"<p>Gone</p>", "https://tidewater.com/gone"),
        ("200 OK", "image/png", b"\x89PNG", "https://tidewater.com/pier.png"),
        ("200 OK", "text/html", b"<html><body></body></html>", "https://tidewater.com/empty"),
    ]
    reading = read(b"".join(pack(answer(number, *one)) for number, one in enumerate(answers)), "crawl.bin")
    assert reading.format == "warc"
    assert [article.url for article in reading.articles] == ["https://tidewater.com/ferry"]
    assert "the café’s owner" in reading.articles[0].text
    assert [(reject.rule, reject.record) for reject in reading.rejects] == [("no_articles", 3)]


def test_a_web_archive_that_breaks_off_keeps_what_came_before(read: Read) -> None:
    records = [answer(n, "200 OK", "text/html", PAGE.encode(), f"https://tidewater.com/{n}") for n in range(2)]
    reading = read(b"".join(records)[:-500])
    assert reading.articles[0].url == "https://tidewater.com/0"
