"""The published tables -> the view model of the page, at a size that a browser opens at once.

Every section first chooses its rows; then the texts that they lead to are chosen; then the rows are built that have
their text in the page. What is left out is counted in ``Report.shown``.
"""

from collections.abc import Mapping

import duckdb
import pyarrow as pa

from pipeline.release.queries import fetch, opened
from pipeline.release.report.copies import AlteredRows, CopyRows
from pipeline.release.report.figures import FigureRows
from pipeline.release.report.model import Reject, Report, Shown
from pipeline.release.report.names import Names
from pipeline.release.report.statements import QuoteRows, StatementRows, speakers
from pipeline.release.report.texts import LINE, Texts
from pipeline.release.wording import shortened

MAX_REJECTS = 500
ROW_LIMIT = 600
"""Characters of a refused row that are shown."""

_REJECTS = 'SELECT * FROM rejects ORDER BY stage, "table", source_file NULLS LAST, rule, reject_id LIMIT $limit'
_BY_DAY = """
    SELECT o.name AS outlet, a.published_on AS day, count(*) AS articles
    FROM articles a LEFT JOIN outlets o USING (outlet_id) GROUP BY ALL ORDER BY day NULLS LAST, outlet NULLS LAST"""


def gather(tables: Mapping[str, pa.Table], release_id: str) -> Report:
    """Return what the page shows of a release's published tables."""
    with opened(main=tables) as connection:
        return _gather(connection, {name: table.num_rows for name, table in tables.items()}, release_id)


def _gather(connection: duckdb.DuckDBPyConnection, totals: dict[str, int], release_id: str) -> Report:
    names = Names()
    outlet_names = [
        row["name"] for row in fetch(connection, "SELECT DISTINCT name FROM outlets ORDER BY lower(name), name")
    ]
    outlets = {name: index for index, name in enumerate(outlet_names)}
    figure_rows, statement_rows = FigureRows(connection), StatementRows(connection)
    altered_rows, quote_rows, copy_rows = AlteredRows(connection), QuoteRows(connection), CopyRows(connection)
    wanted = [
        place for rows in (figure_rows, statement_rows, altered_rows, quote_rows, copy_rows) for place in rows.places()
    ]
    texts = Texts(connection, outlets, wanted)
    figures, statements = figure_rows.build(texts, names), statement_rows.build(texts, names)
    altered, quotes, copies = altered_rows.build(texts, outlets), quote_rows.build(texts, names), copy_rows.build(texts)
    who = speakers(connection, outlets, names)
    rejects = _rejects(connection)
    by_day = fetch(connection, _BY_DAY)
    days = [row["day"].isoformat() for row in by_day if row["day"] is not None]
    return Report(
        release_id=release_id,
        first_day=min(days, default=None),
        last_day=max(days, default=None),
        totals=totals,
        shown={
            "articles": Shown(len(texts.articles), totals["articles"]),
            "figures": Shown(len(figures), figure_rows.total),
            "statements": Shown(len(statements), statement_rows.total),
            "altered": Shown(len(altered), altered_rows.total),
            "quotes": Shown(len(quotes), quote_rows.total),
            "copies": Shown(len(copies), copy_rows.total),
            "rejects": Shown(len(rejects), totals["rejects"]),
        },
        outlets=[shortened(name, LINE) for name in outlet_names],
        names=names.all(),
        entities=texts.entities,
        by_day=[
            (
                None if row["outlet"] is None else outlets[row["outlet"]],
                None if row["day"] is None else row["day"].isoformat(),
                row["articles"],
            )
            for row in by_day
        ],
        articles=texts.articles,
        figures=figures,
        statements=statements,
        altered=altered,
        speakers=who,
        quotes=quotes,
        copies=copies,
        copies_by_outlet=copy_rows.by_outlet(outlets),
        rejects=rejects,
    )


def _rejects(connection: duckdb.DuckDBPyConnection) -> list[Reject]:
    return [
        Reject(
            stage=row["stage"],
            table=row["table"],
            rule=row["rule"],
            reason=shortened(row["reason"], ROW_LIMIT),
            source_file=None if row["source_file"] is None else shortened(row["source_file"], LINE),
            row=None if row["row_json"] is None else shortened(row["row_json"], ROW_LIMIT),
        )
        for row in fetch(connection, _REJECTS, limit=MAX_REJECTS)
    ]
