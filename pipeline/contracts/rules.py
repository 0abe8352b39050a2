"""Which rows of a table break a rule of its contract? Quick enough to ask on every write.

Whole tables are checked in ``expectations``, before a release. What happens to a row that breaks a rule is not decided
here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.contracts.column_rules import ColumnRule, column_rules
from pipeline.contracts.conditions import rows_breaking
from pipeline.contracts.model import Column, Contract
from pipeline.contracts.references import (
    Rows,
    foreign_key_rule,
    row_numbers,
    rows_with_wrong_span,
    rows_without_target,
    span_rule,
)

_ROW = "row_number_in_table"
_SHOWN_CHARS = 80
"""How much of a value a reason shows."""


@dataclass(frozen=True, slots=True)
class RowFailure:
    """A row that breaks a rule: its number in the table, the first rule that it breaks, and what is wrong, in words."""

    index: int
    rule: str
    reason: str


@dataclass(frozen=True, slots=True)
class _Broken:
    rule: str
    rows: Rows
    must: str
    columns: tuple[str, ...] = ()
    """The columns whose values the reason shows."""


def row_failures(contract: Contract, table: pa.Table, others: Mapping[str, pa.Table] | None = None) -> list[RowFailure]:
    """Return the rows that break a rule, one failure a row, in order of rows.

    A rule is checked where all its columns are in the table, so working tables and published ones are both taken. Of
    rows that repeat a key the first is kept.

    Args:
        contract: of the table.
        table: rows in the types of the contract.
        others: tables by name. Foreign keys into them are checked, and spans where ``article_texts`` is among them.

    Raises:
        ValueError: a column is not of the contract's type.

    """
    for column in contract.columns:
        if column.name in table.column_names and table.schema.field(column.name).type != column.type:
            found = table.schema.field(column.name).type
            raise ValueError(f"{contract.name}.{column.name} must be {column.type}, not {found}.")
    if not table.num_rows:
        return []
    failures: dict[int, RowFailure] = {}
    for broken in _broken(contract, table, others or {}):
        for index in broken.rows.tolist():
            if index not in failures:
                failures[index] = RowFailure(index, broken.rule, _reason(broken, table, index))
    return [failures[index] for index in sorted(failures)]


def _broken(contract: Contract, table: pa.Table, others: Mapping[str, pa.Table]) -> Iterator[_Broken]:
    names = frozenset(table.column_names)
    for rule in column_rules(contract, names):
        rows = rows_breaking_column_rule(rule, table)
        if len(rows):
            yield _Broken(rule.name, rows, rule.must, tuple(column.name for column in rule.columns))
    for condition, rows in rows_breaking(contract, table).items():
        yield _Broken(condition.name, rows, condition.description)
    for key in contract.foreign_keys:
        if key.column in names and key.other_table in others:
            rows = rows_without_target(key, table, others[key.other_table])
            if len(rows):
                must = f"must be in {key.other_table}.{key.other_column}"
                yield _Broken(foreign_key_rule(key), rows, must, (key.column,))
    for span in contract.spans:
        if span.text_table in others:
            rows = rows_with_wrong_span(span, table, others[span.text_table])
            if len(rows):
                must = f"must be the article's text from {span.start} to {span.end}"
                yield _Broken(span_rule(span), rows, must, (span.equals,))


def rows_breaking_column_rule(rule: ColumnRule, table: pa.Table) -> Rows:
    """Return the numbers of the rows that break a rule over columns, in order; a null breaks only ``not_null``."""
    values = table[rule.column.name]
    column = rule.column
    match rule.kind:
        case "not_null":
            return row_numbers(pc.is_null(values))
        case "unique":
            return _repeated(rule, table)
        case "values":
            good = pc.is_in(values, value_set=pa.array(column.values))
        case "pattern":
            good = pc.match_substring_regex(values, pattern=column.pattern)
        case "length":
            good = pc.greater_equal(pc.utf8_length(values), column.min_length)
        case "finite":
            good = pc.is_finite(values)
        case "range":
            return _out_of_range(column, values)
    return row_numbers(pc.and_(pc.is_valid(values), pc.invert(good)))


def _out_of_range(column: Column, values: pa.ChunkedArray) -> Rows:
    is_in = pa.scalar(True)  # asked this way round, what is no number at all is out of range
    if column.minimum is not None:
        is_in = pc.and_(is_in, pc.greater_equal(values, pa.scalar(column.minimum).cast(column.type)))
    if column.maximum is not None:
        is_in = pc.and_(is_in, pc.less_equal(values, pa.scalar(column.maximum).cast(column.type)))
    return row_numbers(pc.invert(is_in))


def _repeated(rule: ColumnRule, table: pa.Table) -> Rows:
    """Return the rows whose values stand in an earlier row too."""
    names = [column.name for column in rule.columns]
    numbered = table.select(names).append_column(_ROW, pa.array(np.arange(table.num_rows)))
    first = numbered.group_by(names).aggregate([(_ROW, "min")])[f"{_ROW}_min"]
    if len(first) == table.num_rows:
        return row_numbers(pa.array([], pa.bool_()))
    is_repeated = pc.invert(pc.is_in(numbered[_ROW], value_set=first.combine_chunks()))
    for name in names:
        is_repeated = pc.and_(is_repeated, pc.is_valid(table[name]))
    return row_numbers(is_repeated)


def _reason(broken: _Broken, table: pa.Table, index: int) -> str:
    if not broken.columns:
        return broken.must
    shown = " and ".join(f"{name} is {_shown(table[name][index].as_py())}" for name in broken.columns)
    return f"{shown}: it {broken.must}."


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= _SHOWN_CHARS else f"{text[:_SHOWN_CHARS]}…"
