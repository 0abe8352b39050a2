"""Whatever a text holds, parsers of quotes, numbers, dates and copies end with spans inside it, and never fail."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from benchmarks.fuzz.targets import TEXT_TARGETS
from pipeline.reading.reader import read_texts
from pipeline.settings import DEFAULT_MODEL

MARKS = "“”‘’„«»\"'`()[]{}<>—–-−%$€₹½°±№#@&/\\:;,.!?…0123456789٣７⅓²\u00a0\u200b\u0301\ufeff\t\n\r "
PIECES = (
    *(
        "million",
        "crore",
        "lakh",
        "hundred",
        "dozen",
        "a dozen",
        "half",
        "twice",
        "third",
        "minus",
        "no",
        "one",
        "zero",
    ),
    *("between ", " and ", " to ", " or ", "at least ", "nearly ", " per cent", " percent", "$4.5m", "1,50,000", "7bn"),
    *(
        "12 May 2031",
        "31.12.2030",
        "2031-03-14T12:00",
        "last Thursday",
        "two weeks ago",
        "noon",
        "1990s",
        "'99",
        "FY31",
    ),
    *(
        "9" * 400,
        "1e999",
        "0x7f",
        "1/0",
        "7.",
        ".7",
        "7-",
        "3-2",
        "12:60",
        "00:00:00",
        "1,2,3,4",
        "٣٤",
        "Ⅻ",
        "inf",
        "nan",
    ),
    *("said ", "“", "” ", "’tis ", "'em", "``", "''", "By ", "(AP) — ", "&#39;", "&amp;", "&#x110000;", "U.S.", "A.B."),
)
TEXTS = st.lists(
    st.one_of(st.sampled_from(PIECES), st.text(MARKS, max_size=6), st.text(max_size=8), st.just(" ")), max_size=25
).map("".join)


@pytest.mark.parametrize("target", sorted(TEXT_TARGETS))
def test_no_text_makes_a_parser_fail(target: str) -> None:
    @example("")
    @example(" ")
    @settings(max_examples=20 if target == "copies" else 300)
    @given(TEXTS)
    def survives(text: str) -> None:
        TEXT_TARGETS[target](text)

    survives()


@settings(max_examples=100)
@given(TEXTS)
def test_no_text_makes_the_reader_fail(text: str) -> None:
    (reading,) = read_texts([text], DEFAULT_MODEL)
    spans = list(reading.sentences)
    spans += [(quote.char_start, quote.char_end) for quote in reading.quotes]
    spans += [(claim.char_start, claim.char_end) for claim in reading.claims]
    spans += [(mention.char_start, mention.char_end) for mention in reading.mentions]
    spans += [(time.char_start, time.char_end) for time in reading.times]
    assert all(0 <= start < end <= len(text) for start, end in spans)
