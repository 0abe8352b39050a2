"""What draws the page's plots is the same in each release: written once, kept, and never taken from a file unseen."""

import hashlib
import re
from pathlib import Path

import msgspec
import pytest

from pipeline.release.report import charts, scripts
from pipeline.release.report.page import PLOTS


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let putting the scripts together be quick, and tell how often it is done."""
    times: list[str] = []

    def make() -> str:
        times.append("made")
        return "draw();"

    monkeypatch.setattr(scripts, "_made", make)
    monkeypatch.setattr(scripts, "SHA256", hashlib.sha256(b"draw();").hexdigest())
    return times


def test_plots_are_those_that_altair_makes() -> None:
    told = "Run `python -m pipeline.release.report.charts`: the plots in the page are not those of charts.py."
    assert PLOTS.read_bytes() == charts.plots(), told


def test_scripts_are_those_that_are_known() -> None:
    told = "vl-convert or Vega-Lite has changed: write the new hash into pipeline/release/report/scripts.py."
    assert hashlib.sha256(scripts.scripts().encode()).hexdigest() == scripts.SHA256, told
    versions = {plot["$schema"] for plot in msgspec.json.decode(PLOTS.read_bytes()).values()}
    assert {re.findall(r"/v(\d+\.\d+)\.", version)[0] for version in versions} == {scripts.VEGA_LITE}


def test_scripts_are_put_together_once(made: list[str], tmp_path: Path) -> None:
    assert [scripts.scripts(tmp_path / "kept") for _ in range(3)] == ["draw();"] * 3
    assert made == ["made"]
    assert len(list((tmp_path / "kept").iterdir())) == 1


@pytest.mark.parametrize("found", [b"steal();", b"", b"draw()", b"\xff"])
def test_a_kept_file_that_was_changed_is_not_taken(made: list[str], tmp_path: Path, found: bytes) -> None:
    scripts.scripts(tmp_path)
    (kept,) = tmp_path.iterdir()
    kept.write_bytes(found)
    assert scripts.scripts(tmp_path) == "draw();"
    assert kept.read_bytes() == b"draw();"
    assert made == ["made", "made"]


def test_scripts_of_another_release_of_vl_convert_are_not_kept(
    made: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scripts, "SHA256", "0" * 64)
    assert scripts.scripts(tmp_path) == "draw();"
    assert list(tmp_path.iterdir()) == []
    assert made == ["made"]


def test_a_folder_that_cannot_be_written_to_is_no_harm(made: list[str], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert scripts.scripts(tmp_path / "file" / "kept") == "draw();"
    assert made == ["made"]
