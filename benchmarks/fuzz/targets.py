"""What is tried: each target takes a text, calls one reader or parser, and checks what must hold of any result.

A target fails by any exception. Used by the fuzzer and the growth table here, and by the property tests.
"""

import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import date
from pathlib import Path

from pipeline.articles import parse_article
from pipeline.claims.numbers import find_numbers
from pipeline.claims.quantities import find_quantities
from pipeline.claims.scores import score_spans
from pipeline.claims.vetoes import veto_spans
from pipeline.copies.facts import read_facts
from pipeline.copies.normal_form import normal_form
from pipeline.copies.passages import find_passages
from pipeline.copies.records import CopyInput
from pipeline.dates import find_times, resolve_date
from pipeline.quotes.marks import find_quoted_runs
from pipeline.records import SourceArticle
from pipeline.sources import Limits, RefusedError, Zone, find_date, read_date, read_file

DAY = date(2031, 3, 14)
SMALL = Limits(max_expanded_bytes=200_000, max_records=50)
ROOMY = Limits()


def raw_file(data: bytes, limits: Limits = SMALL) -> None:
    """Read bytes as a file of the drop folder: articles or reasons come of it, and paragraphs lie where they say."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "some.file"
        path.write_bytes(data)
        reading = read_file(path, Path(folder), limits)
    assert reading.articles or reading.rejects
    assert "reader_failed" not in {reject.rule for reject in reading.rejects}, reading.rejects
    for article in reading.articles:
        check_article(article)


def plain_text(text: str) -> None:
    """Cut a text into paragraphs."""
    check_article(SourceArticle(text=text))


def check_article(article: SourceArticle) -> None:
    """Check that paragraphs part an article's text: in order, exact, and over all that is not white space."""
    text, position = article.text, 0
    parsed = parse_article(article)
    for paragraph in parsed.paragraphs:
        start, end = paragraph.char_start, paragraph.char_end
        assert position <= start < end <= len(text)
        assert text[start:end] == paragraph.text == paragraph.text.strip()
        assert not text[position:start].strip()
        position = end
    assert not text[position:].strip()
    for value in (parsed.headline, parsed.byline, parsed.published_raw, parsed.dateline, parsed.credit):
        assert value is None or value.encode("utf-8") is not None


def quotation_marks(text: str) -> None:
    """Find runs between quotation marks: in order, inside the text, their insides inside them."""
    position = 0
    for run in find_quoted_runs(text):
        assert position <= run.start <= run.inner_start <= run.inner_end <= run.end <= len(text)
        position = run.start


def numbers(text: str) -> None:
    """Find numbers: in order, inside the text, with values that can be compared."""
    check_spans(((number.start, number.end) for number in find_numbers(text)), text)
    for number in find_numbers(text):
        assert number.value == number.value


def quantities(text: str) -> None:
    """Find numbers with their units and ranges, and what is none."""
    for quantity in find_quantities(text):
        assert 0 <= quantity.start <= quantity.number_start < quantity.number_end <= quantity.end <= len(text)
        assert quantity.high is None or quantity.value <= quantity.high
    check_spans(veto_spans(text), text, may_overlap=True)
    check_spans(score_spans(text), text, may_overlap=True)


def times(text: str) -> None:
    """Find expressions of time, and resolve each."""
    found = find_times(text)
    check_spans(((time.char_start, time.char_end) for time in found), text)
    for time in found:
        resolve_date(text[time.char_start : time.char_end], DAY)


def dates(text: str) -> None:
    """Read a text as a date of publication, and look for one in it."""
    for find in (read_date, find_date):
        with suppress(RefusedError):
            find(text, Zone())
    resolve_date(text, DAY)


def copy_forms(text: str) -> None:
    """Bring a text to the form in which copies are compared; that form is its own."""
    form = normal_form(text)
    assert normal_form(form) == form
    read_facts(text)


def copies(text: str) -> None:
    """Compare a text with itself and with edits of itself."""
    half = len(text) // 2
    texts = [text, text, f"{text[:half]} not 17 {text[half:]}", f"{text[:half]}{text[half + 1 :]} Edited."]
    paragraphs = [
        CopyInput(paragraph_id=f"p{number}", article_id=f"a{number}", position=0, text=words)
        for number, words in enumerate(texts)
    ]
    found = find_passages(paragraphs)
    passage = {member.paragraph_id: member.passage_id for member in found.memberships}
    assert passage["p0"] == passage["p1"]


def check_spans(spans: Iterable[tuple[int, int]], text: str, *, may_overlap: bool = False) -> None:
    """Check that spans lie inside the text, and in order."""
    position = 0
    for start, end in spans:
        assert 0 <= start < end <= len(text)
        assert may_overlap or position <= start
        position = end


TEXT_TARGETS: dict[str, Callable[[str], None]] = {
    "plain_text": plain_text,
    "quotation_marks": quotation_marks,
    "numbers": numbers,
    "quantities": quantities,
    "times": times,
    "dates": dates,
    "copy_forms": copy_forms,
    "copies": copies,
}
