"""Rows that break a rule are found on each write, with the rule's name and the value."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from deltalake import DeltaTable, write_deltalake
from deltalake.exceptions import DeltaError

from pipeline.contracts import Contract, delta_constraints
from pipeline.contracts.rules import row_failures

MakeTable = Callable[..., pa.Table]


def test_good_rows_pass(contracts: dict[str, Contract], make_table: MakeTable, dataset: dict[str, pa.Table]) -> None:
    for name, contract in contracts.items():
        assert row_failures(contract, make_table(name, stage="working")) == []
        assert row_failures(contract, dataset[name], dataset) == []


def test_empty_tables_pass(contracts: dict[str, Contract]) -> None:
    for contract in contracts.values():
        assert row_failures(contract, contract.arrow_schema("working").empty_table()) == []


@pytest.mark.parametrize(
    ("table", "change", "rule"),
    [
        ("claims", {"claim_id": "not an id"}, "claim_id_matches"),
        ("claims", {"claim_id": None}, "claim_id_not_null"),
        ("claims", {"value": None}, "value_not_null"),
        ("claims", {"value": float("nan")}, "value_finite"),
        ("claims", {"value": float("inf")}, "value_finite"),
        ("claims", {"value_low": 41.0}, "value_not_below_low"),
        ("claims", {"value_high": 39.0}, "value_not_above_high"),
        ("claims", {"value_low": 50.0, "value_high": 30.0}, "low_not_above_high"),
        ("claims", {"modifier": "roughly"}, "modifier_in_list"),
        ("claims", {"text": ""}, "text_not_empty"),
        ("claims", {"char_start": -1}, "char_start_in_range"),
        ("claims", {"char_start": 60, "char_end": 50}, "span_not_empty"),
        ("quotes", {"speaker_char_end": None}, "speaker_span_has_both_ends"),
        ("paragraphs", {"similarity": 1.2}, "similarity_in_range"),
        ("articles", {"published_basis": None}, "date_has_basis"),
        ("articles", {"edition": "May 2"}, "edition_matches"),
        ("source_files", {"status": "rejected", "articles": 0}, "rejected_has_reason"),
        ("figures", {"is_conflicting": True}, "conflict_takes_two_claims"),
    ],
)
def test_a_bad_row_is_told_by_rule(
    contracts: dict[str, Contract], make_table: MakeTable, table: str, change: Mapping[str, Any], rule: str
) -> None:
    key = contracts[table].primary_key[0]
    other = {} if key in change or key != f"{table[:-1]}_id" else {key: "f" * 16}
    rows = make_table(table, {}, {**other, **change}) if other else make_table(table, change)
    (failure,) = row_failures(contracts[table], rows)
    assert (failure.rule, failure.index) in {(rule, 0), (rule, 1)}
    assert failure.index == rows.num_rows - 1


def test_only_the_first_row_of_a_key_is_kept(contracts: dict[str, Contract], make_table: MakeTable) -> None:
    same = make_table("paragraphs", {}, {"paragraph_id": "d" * 16, "position": 1}, {"position": 2})
    (failure,) = row_failures(contracts["paragraphs"], same)
    assert (failure.index, failure.rule) == (2, "paragraph_id_unique")


def test_values_that_are_unique_together(contracts: dict[str, Contract], make_table: MakeTable) -> None:
    aliases = make_table("entity_aliases", {}, {"alias": "Brisk"}, {"alias": "Brisk"})
    (failure,) = row_failures(contracts["entity_aliases"], aliases)
    assert (failure.index, failure.rule) == (2, "entity_id_and_alias_unique")


def test_a_reason_shows_the_value_but_not_all_of_it(contracts: dict[str, Contract], make_table: MakeTable) -> None:
    (failure,) = row_failures(contracts["paragraphs"], make_table("paragraphs", {"role": "x" * 10_000}))
    assert failure.reason.startswith("role is 'xxxx")
    assert len(failure.reason) < 300


def test_a_reference_that_leads_nowhere(
    contracts: dict[str, Contract], make_table: MakeTable, dataset: dict[str, pa.Table]
) -> None:
    claims = make_table("claims", {"quote_id": "2" * 16}, {"claim_id": "f" * 16, "quote_id": "0" * 16})
    (failure,) = row_failures(contracts["claims"], claims, dataset)
    assert (failure.index, failure.rule) == (1, "quote_id_in_quotes")


@pytest.mark.parametrize(
    ("case", "rule"),
    [
        (("claims", {"char_start": 1}), "text_is_span"),
        (("claims", {"char_end": 10_000}), "text_is_span"),
        (("entity_mentions", {"surface": "Ada Brisc"}), "surface_is_span"),
        (("quotes", {"speaker": "Brisk"}), "speaker_is_span"),
    ],
)
def test_a_span_that_shows_another_text(
    contracts: dict[str, Contract],
    make_table: MakeTable,
    dataset: dict[str, pa.Table],
    case: tuple[str, Mapping[str, Any]],
    rule: str,
) -> None:
    table, change = case
    (failure,) = row_failures(contracts[table], make_table(table, change), dataset)
    assert failure.rule == rule


def test_a_span_without_its_text(contracts: dict[str, Contract], make_table: MakeTable) -> None:
    no_texts = contracts["article_texts"].arrow_schema("published").empty_table()
    (failure,) = row_failures(contracts["claims"], make_table("claims"), {"article_texts": no_texts})
    assert failure.rule == "text_is_span"


def test_spans_are_checked_article_by_article(contracts: dict[str, Contract], make_table: MakeTable) -> None:
    """Rows of several articles may stand in any order, in several chunks."""
    texts = make_table("article_texts", *({"article_id": f"{n:016x}", "text": f"No. {n}: {n} hens"} for n in range(9)))
    rows = [
        {
            "claim_id": f"{n:016x}",
            "article_id": f"{n % 9:016x}",
            "char_start": 7,
            "char_end": 13,
            "text": f"{n % 9} hens",
        }
        for n in range(40)
    ]
    rows[23]["text"] = "7 cows"
    claims = make_table("claims", *rows)
    chunked = pa.concat_tables([claims.slice(start, 7) for start in range(0, 40, 7)])
    assert [failure.index for failure in row_failures(contracts["claims"], chunked, {"article_texts": texts})] == [23]


def test_a_column_of_another_type_is_an_error(contracts: dict[str, Contract]) -> None:
    with pytest.raises(ValueError, match=r"claims\.value must be double, not string"):
        row_failures(contracts["claims"], pa.table({"value": ["12"]}))


def test_delta_takes_the_constraints_and_good_rows(
    contracts: dict[str, Contract], make_table: MakeTable, tmp_path: Path
) -> None:
    for name, contract in contracts.items():
        delta = _delta_table(contract, tmp_path / name)
        write_deltalake(delta, make_table(name, stage="working"), mode="append")


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("claims", {"modifier": "roughly"}),
        ("claims", {"value_low": 41.0}),
        ("paragraphs", {"char_start": -1}),
        ("articles", {"published_basis": "guess"}),
        ("articles", {"published_on": None, "published_basis": "guess"}),
        ("quotes", {"speaker_char_end": None}),
        ("entity_aliases", {"decided_by": "somebody"}),
    ],
)
def test_delta_refuses_bad_rows(
    contracts: dict[str, Contract], make_table: MakeTable, tmp_path: Path, table: str, change: Mapping[str, Any]
) -> None:
    delta = _delta_table(contracts[table], tmp_path / table)
    with pytest.raises(DeltaError):
        write_deltalake(delta, make_table(table, change, stage="working"), mode="append")


def _delta_table(contract: Contract, path: Path) -> DeltaTable:
    delta = DeltaTable.create(str(path), schema=contract.arrow_schema("working"))
    if constraints := delta_constraints(contract):
        delta.alter.add_constraint(constraints)
    return DeltaTable(str(path))
