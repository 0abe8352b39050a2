"""A release in Superset: registered, charted, read back, and compared with DuckDB."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.superset.server import Superset

VIEWS = ("quotes_flat", "claims_flat", "copies_flat", "figures", "articles")
CHARTED_VIEW = "quotes_flat"
CHARTED_BY = "outlet"
MEASURES = {"quotes": "COUNT(*)", "speakers": "COUNT(DISTINCT speaker_name)"}

Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Outcome:
    """The rows of the chart as Superset gave them, and as DuckDB says they must be."""

    superset: Rows
    duckdb: Rows
    types: dict[str, str]

    @property
    def agrees(self) -> bool:
        """Whether Superset shows exactly what is in the release, and knows times and numbers as such."""
        known = self.types["published_on"] == "DATE" and self.types["char_start"] in {"BIGINT", "INTEGER"}
        return bool(self.duckdb) and _sorted(self.superset) == _sorted(self.duckdb) and known

    def as_table(self) -> str:
        """Return both sides as a markdown table."""
        found = {row[CHARTED_BY]: row for row in self.superset}
        names = list(MEASURES)
        lines = [f"| {CHARTED_BY} | " + " | ".join(f"{name} (Superset / DuckDB)" for name in names) + " |"]
        lines.append("|---|" + "---:|" * len(names))
        for row in self.duckdb:
            other = found.get(row[CHARTED_BY], {})
            cells = " | ".join(f"{other.get(name)} / {row[name]}" for name in names)
            lines.append(f"| {row[CHARTED_BY]} | {cells} |")
        return "\n".join(lines)


def check_release(superset: Superset, release: Path) -> Outcome:
    """Register the release, chart one of its views, and return the chart's data beside DuckDB's.

    Raises:
        SupersetError: Superset refused a step.

    """
    database = superset.ask("POST", "/database/", registration(release))["id"]
    datasets = {
        view: superset.ask("POST", "/dataset/", {"database": database, "schema": "main", "table_name": view})["id"]
        for view in VIEWS
    }
    dataset = datasets[CHARTED_VIEW]
    columns = superset.ask("GET", f"/dataset/{dataset}")["result"]["columns"]
    chart = superset.ask("POST", "/chart/", bar_chart(dataset))["id"]
    data = superset.ask("GET", f"/chart/{chart}/data/")["result"][0]["data"]
    return Outcome(data, expected(release), {column["column_name"]: column["type"] for column in columns})


def registration(release: Path) -> dict[str, Any]:
    """Return what Superset is told of the release; read-only, so that nothing in Superset can change it."""
    return {
        "database_name": f"copydesk {release.name}",
        "sqlalchemy_uri": f"duckdb:///{release / 'copydesk.duckdb'}",
        "expose_in_sqllab": True,
        "extra": json.dumps({"engine_params": {"connect_args": {"read_only": True}}}),
    }


def bar_chart(dataset: int) -> dict[str, Any]:
    """Return a bar chart of the measures by outlet, as the chart editor of Superset would save it."""
    measures = [{"expressionType": "SQL", "sqlExpression": sql, "label": name} for name, sql in MEASURES.items()]
    look = {
        "viz_type": "echarts_timeseries_bar",
        "datasource": f"{dataset}__table",
        "x_axis": CHARTED_BY,
        "metrics": measures,
        "row_limit": 1000,
    }
    query = {
        "datasource": {"id": dataset, "type": "table"},
        "queries": [{"columns": [CHARTED_BY], "metrics": measures, "row_limit": 1000, "orderby": []}],
        "form_data": look,
        "result_format": "json",
        "result_type": "full",
    }
    return {
        "slice_name": "Quotes and speakers by outlet",
        "viz_type": look["viz_type"],
        "datasource_id": dataset,
        "datasource_type": "table",
        "params": json.dumps(look),
        "query_context": json.dumps(query),
    }


def expected(release: Path) -> Rows:
    """Return what the chart must show, asked of DuckDB itself."""
    measures = ", ".join(f"{sql} AS {name}" for name, sql in MEASURES.items())
    query = f"SELECT {CHARTED_BY}, {measures} FROM {CHARTED_VIEW} GROUP BY ALL ORDER BY ALL"
    with duckdb.connect(str(release / "copydesk.duckdb"), read_only=True) as connection:
        rows: Rows = connection.sql(query).to_arrow_table().to_pylist()
    return rows


def _sorted(rows: Rows) -> Rows:
    return sorted(rows, key=lambda row: str(row[CHARTED_BY]))
