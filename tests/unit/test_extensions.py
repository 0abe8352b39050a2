from pathlib import Path

import pytest

from pipeline.contracts import ContractError, load_contracts
from pipeline.extensions import ExtensionError, load_extensions
from pipeline.settings import SettingsError, load_settings


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("formats", "schemas", "tables", "checks"):
        (tmp_path / "mine" / name).mkdir(parents=True)
    return tmp_path / "mine"


def test_without_a_folder_there_are_the_contracts_of_the_project() -> None:
    found = load_extensions(None)
    assert found.contracts == load_contracts()
    assert (found.formats, found.tables, found.version, found.formats_version) == ((), (), "", "")


def test_an_empty_folder_adds_nothing(folder: Path) -> None:
    assert load_extensions(folder).contracts == load_contracts()


def test_a_folder_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(ExtensionError, match="nowhere of the setting extensions does not exist"):
        load_extensions(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("file", "content", "says"),
    [
        ("formats/cards.py", "name = 'card'", "no FORMAT with name, detects and read"),
        ("formats/cards.py", "import no_such_module", "ModuleNotFoundError: No module named 'no_such_module'"),
        ("formats/cards.py", "def (", "SyntaxError"),
        ("tables/mine.py", "READS = 'quotes'", "there must be READS"),
        ("tables/mine.py", "READS = ()\ndef rows(bench): return []", "mine needs both"),
        ("checks/articles.sql", "SELECT 0", "call it TABLE.NAME.sql"),
        ("checks/nothing.is_here.sql", "SELECT 0", "call it TABLE.NAME.sql"),
    ],
)
def test_a_file_that_cannot_be_used_is_named_with_what_is_wrong(
    folder: Path, file: str, content: str, says: str
) -> None:
    (folder / file).write_text(content, encoding="utf-8")
    with pytest.raises(ExtensionError) as caught:
        load_extensions(folder)
    assert says in str(caught.value)
    assert folder.name in str(caught.value)


def test_a_table_of_the_project_cannot_be_taken_over(folder: Path) -> None:
    theirs = load_contracts()["quotes"].path
    (folder / "schemas" / theirs.name).write_bytes(theirs.read_bytes())
    with pytest.raises(ContractError, match="the name quotes is taken"):
        load_extensions(folder)


def test_a_check_joins_the_rules_of_its_table(folder: Path) -> None:
    (folder / "checks" / "articles.few_words.sql").write_text(
        "-- No article is\n-- very long.\nSELECT COUNT(*) FROM articles WHERE words > 9000;\n", encoding="utf-8"
    )
    rule = load_extensions(folder).contracts["articles"].table_rules[-1]
    assert (rule.name, rule.description) == ("few_words", "No article is very long.")
    assert rule.query == "SELECT COUNT(*) FROM articles WHERE words > 9000"


def test_the_version_follows_the_content(folder: Path) -> None:
    check = folder / "checks" / "articles.few_words.sql"
    check.write_text("SELECT 0", encoding="utf-8")
    before = load_extensions(folder)
    check.write_text("SELECT 1", encoding="utf-8")
    after = load_extensions(folder)
    assert before.version != after.version
    assert before.formats_version == after.formats_version == ""


def test_a_folder_inside_of_the_drop_folder_is_refused(tmp_path: Path) -> None:
    config = tmp_path / "copydesk.yaml"
    config.write_text(f"raw: {tmp_path}/raw\nextensions: {tmp_path}/raw/mine\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="lies in the drop folder"):
        load_settings(config, env={})
