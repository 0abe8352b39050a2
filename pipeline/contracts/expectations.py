"""Whole tables against their contracts, before a release.

Great Expectations checks what it can say of one table alone: row counts, missing values, keys, lists of values,
patterns, lengths and ranges. What it cannot say, or only slowly, is checked directly, by the code that also checks each
write: column types, finite numbers, conditions over a row, foreign keys, spans, and queries over several tables. All of
it comes back as one list.

Great Expectations takes seconds to import, so it is imported when the first table is checked.
"""

import os
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.contracts.column_rules import ColumnRule, column_rules
from pipeline.contracts.conditions import count_breaking, rows_breaking
from pipeline.contracts.model import Contract, TableStage
from pipeline.contracts.references import (
    Rows,
    foreign_key_rule,
    rows_with_wrong_span,
    rows_without_target,
    span_rule,
)
from pipeline.contracts.rules import rows_breaking_column_rule

if TYPE_CHECKING:
    from great_expectations import ExpectationSuite

SAMPLE_ROWS = 5
_CHUNK_ROWS = 500_000
"""Rows that are turned into pandas at a time. Keys and row counts look at the whole table, at just their columns."""

_RESULT_FORMAT = {"result_format": "COMPLETE", "return_unexpected_index_query": False}
_WHOLE_TABLE = frozenset({"unique", "row_count"})


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleResult:
    """How a table stands to one rule.

    ``failing_rows`` counts the rows that break it, or is 0 where the rule is not about rows; ``sample`` shows the keys
    of some of them. ``is_row_rule`` says that single rows break it, and could be refused alone.
    """

    table: str
    rule: str
    is_row_rule: bool
    success: bool
    failing_rows: int = 0
    sample: tuple[str, ...] = ()
    reason: str = ""


def check_table(
    contract: Contract,
    table: pa.Table,
    others: Mapping[str, pa.Table],
    stage: TableStage = "published",
) -> list[RuleResult]:
    """Return one result a rule of the contract, failed or not.

    Args:
        contract: of the table.
        table: all its rows.
        others: the other tables by name. A foreign key, span or query that needs one that is not there fails.
        stage: whether the table has the columns of a working table or of a published one. Those that only a release
            fills may be missing. If its columns differ from the contract's in any other way, that is the one result,
            because no other rule could be trusted.

    """
    columns = _check_columns(contract, table, stage)
    if not columns.success:
        return [columns]
    return [
        columns,
        *_check_expectations(contract, table),
        *_check_directly(contract, table),
        *_check_references(contract, table, others),
        *_check_queries(contract, {**others, contract.name: table}),
        *_check_rejects(contract, table, others),
    ]


def build_suite(contract: Contract, stage: TableStage = "published") -> "ExpectationSuite":
    """Return the contract as an Expectation Suite; each expectation names its rule in ``meta["rule"]``."""
    return _suite(contract.name, _expectations(contract, frozenset(contract.arrow_schema(stage).names)))


def _check_columns(contract: Contract, table: pa.Table, stage: TableStage) -> RuleResult:
    wanted = {field.name: field.type for field in contract.arrow_schema(stage)}
    found = {field.name: field.type for field in table.schema}
    late = {column.name for column in contract.columns if column.stage == "release"}
    wrong = [f"{name} is missing" for name in wanted if name not in found and name not in late]
    wrong += [f"{name} is in no contract" for name in found if name not in wanted]
    common = [name for name in wanted if name in found]
    wrong += [f"{name} is {found[name]}, not {wanted[name]}" for name in common if found[name] != wanted[name]]
    return RuleResult(
        table=contract.name, rule="columns", is_row_rule=False, success=not wrong, reason="; ".join(wrong)
    )


@dataclass(frozen=True, slots=True)
class _Expected:
    """An expectation of Great Expectations, by the name of its class, with the rule that it stands for."""

    rule: str
    kind: str
    columns: tuple[str, ...]
    must: str
    expectation: str
    arguments: dict[str, Any]


def _expectations(contract: Contract, names: frozenset[str]) -> list[_Expected]:
    expected = [one for rule in column_rules(contract, names) if (one := _expected(rule))]
    if contract.min_rows is not None:
        must = f"must have {contract.min_rows} or more rows"
        arguments = {"min_value": contract.min_rows}
        expected.insert(0, _Expected("row_count", "row_count", (), must, "ExpectTableRowCountToBeBetween", arguments))
    return expected


def _expected(rule: ColumnRule) -> _Expected | None:
    column = rule.column
    names = tuple(one.name for one in rule.columns)
    arguments: dict[str, Any] = {"column": column.name}
    match rule.kind:
        case "not_null":
            name = "ExpectColumnValuesToNotBeNull"
        case "unique" if len(names) > 1:
            name, arguments = "ExpectCompoundColumnsToBeUnique", {"column_list": list(names)}
        case "unique":
            name = "ExpectColumnValuesToBeUnique"
        case "values":
            name, arguments = "ExpectColumnValuesToBeInSet", arguments | {"value_set": list(column.values)}
        case "pattern":
            name, arguments = "ExpectColumnValuesToMatchRegex", arguments | {"regex": column.pattern}
        case "length":
            name, arguments = "ExpectColumnValueLengthsToBeBetween", arguments | {"min_value": column.min_length}
        case "range":
            bounds = {"min_value": column.minimum, "max_value": column.maximum}
            name, arguments = "ExpectColumnValuesToBeBetween", arguments | bounds
        case _:
            return None
    return _Expected(rule.name, rule.kind, names, rule.must, name, arguments)


def _check_expectations(contract: Contract, table: pa.Table) -> Iterator[RuleResult]:
    expected = _expectations(contract, frozenset(table.column_names))
    broken: dict[str, list[int]] = {one.rule: [] for one in expected}
    failed: set[str] = set()

    def look(chosen: list[_Expected], rows: pa.Table, offset: int) -> None:
        for rule, is_met, indexes in _validate(contract.name, chosen, rows):
            broken[rule] += [offset + index for index in indexes]
            if not is_met:
                failed.add(rule)

    look([one for one in expected if one.kind in _WHOLE_TABLE], table, 0)
    by_value = [one for one in expected if one.kind not in _WHOLE_TABLE]
    for offset in range(0, table.num_rows, _CHUNK_ROWS):
        look(by_value, table.slice(offset, _CHUNK_ROWS), offset)
    for one in expected:
        rows = np.array(broken[one.rule], dtype=np.int64)
        subject = " and ".join(one.columns) or "the table"
        yield _result(contract, table, one.rule, rows, f"{subject} {one.must}", is_met=one.rule not in failed)


def _validate(name: str, expected: list[_Expected], rows: pa.Table) -> Iterator[tuple[str, bool, list[int]]]:
    """Yield for each expectation its rule, whether it is met, and the numbers of the rows that break it."""
    if not expected:
        return
    columns = list(dict.fromkeys(column for one in expected for column in one.columns))
    # Arrow's own types keep integers with nulls exact and dates dates; pandas' strings are Arrow's already.
    frame = rows.select(columns).to_pandas(
        types_mapper=lambda type_: None if pa.types.is_string(type_) else pd.ArrowDtype(type_)
    )
    if not columns:
        frame = pd.DataFrame(index=range(rows.num_rows))
    asset = _context().data_sources.add_or_update_pandas("arrow").add_dataframe_asset(name)
    batch = asset.add_batch_definition_whole_dataframe("rows").get_batch({"dataframe": frame})
    outcome = batch.validate(_suite(name, expected), result_format=_RESULT_FORMAT)
    for result in outcome.results:
        rule = result.expectation_config.meta["rule"]
        if error := _exception(result.exception_info):
            raise RuntimeError(f"{name}: the rule {rule} could not be checked: {error}")
        yield rule, bool(result.success), list(result.result.get("unexpected_index_list") or [])


def _exception(info: Mapping[str, Any]) -> str | None:
    """Return what went wrong in an expectation; Great Expectations says so directly, or once a metric."""
    for one in (info, *info.values()):
        if isinstance(one, Mapping) and one.get("raised_exception"):
            return str(one["exception_message"])
    return None


def _suite(name: str, expected: list[_Expected]) -> "ExpectationSuite":
    gx = _great_expectations()
    expectations = [
        getattr(gx.expectations, one.expectation)(**one.arguments, meta={"rule": one.rule}) for one in expected
    ]
    suite: ExpectationSuite = gx.ExpectationSuite(name=name, expectations=expectations)
    return suite


@cache
def _context() -> Any:
    """Make the ephemeral context, once a process: each makes folders of its own and takes as long as a check."""
    context = _great_expectations().get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    return context


def _great_expectations() -> Any:
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    with warnings.catch_warnings():
        # It imports what Python 3.11 calls deprecated, which its users can do nothing about.
        warnings.simplefilter("ignore", DeprecationWarning)
        import great_expectations  # noqa: PLC0415  it takes seconds, and most runs of a program never need it

    return great_expectations


def _check_directly(contract: Contract, table: pa.Table) -> Iterator[RuleResult]:
    for rule in column_rules(contract, frozenset(table.column_names)):
        if rule.kind == "finite":
            rows = rows_breaking_column_rule(rule, table)
            yield _result(contract, table, rule.name, rows, f"{rule.column.name} {rule.must}")
    broken = rows_breaking(contract, table)
    nothing = np.array([], dtype=np.int64)
    for condition in contract.row_rules:
        yield _result(contract, table, condition.name, broken.get(condition, nothing), condition.description)


def _check_references(contract: Contract, table: pa.Table, others: Mapping[str, pa.Table]) -> Iterator[RuleResult]:
    names = frozenset(table.column_names)
    for key in contract.foreign_keys:
        if key.column not in names:
            continue
        if key.other_table not in others:
            yield _not_checked(contract, foreign_key_rule(key), key.other_table)
            continue
        rows = rows_without_target(key, table, others[key.other_table])
        must = f"{key.column} must be in {key.other_table}.{key.other_column}"
        yield _result(contract, table, foreign_key_rule(key), rows, must)
    for span in contract.spans:
        if span.text_table not in others:
            yield _not_checked(contract, span_rule(span), span.text_table)
            continue
        rows = rows_with_wrong_span(span, table, others[span.text_table])
        must = f"{span.equals} must be the article's text from {span.start} to {span.end}"
        yield _result(contract, table, span_rule(span), rows, must)


def _check_queries(contract: Contract, tables: Mapping[str, pa.Table]) -> Iterator[RuleResult]:
    for rule in contract.table_rules:
        try:
            count = count_breaking(rule, tables)
        except duckdb.CatalogException as error:
            yield _not_checked(contract, rule.name, str(error).splitlines()[0])
            continue
        yield RuleResult(
            table=contract.name,
            rule=rule.name,
            is_row_rule=False,
            success=count == 0,
            failing_rows=count,
            reason="" if count == 0 else rule.description,
        )


def _check_rejects(contract: Contract, table: pa.Table, others: Mapping[str, pa.Table]) -> Iterator[RuleResult]:
    if "rejects" not in others or contract.name == "rejects":
        return
    refused = pc.sum(pc.equal(others["rejects"]["table"], contract.name)).as_py() or 0
    allowed = contract.max_rejects(table.num_rows + refused)
    reason = f"{refused} rows were refused, {allowed} are allowed; see the table rejects"
    yield RuleResult(
        table=contract.name,
        rule="rejects_within_limit",
        is_row_rule=False,
        success=refused <= allowed,
        reason="" if refused <= allowed else reason,
    )


def _result(
    contract: Contract, table: pa.Table, rule: str, rows: Rows, must: str, *, is_met: bool | None = None
) -> RuleResult:
    success = len(rows) == 0 if is_met is None else is_met
    return RuleResult(
        table=contract.name,
        rule=rule,
        is_row_rule=rule != "row_count",
        success=success,
        failing_rows=len(rows),
        sample=tuple(row_key(contract, row) for row in table.take(rows[:SAMPLE_ROWS]).to_pylist()),
        reason="" if success else must,
    )


def _not_checked(contract: Contract, rule: str, missing: str) -> RuleResult:
    reason = f"could not be checked without {missing}"
    return RuleResult(table=contract.name, rule=rule, is_row_rule=False, success=False, reason=reason)


def row_key(contract: Contract, row: Mapping[str, Any]) -> str:
    """Return the primary key of a row as ``RuleResult.sample`` shows it."""
    return ", ".join(f"{name}={row[name]}" for name in contract.primary_key)
