"""The report as an analyst opens it: from disk, in a browser, with a mouse, a keyboard or a phone."""

import re
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Watched
from tests.unit.release.mine_story import LONG_QUOTE

pytestmark = pytest.mark.browser

SECTIONS = ("overview", "figures", "statements", "altered", "speakers", "copies", "rejects")


def rows(page: Page, section: str) -> int:
    return page.locator(f"#{section} .rows > li").count()


def scroll_through(page: Page) -> None:
    for section in SECTIONS:
        page.locator(f"#{section}-title").scroll_into_view_if_needed()
    for plot in page.locator(".plot").all():
        plot.scroll_into_view_if_needed()
        expect(plot.locator("svg")).to_be_visible()


def test_figure_of_the_sample_corpus_leads_to_its_words(watched: Watched, sample_release: Path) -> None:
    page = watched.open(sample_release / "report" / "index.html")
    claims = pq.read_table(sample_release / "claims.parquet").to_pylist()
    paragraphs = {row["paragraph_id"]: row for row in pq.read_table(sample_release / "paragraphs.parquet").to_pylist()}

    lead = page.locator(".lead a").first
    figure_id = (lead.get_attribute("href") or "").removeprefix("#figure-")
    lead.click()
    figure = page.locator(f"#figure-{figure_id}")
    expect(figure).to_be_focused()
    expect(figure).to_be_in_viewport()
    stated = {(paragraphs[row["paragraph_id"]]["text"], row["text"]) for row in claims if row["figure_id"] == figure_id}
    links = figure.locator(".claim a.source").all()
    assert len(links) > 1
    read = set()
    for link in links:
        outlet = link.locator("b").inner_text()
        link.click()
        expect(page.locator("#reader")).to_be_visible()
        expect(page.locator("#highlight")).to_be_in_viewport()
        assert page.locator("#reader-source b").inner_text() == outlet
        target = page.locator("#reader .target").text_content() or ""
        read.add((target, page.locator("#highlight").text_content() or ""))
        page.get_by_role("button", name="Close the article").click()
        expect(page.locator("#reader")).to_be_hidden()
    assert read <= stated
    assert {words for _, words in read} == {words for _, words in stated}


def test_sample_corpus_fills_every_section(watched: Watched, sample_release: Path) -> None:
    page = watched.open(sample_release / "report" / "index.html")
    scroll_through(page)
    assert {section: rows(page, section) > 0 for section in SECTIONS} == dict.fromkeys(SECTIONS, True)
    expect(page.locator("#overview svg")).to_contain_text("Velmar Today")


def test_filters_narrow_every_section(watched: Watched, sample_release: Path) -> None:
    page = watched.open(sample_release / "report" / "index.html")
    before = rows(page, "overview")
    page.locator("[name=outlet]").select_option(label="Northgate Daily")
    expect(page.locator("#status")).to_contain_text("Fitting: 3 articles")
    assert rows(page, "overview") == 3 < before
    for figure in page.locator(".figure").all():
        expect(figure).to_contain_text("Northgate Daily")
    page.locator("[name=day]").select_option(label="12 March 2031 (5)")
    expect(page.locator("#status")).to_contain_text("Fitting: 1 article,")
    page.get_by_role("searchbox").fill("zzz nobody wrote this")
    expect(page.locator("#overview .empty")).to_be_visible()
    page.get_by_role("button", name="Clear").click()
    expect(page.locator("#status")).to_be_empty()
    assert rows(page, "overview") == before


def test_speaker_and_entity_narrow_the_quotes(watched: Watched, invented_report: Path) -> None:
    page = watched.open(invented_report)
    page.locator("[name=speaker]").fill("varnenko")
    expect(page.locator("#status")).to_contain_text("3 quotes")
    page.locator("[name=entity]").fill("oleksy")
    expect(page.locator("#status")).to_contain_text("2 quotes")
    page.locator("[name=speaker]").fill("nobody of that name")
    expect(page.locator("#speakers .empty").first).to_be_visible()


def test_name_in_the_table_of_speakers_shows_their_quotes(watched: Watched, invented_report: Path) -> None:
    page = watched.open(invented_report)
    page.locator("#speakers table").get_by_role("button", name="Oleksy Varnenko").click()
    expect(page.locator("[name=speaker]")).to_have_value("Oleksy Varnenko")
    expect(page.locator("#speakers .quote")).to_have_count(3)


def test_number_in_the_matrix_shows_those_copies(watched: Watched, invented_report: Path) -> None:
    page = watched.open(invented_report)
    page.get_by_role("button", name="1 paragraph of Meridian Wire in Northgate Daily: show them").click()
    expect(page.locator("#copies .chosen")).to_contain_text("Meridian Wire → Northgate Daily")
    expect(page.locator("#copies .copy")).to_have_count(1)


def test_hostile_text_shows_as_text(watched: Watched, invented_report: Path) -> None:
    page = watched.open(invented_report)
    link = page.get_by_role("link", name=re.compile("alert"))
    expect(link).to_have_text("<script>alert(1)</script> =cmd|'/c calc'!A0 {{7*7}} [U+202E]gnp.exe </script><!-- 😀")
    link.click()
    expect(page.locator("#reader-title")).to_contain_text("<script>alert(1)</script>")
    assert page.locator("script").count() == 4


def test_offsets_count_code_points(watched: Watched, invented_report: Path) -> None:
    page = watched.open(invented_report)
    claim = page.locator(".claim", has_text="Northgate Daily")
    expect(claim.locator("mark")).to_have_text("34 miners")


def test_trimmed_and_altered_words_are_marked(watched: Watched, invented_report: Path) -> None:
    page = watched.open(invented_report)
    statement = page.locator(".statement")
    expect(statement.locator("> blockquote")).to_have_text(f"“{LONG_QUOTE}”")
    expect(statement.locator("ins")).to_contain_text("single")
    expect(statement.locator("del").first).to_contain_text("and those who signed the safety papers")
    expect(page.locator("#altered mark")).to_have_text(["112", "121"])


def test_keyboard_alone_reads_a_claim(watched: Watched, invented_report: Path) -> None:
    page = watched.open(invented_report)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the figures in conflict")).to_be_focused()
    page.keyboard.press("Enter")
    link = page.locator(".claim a.source").first
    for _ in range(5):
        page.keyboard.press("Tab")
        if link.evaluate("element => element === document.activeElement"):
            break
    expect(link).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#highlight")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#reader")).to_be_hidden()
    expect(link).to_be_focused()


def test_address_of_a_claim_can_be_passed_on_and_left_with_back(watched: Watched, invented_report: Path) -> None:
    page = watched.open(invented_report)
    href = page.locator(".claim a.source").first.get_attribute("href") or ""
    page.locator(".claim a.source").first.click()
    expect(page.locator("#reader")).to_be_visible()
    page.go_back()
    expect(page.locator("#reader")).to_be_hidden()
    page.goto("about:blank")
    watched.open(invented_report, href)
    expect(page.locator("#highlight")).to_be_in_viewport()


def test_tick_in_a_plot_leads_to_its_claim(watched: Watched, invented_report: Path) -> None:
    page = watched.open(invented_report)
    page.locator("#figures-title").scroll_into_view_if_needed()
    plot = page.get_by_role("img", name=re.compile("Meridian Wire ≥ 21; Kalindra Courier 26; Northgate Daily 34"))
    expect(plot.locator("svg")).to_contain_text("≥ 21")
    plot.locator(".mark-rect path[aria-roledescription='tick']").last.click()
    expect(page.locator("#highlight")).to_have_text("34 miners")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1400])
def test_page_fits_its_screen(browser: Browser, invented_report: Path, width: int, scheme: str) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 844}, color_scheme="dark" if scheme == "dark" else "light"
    )
    watched = Watched(context.new_page())
    page = watched.open(invented_report)
    scroll_through(page)
    assert page.evaluate("() => document.scrollingElement.scrollWidth - innerWidth") <= 0
    background = page.evaluate("() => getComputedStyle(document.body).backgroundColor")
    assert background == ("rgb(21, 22, 24)" if scheme == "dark" else "rgb(250, 248, 243)")
    context.close()
    assert watched.troubles == []
