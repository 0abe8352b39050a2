"""The workbook opens as data: typed cells, no formulas whatever the newspapers printed, and its warnings on top."""

import zipfile
from datetime import date
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from pipeline.release.excel import CUT, MAX_CELL, cell_text, write_excel
from tests.unit.release.invented_release import InventedRelease

MONDAY = date(2031, 3, 10)
FORMULA = '=HYPERLINK("https://example.invalid","Win")'


def bridge_toll() -> InventedRelease:
    """An invented quarrel about a bridge toll, under headlines that would rather be formulas."""
    release = InventedRelease()
    one = release.article("Sora Gazette", MONDAY, FORMULA, "Some 40 lorries waited, the mayor said.")
    release.claim(one, "40 lorries", 40, "queue", counted="lorries", predicate="wait")
    two = release.article(
        "Sora Echo", date(1874, 5, 1), "+1 for tolls", "It was 55 lorries. “@home we walk,” Nima Oduya said."
    )
    release.claim(two, "55 lorries", 55, "queue", counted="lorries", predicate="wait", value_high=None)
    release.quote(two, "@home we walk", "Nima Oduya")
    return release


def rows(path: Path, sheet: str) -> list[dict[str, object]]:
    header, *lines = CalamineWorkbook.from_path(str(path)).get_sheet_by_name(sheet).to_python()
    return [dict(zip(map(str, header), line, strict=True)) for line in lines]


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("excel") / "release.xlsx"
    write_excel(bridge_toll().tables(), path)
    return path


def test_sheets_stand_in_reading_order(workbook: Path) -> None:
    names = CalamineWorkbook.from_path(str(workbook)).sheet_names
    assert names == ["About", "figures", "claims", "quotes", "copies", "articles"]


def test_figures_say_who_says_what(workbook: Path) -> None:
    (figure,) = rows(workbook, "figures")
    assert (figure["low"], figure["high"], figure["is_conflicting"]) == (40, 40, True)
    assert figure["who_says_what"] == "Sora Echo: 55 lorries; Sora Gazette: 40 lorries"


def test_claims_have_names_and_typed_cells(workbook: Path) -> None:
    by_outlet = {row["outlet"]: row for row in rows(workbook, "claims")}
    assert by_outlet["Sora Gazette"]["value"] == 40
    assert by_outlet["Sora Gazette"]["published_on"] == MONDAY
    assert by_outlet["Sora Echo"]["value_high"] == "", "an open bound is an empty cell"


def test_day_before_excels_calendar_is_kept_as_text(workbook: Path) -> None:
    (quote,) = rows(workbook, "quotes")
    assert quote["published_on"] == "1874-05-01"


def test_nothing_is_a_formula(workbook: Path) -> None:
    headlines = {row["headline"] for row in rows(workbook, "articles")}
    assert headlines == {FORMULA, "+1 for tolls"}
    with zipfile.ZipFile(workbook) as parts:
        sheets = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
        styles = parts.read("xl/styles.xml").decode()
    assert all("<f>" not in sheet and "<f " not in sheet and "<hyperlink" not in sheet for sheet in sheets)
    assert 'quotePrefix="1"' in styles, "editing such a cell keeps it text"


def test_header_row_is_frozen_and_columns_are_wide(workbook: Path) -> None:
    with zipfile.ZipFile(workbook) as parts:
        claims = parts.read("xl/worksheets/sheet3.xml").decode()
    assert 'state="frozen"' in claims
    assert 'ySplit="1"' in claims
    assert 'width="60' in claims


def test_about_warns_and_counts(workbook: Path) -> None:
    about = str(CalamineWorkbook.from_path(str(workbook)).get_sheet_by_name("About").to_python())
    assert "Never sum claims" in about
    assert "Count origins, not copies" in about
    assert "2 rows: a number claimed in an article." in about


def test_rows_beyond_a_sheet_are_left_out_and_said(tmp_path: Path) -> None:
    path = tmp_path / "cut.xlsx"
    write_excel(bridge_toll().tables(), path, max_rows=1)
    assert len(rows(path, "claims")) == 1
    assert "Only the first 1 are here" in str(
        CalamineWorkbook.from_path(str(path)).get_sheet_by_name("About").to_python()
    )


def test_equal_releases_give_equal_files(tmp_path: Path, workbook: Path) -> None:
    again = tmp_path / "again.xlsx"
    write_excel(bridge_toll().tables(), again)
    assert again.read_bytes() == workbook.read_bytes()


@pytest.mark.parametrize("character", ["x", "𝄞"])
def test_text_longer_than_a_cell_is_cut_and_says_so(character: str) -> None:
    shown = cell_text(character * MAX_CELL * 2)
    assert shown.endswith(CUT)
    assert len(shown.encode("utf-16-le")) // 2 <= MAX_CELL


def test_hidden_characters_are_written_out() -> None:
    assert cell_text("a\x00b\u202ec") == "a[U+0000]b[U+202E]c"


def test_folder_that_is_not_there_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_excel(bridge_toll().tables(), tmp_path / "missing" / "release.xlsx")
