"""Whole tables are checked before a release, and a result says which rows break which rule."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from pipeline.contracts import Contract, expectations
from pipeline.contracts.check import Checker, check_table
from pipeline.contracts.expectations import build_suite
from pipeline.contracts.results import RuleResult

MakeTable = Callable[..., pa.Table]


def _failures(results: list[RuleResult]) -> list[RuleResult]:
    return [result for result in results if not result.success]


def test_a_consistent_dataset_passes(contracts: dict[str, Contract], dataset: dict[str, pa.Table]) -> None:
    for name, contract in contracts.items():
        results = check_table(contract, dataset[name], dataset)
        assert _failures(results) == []
        assert len({result.rule for result in results}) == len(results)


def test_tables_that_no_release_has_numbered_yet_pass(
    contracts: dict[str, Contract], dataset: dict[str, pa.Table]
) -> None:
    quotes = dataset["quotes"].drop_columns("release_id")
    assert _failures(check_table(contracts["quotes"], quotes, dataset)) == []


def test_empty_tables_fail_only_where_rows_must_be(contracts: dict[str, Contract]) -> None:
    empty = {name: contract.arrow_schema("published").empty_table() for name, contract in contracts.items()}
    broken = {
        (name, failure.rule)
        for name, contract in contracts.items()
        for failure in _failures(check_table(contract, empty[name], empty))
    }
    assert broken == {(name, "row_count") for name in ("source_files", "articles", "article_texts", "paragraphs")}


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"claim_id": "f" * 15}, "claim_id_matches"),
        ({"value": float("nan")}, "value_finite"),
        ({"value_low": 41.0}, "value_not_below_low"),
        ({"modifier": "roughly"}, "modifier_in_list"),
        ({"claim_id": "4" * 16}, "claim_id_unique"),
        ({"char_end": 5, "char_start": 2}, "text_is_span"),
        ({"figure_id": "0" * 16}, "figure_id_in_figures"),
        ({"release_id": "one"}, "release_id_matches"),
    ],
)
def test_a_bad_row_is_told_with_its_key(
    contracts: dict[str, Contract],
    make_table: MakeTable,
    dataset: dict[str, pa.Table],
    change: Mapping[str, Any],
    rule: str,
) -> None:
    bad = {"claim_id": "f" * 16, **change}
    (failure,) = _failures(check_table(contracts["claims"], make_table("claims", {}, bad), dataset))
    assert failure.rule == rule
    assert failure.is_row_rule
    assert f"claim_id={bad['claim_id']}" in failure.sample
    assert failure.failing_rows == len(failure.sample)
    assert failure.reason


def test_a_missing_or_strange_column_is_the_one_result(
    contracts: dict[str, Contract], dataset: dict[str, pa.Table]
) -> None:
    outlets = dataset["outlets"].drop_columns("domain").append_column("owner", pa.array(["Brisk"]))
    (result,) = check_table(contracts["outlets"], outlets, dataset)
    assert not result.success
    assert result.rule == "columns"
    assert result.reason == "domain is missing; owner is in no contract"


def test_a_column_of_another_type_is_the_one_result(
    contracts: dict[str, Contract], dataset: dict[str, pa.Table]
) -> None:
    names = dataset["outlets"]["name"].cast(pa.large_string())
    outlets = dataset["outlets"].set_column(1, "name", names)
    (result,) = check_table(contracts["outlets"], outlets, dataset)
    assert result.reason == "name is large_string, not string"


def test_rows_are_counted_past_the_first_chunk(
    contracts: dict[str, Contract],
    make_table: MakeTable,
    dataset: dict[str, pa.Table],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("pipeline.contracts.expectations._CHUNK_ROWS", 3)
    outlets = make_table("outlets", *({"outlet_id": f"{n:016x}", "name": "" if n % 2 else "Lantern"} for n in range(8)))
    (failure,) = _failures(check_table(contracts["outlets"], outlets, dataset))
    assert failure.rule == "name_not_empty"
    assert failure.failing_rows == 4
    assert failure.sample == tuple(f"outlet_id={n:016x}" for n in (1, 3, 5, 7))


def test_a_rule_that_needs_a_table_that_is_not_there_fails(
    contracts: dict[str, Contract], dataset: dict[str, pa.Table]
) -> None:
    results = _failures(check_table(contracts["source_files"], dataset["source_files"], {}))
    assert {result.rule for result in results} == {"rejected_file_in_rejects", "articles_stand_on_parsed_files"}
    results = _failures(check_table(contracts["outlets"], dataset["outlets"], {}))
    assert results == []
    results = _failures(check_table(contracts["article_texts"], dataset["article_texts"], {}))
    assert [result.reason for result in results] == ["could not be checked without articles"]


def test_the_ledger_of_files_balances(
    contracts: dict[str, Contract], make_table: MakeTable, dataset: dict[str, pa.Table]
) -> None:
    refused = {"path": "north/empty.txt", "status": "rejected", "articles": 0, "reason": "empty"}
    files = make_table("source_files", {}, refused)
    (failure,) = _failures(check_table(contracts["source_files"], files, dataset))
    assert (failure.rule, failure.failing_rows) == ("rejected_file_in_rejects", 1)
    rejects = make_table("rejects", {"source_file": "north/empty.txt"})
    assert _failures(check_table(contracts["source_files"], files, {**dataset, "rejects": rejects})) == []


def test_an_article_cannot_stand_on_a_withdrawn_file(
    contracts: dict[str, Contract], make_table: MakeTable, dataset: dict[str, pa.Table]
) -> None:
    files = make_table("source_files", {"status": "withdrawn", "articles": 0})
    (failure,) = _failures(check_table(contracts["source_files"], files, dataset))
    assert failure.rule == "articles_stand_on_parsed_files"


def test_more_rejects_than_the_contract_allows_fail(
    contracts: dict[str, Contract], make_table: MakeTable, dataset: dict[str, pa.Table]
) -> None:
    allowed = contracts["claims"].max_rejects(1)
    for refused, broken in ((allowed, []), (allowed + 1, ["rejects_within_limit"])):
        rejects = make_table("rejects", *({"reject_id": f"{n:016x}", "table": "claims"} for n in range(refused)))
        results = check_table(contracts["claims"], dataset["claims"], {**dataset, "rejects": rejects})
        assert [failure.rule for failure in _failures(results)] == broken


def test_the_share_of_rejects_counts_in_large_tables(contracts: dict[str, Contract]) -> None:
    assert contracts["claims"].max_rejects(100_000) == 1_000


@pytest.mark.parametrize(("few", "told"), [(0, ["Renamed", ""]), (1, ["Renamed", ""]), (2, [])])
def test_great_expectations_is_shown_rows_that_did_not_pass_before_and_are_many(
    contracts: dict[str, Contract], make_table: MakeTable, monkeypatch: pytest.MonkeyPatch, few: int, told: list[str]
) -> None:
    shown: list[str] = []
    validate = expectations._validate

    def listening(name: str, expected: list[expectations.Expected], rows: pa.Table) -> Iterator[Any]:
        shown.extend(rows["name"].to_pylist())
        yield from validate(name, expected, rows)

    monkeypatch.setattr(expectations, "_validate", listening)
    monkeypatch.setattr("pipeline.contracts.check.FEW_ROWS", few)
    ids = ("a" * 16, "b" * 16, "c" * 16)
    before = make_table("outlets", {"outlet_id": ids[0]}, {"outlet_id": ids[1], "release_id": "0002"})
    now = make_table(
        "outlets", {"outlet_id": ids[0]}, {"outlet_id": ids[1], "name": "Renamed"}, {"outlet_id": ids[2], "name": ""}
    )
    with duckdb.connect() as connection:
        for name, table in (("before", before), ("outlets", now)):
            connection.register("rows", table)
            connection.execute(f"CREATE TABLE {name} AS FROM rows")
        (failure,) = _failures(Checker(connection, {"outlets": now}, {"outlets": "before"}).check(contracts["outlets"]))
    assert shown == told
    assert (failure.rule, failure.sample) == ("name_not_empty", (f"outlet_id={ids[2]}",))


def test_a_suite_names_the_rule_of_each_expectation(contracts: dict[str, Contract]) -> None:
    suite = build_suite(contracts["quotes"])
    rules = [(expectation.meta or {})["rule"] for expectation in suite.expectations]
    assert {"quote_id_unique", "quote_type_in_list", "text_not_empty", "release_id_matches"} <= set(rules)
    assert len(set(rules)) == len(rules)


def test_a_rule_that_cannot_be_checked_is_an_error(
    contracts: dict[str, Contract], dataset: dict[str, pa.Table]
) -> None:
    outlets = contracts["outlets"]
    broken = replace(outlets.column("name"), pattern="(")
    contract = replace(outlets, columns=(outlets.column("outlet_id"), broken, *outlets.columns[2:]))
    with pytest.raises(RuntimeError, match="name_matches could not be checked"):
        check_table(contract, dataset["outlets"], dataset)
