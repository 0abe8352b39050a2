"""Rows that passed before are not looked at again, and yet every broken rule is found that a look at all rows finds."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import contextmanager
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from pipeline.contracts import Contract
from pipeline.contracts.check import Checker
from pipeline.contracts.results import RuleResult

MakeTable = Callable[..., pa.Table]
Tables = Mapping[str, pa.Table]

TEXT = "Vellmark: “We are safe,” Ada Brisk said 😀. About 40 barns were lost."
NEW = "f" * 16


@contextmanager
def _checker(before: Tables, now: Tables, known: Iterable[str]) -> Any:
    with duckdb.connect() as connection:
        connection.execute("CREATE SCHEMA passed")
        for schema, tables in (("main", now), ("passed", before)):
            for name, rows in tables.items():
                connection.register("rows", rows)
                connection.execute(f"CREATE TABLE {schema}.{name} AS FROM rows")
        yield Checker(connection, now, {name: f"passed.{name}" for name in known}, are_in_order=True)


def _results(contracts: dict[str, Contract], before: Tables, now: Tables, known: Iterable[str]) -> list[RuleResult]:
    with _checker(before, now, known) as checker:
        return [result for contract in contracts.values() for result in checker.check(contract)]


@pytest.mark.parametrize(
    ("table", "rows", "broken"),
    [
        ("quotes", [{}], None),
        ("quotes", [{}, {"quote_id": NEW}], None),
        ("quotes", [{}, {}], "quotes.quote_id_unique"),
        ("quotes", [{"text": ""}], "quotes.text_not_empty"),
        ("quotes", [{}, {"quote_id": NEW, "quote_type": "shouted"}], "quotes.quote_type_in_list"),
        ("quotes", [{}, {"quote_id": NEW, "char_start": 1}], "quotes.text_is_span"),
        ("quotes", [{"text": "We are sage,"}], "quotes.text_is_span"),
        ("quotes", [{"speaker_char_start": 0}], "quotes.speaker_is_span"),
        ("quotes", [{"char_end": 2}], "quotes.span_not_empty"),
        ("claims", [{"value": float("nan")}], "claims.value_finite"),
        ("claims", [{"value_low": 41.0}], "claims.value_not_below_low"),
        ("entities", [{"entity_id": NEW}], "quotes.speaker_entity_id_in_entities"),
        ("article_texts", [{"text": TEXT.replace("safe", "sage")}], "quotes.text_is_span"),
        ("article_texts", [{"article_id": NEW}], "quotes.text_is_span"),
    ],
)
def test_the_same_rules_break_whether_or_not_rows_passed_before(
    contracts: dict[str, Contract],
    make_table: MakeTable,
    dataset: dict[str, pa.Table],
    *,
    table: str,
    rows: list[dict[str, Any]],
    broken: str | None,
) -> None:
    now = {**dataset, table: make_table(table, *rows)}
    told = _results(contracts, dataset, now, contracts)
    assert told == _results(contracts, dataset, now, ())
    found = {f"{result.table}.{result.rule}" for result in told if not result.success}
    assert broken in found if broken else not found


def test_all_rows_are_looked_at_where_the_texts_are_not_known(
    contracts: dict[str, Contract], make_table: MakeTable, dataset: dict[str, pa.Table]
) -> None:
    now = {**dataset, "article_texts": make_table("article_texts", {"text": TEXT.upper()})}
    told = _results(contracts, dataset, now, [name for name in contracts if name != "article_texts"])
    assert told == _results(contracts, dataset, now, ())


def test_another_release_number_makes_no_row_fresh(
    contracts: dict[str, Contract], make_table: MakeTable, dataset: dict[str, pa.Table]
) -> None:
    now = {name: make_table(name, {"release_id": "0002"}) for name in contracts}
    with _checker(dataset, now, contracts) as checker:
        for contract in contracts.values():
            checker.check(contract)
        counts = {
            name: checker.connection.execute(f'SELECT count(*) FROM "fresh rows of {name}"').fetchone()
            for name in contracts
        }
    assert set(counts.values()) == {(0,)}
