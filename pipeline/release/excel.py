"""An Excel workbook of a release, for those who have only that: flat sheets with names instead of ids.

A reading copy, not the dataset: the Parquet files hold every table in full. All text is written as text, so that no
headline can act as a formula.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from pipeline.release.duckdb_file import FLAT_VIEWS
from pipeline.release.queries import Tables, count, fetch, opened
from pipeline.release.wording import counted_things, visible

MAX_ROWS = 1_048_575
"""Rows that a sheet of Excel holds below its header."""

MAX_CELL = 32_767
"""UTF-16 units that a cell of Excel holds."""

CUT = " … [cut: longer than a cell of Excel]"
FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")
"""What a spreadsheet may take for the start of a formula, at the latest when somebody edits the cell."""

FIRST_DATE = date(1900, 3, 1)
"""Excel's calendar is right from here on; earlier days are written as text."""

_CREATED = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""In place of the time of writing: equal releases give equal files."""

_WIDE = frozenset({"quote", "claim", "paragraph", "origin_paragraph", "statement", "who_says_what", "headline"})
_MIDDLE = frozenset(
    {"origin_headline", "speaker", "speaker_name", "attributed_to", "attributed_name", "counted", "outlet"}
)


@dataclass(frozen=True, slots=True)
class _Sheet:
    name: str
    one_row_is: str
    query: str
    order: str


_FIGURES = """
    SELECT f.counted, f.predicate, f.place, f.as_of_on, f.unit, f.low, f.modal, f.high, f.is_conflicting, f.outlets,
           f.independent_origins, f.claims, s.who_says_what, f.figure_id
    FROM figures f LEFT JOIN (
        SELECT figure_id, string_agg(said, '; ' ORDER BY said) AS who_says_what
        FROM (SELECT DISTINCT c.figure_id, coalesce(o.name, 'unknown outlet') || ': ' || c.text AS said
              FROM claims c JOIN articles a USING (article_id) LEFT JOIN outlets o USING (outlet_id))
        GROUP BY figure_id) s USING (figure_id)"""

_ARTICLES = """
    SELECT a.headline, o.name AS outlet, a.published_on, a.published_at_utc, a.byline, a.credit, a.language, a.words,
           coalesce(q.quotes, 0) AS quotes, coalesce(c.claims, 0) AS claims, a.url, a.source_file, a.article_id
    FROM articles a LEFT JOIN outlets o USING (outlet_id)
    LEFT JOIN (SELECT article_id, count(*) AS quotes FROM quotes GROUP BY ALL) q USING (article_id)
    LEFT JOIN (SELECT article_id, count(*) AS claims FROM claims GROUP BY ALL) c USING (article_id)"""

_CONFLICTS_FIRST = "is_conflicting DESC, outlets DESC, independent_origins DESC, counted, figure_id"
_PLACE = "published_on NULLS LAST, outlet NULLS LAST, article_id"

SHEETS = (
    _Sheet("figures", "claims on the same thing: least, most frequent and greatest value", _FIGURES, _CONFLICTS_FIRST),
    _Sheet(
        "claims",
        "a number claimed in an article",
        FLAT_VIEWS["claims_flat"][1],
        f"{_PLACE}, char_start, claim_id",
    ),
    _Sheet(
        "quotes",
        "a quotation as one article has it",
        FLAT_VIEWS["quotes_flat"][1],
        f"{_PLACE}, char_start, quote_id",
    ),
    _Sheet(
        "copies",
        "a paragraph that another article had before, beside the first",
        FLAT_VIEWS["copies_flat"][1],
        f"{_PLACE}, paragraph_id",
    ),
    _Sheet("articles", "an article", _ARTICLES, f"{_PLACE}, headline"),
)

_WARNINGS = (
    "Never sum claims. Articles repeat each other, tolls are cumulative, and categories overlap. Compare claims within "
    "a figure; the sheet figures has the least, the most frequent and the greatest value.",
    "Count origins, not copies. independent_origins takes ten outlets that print one agency paragraph as one; "
    "outlets and claims count all ten.",
    "An empty value_low or value_high is an open bound: at least 21 has value_low 21 and no value_high.",
    "char_start and char_end are offsets, in Unicode code points, into the article's text in article_texts.parquet.",
    "All text stands here as text: a cell that starts with = is what a newspaper printed, not a formula. Keep it so "
    "when you save as CSV. Hidden control characters are written out, as in [U+202E].",
)


def write_excel(tables: Tables, path: Path, *, max_rows: int = MAX_ROWS) -> None:
    """Write the workbook of a release: About, figures, claims, quotes, copies, articles.

    Args:
        tables: the published tables by name.
        path: the ``.xlsx`` file to write; replaced where it exists.
        max_rows: rows a sheet takes at most; what is left out is said on About.

    Raises:
        OSError: the file cannot be written.

    """
    try:
        _write_workbook(tables, path, max_rows)
    except FileCreateError as error:
        if isinstance(error.__context__, OSError):
            raise error.__context__ from None
        raise


def _write_workbook(tables: Tables, path: Path, max_rows: int) -> None:
    with (
        opened(main=tables) as connection,
        path.open("wb") as stream,
        xlsxwriter.Workbook(stream, {"constant_memory": True, "strings_to_urls": False}) as workbook,
    ):
        workbook.set_properties({"title": "Copydesk release", "created": _CREATED})
        formats = _Formats(workbook)
        totals = {sheet.name: count(connection, sheet.query) for sheet in SHEETS}
        _write_about(workbook, formats, totals, max_rows, _release_id(connection))
        for sheet in SHEETS:
            _write_sheet(workbook, formats, sheet, connection, max_rows)


class _Formats:
    def __init__(self, workbook: xlsxwriter.Workbook) -> None:
        top = {"valign": "top"}
        self.title = workbook.add_format({"bold": True, "font_size": 16})
        self.header = workbook.add_format({"bold": True, "bottom": 1, "bg_color": "#EFEBE2", "valign": "top"})
        self.cell = workbook.add_format(top)
        self.text = workbook.add_format({**top, "text_wrap": True})
        self.quoted = workbook.add_format({**top, "text_wrap": True, "quote_prefix": True})
        self.day = workbook.add_format({**top, "num_format": "yyyy-mm-dd"})
        self.moment = workbook.add_format({**top, "num_format": "yyyy-mm-dd hh:mm"})


def _release_id(connection: duckdb.DuckDBPyConnection) -> str:
    found = fetch(connection, "SELECT min(release_id) AS release_id FROM articles")
    return str(found[0]["release_id"])


def _write_about(
    workbook: xlsxwriter.Workbook, formats: _Formats, totals: Mapping[str, int], max_rows: int, release_id: str
) -> None:
    sheet = workbook.add_worksheet("About")
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 1, 90)
    lines: list[tuple[str, str]] = [("Before you count", warning) for warning in _WARNINGS]
    for one in SHEETS:
        total = totals[one.name]
        cut = f" Only the first {max_rows:,} are here: Excel holds no more; the Parquet files have all."
        lines.append((one.name, f"{counted_things(total, 'row')}: {one.one_row_is}.{cut if total > max_rows else ''}"))
    sheet.write_string(0, 0, f"Copydesk release {release_id}", formats.title)
    before = ""
    for row, (label, text) in enumerate(lines, start=2):
        sheet.write_string(
            row, 0, label if label != before else "", formats.header if label != before else formats.cell
        )
        sheet.write_string(row, 1, text, formats.text)
        before = label


def _write_sheet(
    workbook: xlsxwriter.Workbook,
    formats: _Formats,
    sheet: _Sheet,
    connection: duckdb.DuckDBPyConnection,
    max_rows: int,
) -> None:
    reader = connection.sql(sheet.query).order(sheet.order).limit(max_rows).to_arrow_reader(10_000)
    target = workbook.add_worksheet(sheet.name)
    target.freeze_panes(1, 0)
    for column, name in enumerate(reader.schema.names):
        target.set_column(column, column, 60 if name in _WIDE else 24 if name in _MIDDLE else 13)
    for column, name in enumerate(reader.schema.names):
        target.write_string(0, column, name, formats.header)
    row = 0
    for batch in reader:
        for record in batch.to_pylist():
            row += 1
            for column, value in enumerate(record.values()):
                _write_cell(target, row, column, value, formats)
    target.autofilter(0, 0, row, len(reader.schema.names) - 1)


def _write_cell(sheet: Any, row: int, column: int, value: Any, formats: _Formats) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value, formats.cell)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value, formats.cell)
    elif isinstance(value, datetime) and value.date() >= FIRST_DATE:
        sheet.write_datetime(row, column, value.replace(tzinfo=None), formats.moment)
    elif isinstance(value, date) and not isinstance(value, datetime) and value >= FIRST_DATE:
        sheet.write_datetime(row, column, value, formats.day)
    else:
        text = cell_text(value if isinstance(value, str) else value.isoformat())
        sheet.write_string(row, column, text, formats.quoted if text.startswith(FORMULA_STARTS) else formats.text)


def cell_text(text: str) -> str:
    """Return what a cell shows of a text: hidden characters written out, cut to what a cell of Excel holds."""
    shown = visible(text)
    if len(shown.encode("utf-16-le")) // 2 <= MAX_CELL:
        return shown
    return shown[: (MAX_CELL - len(CUT)) // 2] + CUT
