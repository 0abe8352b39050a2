"""What several tests share: a small drop folder of our own text, and one release of the sample corpus."""

import os
from collections.abc import Callable
from pathlib import Path

import hypothesis
import pytest
from rich.console import Console

from pipeline.commands.run import run_pipeline
from pipeline.settings import Settings

PROJECT = Path(__file__).parents[1]

# Every run tries the same examples, so that a change is not blamed for what chance found. To look for new ones:
# HYPOTHESIS_PROFILE=explore pytest tests/property
hypothesis.settings.register_profile("copydesk", derandomize=True, deadline=None)
hypothesis.settings.register_profile("explore", max_examples=2_000, deadline=None)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "copydesk"))


@pytest.fixture(scope="session")
def sample_release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the release of the sample corpus, made once for all tests by the main job."""
    settings = Settings(raw=PROJECT / "raw", out=tmp_path_factory.mktemp("sample") / "data")
    outcome = run_pipeline(settings, [], Console(quiet=True))
    assert outcome.release is not None
    return outcome.release


@pytest.fixture
def desk(tmp_path: Path) -> Settings:
    """Return settings with an empty drop folder and an empty output folder."""
    (tmp_path / "raw").mkdir()
    return Settings(raw=tmp_path / "raw", out=tmp_path / "data")


@pytest.fixture
def drop(desk: Settings) -> Callable[..., Path]:
    """Return a function that writes an article of our own into the drop folder."""

    def write(name: str, day: str = "2031-03-14", words: str = "The harbour reopened on time.") -> Path:
        path = desk.raw / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            f"Published {day}\n\nFerry crews in Orlava return to work\n\n"
            f'"The tide waits for nobody," harbour master Ilse Brandvik told reporters on Thursday. {words}\n\n'
            "At least 21 ferries had been held in port, the harbour office said.\n",
            encoding="utf-8",
        )
        return path

    return write


def pytest_configure(config: pytest.Config) -> None:
    """Make the marks known."""
    config.addinivalue_line("markers", "slow: takes many minutes; runs with `pytest -m slow`")
    config.addinivalue_line("markers", "ray: needs the extra ray; `make test-ray` installs it")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Pass over slow tests unless they are asked for."""
    if not config.getoption("-m"):
        for item in items:
            if item.get_closest_marker("slow"):
                item.add_marker(pytest.mark.skip(reason="slow: run it with `pytest -m slow`"))
