"""The command line as a user types it: what is printed, and with which exit code it ends."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner, Result

from pipeline.cli import app
from pipeline.release.folders import latest_release
from pipeline.settings import Settings

TEXT = (
    "Ferry crews in Orlava return to work\n\n"
    "“The tide waits for nobody,” harbour master Ilse Brandvik told reporters on Thursday.\n\n"
    "She said that at least 21 ferries had been held in port."
)


def copydesk(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture
def out(sample_release: Path) -> Path:
    return sample_release.parents[1]


def test_annotate_prints_offsets_into_the_text(tmp_path: Path) -> None:
    file = tmp_path / "texts.jsonl"
    file.write_text(json.dumps({"doc_id": "one", "text": TEXT, "published": "2031-03-14"}) + "\n\n", encoding="utf-8")
    command = [sys.executable, "-c", "from pipeline.cli import main; main()", "annotate", str(file)]
    done = subprocess.run(command, capture_output=True, check=True)
    (line,) = done.stdout.decode().splitlines()
    found = json.loads(line)
    assert found["doc_id"] == "one"
    for kind, shown in (("mentions", "surface"), ("quotes", "text"), ("claims", "text")):
        assert found[kind]
        for row in found[kind]:
            assert TEXT[row["char_start"] : row["char_end"]] == row[shown]
    assert {quote["speaker_name"] for quote in found["quotes"]} == {"Ilse Brandvik"}
    assert found["quotes"][0]["said_on"] == "2031-03-13"
    assert [(claim["value"], claim["value_high"], claim["counted"]) for claim in found["claims"]] == [
        (21, None, "ferries")
    ]


def test_annotate_names_a_line_that_it_cannot_use(tmp_path: Path) -> None:
    file = tmp_path / "texts.jsonl"
    file.write_text('{"doc_id": "one", "text": "Fine."}\n{"doc_id": 2}\n')
    result = copydesk("annotate", file)
    assert result.exit_code == 2
    assert "Line 2" in result.output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["run", "--raw", "no/such/folder"], "no/such/folder is no folder"),
        (["annotate", "nothing.jsonl"], "There is no file"),
        (["open", "spreadsheet"], "nothing called spreadsheet"),
        (["check", "no/such/release"], "There is no release"),
        (["run", "--config", "nothing.yaml"], "does not exist"),
    ],
)
def test_bad_use_ends_with_2_and_says_what_to_do(arguments: list[str], said: str) -> None:
    result = copydesk(*arguments)
    assert result.exit_code == 2
    assert said in result.output


def test_an_output_folder_inside_the_drop_folder_is_refused(desk: Settings) -> None:
    result = copydesk("run", "--raw", desk.raw, "--out", desk.raw / "out")
    assert result.exit_code == 2
    assert "lies in the drop folder" in result.output.replace("\n", " ")


def test_an_empty_drop_folder_is_told_and_publishes_nothing(desk: Settings) -> None:
    result = copydesk("run", "--raw", desk.raw, "--out", desk.out)
    assert result.exit_code == 3
    assert "no file that could be read" in result.output.replace("\n", " ")
    assert latest_release(desk.releases) is None


def test_a_model_that_is_not_installed_is_named_without_a_traceback(desk: Settings, tmp_path: Path) -> None:
    (desk.raw / "good.txt").write_text(TEXT, encoding="utf-8")
    config = tmp_path / "settings.yaml"
    config.write_text("models: {en: no_such_model}\n")
    result = copydesk("run", "--raw", desk.raw, "--out", desk.out, "--config", config)
    assert result.exit_code == 3
    assert "no_such_model" in result.output
    assert "Traceback" not in result.output


def test_a_drop_folder_of_rejects_ends_with_1(desk: Settings) -> None:
    (desk.raw / "empty.txt").write_bytes(b"")
    (desk.raw / "good.txt").write_text(TEXT, encoding="utf-8")
    (desk.raw / "image.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    result = copydesk("run", "--raw", desk.raw, "--out", desk.out)
    assert result.exit_code == 1, result.output
    assert "67% of the files were rejected" in result.output


def test_the_summary_counts_what_is_in_the_release(out: Path, sample_release: Path) -> None:
    result = copydesk("run", "--raw", Path(__file__).parents[2] / "raw", "--out", out)
    assert result.exit_code == 0, result.output
    assert "Release 0001 (unchanged)" in result.output
    articles = pq.read_metadata(sample_release / "articles.parquet").num_rows
    assert f"{articles}  articles of 5 outlets" in result.output


def test_status_check_and_releases_agree_on_the_sample(out: Path) -> None:
    assert "Everything in the drop folder" in copydesk("status", "--raw", "raw", "--out", out).output
    assert "rules hold" in copydesk("check", "--out", out).output
    assert "0001" in copydesk("releases", "--out", out).output


def test_check_finds_a_file_that_was_tampered_with(sample_release: Path, tmp_path: Path) -> None:
    copy = tmp_path / "0001"
    shutil.copytree(sample_release, copy)
    with (copy / "quotes.parquet").open("r+b") as file:
        file.seek(100)
        file.write(b"\0\0\0\0")
    result = copydesk("check", copy)
    assert result.exit_code == 3
    assert "quotes.parquet" in result.output


def test_a_release_that_was_moved_can_be_relinked(sample_release: Path, tmp_path: Path) -> None:
    moved = tmp_path / "elsewhere"
    shutil.copytree(sample_release, moved)
    assert copydesk("relink", moved).exit_code == 0
    with duckdb.connect(str(moved / "copydesk.duckdb"), read_only=True) as connection:
        ((sql,),) = connection.execute("SELECT sql FROM duckdb_views() WHERE view_name = 'quotes'").fetchall()
    assert str(moved) in sql


def test_diff_of_a_release_with_itself_finds_no_article(out: Path) -> None:
    result = copydesk("diff", "0001", "latest", "--out", out)
    assert result.exit_code == 0
    assert copydesk("diff", "../0001", "--out", out).exit_code == 2


def test_export_writes_a_workbook(out: Path, tmp_path: Path) -> None:
    assert copydesk("export", tmp_path / "release.xlsx", "--out", out).exit_code == 0
    assert (tmp_path / "release.xlsx").read_bytes()[:2] == b"PK"
    assert copydesk("export", tmp_path / "release.csv", "--out", out).exit_code == 2


def test_entities_are_listed(out: Path) -> None:
    assert "Velmaria" in copydesk("entities", "--out", out).output
    assert copydesk("entities", "--suggest", "--out", out).exit_code == 0
    assert latest_release(out / "releases") is not None
