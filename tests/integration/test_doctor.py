"""``copydesk doctor`` on a finished run: damaged releases, lost links and leftovers are found, mended, and gone."""

import shutil
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import dagster as dg
import pyarrow.parquet as pq
from rich.console import Console

from pipeline.commands.doctor import mend_findings, print_findings
from pipeline.commands.maintain import maintain_output
from pipeline.commands.run import open_instance, run_pipeline
from pipeline.copyindex.manifest import MANIFEST
from pipeline.orchestration.dead_runs import TERMINAL_TAG
from pipeline.release.folders import latest_release
from pipeline.settings import Settings
from pipeline.steps.copies import index_folder
from tests.integration.releases import assert_same_content, read_latest

Drop = Callable[..., Path]


@dg.op
def work() -> None:
    """Do nothing."""


@dg.job
def killed() -> None:
    work()


def told(desk: Settings, *, deep: bool = False, mends: bool = False) -> tuple[bool, str]:
    console = Console(record=True, file=StringIO(), width=300)
    is_well = (mend_findings if mends else print_findings)(desk, console, deep=deep)
    return is_well, console.export_text()


def test_what_befalls_an_output_folder_is_found_and_mended(desk: Settings, drop: Drop, tmp_path: Path) -> None:
    drop("first.txt")
    release = run_pipeline(desk, [], Console(quiet=True)).release
    assert release is not None
    maintain_output(desk, Console(quiet=True))
    is_well, text = told(desk, deep=True)
    assert is_well, text
    shutil.copytree(desk.releases, tmp_path / "releases", symlinks=True)

    quotes = release / "quotes.parquet"
    damaged = bytearray(quotes.read_bytes())
    damaged[len(damaged) // 2] ^= 255
    quotes.write_bytes(damaged)
    (desk.releases / "0002.partial").mkdir()
    with open_instance(desk) as instance:
        instance.create_run_for_job(killed, tags={TERMINAL_TAG: "run"}, status=dg.DagsterRunStatus.STARTED)
    is_well, text = told(desk, deep=True)
    assert not is_well
    assert str(quotes) in text
    assert "1 runs were killed" in text
    (index_folder(desk) / MANIFEST).write_bytes(b"nonsense")
    readings = next(path for path in (desk.tables / "readings").rglob("*.parquet") if "_delta_log" not in path.parts)
    readings.unlink()

    is_well, text = told(desk, deep=True, mends=True)
    assert is_well, text
    assert latest_release(desk.releases) == release
    assert not (desk.releases / "0002.partial").exists()
    assert pq.read_metadata(quotes).num_rows
    read_latest(desk.releases)
    assert_same_content(desk.releases, tmp_path / "releases")

    assert "runs were killed" not in text
    (desk.releases / "latest").unlink()
    assert not told(desk)[0]
    assert told(desk, mends=True)[0]
    assert latest_release(desk.releases) == release
