"""CSV and its like: a header with names that are known, a row an article.

What the columns mean is in ``fields.py``.
"""

import csv
import io
from collections.abc import Iterator

from pipeline.records import SourceArticle, SourceReject
from pipeline.sources.fields import known_columns
from pipeline.sources.format import Content
from pipeline.sources.json_records import read_record
from pipeline.sources.model import RefusedError

DELIMITERS = (",", ";", "\t", "|")
MAX_HEADER_CHARS = 4_000


class CsvTable:
    """A table parted by commas, semicolons, tabs or bars."""

    name = "csv"

    def detects(self, content: Content) -> bool:
        """Accept a text whose first line names a column for the text and another that is known."""
        return _delimiter(content.head) is not None

    def read(self, content: Content) -> Iterator[SourceArticle | SourceReject]:
        """Yield the article or the reject of each row."""
        text = content.decoded.text.lstrip("\r\n")
        delimiter = _delimiter(text[:MAX_HEADER_CHARS])
        if delimiter is None:
            raise RefusedError("unknown_format", f"{content.name} has no header that is known. Name a column 'text'.")
        limit = content.limits.max_record_chars
        # The limit of the csv module holds for the whole process; a lower one of another file must not stay.
        csv.field_size_limit(limit)
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        try:
            header = next(rows)
        except (csv.Error, StopIteration) as error:
            raise RefusedError("bad_record", f"{content.name} has a header that is no CSV ({error}).") from None
        number = -1
        while True:
            try:
                row = next(rows)
            except StopIteration:
                return
            except csv.Error as error:
                yield SourceReject(
                    rule="bad_record",
                    reason=f"Row {number + 1} of {content.name} is no CSV ({error}); the rest is left out. Correct it.",
                    record=number + 1,
                )
                return
            if not any(cell.strip() for cell in row):
                continue
            number += 1
            if len(row) > len(header):
                reason = f"Row {number} of {content.name} has more cells than the header. Put quotes around its text."
                yield SourceReject(rule="bad_record", reason=reason, record=number)
                continue
            yield from read_record(dict(zip(header, row, strict=False)), number, content)


def _delimiter(head: str) -> str | None:
    line = head.lstrip("\r\n").partition("\n")[0].rstrip("\r")
    if not line or len(line) > MAX_HEADER_CHARS:
        return None
    for delimiter in DELIMITERS:
        try:
            names = next(csv.reader([line], delimiter=delimiter), [])
        except csv.Error:
            return None
        if len(names) >= 2 and known_columns(names):
            return delimiter
    return None
