"""The signs that spare most vetoes their search hide no match."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.claims.veto_patterns import VETOES
from pipeline.claims.vetoes import veto_spans

PIECES = (
    *" \n.,:;-–/’'+([°#@%",
    *("1", "20", "0s", "911", "401", "2031", "1990s", "01", "800", "3M", "11A", "5", "22"),
    *("one", "One", "Two", "twenty", "fourteen", "ten", "of", "out of", "for", "in", "year", "hundred and"),
    *(
        "May",
        "Sept.",
        "March",
        "1st",
        "24th",
        "noon",
        "a.m.",
        "pm",
        "o’clock",
        "until",
        "call",
        "phone",
        "page",
        "photo",
    ),
    *(
        "post code",
        "Group of",
        "50 Cent",
        "7-Eleven",
        "under-",
        "U-",
        "B",
        "http://",
        "www.",
        "call 999",
        "point",
        "any",
    ),
)
texts = st.lists(st.sampled_from(PIECES), max_size=14).map("".join) | st.lists(
    st.sampled_from(PIECES), max_size=10
).map(" ".join)


@given(texts)
def test_a_match_holds_its_sign(text: str) -> None:
    for pattern, sign in VETOES:
        if sign is not None:
            for match in pattern.finditer(text):
                assert sign.search(match.group()), (pattern.pattern, match.group())


def test_signs_are_of_use() -> None:
    assert veto_spans("Call 911 at 9 a.m. on May 4, said one of the five.") != []
    assert sum(veto.sign is not None for veto in VETOES) > 10
