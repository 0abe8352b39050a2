"""Contracts are read whole, and one that is wrong is refused by name."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import duckdb
import pyarrow as pa
import pytest
import yaml

from pipeline import records
from pipeline.claims.unit_table import SYMBOLS, WORDS
from pipeline.claims.vague import VAGUE_WORDS
from pipeline.contracts import Column, Contract, ContractError, load_contracts, schemas_folder
from pipeline.copies.records import LinkKind
from pipeline.entities.entity_records import DecidedBy, EntityType

TABLES = {
    *("source_files", "outlets", "articles", "article_texts", "paragraphs", "passages", "passage_links", "entities"),
    *("entity_aliases", "entity_mentions", "quotes", "statements", "claims", "figures", "id_redirects", "rejects"),
}

ChangeContract = Callable[[str, Callable[[dict[str, Any]], None]], Path]


@pytest.fixture
def change(tmp_path: Path) -> ChangeContract:
    """Copy the project's contracts and change one of them."""

    def apply(name: str, edit: Callable[[dict[str, Any]], None]) -> Path:
        for path in schemas_folder().glob("*.odcs.yaml"):
            (tmp_path / path.name).write_bytes(path.read_bytes())
        path = tmp_path / f"{name}.odcs.yaml"
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
        edit(document)
        path.write_text(yaml.safe_dump(document), encoding="utf-8")
        return tmp_path

    return apply


def test_every_published_table_has_a_contract(contracts: dict[str, Contract]) -> None:
    assert set(contracts) == TABLES
    for name, contract in contracts.items():
        assert contract.name == name
        assert contract.arrow_schema("published").names[-1] == "release_id"


def test_bi_tools_can_open_every_column(contracts: dict[str, Contract]) -> None:
    flat = {pa.string(), pa.int64(), pa.float64(), pa.bool_(), pa.date32(), pa.timestamp("us", tz="UTC")}
    for contract in contracts.values():
        for field in contract.arrow_schema("published"):
            assert field.type in flat
            assert field.name.endswith("_utc") == pa.types.is_timestamp(field.type)


def test_working_tables_lack_what_is_decided_over_the_corpus(contracts: dict[str, Contract]) -> None:
    working = contracts["quotes"].arrow_schema("working").names
    published = contracts["quotes"].arrow_schema("published").names
    assert set(published) - set(working) == {"passage_id", "speaker_entity_id", "statement_id", "release_id"}
    assert set(working) - set(published) == {"edition"}
    assert "edition" in contracts["articles"].arrow_schema("published").names


def test_arrow_schemas_carry_descriptions(contracts: dict[str, Contract]) -> None:
    schema = contracts["claims"].arrow_schema("published")
    assert schema.metadata[b"description"].startswith(b"One row is a number claimed")
    assert b"code points" in schema.field("char_start").metadata[b"description"]
    assert not schema.field("value").nullable
    assert schema.field("value_high").nullable


@pytest.mark.parametrize(
    ("table", "column", "literal"),
    [
        ("paragraphs", "role", records.Role),
        ("articles", "published_basis", records.PublishedBasis),
        ("entity_mentions", "kind", records.MentionKind),
        ("quotes", "quote_type", records.QuoteType),
        ("claims", "modifier", records.Modifier),
        ("passage_links", "kind", LinkKind),
        ("entities", "entity_type", EntityType),
        ("entity_aliases", "decided_by", DecidedBy),
    ],
)
def test_lists_of_values_agree_with_the_code(
    contracts: dict[str, Contract], table: str, column: str, literal: object
) -> None:
    assert contracts[table].column(column).values == get_args(literal)


def test_every_kind_of_unit_is_allowed(contracts: dict[str, Contract]) -> None:
    kinds = {kind for _, kind in (*WORDS.values(), *SYMBOLS.values())} | {"count", "money"}
    assert kinds <= set(contracts["claims"].column("unit_kind").values)


def test_the_contract_tells_the_range_of_every_vague_word(contracts: dict[str, Contract]) -> None:
    told = contracts["claims"].column("value_low").description
    for word, (low, high) in VAGUE_WORDS.items():
        assert f"{word} {low:,.0f} to {high:,.0f}" in told


def test_conditions_are_never_null(contracts: dict[str, Contract]) -> None:
    """delta-rs refuses a row for which a constraint is null, so a null in an optional column must not make it null."""
    for contract in contracts.values():
        row = {column.name: _filler(column) for column in contract.columns}
        with duckdb.connect() as connection:
            connection.register("emptiest", pa.Table.from_pylist([row], schema=contract.arrow_schema("published")))
            for rule in contract.row_rules:
                found = connection.execute(f"SELECT ({rule.condition}) IS NULL FROM emptiest").fetchall()
                assert found == [(False,)], f"{contract.name}.{rule.name}"


def _filler(column: Column) -> object:
    """Return a value for a required column, null for any other."""
    fillers = {pa.string(): "x", pa.int64(): 1, pa.float64(): 1.0, pa.bool_(): True}
    return fillers[column.type] if column.is_required else None


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (lambda d: d["schema"][0]["properties"][2].update(requird=True), r"properties\[paragraph_id\].*'requird'"),
        (lambda d: d["schema"][0]["quality"][0].update(querry="x"), r"quality\[span_not_empty\].*'querry'"),
        (lambda d: d.update(versoin="1"), r"'versoin'"),
        (lambda d: d["schema"][0]["properties"][0].update(logicalType="strng"), r"'strng'"),
        (lambda d: d["schema"][0]["customProperties"].append({"property": "maxReject", "value": 1}), r"maxReject;"),
        (lambda d: d["schema"][0]["properties"][0].update(physicalType="uint8"), r"column quote_id.*uint8"),
        (
            lambda d: d["schema"][0]["properties"][3]["customProperties"][0].update(value="later"),
            r"column passage_id: stage .*later",
        ),
        (
            lambda d: d["schema"][0]["properties"][1].update(relationships=[{"to": "articles.id"}]),
            r"refers to articles\.id",
        ),
        (
            lambda d: d["schema"][0]["quality"].append({"metric": "nullValues", "mustBe": 0}),
            r"nobody checks the quality rule",
        ),
        (lambda d: d["schema"][0]["properties"][0].pop("description"), r"column quote_id has no description"),
        (lambda d: d.update(apiVersion="v3.0.2"), r"apiVersion must be v3\.1\.0"),
        (lambda d: d["schema"][0].update(name="quote"), r"call it quote\.odcs\.yaml"),
    ],
)
def test_a_wrong_contract_is_refused_with_file_and_place(
    change: ChangeContract, edit: Callable[[dict[str, Any]], None], told: str
) -> None:
    folder = change("quotes", edit)
    with pytest.raises(ContractError, match=told) as refusal:
        load_contracts(folder)
    assert str(folder / "quotes.odcs.yaml") in str(refusal.value)


def test_text_that_is_not_yaml_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "notes.odcs.yaml").write_text("a: [", encoding="utf-8")
    with pytest.raises(ContractError, match=re.escape("notes.odcs.yaml is not YAML")):
        load_contracts(tmp_path)


def test_a_folder_without_contracts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContractError, match="holds no contract"):
        load_contracts(tmp_path)


def test_a_new_table_takes_one_file(tmp_path: Path) -> None:
    (tmp_path / "corrections.odcs.yaml").write_text(
        """\
apiVersion: v3.1.0
kind: DataContract
id: copydesk.corrections
name: corrections
version: 1.0.0
status: active
description: {purpose: What outlets took back.}
schema:
  - name: corrections
    dataGranularityDescription: One row is a correction.
    properties:
      - name: correction_id
        logicalType: string
        physicalType: string
        primaryKey: true
        primaryKeyPosition: 1
        required: true
        description: Id of the correction.
""",
        encoding="utf-8",
    )
    (contract,) = load_contracts(tmp_path).values()
    assert contract.arrow_schema("published").names == ["correction_id"]
    assert contract.max_rejects(1_000) == 0
