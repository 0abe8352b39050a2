"""The doctor names what is wrong, with the file and the command that mends it; what can be made anew is made anew."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pipeline.cli import app
from pipeline.orchestration.resources import RUN_LOCK
from pipeline.settings import Settings
from pipeline.steps import articles, intake
from pipeline.steps.workbench import Workbench, open_workbench
from pipeline.tables.lock import locked
from pipeline.upkeep.doctor import examine, mend
from pipeline.upkeep.finding import Finding

Drop = Callable[..., Path]


@pytest.fixture
def bench(desk: Settings, drop: Drop) -> Workbench:
    """Return working tables of two articles, without readings and releases."""
    drop("a.txt", day="2031-03-14")
    drop("b.txt", day="2031-03-15")
    found = open_workbench(desk)
    take_in(found)
    return found


def take_in(bench: Workbench) -> None:
    intake.run(bench)
    articles.run(bench, articles.pending_editions(bench))


def wrong(bench: Workbench, *, deep: bool = False) -> list[Finding]:
    return [finding for finding in examine(bench, deep=deep, is_quiet=True) if not finding.is_advice]


def data_file(bench: Workbench, table: str) -> Path:
    return next(path for path in (bench.settings.tables / table).rglob("*.parquet") if "_delta_log" not in path.parts)


def test_nothing_is_wrong_with_tables_that_are_whole(bench: Workbench) -> None:
    assert wrong(bench, deep=True) == []


@pytest.mark.parametrize("damage", ["missing", "truncated"])
def test_a_damaged_data_file_is_named_and_its_table_made_anew(bench: Workbench, damage: str) -> None:
    before = sorted(bench.store.read("paragraphs").to_pylist(), key=str)
    path = data_file(bench, "paragraphs")
    if damage == "missing":
        path.unlink()
    else:
        os.truncate(path, path.stat().st_size // 2)
    findings = wrong(bench)
    assert [(finding.area, finding.place, finding.mend) for finding in findings] == [
        ("tables", path, "copydesk doctor --mend")
    ]
    assert list(mend(bench, findings))
    take_in(bench)
    assert wrong(bench, deep=True) == []
    assert sorted(bench.store.read("paragraphs").to_pylist(), key=str) == before


def test_bytes_that_have_changed_are_found_by_reading_every_row(bench: Workbench) -> None:
    path = data_file(bench, "article_texts")
    content = bytearray(path.read_bytes())
    content[4 : len(content) // 2] = bytes(len(content) // 2 - 4)
    path.write_bytes(content)
    assert wrong(bench) == []
    assert [finding.table for finding in wrong(bench, deep=True)] == ["article_texts"]


def test_a_lost_log_is_named(bench: Workbench) -> None:
    shutil.rmtree(bench.settings.tables / "source_articles" / "_delta_log")
    findings = wrong(open_workbench(bench.settings))
    assert [finding.table for finding in findings] == ["source_articles"]
    fresh = open_workbench(bench.settings)
    assert list(mend(fresh, findings))
    take_in(fresh)
    assert wrong(fresh, deep=True) == []


def test_what_nothing_else_holds_is_not_touched(bench: Workbench) -> None:
    data_file(bench, "article_revisions").unlink()
    (finding,) = wrong(bench)
    assert "backup" in finding.problem
    assert not finding.is_mended_here
    assert list(mend(bench, [finding])) == []


def test_a_missing_model_and_drop_folder_are_named(desk: Settings) -> None:
    settings = Settings(raw=desk.raw / "nowhere", out=desk.out, models={"en": "no_such_model"})
    assert {finding.area for finding in wrong(open_workbench(settings))} == {"settings", "model"}


def test_the_command_ends_with_1_where_something_is_wrong_and_with_0_where_nothing_is(desk: Settings) -> None:
    def called(command: str, *options: str) -> Result:
        return CliRunner().invoke(app, [command, *options, "--out", str(desk.out)])

    desk.out.mkdir()
    missing = called("doctor", "--raw", str(desk.raw / "nowhere"))
    assert missing.exit_code == 1
    assert f"mkdir -p {desk.raw / 'nowhere'}" in missing.output
    whole = called("doctor", "--raw", str(desk.raw))
    assert (whole.exit_code, whole.output) == (0, "All is well.\n")
    assert called("maintain").exit_code == 0
    with locked(desk.out, RUN_LOCK):
        assert called("maintain").exit_code == 3
        assert "A run is at work" in called("doctor", "--raw", str(desk.raw)).output


def test_telemetry_is_found_and_switched_off(desk: Settings) -> None:
    desk.dagster_home.mkdir(parents=True)
    (desk.dagster_home / "dagster.yaml").write_text("nux: {enabled: false}\n")
    bench = open_workbench(desk)
    findings = wrong(bench)
    assert [finding.area for finding in findings] == ["dagster"]
    assert list(mend(bench, findings))
    assert wrong(bench) == []
    assert "nux" in (desk.dagster_home / "dagster.yaml").read_text()


def test_a_damaged_database_of_dagster_is_named(desk: Settings) -> None:
    desk.dagster_home.mkdir(parents=True)
    (desk.dagster_home / "dagster.yaml").write_text("telemetry: {enabled: false}\n")
    (desk.dagster_home / "runs.db").write_bytes(b"SQLite format 3\x00" + b"\xff" * 500)
    (finding,) = wrong(open_workbench(desk))
    assert finding.place == desk.dagster_home / "runs.db"
