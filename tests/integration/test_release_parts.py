"""A release whose tables are several files each: the same content, and every command reads it."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest
from rich.console import Console
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.commands.run import run_pipeline
from pipeline.contracts import load_contracts
from pipeline.release.changes import describe_changes
from pipeline.release.files import open_release, part_files
from pipeline.release.folders import read_package
from pipeline.settings import Settings

PROJECT = Path(__file__).parents[2]
PART_ROWS = 40


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    settings = Settings(raw=PROJECT / "raw", out=tmp_path_factory.mktemp("parts") / "data", part_rows=PART_ROWS)
    outcome = run_pipeline(settings, [], Console(quiet=True))
    assert outcome.release is not None
    return outcome.release


def copydesk(release: Path, *arguments: str) -> Any:
    result = CliRunner().invoke(app, [*arguments, "--out", str(release.parents[1])])
    assert result.exit_code == 0, result.output
    return result.output


def test_long_tables_are_parts_and_short_ones_a_file(release: Path) -> None:
    entries = {entry["title"]: entry for entry in read_package(release)["resources"]}
    assert entries["outlets"]["path"] == "outlets.parquet"
    paths = entries["quotes"]["path"]
    assert paths == [f"quotes/part-{number:05}.parquet" for number in range(len(paths))]
    assert len(paths) > 1
    parts = entries["quotes"]["parts"]
    assert [part["path"] for part in parts] == paths
    assert all(part["rowCount"] <= PART_ROWS for part in parts)
    assert sum(part["rowCount"] for part in parts) == entries["quotes"]["rowCount"]
    for part in parts:
        assert part["hash"] == f"sha256:{sha256((release / part['path']).read_bytes()).hexdigest()}"
    whole = b"".join((release / path).read_bytes() for path in paths)
    assert entries["quotes"]["hash"] == f"sha256:{sha256(whole).hexdigest()}"
    assert entries["quotes"]["bytes"] == len(whole)


def test_the_content_is_that_of_a_release_of_single_files(release: Path, sample_release: Path) -> None:
    assert read_package(release)["contentSha256"] == read_package(sample_release)["contentSha256"]
    for name in load_contracts():
        files = [str(file) for file in part_files(release, name)]
        assert ds.dataset(files).to_table() == pq.read_table(sample_release / f"{name}.parquet"), name
    one, other = ((folder / "report" / "index.html").read_bytes() for folder in (release, sample_release))
    assert one == other


def test_views_show_all_parts(release: Path) -> None:
    rows = {entry["title"]: entry["rowCount"] for entry in read_package(release)["resources"]}
    with duckdb.connect(str(release / "copydesk.duckdb"), read_only=True) as connection:
        for name, count in rows.items():
            assert len(connection.table(name)) == count
        assert len(connection.table("quotes_flat")) == rows["quotes"]


def test_croissant_lists_parts_and_the_set_that_they_are(release: Path) -> None:
    described = json.loads((release / "croissant.json").read_text(encoding="utf-8"))
    files = {entry["@id"]: entry for entry in described["distribution"]}
    assert files["quotes/part-00001.parquet"]["@type"] == "cr:FileObject"
    together = files["quotes-parts"]
    assert (together["@type"], together["includes"]) == ("cr:FileSet", "quotes/part-*.parquet")
    (quotes,) = (records for records in described["recordSet"] if records["@id"] == "quotes")
    assert {field["source"]["fileSet"]["@id"] for field in quotes["field"]} == {"quotes-parts"}


def test_commands_read_it(release: Path, tmp_path: Path) -> None:
    assert "rules hold" in copydesk(release, "check")
    rows = {entry["title"]: entry["rowCount"] for entry in read_package(release)["resources"]}
    assert str(rows["quotes"]) in copydesk(release, "releases")
    assert "mentions" in copydesk(release, "entities")
    copydesk(release, "entities", "--suggest")
    copydesk(release, "export", str(tmp_path / "release.xlsx"))
    assert CliRunner().invoke(app, ["relink", str(release)]).exit_code == 0
    assert "rules hold" in copydesk(release, "check")


def test_a_damaged_part_is_named(release: Path, tmp_path: Path) -> None:
    part = release / "quotes" / "part-00001.parquet"
    whole = part.read_bytes()
    try:
        part.write_bytes(whole[:-1] + b"x")
        result = CliRunner().invoke(app, ["check", "--out", str(release.parents[1])])
    finally:
        part.write_bytes(whole)
    assert result.exit_code == 3
    assert "quotes/part-00001.parquet" in result.output.replace("\n", "")


def test_it_can_be_compared_with_a_release_of_single_files(release: Path, sample_release: Path) -> None:
    contracts = load_contracts()
    text = describe_changes(open_release(sample_release, contracts), open_release(release, contracts), "0001", "0002")
    assert "the articles are the same" in text
