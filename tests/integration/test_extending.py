"""The files of docs/extending.md in a folder of their own: a format, a table and a check, without touching ours."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest
from rich.console import Console

from pipeline.commands.inspect import check_release
from pipeline.commands.run import RunFailedError, RunOutcome, run_pipeline
from pipeline.extensions import load_extensions
from pipeline.orchestration.assets import build_assets
from pipeline.settings import Settings, load_settings
from pipeline.steps import intake
from pipeline.steps.workbench import open_workbench

PAGE = Path(__file__).parents[2] / "docs" / "extending.md"
SHOWN = re.compile(r"^`my_desk/([\w./]+)`\n\n```\w+\n(.*?)^```$", re.DOTALL | re.MULTILINE)
FILES = dict(SHOWN.findall(PAGE.read_text(encoding="utf-8")))

CARD = """@@headline Lighthouse of Sundvik gets its lamp back
@@outlet Sundvik Wire
@@published 2031-04-02

The lamp of the Sundvik lighthouse was lit again on Wednesday.

"We have waited nine winters for this light," keeper Marit Osk told reporters.
"""

Drop = Callable[..., Path]


@pytest.fixture
def my_desk(tmp_path: Path) -> Path:
    """Return an extensions folder that holds what the page shows."""
    folder = tmp_path / "my_desk"
    for name, content in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return folder


@pytest.fixture
def config(tmp_path: Path, desk: Settings, my_desk: Path) -> Path:
    path = tmp_path / "copydesk.yaml"
    path.write_text(json.dumps({"raw": str(desk.raw), "out": str(desk.out), "extensions": str(my_desk)}))
    return path


def run(config: Path) -> RunOutcome:
    return run_pipeline(load_settings(config, env={}), [], Console(quiet=True))


def test_a_format_a_table_and_a_check_take_one_file_each(
    config: Path, desk: Settings, my_desk: Path, drop: Drop
) -> None:
    drop("ferries.txt")
    (desk.raw / "lighthouse.card").write_text(CARD, encoding="utf-8")
    (desk.raw / "_source.yaml").write_text("outlet: {name: Orlava Post}\n", encoding="utf-8")
    extra_check = my_desk / "checks" / "articles.none_of_ferries.sql"
    extra_check.write_text("SELECT COUNT(*) FROM articles WHERE headline LIKE 'Ferry%'", encoding="utf-8")
    with pytest.raises(RunFailedError, match="articles"):
        run(config)
    extra_check.unlink()
    release = run(config).release
    assert release is not None

    files = pq.read_table(release / "source_files.parquet").to_pylist()
    assert {file["path"]: file["format"] for file in files} == {"ferries.txt": "text", "lighthouse.card": "wire_card"}

    with duckdb.connect(str(release / "copydesk.duckdb"), read_only=True) as connection:
        query = """SELECT o.name, e.name, s.quotes FROM outlet_speakers s JOIN outlets o USING (outlet_id)
                   JOIN entities e USING (entity_id) ORDER BY ALL"""
        speakers = connection.sql(query).fetchall()
        comment = "SELECT comment FROM duckdb_views() WHERE view_name = 'outlet_speakers'"
        assert connection.sql(comment).fetchall() == [
            ("One row is a speaker in an outlet. Whom each outlet lets speak.",)
        ]
    named = {(outlet, speaker) for outlet, speaker, _ in speakers}
    assert named >= {("Orlava Post", "Ilse Brandvik"), ("Sundvik Wire", "Marit Osk")}

    described = json.loads((release / "datapackage.json").read_text(encoding="utf-8"))
    assert set(described["extensions"]) == set(FILES)
    assert "outlet_speakers" in {resource["title"] for resource in described["resources"]}
    audit = json.loads((desk.out / "audit.json").read_text(encoding="utf-8"))
    rules = {result["rule"] for result in audit["results"] if result["table"] == "outlet_speakers"}
    assert {"no_more_than_quotes", "outlet_id_in_outlets", "entity_id_in_entities"} <= rules
    assert check_release(release, load_settings(config, env={}), Console(quiet=True))


def test_a_format_that_is_added_later_reads_files_that_were_there_before(
    config: Path, desk: Settings, my_desk: Path
) -> None:
    (desk.raw / "lighthouse.card").write_text(CARD, encoding="utf-8")
    format_file = my_desk / "formats" / "wire_cards.py"
    format_file.unlink()
    without = open_workbench(load_settings(config, env={}))
    intake.run(without)
    assert not intake.raw_changes(without)
    format_file.write_text(FILES["formats/wire_cards.py"], encoding="utf-8")
    with_format = open_workbench(load_settings(config, env={}))
    assert intake.raw_changes(with_format).changed == ("lighthouse.card",)
    intake.run(with_format)
    assert with_format.store.read("source_files")["format"].to_pylist() == ["wire_card"]


def test_an_own_table_is_an_asset_with_schema_and_check(my_desk: Path) -> None:
    found = load_extensions(my_desk)
    assets = build_assets(found.contracts, found.tables)
    (spec,) = [spec for asset in assets for spec in asset.specs if spec.key.to_user_string() == "outlet_speakers"]
    assert spec.group_name == "extensions"
    assert {dep.asset_key.to_user_string() for dep in spec.deps} == {"articles", "quotes", "entities"}
    assert [column.name for column in spec.metadata["dagster/column_schema"].columns][-1] == "release_id"
    assert "outlet_speakers" in {check.name for asset in assets for check in asset.check_specs}
