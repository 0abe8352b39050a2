"""Headless Chromium for the tests of the report, and the pages that they open.

These tests carry the marker ``browser``. Where Chromium is missing they are skipped and say how to get it, but in CI
(``CI=true``) they fail: a report that was not opened is not tested.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

from pipeline.release.report import write_report
from tests.unit.release.mine_story import mine_story

RAW = Path(__file__).parents[2] / "raw"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "browser: opens pages in headless Chromium; leave out with -m 'not browser'")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Yield Chromium, closed after the module: Playwright's event loop must not run beneath other tests' own."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        message = "No Chromium found; the report is not tested in a browser. Debian: apt-get install chromium"
        if os.environ.get("CI"):
            pytest.fail(message, pytrace=False)
        pytest.skip(message)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=SWITCHES)
        yield started
        started.close()


@pytest.fixture(scope="session")
def invented_report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of a small invented release with hostile headlines."""
    folder = tmp_path_factory.mktemp("invented")
    write_report(mine_story().tables(), folder, "0001")
    return folder / "report" / "index.html"


@pytest.fixture(scope="session")
def sample_release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The release that the pipeline makes of the sample corpus."""
    out = tmp_path_factory.mktemp("sample")
    command = [str(Path(sys.executable).parent / "copydesk"), "run", "--raw", str(RAW), "--out", str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    latest = out / "releases" / "latest"
    assert latest.is_dir(), done.stdout + done.stderr
    return latest.resolve()


class Watched:
    """A page, with all that went wrong in it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.troubles: list[str] = []
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.troubles.append(f"error: {error}"))
        page.on("request", self._request)
        page.on("dialog", lambda dialog: self.troubles.append(f"dialog: {dialog.message}"))

    def _console(self, message: ConsoleMessage) -> None:
        self.troubles.append(f"console {message.type}: {message.text}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith(("file:", "data:")):
            self.troubles.append(f"request: {request.url}")

    def open(self, path: Path, fragment: str = "") -> Page:
        """Open a page from disk."""
        self.page.goto(path.as_uri() + fragment)
        return self.page


@pytest.fixture
def watched(browser: Browser) -> Iterator[Watched]:
    """A new page that fails its test at the end if anything went to the console or left the page."""
    context = browser.new_context(viewport={"width": 1400, "height": 1000}, reduced_motion="reduce")
    one = Watched(context.new_page())
    yield one
    context.close()
    assert one.troubles == []
