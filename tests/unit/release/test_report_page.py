"""The page is one file that loads nothing, shows hostile text as text, stays small, and says what it leaves out."""

import base64
import hashlib
import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import msgspec
import pytest

from pipeline.release.report import write_report
from pipeline.release.report.data import gather
from tests.unit.release.invented_release import InventedRelease
from tests.unit.release.mine_story import HOSTILE, mine_story

SIZE_LIMIT = 15_000_000


class Page(HTMLParser):
    """What a browser would see of the page's elements."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.code: list[tuple[dict[str, str | None], str]] = []
        """Attributes and content of each script and style."""
        self.text = ""
        self.is_in_code = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag in ("script", "style"):
            self.is_in_code = True
            self.code.append((dict(attrs), ""))

    def handle_endtag(self, tag: str) -> None:
        self.is_in_code = False

    def handle_data(self, data: str) -> None:
        if self.is_in_code:
            attributes, before = self.code.pop()
            self.code.append((attributes, before + data))
        else:
            self.text += data

    def data(self) -> dict[str, Any]:
        """Return the view model that stands in the page."""
        (text,) = (text for attributes, text in self.code if attributes.get("id") == "report-data")
        decoded: dict[str, Any] = msgspec.json.decode(text)
        return decoded


def page_of(release: InventedRelease, folder: Path) -> Page:
    write_report(release.tables(), folder, "0001")
    return Page((folder / "report" / "index.html").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Page:
    return page_of(mine_story(), tmp_path_factory.mktemp("release"))


def test_first_words_say_that_outlets_disagree_and_on_what(page: Page) -> None:
    assert "Outlets disagree on one figure" in page.text
    assert re.search(r"21 to 34\s+miners killed, Karsk", page.text)


def test_page_loads_nothing(page: Page) -> None:
    for tag, attributes in page.elements:
        assert "src" not in attributes, tag
        assert (attributes.get("href") or "#").startswith(("#", "data:,")), attributes
    style = page.code[0][1]
    assert "@import" not in style
    assert "url(" not in style


def test_policy_allows_exactly_the_pages_own_scripts_and_styles(page: Page) -> None:
    (policy,) = (
        attributes["content"]
        for tag, attributes in page.elements
        if attributes.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy is not None
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    running = [text for attributes, text in page.code if attributes.get("type") != "application/json"]
    hashes = {base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in running}
    assert set(re.findall(r"'sha256-([^']+)'", policy)) == hashes
    assert len(running) == 3


def test_hostile_headline_is_data_and_nothing_else(page: Page) -> None:
    assert any(article["headline"] == HOSTILE for article in page.data()["articles"])
    assert "alert(1)" not in page.text
    scripts = [attributes for tag, attributes in page.elements if tag == "script"]
    assert len(scripts) == 4


def test_hostile_text_in_the_masthead_is_shown_as_text(tmp_path: Path) -> None:
    release = mine_story()
    for row in release.rows["claims"]:
        row["counted"] = "<img src=x onerror=alert(1)> {{7*7}} \u202e"
    page = page_of(release, tmp_path)
    assert "<img src=x onerror=alert(1)> {{7*7}} [U+202E]" in page.text
    assert all(tag != "img" for tag, _ in page.elements)


def test_equal_releases_give_equal_pages(tmp_path: Path) -> None:
    for name in ("one", "other"):
        write_report(mine_story().tables(), tmp_path / name, "0001")
    one, other = ((tmp_path / name / "report" / "index.html").read_bytes() for name in ("one", "other"))
    assert one == other


def test_release_without_rows_has_a_page(tmp_path: Path) -> None:
    page = page_of(InventedRelease(), tmp_path)
    assert "No figure in this release is in conflict" in page.text


def test_more_articles_than_fit_are_left_out_and_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.release.report.texts.MAX_ARTICLES", 3)
    release = mine_story()
    for number in range(5):
        release.article("Sora Echo", date(2031, 4, 1), f"Later news {number}", "Nothing to see.")
    page = page_of(release, tmp_path)
    assert len(page.data()["articles"]) == 3
    assert re.search(r"This page has 3 of 8\s+articles", page.text)
    assert len(page.data()["figures"]) == 1, "what rows lead to comes first"


def test_hostile_bulk_stays_below_the_limit(tmp_path: Path) -> None:
    release = InventedRelease()
    for number in range(60):
        bulk = f"{number} " + '<"&>\x01' * 20_000
        article = release.article(
            f"Outlet {number % 7}", date(2031, 1, 1 + number % 28), None, bulk, f"{number} bees died."
        )
        release.quote(article, bulk[:5_000], f"Speaker {number}", f"statement {number // 3}")
        release.claim(article, f"{number} bees", number, f"bees {number // 3}")
    page_of(release, tmp_path)
    assert (tmp_path / "report" / "index.html").stat().st_size < SIZE_LIMIT


def test_paragraph_after_the_room_is_full_is_shown_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.release.report.texts.WHOLE_BYTES", 0)
    report = gather(mine_story().tables(), "0001")
    (figure,) = report.figures
    for claim in figure.claims:
        article = report.articles[claim.span.article]
        assert not article.is_whole
        assert article.paragraphs[claim.span.paragraph].text[claim.span.start : claim.span.end].endswith("miners")
