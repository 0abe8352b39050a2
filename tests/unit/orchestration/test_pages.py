"""What Dagster's pages show of runs: plots, failing rows, the contents of a release."""

import base64
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pyarrow as pa

from pipeline.contracts import load_contracts
from pipeline.contracts.results import RuleResult
from pipeline.orchestration.audit_asset import failing_rows
from pipeline.orchestration.metadata import preview
from pipeline.orchestration.plots import articles_by_edition_and_outlet
from pipeline.settings import Settings
from pipeline.steps import articles, intake
from pipeline.steps.workbench import open_workbench

Drop = Callable[..., Path]


def test_the_plot_of_articles_holds_its_own_data_and_names_outlets_and_editions(desk: Settings, drop: Drop) -> None:
    drop("a.txt", day="2031-03-14")
    drop("b.txt", day="2031-03-15")
    (desk.raw / "_source.yaml").write_text('outlet: {name: "Post & <b>Mail</b>"}\n', encoding="utf-8")
    bench = open_workbench(desk)
    assert articles_by_edition_and_outlet(bench) == "No articles."
    intake.run(bench)
    articles.run(bench, articles.pending_editions(bench))
    markdown = articles_by_edition_and_outlet(bench)
    head, _, data = markdown.partition("base64,")
    assert head == "![Articles of 2 editions by outlet](data:image/svg+xml;"
    image = ET.fromstring(base64.b64decode(data.removesuffix(")")))
    words = {element.text for element in image.iter() if element.text}
    assert {"2031-03-14", "2031-03-15", "Post & <b>Mail</b>"} <= words


def test_failing_rows_are_shown_with_their_values_as_text() -> None:
    contract = load_contracts()["outlets"]
    rows = [{"outlet_id": "a", "name": "<b>Post</b>"}, {"outlet_id": "b", "name": "Mail"}]
    failure = RuleResult(
        table="outlets", rule="name_length", is_row_rule=True, success=False, failing_rows=1, sample=("outlet_id=a",)
    )
    shown = failing_rows(contract, pa.Table.from_pylist(rows), [failure])
    assert "\\<b\\>Post\\<" in shown
    assert "Mail" not in shown


def test_a_rule_without_rows_says_so() -> None:
    contract = load_contracts()["outlets"]
    failure = RuleResult(table="outlets", rule="row_count", is_row_rule=False, success=False)
    assert failing_rows(contract, pa.table({"outlet_id": ["a"]}), [failure]) == "No single row is at fault."


def test_a_preview_leaves_out_ids_and_offsets() -> None:
    rows = pa.table({"quote_id": ["a"], "char_start": [1], "text": ["We sail at noon"], "said_on": [None]})
    assert preview(rows).splitlines()[0] == "| text | said_on |"
    assert preview(rows.select(["quote_id"])).splitlines()[0] == "| quote_id |"
