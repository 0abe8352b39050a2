"""What other tools and people are shown comes from the contracts."""

from pipeline.contracts import Contract, column_metadata, schemas_folder
from pipeline.contracts.docs import COMMAND, FILE_NAME, data_dictionary


def test_the_data_dictionary_is_what_the_contracts_say(contracts: dict[str, Contract]) -> None:
    written = (schemas_folder() / FILE_NAME).read_text(encoding="utf-8")
    assert written == data_dictionary(contracts), f"schemas/{FILE_NAME} is out of date: run `{COMMAND}`."


def test_the_data_dictionary_shows_every_column_and_reference(contracts: dict[str, Contract]) -> None:
    page = data_dictionary(contracts)
    for name, contract in contracts.items():
        section = page.split(f"\n### {name}\n")[1].split("\n### ")[0]
        for column in contract.columns_at("published"):
            assert f"| `{column.name}` |" in section
        for key in contract.foreign_keys:
            assert f" {name} : {key.column}\n" in page


def test_tables_of_others_are_documented_too(contracts: dict[str, Contract]) -> None:
    page = data_dictionary({"outlets": contracts["outlets"]})
    assert "### outlets" in page
    assert "### claims" not in page


def test_column_metadata_for_a_catalogue(contracts: dict[str, Contract]) -> None:
    first, *others = column_metadata(contracts["outlets"])
    assert (first.name, first.type, first.is_nullable, first.is_unique) == ("outlet_id", "string", False, True)
    assert [column.name for column in others] == ["name", "domain", "release_id"]
    assert others[1].is_nullable
