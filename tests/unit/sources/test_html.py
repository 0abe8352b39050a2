"""Web pages: the article and nothing else, in the order of the page, with what the page says about itself."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from pipeline.records import SourceArticle
from pipeline.sources import FileReading

Read = Callable[..., FileReading]

LEAD = "The ferry Aurelia struck the pier at Northmoor at noon on Friday, and the harbour was shut for six hours."
SECOND = "Nobody was hurt, said Pell Strand, who runs the harbour, but the pier will stay closed until the autumn."
QUOTED = "“We heard it before we saw it,” said Zoë Brandt, whose café stands at the foot of the old pier."
NODE = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "Organization", "name": "Not this one"},
        {
            "@type": ["NewsArticle"],
            "headline": "Ferry strikes &amp; shuts pier",
            "datePublished": "2024-05-31T13:42:00+05:30",
            "author": [{"@type": "Person", "name": "Ana Breck"}, {"name": "Tom Yule"}],
            "publisher": {"@type": "Organization", "name": "Tidewater Post", "url": "https://tidewater.com"},
            "inLanguage": "en-GB",
        },
    ],
}


def page(head: str = "", body: str = "", ld: str | None = None) -> str:
    script = f'<script type="application/ld+json">{ld}</script>' if ld is not None else ""
    return (
        f"<!DOCTYPE html><html><head><title>Ferry strikes pier | Tidewater Post</title>{head}{script}</head><body>"
        "<nav><ul><li><a href='/'>Home</a></li><li><a href='/news'>News</a></li></ul></nav>"
        f"<article><h1>Ferry strikes pier</h1>{body}<p>{LEAD}</p><h2>No injuries</h2><p>{SECOND}</p>"
        f"<blockquote><p>{QUOTED}</p></blockquote><script>document.write('<p>Buy now</p>')</script></article>"
        "<aside><h3>Most read</h3><ul><li><a href='/x'>Another story altogether</a></li></ul></aside>"
        "<footer><p>All rights reserved</p></footer></body></html>"
    )


def roles(article: SourceArticle) -> list[tuple[str | None, str]]:
    return [(block.role, article.text[block.char_start : block.char_end]) for block in article.blocks]


def test_the_article_is_told_from_what_surrounds_it(read: Read) -> None:
    reading = read(page())
    assert reading.format == "html"
    assert roles(reading.articles[0]) == [
        ("headline", "Ferry strikes pier"),
        (None, LEAD),
        ("subhead", "No injuries"),
        (None, SECOND),
        (None, QUOTED),
    ]


def test_captions_bylines_and_standfirsts_are_kept_in_their_place(read: Read) -> None:
    body = (
        "<p class='article__standfirst'>The harbour was shut for hours.</p><div class='byline'>By Ana Breck</div>"
        "<time datetime='2024-05-31'>31 May 2024</time>"
        "<figure><img src='a.jpg' alt='x'><figcaption>The pier on Friday [Photo: Ana Breck]</figcaption></figure>"
    )
    found = roles(read(page(body=body)).articles[0])
    assert ("standfirst", "The harbour was shut for hours.") in found
    assert ("byline", "By Ana Breck") in found
    assert ("caption", "The pier on Friday [Photo: Ana Breck]") in found
    assert found.index(("caption", "The pier on Friday [Photo: Ana Breck]")) < found.index((None, LEAD))


def test_json_ld_goes_before_meta_tags(read: Read) -> None:
    head = (
        "<meta property='og:title' content='Another title'><meta property='og:site_name' content='Site'>"
        "<meta property='article:published_time' content='2020-01-01'><link rel='canonical' href='https://m.tidewater.com/f'>"
    )
    article = read(page(head, ld=json.dumps(NODE))).articles[0]
    assert article.headline == "Ferry strikes & shuts pier"
    assert article.byline == "Ana Breck, Tom Yule"
    assert (article.outlet_name, article.outlet_domain) == ("Tidewater Post", "tidewater.com")
    assert article.published_at_utc == datetime(2024, 5, 31, 8, 12, tzinfo=UTC)
    assert article.published_raw == "2024-05-31T13:42:00+05:30"
    assert article.language == "en"
    assert article.url == "https://m.tidewater.com/f"


@pytest.mark.parametrize(
    "ld",
    [
        "<!-- " + json.dumps(NODE) + " -->",
        "//<![CDATA[\n" + json.dumps(NODE) + "\n//]]>",
        json.dumps(NODE) + ";",
        json.dumps(NODE).replace("]}]}", "]},]}"),
        json.dumps(NODE).replace("strikes ", "strikes\n"),
    ],
)
def test_json_ld_is_read_as_sites_write_it(read: Read, ld: str) -> None:
    assert read(page(ld=ld)).articles[0].byline == "Ana Breck, Tom Yule"


@pytest.mark.parametrize(
    "ld", ["{", "null", "[[[[", "[" * 100_000, '"text"', '{"@type": {"a": 1}}', '{"@type":"Article","author":[[]]}']
)
def test_broken_json_ld_is_passed_over(read: Read, ld: str) -> None:
    reading = read(page("<meta name='author' content='Ana Breck'>", ld=ld))
    assert reading.rejects == ()
    assert reading.articles[0].byline == "Ana Breck"


def test_meta_tags_and_time_elements_give_the_date(read: Read) -> None:
    tagged = read(page("<meta property='article:published_time' content='2024-05-31T22:30:00-05:00'>")).articles[0]
    assert (tagged.published_on, tagged.published_basis) == (date(2024, 5, 31), "metadata")
    timed = read(page(body="<time datetime='2024-05-31T10:00:00Z'>Friday</time>")).articles[0]
    assert timed.published_at_utc == datetime(2024, 5, 31, 10, tzinfo=UTC)


def test_a_date_in_the_year_9999_is_refused_and_the_page_kept(read: Read) -> None:
    reading = read(page("<meta name='date' content='9999-12-31'>"))
    assert reading.articles[0].published_on is None
    assert [reject.rule for reject in reading.rejects] == ["date_out_of_range"]


def test_scripts_styles_and_hidden_text_never_appear(read: Read) -> None:
    body = "<style>p{}</style><noscript>Turn on</noscript><p style='display: none'>Hidden words</p><!-- a comment -->"
    text = read(page(body=body)).articles[0].text
    for word in ("document", "Buy now", "p{}", "Turn on", "Hidden", "comment"):
        assert word not in text


def test_a_fragment_without_a_page_around_it_is_html_too(read: Read) -> None:
    reading = read(f"<h1>Ferry strikes pier</h1>\n<p>{LEAD}</p>\n<p>{SECOND}<br><br>{QUOTED}</p>")
    assert reading.format == "html"
    assert reading.articles[0].text.split("\n\n") == ["Ferry strikes pier", LEAD, SECOND, QUOTED]


@pytest.mark.parametrize("opening", ["<div>", "<b>", "<table><tr><td>", "<ul><li>", "<blockquote>"])
def test_markup_nested_without_end_is_survived(read: Read, opening: str) -> None:
    reading = read("<html><body>" + opening * 20_000 + "deep")
    assert len(reading.articles) + len(reading.rejects) >= 1


def test_every_block_lies_inside_the_text_and_in_order(read: Read) -> None:
    article = read(page(body="<ul><li>One point</li><li>Two points</li></ul>")).articles[0]
    ends = [0]
    for block in article.blocks:
        assert ends[-1] <= block.char_start < block.char_end <= len(article.text)
        ends.append(block.char_end)
