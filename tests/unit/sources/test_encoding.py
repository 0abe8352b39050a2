"""Text comes out as it was meant, or is refused."""

from collections.abc import Callable

import pytest

from pipeline.sources import FileReading
from pipeline.sources.encoding import decode
from pipeline.sources.model import RefusedError

Read = Callable[..., FileReading]

TEXT = "Ferry strikes pier\n“It was loud,” said Zoë Brandt – the café’s owner. It cost £40."


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32"),
        ("windows-1252", "windows-1252"),
    ],
)
def test_the_text_is_the_same_in_every_encoding(encoding: str, shown: str) -> None:
    decoded = decode(TEXT.encode(encoding), "ferry.txt")
    assert decoded.text == TEXT
    assert decoded.encoding == shown
    assert decoded.replaced == 0


def test_a_cyrillic_encoding_is_recognised() -> None:
    text = "Паром столкнулся с причалом в среду утром, сообщили в порту. Никто из пассажиров не пострадал. " * 4
    assert decode(text.encode("windows-1251"), "ferry.txt").text == text


def test_one_torn_character_does_not_turn_the_rest_into_mojibake() -> None:
    data = ("“Zoë” ran the café. " * 20).encode() + b"\xe2\x80"
    decoded = decode(data, "ferry.txt")
    assert decoded.text.startswith("“Zoë” ran the café.")
    assert decoded.text.endswith("\ufffd")
    assert decoded.replaced == 1


def test_what_could_not_be_decoded_is_reported_and_the_article_kept(read: Read) -> None:
    reading = read(("“Zoë” ran the café. " * 20).encode() + b"\xe2\x80")
    assert [reject.rule for reject in reading.rejects] == ["bad_encoding"]
    assert len(reading.articles) == 1


def test_a_page_is_read_in_the_encoding_it_declares(read: Read) -> None:
    page = (
        '<html><head><meta charset="windows-1251"><title>Паром</title></head><body><article><h1>Паром</h1>'
        "<p>Паром столкнулся с причалом в среду утром.</p></article></body></html>"
    )
    reading = read(page.encode("windows-1251"))
    assert "столкнулся с причалом" in reading.articles[0].text
    assert reading.encoding == "windows-1251"


def test_a_wrong_declaration_does_not_spoil_utf8(read: Read) -> None:
    page = '<html><head><meta charset="latin-1"></head><body><p>Zoë’s café is shut.</p><p>So is the pier.</p></body>'
    assert "Zoë’s café" in read(page).articles[0].text


def test_soft_hyphens_controls_and_direction_marks_stay_in_the_text(read: Read) -> None:
    text = "Ferry\u00ad hits\u202e pier\x07 at\u00a0noon\u200b.\r\nNobody was hurt."
    assert read(text).articles[0].text == text


@pytest.mark.parametrize(
    "data", [b"\x00" * 100, b"\xff\xd8\xff\xe0 picture", bytes(range(128, 256)) * 3 + b"\x01\x02\x03" * 30]
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(RefusedError) as refused:
        decode(data, "odd.bin")
    assert refused.value.reject.rule in {"binary", "bad_encoding"}
