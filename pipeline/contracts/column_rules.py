"""The rules that a contract's columns state, as one flat list with names: what every checker goes by.

Names say what broke when they are read in ``rejects`` or in a log: ``role_in_list``, ``similarity_in_range``. How a
rule is checked stands in ``rules`` (Arrow, on each write), ``expectations`` (Great Expectations, before a release) and
``render`` (Delta).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

import pyarrow as pa

from pipeline.contracts.model import Column, Contract

Kind = Literal["not_null", "unique", "values", "pattern", "length", "range", "finite"]


@dataclass(frozen=True, slots=True)
class ColumnRule:
    """A rule over one column, or for ``unique`` over several together."""

    name: str
    kind: Kind
    columns: tuple[Column, ...]
    must: str
    """What must hold, in words."""

    @property
    def column(self) -> Column:
        """The column, or the first of several."""
        return self.columns[0]


def column_rules(contract: Contract, names: frozenset[str]) -> list[ColumnRule]:
    """Return the rules whose columns are all among ``names``, in the order of the contract."""
    rules = [rule for column in contract.columns if column.name in names for rule in _of_column(column)]
    groups = [contract.primary_key, *contract.unique_together]
    for group in groups:
        if len(group) > 1 and names.issuperset(group):
            columns = tuple(contract.column(name) for name in group)
            rules.append(ColumnRule(f"{'_and_'.join(group)}_unique", "unique", columns, "must together occur once"))
    return rules


def _of_column(column: Column) -> Iterator[ColumnRule]:
    def rule(suffix: str, kind: Kind, must: str) -> ColumnRule:
        return ColumnRule(f"{column.name}_{suffix}", kind, (column,), must)

    if column.is_required:
        yield rule("not_null", "not_null", "must have a value")
    if column.is_unique:
        yield rule("unique", "unique", "must occur once")
    if column.values:
        yield rule("in_list", "values", f"must be one of {', '.join(column.values)}")
    if column.pattern:
        yield rule("matches", "pattern", f"must match {column.pattern}")
    if column.min_length is not None:
        yield rule("not_empty", "length", f"must have {column.min_length} or more characters")
    if column.type == pa.float64():
        yield rule("finite", "finite", "must be a finite number")
    if column.minimum is not None or column.maximum is not None:
        bounds = [f"at least {_plain(column.minimum)}"] if column.minimum is not None else []
        bounds += [f"at most {_plain(column.maximum)}"] if column.maximum is not None else []
        yield rule("in_range", "range", f"must be {' and '.join(bounds)}")


def _plain(bound: int | float | date) -> str:
    return bound.isoformat() if isinstance(bound, date) else f"{bound:g}"
