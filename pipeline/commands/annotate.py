"""``copydesk annotate``: JSON lines of texts in, JSON lines of annotations out. No storage, no Dagster."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import Any

import msgspec

from pipeline.annotation import annotate_article
from pipeline.articles import parse_article
from pipeline.ids import text_key
from pipeline.reading.batch import Outcome, read_distinct
from pipeline.records import ParsedArticle, Reading, ReadParagraph, Record, SourceArticle
from pipeline.sources import SourceDefaults
from pipeline.steps.annotations import annotation_rows

LINES_AT_ONCE = 200


class InputLine(Record, frozen=True, kw_only=True):
    """A line of the input file. ``published`` is a day; without one here or in the text, "Thursday" stays undated."""

    doc_id: str
    text: str
    published: date | None = None


class AnnotateInputError(ValueError):
    """A line of the input is not the JSON that is asked for."""


def annotate_lines(lines: Iterable[bytes], model: str, workers: int) -> Iterator[dict[str, Any]]:
    """Yield, for each line ``{"doc_id", "text"}``, its annotations with offsets into that text.

    Keys are the columns of ``entity_mentions``, ``quotes`` and ``claims``, without ids.

    Raises:
        AnnotateInputError: a line is not such an object.

    """
    numbered = ((number, line) for number, line in enumerate(lines, start=1) if line.strip())
    while batch := list(islice(numbered, LINES_AT_ONCE)):
        yield from _annotate_batch([_decoded(number, line) for number, line in batch], model, workers)


def _annotate_batch(inputs: list[InputLine], model: str, workers: int) -> Iterator[dict[str, Any]]:
    articles = [parse_article(_source(line), SourceDefaults()) for line in inputs]
    texts = {text_key(paragraph.text): paragraph.text for article in articles for paragraph in article.paragraphs}
    outcomes = dict(read_distinct(texts, model, workers))
    for line, article in zip(inputs, articles, strict=True):
        yield _annotated(line, article, outcomes)


def _source(line: InputLine) -> SourceArticle:
    if line.published is None:
        return SourceArticle(text=line.text)
    day = line.published
    return SourceArticle(text=line.text, published_raw=day.isoformat(), published_on=day, published_basis="metadata")


def _annotated(line: InputLine, article: ParsedArticle, outcomes: dict[str, Outcome]) -> dict[str, Any]:
    read = []
    for paragraph in article.paragraphs:
        encoded = outcomes[text_key(paragraph.text)].reading_json
        reading = msgspec.json.decode(encoded, type=Reading) if encoded else Reading()
        read.append(ReadParagraph(paragraph=paragraph, reading=reading))
    annotation = annotate_article(read, article.published_on)
    positions = {paragraph.position: "" for paragraph in article.paragraphs}
    rows = annotation_rows(line.doc_id, annotation, positions, line.text)
    hidden = {"article_id", "paragraph_id", "mention_id", "claim_id"}
    return {
        "doc_id": line.doc_id,
        "mentions": [_without(row, hidden) for row in rows["entity_mentions"]],
        "quotes": [_without(row, hidden) for row in rows["quotes"]],
        "claims": [_without(row, hidden) for row in rows["claims"]],
    }


def _without(row: dict[str, Any], hidden: set[str]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in hidden}


def _decoded(number: int, line: bytes) -> InputLine:
    try:
        return msgspec.json.decode(line, type=InputLine)
    except msgspec.MsgspecError as error:
        raise AnnotateInputError(
            f'Line {number} is not an object with "doc_id" and "text": {error}. Give one JSON object a line.'
        ) from error
