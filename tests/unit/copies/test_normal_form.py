"""What counts as the same text and what does not."""

import pytest

from pipeline.copies.normal_form import normal_form


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Mayor said: “No!”", "the mayor said no"),
        ("it's 5 o’clock", "its 5 oclock"),
        ("1,234,567 people", "1234567 people"),
        ("nearly 1,50,000 soldiers", "nearly 150000 soldiers"),
        ("12,34,567 rupees", "1234567 rupees"),
        ("rooms 1,2 and 3", "rooms 1 2 and 3"),
        ("rose 3.5 percent.", "rose 3.5 percent"),
        ("the U.S. and the U.K.", "the us and the uk"),
        ("Fish &amp; chips", "fish chips"),
        ("&quot;Quite so&quot;", "quite so"),
        ("Café Zürich", "cafe zurich"),
        ("Cafe\u0301", "cafe"),
        ("ﬁne ＡＢＣ", "fine abc"),
        ("ex\u00adport\u200b", "export"),
        ("two\n\nlines\tand\u00a0more", "two lines and more"),
        ("well-known", "well known"),
        ("snake_case", "snake case"),
        ("STRASSE straße", "strasse strasse"),
        ("Київ", "киів"),
        ("—…!", ""),
        ("", ""),
    ],
)
def test_normal_form_drops_what_does_not_count(text: str, expected: str) -> None:
    assert normal_form(text) == expected


@pytest.mark.parametrize("text", ["The U.S. sent 1,50,000 &amp; more", "Ὀδυσσεύς", "İstanbul", "A.B.C.D", "١٢٣٫٤"])
def test_normal_form_of_a_normal_form_is_itself(text: str) -> None:
    assert normal_form(normal_form(text)) == normal_form(text)


@pytest.mark.parametrize("piece", ["1,", "11,", "111,", "A.", "'", "&amp;", "e\u0301", "1.", "_"])
def test_normal_form_is_linear_on_hostile_text(piece: str) -> None:
    assert len(normal_form(piece * 300_000)) <= 2 * len(piece) * 300_000
