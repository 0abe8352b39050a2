"""Checks of one table against others: foreign keys, and spans against the text that they point into."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.contracts.model import ForeignKey, Span

SPAN_KEY = "article_id"
"""The column by which a row of a span finds its text."""

_CHUNK_ROWS = 65_536

Rows = npt.NDArray[np.int64]


def foreign_key_rule(key: ForeignKey) -> str:
    """Return the name of the rule that a foreign key states."""
    return f"{key.column}_in_{key.other_table}"


def span_rule(span: Span) -> str:
    """Return the name of the rule that a span states."""
    return f"{span.equals}_is_span"


def rows_without_target(key: ForeignKey, table: pa.Table, other: pa.Table) -> Rows:
    """Return the numbers of the rows whose value is not null and not in the other table, in order."""
    values = table[key.column]
    known = pc.is_in(values, value_set=other[key.other_column].combine_chunks())
    return row_numbers(pc.and_(pc.is_valid(values), pc.invert(known)))


def rows_with_wrong_span(span: Span, table: pa.Table, texts: pa.Table) -> Rows:
    """Return the numbers of the rows whose span does not cut out the text that they show, in order.

    Rows without a start are passed over; rows whose article has no text, or that have no end or nothing to show, are
    wrong. Takes time in proportion to the rows and the texts, however long one text is.
    """
    text_of_row = pc.index_in(table[SPAN_KEY], value_set=texts[SPAN_KEY].combine_chunks()).combine_chunks()
    article = np.asarray(pc.fill_null(text_of_row, -1), dtype=np.int64)
    with_span = np.flatnonzero(np.asarray(pc.is_valid(table[span.start])))
    # Article by article, so that each text is turned into a Python string once: slicing it then costs the slice alone.
    order = with_span[np.argsort(article[with_span], kind="stable")]
    wrong = [
        number for number, is_right in _compare(span, table, texts[span.text_column], article, order) if not is_right
    ]
    return np.sort(np.array(wrong, dtype=np.int64))


def _compare(
    span: Span, table: pa.Table, texts: pa.ChunkedArray, article: Rows, order: Rows
) -> Iterator[tuple[int, bool]]:
    columns = table.select([span.start, span.end, span.equals])
    current, text = -1, ""
    for first in range(0, len(order), _CHUNK_ROWS):
        numbers = order[first : first + _CHUNK_ROWS]
        rows = columns.take(pa.array(numbers))
        for number, start, end, shown in zip(
            numbers.tolist(), *(rows[name].to_pylist() for name in rows.column_names), strict=True
        ):
            if article[number] != current:
                current = int(article[number])
                text = texts[current].as_py() if current >= 0 else ""
            yield number, current >= 0 and end is not None and 0 <= start <= end and text[start:end] == shown


def row_numbers(mask: pa.ChunkedArray | pa.Array) -> Rows:
    """Return the numbers of the rows where a mask is true; null counts as false."""
    if isinstance(mask, pa.ChunkedArray):
        mask = mask.combine_chunks()
    return np.flatnonzero(np.asarray(pc.fill_null(mask, False))).astype(np.int64)
