"""The published tables -> the view model of the page, at a size that a browser opens at once.

Every section first chooses its rows; then the texts that they lead to are chosen; then the rows are built that have
their text in the page. What is left out is counted in ``Report.shown``.
"""

import duckdb

from pipeline.release.queries import Tables, fetch, opened
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
_BY_PERIOD = """
    WITH busiest AS (
        SELECT outlet_id FROM articles WHERE outlet_id IS NOT NULL GROUP BY ALL
        ORDER BY count(*) DESC, outlet_id LIMIT $outlets)
    SELECT CASE WHEN a.outlet_id IS NULL THEN 'Unknown outlet'
                WHEN b.outlet_id IS NULL THEN 'Other outlets' ELSE o.name END AS outlet,
           strftime(a.published_on, $period) AS period, count(*) AS articles
    FROM articles a LEFT JOIN outlets o USING (outlet_id) LEFT JOIN busiest b USING (outlet_id)
    GROUP BY ALL ORDER BY period NULLS LAST, outlet"""
_DAYS = "SELECT min(published_on) AS first, max(published_on) AS last FROM articles"

MAX_PERIODS = 370
OUTLETS_IN_PLOT = 40
PERIODS = ("%Y-%m-%d", "%Y-%m", "%Y")


def gather(tables: Tables, release_id: str) -> Report:
    """Return what the page shows of a release's published tables."""
    with opened(main=tables) as connection:
        return _gather(connection, {name: tables[name].num_rows for name in sorted(tables)}, release_id)


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
    (days,) = fetch(connection, _DAYS)
    return Report(
        release_id=release_id,
        first_day=days["first"].isoformat() if days["first"] else None,
        last_day=days["last"].isoformat() if days["last"] else None,
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
        by_period=_by_period(connection),
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


def _by_period(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str | None, int]]:
    """Count articles by outlet and the finest period of which there are not too many for a plot."""
    for period in PERIODS:
        found = fetch(connection, _BY_PERIOD, outlets=OUTLETS_IN_PLOT, period=period)
        if len({row["period"] for row in found}) <= MAX_PERIODS:
            break
    return [(shortened(row["outlet"], LINE), row["period"], row["articles"]) for row in found]


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
