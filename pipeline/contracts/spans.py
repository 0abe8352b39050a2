"""Do spans cut out the text that their rows show? For tables of any length, in one walk over rows and texts."""

from collections.abc import Generator
from contextlib import closing
from typing import Any

import duckdb

from pipeline.contracts.model import Contract, Span
from pipeline.contracts.references import SPAN_KEY
from pipeline.contracts.results import SAMPLE_ROWS, row_key
from pipeline.tables.sql import batches_of, quoted

_BATCH_ROWS = 2_048


def rows_with_wrong_span(
    connection: duckdb.DuckDBPyConnection, contract: Contract, span: Span, shown_in: str, *, is_in_order: bool
) -> tuple[int, list[str]]:
    """Return how many rows of a table have a wrong span, and the keys of some.

    What is wrong is as for ``references.rows_with_wrong_span``. Takes time in proportion to the rows and the texts,
    however long one text is, and holds one batch of each.

    Args:
        connection: knows both tables by their names.
        contract: of the table.
        span: which span.
        shown_in: what SQL reads the rows from, all of the table or some.
        is_in_order: the rows and the texts lie in the order of their articles.

    """
    keys = list(dict.fromkeys(contract.primary_key))
    columns = ", ".join(map(quoted, [SPAN_KEY, span.start, span.end, span.equals, *keys]))
    rows = f"SELECT {columns} FROM {shown_in} WHERE {quoted(span.start)} IS NOT NULL"  # noqa: S608 - names of contracts
    texts = f"SELECT {quoted(SPAN_KEY)}, {quoted(span.text_column)} FROM {quoted(span.text_table)}"  # noqa: S608 - as above
    if not is_in_order:
        rows += f" ORDER BY {columns}"
        texts += f" SEMI JOIN {shown_in} USING ({quoted(SPAN_KEY)}) ORDER BY {quoted(SPAN_KEY)}"
    count = 0
    sample: list[str] = []
    with (
        connection.cursor() as left,
        connection.cursor() as right,
        closing(_rows(right, texts)) as following,
        closing(_rows(left, rows)) as shown_rows,
    ):
        article, text = next(following, (None, None))
        for key, start, end, shown, *row in shown_rows:
            while article is not None and key is not None and article < key:
                article, text = next(following, (None, None))
            is_there = text is not None and article == key
            if not (is_there and end is not None and 0 <= start <= end and text[start:end] == shown):
                count += 1
                if len(sample) < SAMPLE_ROWS:
                    sample.append(row_key(contract, dict(zip(keys, row, strict=True))))
    return count, sample


def _rows(cursor: duckdb.DuckDBPyConnection, query: str) -> Generator[tuple[Any, ...], None, None]:
    with closing(batches_of(cursor, query, _BATCH_ROWS)) as batches:
        for batch in batches:
            yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)
