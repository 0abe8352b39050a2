"""A drop folder of somebody who means harm: nothing runs, nothing outside is read or written, nothing becomes code."""

import io
import json
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest
from rich.console import Console
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.commands.run import run_pipeline
from pipeline.settings import Settings

Drop = Callable[..., Path]

SECRET = "the harbour master keeps the key under the third stone"
HEADLINE = '=HYPERLINK("http://evil.example","<script>alert(1)</script>")'
CODE = "!!python/object/apply:pathlib.Path.touch ['{}']"


@pytest.fixture(scope="module")
def harmed(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Return settings of an output folder that such a drop folder was read into."""
    home = tmp_path_factory.mktemp("hostile")
    settings = Settings(raw=home / "raw", out=home / "data")
    (home / "secret.txt").write_text(f"Published 2031-03-14\n\n{SECRET}.\n", encoding="utf-8")
    (home / "secrets").mkdir()
    (home / "secrets" / "more.txt").write_text(f"Published 2031-03-14\n\n{SECRET}.\n", encoding="utf-8")
    raw = settings.raw
    (raw / "tagged").mkdir(parents=True)
    article = {"title": HEADLINE, "text": "“The tide '; DROP TABLE quotes; -- waits,” said Ilse Brandvik.", "id": "x"}
    (raw / "article.json").write_text(json.dumps({**article, "published": "2031-03-14"}), encoding="utf-8")
    (raw / "'; DROP TABLE articles; --.txt").write_text("Published 2031-03-14\n\n|a|`b`|$(touch c)|\n\nTide.\n")
    (raw / "link.txt").symlink_to(home / "secret.txt")
    (raw / "folder").symlink_to(home / "secrets", target_is_directory=True)
    (raw / "tagged" / "_source.yaml").write_text(f"outlet: {CODE.format(home / 'touched')}\n")
    (raw / "tagged" / "a.txt").write_text("Published 2031-03-14\n\nThe ferry sailed.\n")
    (raw / "tagged" / "a.txt.meta.yaml").write_text(f"url: {CODE.format(home / 'touched')}\n")
    with zipfile.ZipFile(raw / "slip.zip", "w") as packed:
        packed.writestr("../../slipped.txt", SECRET)
    with tarfile.open(raw / "slip.tar", "w") as tape:
        tape.addfile(tarfile.TarInfo("../../slipped.txt"), io.BytesIO())
    (raw / "pickle.json").write_bytes(b"cposix\nsystem\n(S'touch touched'\ntR.")
    run_pipeline(settings, [], Console(quiet=True))
    return settings


def test_nothing_outside_is_read_or_written(harmed: Settings) -> None:
    home = harmed.out.parent
    assert sorted(path.name for path in home.iterdir()) == ["data", "raw", "secret.txt", "secrets"]
    assert not list(home.rglob("touched"))
    assert not list(home.rglob("slipped.txt"))
    release = harmed.releases / "latest"
    for table in release.glob("*.parquet"):
        assert SECRET not in str(pq.read_table(table).to_pydict()), table


def test_what_was_refused_is_named(harmed: Settings) -> None:
    rejects = pq.read_table(harmed.releases / "latest" / "rejects.parquet").to_pylist()
    rules = {row["source_file"]: row["rule"] for row in rejects}
    assert {"link.txt", "slip.zip", "slip.tar"} <= rules.keys()
    assert "bad_defaults" in {row["rule"] for row in rejects if str(row["source_file"]).startswith("tagged/")}


def test_hostile_words_stay_words(harmed: Settings) -> None:
    release = harmed.releases / "latest"
    with duckdb.connect(str(release / "copydesk.duckdb"), read_only=True) as connection:
        headlines = connection.sql("SELECT headline FROM articles").fetchall()
        assert len(connection.table("quotes_flat")) > 0
    assert (HEADLINE,) in headlines
    for page in release.rglob("*.html"):
        assert "<script>alert(1)" not in page.read_text(encoding="utf-8"), page
    for page in release.glob("*.md"):
        assert "<script>alert(1)" not in page.read_text(encoding="utf-8"), page


def test_no_cell_of_a_workbook_is_a_formula(harmed: Settings, tmp_path: Path) -> None:
    book = tmp_path / "release.xlsx"
    exported = CliRunner().invoke(app, ["export", str(book), "--out", str(harmed.out)])
    assert exported.exit_code == 0, exported.output
    with zipfile.ZipFile(book) as parts:
        sheets = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
    assert sheets
    assert not [sheet for sheet in sheets if "<f>" in sheet or "<f " in sheet or "<hyperlink" in sheet]


@pytest.mark.parametrize("words", ["raw: !!python/object/apply:os.getcwd []", "storage: s3://me:hunter2@desk/x"])
def test_settings_are_data_and_their_secrets_are_not_shown(words: str, tmp_path: Path) -> None:
    (tmp_path / "copydesk.yaml").write_text(words + "\n")
    told = CliRunner().invoke(app, ["releases", "--config", str(tmp_path / "copydesk.yaml")])
    assert told.exit_code == 2
    assert "cannot be used" in told.output
    assert "hunter2" not in told.output
