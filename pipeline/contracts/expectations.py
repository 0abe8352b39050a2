"""Great Expectations: the rules on single values of a table, before a release.

Missing values, lists of values, patterns, lengths and ranges. What it cannot say of a batch of rows, or only slowly, is
in ``check``, which also decides which rows it is shown: those that no earlier release had, since it takes some
microseconds a value where SQL takes nanoseconds. Which of those few it need not be shown either is in ``values``.

Great Expectations takes seconds to import, and some ten milliseconds a rule before it looks at the first row, so it is
imported when the first batch is checked.
"""

import os
import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow as pa

from pipeline.contracts.column_rules import ColumnRule, column_rules
from pipeline.contracts.model import Contract, TableStage
from pipeline.contracts.results import SAMPLE_ROWS, row_key
from pipeline.tables.sql import even_tables

if TYPE_CHECKING:
    from great_expectations import ExpectationSuite

_CHUNK_ROWS = 100_000
"""Rows that are turned into pandas at a time."""

_RESULT_FORMAT = {"result_format": "COMPLETE", "return_unexpected_index_query": False}
_WHOLE_TABLE = frozenset({"unique", "row_count"})


@dataclass(frozen=True, slots=True)
class Expected:
    """An expectation of Great Expectations, by the name of its class, with the rule that it stands for."""

    rule: str
    kind: str
    columns: tuple[str, ...]
    must: str
    expectation: str
    arguments: dict[str, Any]

    @property
    def is_of_whole_table(self) -> bool:
        """Whether a batch of rows alone cannot tell: ``check`` asks the whole table instead."""
        return self.kind in _WHOLE_TABLE


@dataclass(slots=True)
class Broken:
    """The rows that break a rule: how many, and the keys of some."""

    rows: int = 0
    sample: list[str] = field(default_factory=list)
    is_met: bool = True


def build_suite(contract: Contract, stage: TableStage = "published") -> "ExpectationSuite":
    """Return the contract as an Expectation Suite; each expectation names its rule in ``meta["rule"]``."""
    return _suite(contract.name, expectations(contract, frozenset(contract.arrow_schema(stage).names)))


def expectations(contract: Contract, names: frozenset[str]) -> list[Expected]:
    """Return the rules that Great Expectations knows of a table with these columns, in the order of the contract."""
    expected = [one for rule in column_rules(contract, names) if (one := _expected(rule))]
    if contract.min_rows is not None:
        must = f"must have {contract.min_rows} or more rows"
        arguments = {"min_value": contract.min_rows}
        expected.insert(0, Expected("row_count", "row_count", (), must, "ExpectTableRowCountToBeBetween", arguments))
    return expected


def broken_values(contract: Contract, batches: Iterable[pa.RecordBatch]) -> dict[str, Broken]:
    """Return, for each rule on single values, the rows that break it.

    Args:
        contract: of the table.
        batches: rows with the primary key and all columns that the table has and a rule looks at.

    Raises:
        RuntimeError: a rule could not be checked.

    """
    broken: dict[str, Broken] = {}
    for rows in even_tables(batches, _CHUNK_ROWS):
        expected = [one for one in expectations(contract, frozenset(rows.column_names)) if not one.is_of_whole_table]
        for rule, is_met, indexes in _validate(contract.name, expected, rows):
            found = broken.setdefault(rule, Broken())
            found.is_met = found.is_met and is_met
            shown = rows.take(indexes[: max(0, SAMPLE_ROWS - len(found.sample))]).to_pylist() if indexes else []
            found.rows += len(indexes)
            found.sample += [row_key(contract, row) for row in shown]
    return broken


def _expected(rule: ColumnRule) -> Expected | None:
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
            name, arguments = "ExpectColumnValuesToMatchRegex", arguments | {"regex": _whole(column.pattern or "")}
        case "length":
            name, arguments = "ExpectColumnValueLengthsToBeBetween", arguments | {"min_value": column.min_length}
        case "range":
            bounds = {"min_value": column.minimum, "max_value": column.maximum}
            name, arguments = "ExpectColumnValuesToBeBetween", arguments | bounds
        case _:
            return None
    return Expected(rule.name, rule.kind, names, rule.must, name, arguments)


def _whole(pattern: str) -> str:
    """Return a pattern of a contract as Python writes it: its ``$`` would let a line break stand at the end."""
    return f"{pattern[:-1]}\\Z" if pattern.endswith("$") and not pattern.endswith("\\$") else pattern


def _validate(name: str, expected: list[Expected], rows: pa.Table) -> Iterator[tuple[str, bool, list[int]]]:
    """Yield for each expectation its rule, whether it is met, and the numbers of the rows that break it."""
    if not expected:
        return
    columns = list(dict.fromkeys(column for one in expected for column in one.columns))
    # Arrow's own types keep integers with nulls exact and dates dates; pandas' strings are Arrow's already.
    frame = rows.select(columns).to_pandas(
        types_mapper=lambda type_: None if pa.types.is_string(type_) else pd.ArrowDtype(type_)
    )
    batch = _batch_definition().get_batch({"dataframe": frame})
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


def _suite(name: str, expected: list[Expected]) -> "ExpectationSuite":
    gx = _great_expectations()
    found = [getattr(gx.expectations, one.expectation)(**one.arguments, meta={"rule": one.rule}) for one in expected]
    suite: ExpectationSuite = gx.ExpectationSuite(name=name, expectations=found)
    return suite


@cache
def _batch_definition() -> Any:
    """Make the ephemeral context and what takes its frames, once a process: each writes its own folders and YAML."""
    context = _great_expectations().get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    asset = context.data_sources.add_or_update_pandas("arrow").add_dataframe_asset("rows")
    return asset.add_batch_definition_whole_dataframe("rows")


def _great_expectations() -> Any:
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    with warnings.catch_warnings():
        # It imports what Python 3.11 calls deprecated, which its users can do nothing about.
        warnings.simplefilter("ignore", DeprecationWarning)
        import great_expectations  # noqa: PLC0415  it takes seconds, and most runs of a program never need it

    return great_expectations
