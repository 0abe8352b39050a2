"""The paragraphs of an article part its text: exact, in order, and nothing is left over."""

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.articles import parse_article
from pipeline.records import Block, SourceArticle

LINES = st.sampled_from(
    [
        "Ferry strikes pier",
        "The ferry struck the old pier on Friday, the office said.",
        " date 2024-05-31 The ferry sank.",
        "(Image: AP)",
        "NORTHMOOR (AP) — Nobody was hurt.",
        "- World News",
        "- 2 min read",
        "By Ana Breck",
        "Published 13:42 IST, May 31st 2024",
        "",
        " ",
        "\u200b",
        "\ufeff",
        "\u202e",
        "Source: Sputnik",
        "A pier [File: Ana Breck/AP]",
        "date 9999-01-01 It",
        "2024-05-31 -",
        "(Reuters) - ",
    ]
)
BREAKS = st.sampled_from(["\n", "\r\n", "\r", "\n\n", "\u2028", "\x0b", "\x85", " "])
TEXTS = st.lists(st.tuples(st.one_of(LINES, st.text(max_size=40)), BREAKS), max_size=14).map(
    lambda pairs: "".join(line + end for line, end in pairs)
)


@settings(max_examples=300, deadline=None)
@given(text=TEXTS, cuts=st.lists(st.tuples(st.integers(0, 200), st.integers(0, 200)), max_size=4))
def test_paragraphs_part_the_text(text: str, cuts: list[tuple[int, int]]) -> None:
    blocks = tuple(Block(char_start=start, char_end=end) for start, end in cuts)
    parsed = parse_article(SourceArticle(text=text, blocks=blocks))
    position = 0
    for number, paragraph in enumerate(parsed.paragraphs):
        assert paragraph.position == number
        assert position <= paragraph.char_start < paragraph.char_end <= len(text)
        assert text[paragraph.char_start : paragraph.char_end] == paragraph.text
        assert not text[position : paragraph.char_start].strip()
        position = paragraph.char_end
    assert not text[position:].strip()


@settings(max_examples=60, deadline=None)
@given(text=TEXTS)
def test_reading_twice_gives_the_same(text: str) -> None:
    assert parse_article(SourceArticle(text=text)) == parse_article(SourceArticle(text=text))
