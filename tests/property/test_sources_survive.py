"""Whatever bytes come in, reading them ends with articles or with reasons, and every paragraph is where it says."""

import gzip
import tempfile
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.articles import parse_article
from pipeline.sources import FileReading, Limits, read_file

LIMITS = Limits(max_expanded_bytes=200_000, max_records=50)
OPENINGS = st.sampled_from(
    [
        b"",
        b"{",
        b"[",
        b'{"text": "',
        b"<html><body><p>",
        b"<rss><channel><item>",
        b"<feed><entry>",
        b"title,text\n",
        b"WARC/1.0\r\n",
        b"\x1f\x8b\x08",
        b"\xff\xfe",
        b"\xfe\xff",
        b"\xef\xbb\xbf",
        b"date 2024-05-31 ",
        b"<?xml version='1.0'?>",
        b"BZh9",
        b'{"a": 1}\n{"text": ',
    ]
)
PIECES = st.lists(
    st.one_of(
        st.binary(max_size=30),
        st.text(max_size=30).map(lambda text: text.encode("utf-8", "surrogatepass")),
        st.sampled_from(
            [
                b"\n",
                b"\r\n\r\n",
                b"</p><p>",
                b'"}\n{"text": "',
                b"Published 31 May 2024",
                b"9999-12-31",
                b"(AP) - ",
                b"\x00",
                b"By Ana Breck",
                b'","title":"',
                b"</item><item><description>",
                b"]]>",
                b"<!--",
                b"&lt;",
                b"\xe2\x80",
                b"\\ud800",
                b'","published":"',
            ]
        ),
    ),
    max_size=12,
)


def read(data: bytes) -> FileReading:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "some.file"
        path.write_bytes(data)
        return read_file(path, Path(folder), LIMITS)


@example(opening=b"\xef\xbb\xbf", pieces=[b"\x00", b"\r", b","], is_packed=False)
@settings(max_examples=250, deadline=None)
@given(opening=OPENINGS, pieces=PIECES, is_packed=st.booleans())
def test_no_bytes_make_reading_fail(opening: bytes, pieces: list[bytes], is_packed: bool) -> None:
    data = opening + b"".join(pieces)
    reading = read(gzip.compress(data) if is_packed else data)
    assert bool(reading.articles) or bool(reading.rejects)
    assert "reader_failed" not in {reject.rule for reject in reading.rejects}
    for article in reading.articles:
        parsed = parse_article(article, relative_path=reading.relative_path)
        for value in (
            article.text,
            parsed.headline,
            parsed.byline,
            parsed.published_raw,
            parsed.dateline,
            parsed.credit,
        ):
            assert value is None or value.encode("utf-8") is not None
        check_paragraphs(article.text, [(item.char_start, item.char_end, item.text) for item in parsed.paragraphs])


def check_paragraphs(text: str, spans: list[tuple[int, int, str]]) -> None:
    """Assert that the spans part the text: in order, exact, and over every character that is not white space."""
    position = 0
    for start, end, shown in spans:
        assert position <= start < end <= len(text)
        assert text[start:end] == shown == shown.strip()
        assert not text[position:start].strip()
        position = end
    assert not text[position:].strip()
