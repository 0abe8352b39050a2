"""Whole tables against their contracts, before a release: every rule, one result each.

Great Expectations checks single values (``expectations``). What it cannot say, or only slowly, is asked of DuckDB: row
counts, keys, finite numbers, conditions over a row, foreign keys, queries over several tables; spans are walked along
their texts (``spans``). What single rows promise is asked of those only that have not passed before (``fresh``). Tables
are read as streams and need not fit into memory.
"""

from collections.abc import Callable, Collection, Generator, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Protocol

import duckdb
import pyarrow as pa

from pipeline.contracts.column_rules import column_rules
from pipeline.contracts.conditions import columns_of
from pipeline.contracts.expectations import Expected, expectations
from pipeline.contracts.fresh import FreshRows
from pipeline.contracts.model import Contract, TableStage
from pipeline.contracts.references import foreign_key_rule, span_rule
from pipeline.contracts.results import SAMPLE_ROWS, RuleResult
from pipeline.contracts.spans import rows_with_wrong_span
from pipeline.contracts.values import FEW_ROWS, broken_values
from pipeline.tables.sql import batches_of, bounded_connection, quoted

_BATCH_ROWS = 8_192


class Rows(Protocol):
    """What must be known of a table beside its rows: an Arrow table has it, and so have the files of a release."""

    @property
    def schema(self) -> pa.Schema:
        """Columns and types."""

    @property
    def num_rows(self) -> int:
        """Number of rows."""


@dataclass(frozen=True, slots=True)
class Checker:
    """The tables that are checked, and what is known of them.

    Args:
        connection: knows each table by its name, and so do its cursors.
        tables: the same tables.
        known: names, in the connection, of tables whose rows have passed the very same contracts before.
        are_in_order: the tables lie in the order of their articles.

    """

    connection: duckdb.DuckDBPyConnection
    tables: Mapping[str, Rows]
    known: Mapping[str, str] = field(default_factory=dict)
    are_in_order: bool = False
    _fresh: FreshRows = field(init=False)

    def __post_init__(self) -> None:
        """Take note of which rows passed before."""
        object.__setattr__(self, "_fresh", FreshRows(self.connection, self.known))

    def check(self, contract: Contract, stage: TableStage = "published") -> list[RuleResult]:
        """Return one result a rule of the contract, failed or not.

        A foreign key, span or query that needs a table that is not there fails. Columns that only a release fills may
        be missing. If the columns differ from the contract's in any other way, that is the one result, because no other
        rule could be trusted.

        Raises:
            RuntimeError: a rule could not be checked.

        """
        columns = _check_columns(contract, self.tables[contract.name].schema, stage)
        if not columns.success:
            return [columns]
        return [
            columns,
            *self._check_expectations(contract),
            *self._check_conditions(contract),
            *self._check_references(contract),
            *self._check_queries(contract),
            *self._check_rejects(contract),
        ]

    def _names(self, contract: Contract) -> frozenset[str]:
        return frozenset(self.tables[contract.name].schema.names)

    def _check_expectations(self, contract: Contract) -> Iterator[RuleResult]:
        expected = expectations(contract, self._names(contract))
        with closing(self._rows_not_known(contract, expected)) as rows:
            broken = broken_values(contract, rows, FEW_ROWS if contract.name in self.known else 0)
        for one in expected:
            must = f"{' and '.join(one.columns) or 'the table'} {one.must}"
            if one.kind == "row_count":
                is_met = self.tables[contract.name].num_rows >= one.arguments["min_value"]
                yield _result(contract, one.rule, must, is_met=is_met, is_row_rule=False)
            elif one.kind == "unique":
                yield self._of_rows(contract, one.rule, must, self._repeated(contract, one.columns))
            elif found := broken.get(one.rule):
                yield _result(contract, one.rule, must, found.rows, found.sample, is_met=found.is_met)
            else:
                yield _result(contract, one.rule, must)

    def _rows_not_known(
        self, contract: Contract, expected: Sequence[Expected]
    ) -> Generator[pa.RecordBatch, None, None]:
        """Yield what the rules on values look at, of the rows that have not passed them before."""
        table_names = self._names(contract)
        looked_at = {name for one in expected if not one.is_of_whole_table for name in one.columns}
        if not looked_at:
            return
        looked_at |= {*contract.primary_key}
        names = [column.name for column in contract.columns if column.name in table_names & looked_at]
        query = f"SELECT {_list(names)} FROM {self._fresh.of(contract, table_names)}"  # noqa: S608 - names of contracts
        if contract.name in self.known:
            query += f" ORDER BY {_list(contract.primary_key)}"
        with self.connection.cursor() as cursor, closing(batches_of(cursor, query, _BATCH_ROWS)) as batches:
            yield from batches

    def _repeated(self, contract: Contract, columns: Sequence[str]) -> str:
        """Return the condition on rows whose values, none of them null, stand in another row too."""
        names = _list(columns)
        twice = f"SELECT {names} FROM {quoted(contract.name)} GROUP BY ALL HAVING count(*) > 1"  # noqa: S608 - as above
        return f"({names}) IN ({twice})"

    def _check_conditions(self, contract: Contract) -> Iterator[RuleResult]:
        names = self._names(contract)
        rules = [
            (rule.name, f"{rule.column.name} {rule.must}", f"isfinite({quoted(rule.column.name)})")
            for rule in column_rules(contract, names)
            if rule.kind == "finite"
        ]
        looks_at = {rule: set(columns_of(rule, contract)) for rule in contract.row_rules}
        rules += [
            (rule.name, rule.description, rule.condition if looks_at[rule] <= names else "true")
            for rule in contract.row_rules
        ]
        if not rules:
            return
        counts = ", ".join(f"count(*) FILTER (WHERE NOT ({condition}))" for _, _, condition in rules)
        rows = self._fresh.of(contract, names)
        (found,) = self.connection.execute(f"SELECT {counts} FROM {rows}").fetchall()  # noqa: S608 - as above
        for (name, must, condition), count in zip(rules, found, strict=True):
            sample = self._sample(contract, f"NOT ({condition})") if count else ()
            yield _result(contract, name, must, count, sample)

    def _check_references(self, contract: Contract) -> Iterator[RuleResult]:
        names = self._names(contract)
        for key in contract.foreign_keys:
            if key.column not in names:
                continue
            if key.other_table not in self.tables:
                yield _not_checked(contract, foreign_key_rule(key), key.other_table)
                continue
            other = quoted(key.other_column)
            known = f"SELECT {other} FROM {quoted(key.other_table)} WHERE {other} IS NOT NULL"  # noqa: S608 - as above
            broken = f"{quoted(key.column)} IS NOT NULL AND {quoted(key.column)} NOT IN ({known})"
            must = f"{key.column} must be in {key.other_table}.{key.other_column}"
            yield self._of_rows(contract, foreign_key_rule(key), must, broken)
        for span in contract.spans:
            if span.text_table not in self.tables:
                yield _not_checked(contract, span_rule(span), span.text_table)
                continue
            rows = self._fresh.with_span(contract, names, span)
            is_in_order = self.are_in_order and rows == quoted(contract.name)
            count, sample = rows_with_wrong_span(self.connection, contract, span, rows, is_in_order=is_in_order)
            must = f"{span.equals} must be the article's text from {span.start} to {span.end}"
            yield _result(contract, span_rule(span), must, count, sample)

    def _check_queries(self, contract: Contract) -> Iterator[RuleResult]:
        for rule in contract.table_rules:
            try:
                ((count, *_),) = self.connection.execute(rule.query).fetchall()
            except duckdb.CatalogException as error:
                yield _not_checked(contract, rule.name, str(error).splitlines()[0])
                continue
            yield _result(contract, rule.name, rule.description, int(count), is_row_rule=False)

    def _check_rejects(self, contract: Contract) -> Iterator[RuleResult]:
        if "rejects" not in self.tables or contract.name == "rejects":
            return
        query = 'SELECT count(*) FROM rejects WHERE "table" = ?'
        ((refused,),) = self.connection.execute(query, [contract.name]).fetchall()
        allowed = contract.max_rejects(self.tables[contract.name].num_rows + refused)
        must = f"{refused} rows were refused, {allowed} are allowed; see the table rejects"
        yield _result(contract, "rejects_within_limit", must, is_met=refused <= allowed, is_row_rule=False)

    def _of_rows(self, contract: Contract, rule: str, must: str, broken: str) -> RuleResult:
        query = f"SELECT count(*) FROM {quoted(contract.name)} WHERE {broken}"  # noqa: S608 - as above
        ((rows,),) = self.connection.execute(query).fetchall()
        return _result(contract, rule, must, rows, self._sample(contract, broken) if rows else ())

    def _sample(self, contract: Contract, broken: str) -> list[str]:
        keys = _list(contract.primary_key)
        query = f"SELECT {keys} FROM {quoted(contract.name)} WHERE {broken} ORDER BY {keys} LIMIT {SAMPLE_ROWS}"  # noqa: S608 - as above
        rows = self.connection.execute(query).fetchall()
        return [
            ", ".join(f"{name}={value}" for name, value in zip(contract.primary_key, row, strict=True)) for row in rows
        ]


def check_tables(
    checker: Checker, contracts: Mapping[str, Contract], progress: Callable[[str, int, int], None] | None = None
) -> list[RuleResult]:
    """Return the results of all contracts, one after the other; ``progress`` is told how many are done.

    Raises:
        RuntimeError: a rule could not be checked.

    """
    results: list[RuleResult] = []
    for number, contract in enumerate(contracts.values()):
        if progress:
            progress("Contracts checked", number, len(contracts))
        results += checker.check(contract)
    if progress:
        progress("Contracts checked", len(contracts), len(contracts))
    return results


def check_table(
    contract: Contract, table: pa.Table, others: Mapping[str, pa.Table], stage: TableStage = "published"
) -> list[RuleResult]:
    """Return one result a rule of the contract, as ``Checker.check`` does, for tables in memory.

    Args:
        contract: of the table.
        table: all its rows.
        others: the other tables by name.
        stage: whether the table has the columns of a working table or of a published one.

    """
    tables = {**others, contract.name: table}
    with bounded_connection() as connection:
        for name, rows in tables.items():
            connection.register("rows", rows)
            connection.execute(f"CREATE TABLE {quoted(name)} AS SELECT * FROM rows")  # noqa: S608 - as above
        return Checker(connection, tables).check(contract, stage)


def _check_columns(contract: Contract, schema: pa.Schema, stage: TableStage) -> RuleResult:
    wanted = {field.name: field.type for field in contract.arrow_schema(stage)}
    found = {field.name: field.type for field in schema}
    late = {column.name for column in contract.columns if column.stage == "release"}
    wrong = [f"{name} is missing" for name in wanted if name not in found and name not in late]
    wrong += [f"{name} is in no contract" for name in found if name not in wanted]
    common = [name for name in wanted if name in found]
    wrong += [f"{name} is {found[name]}, not {wanted[name]}" for name in common if found[name] != wanted[name]]
    return RuleResult(
        table=contract.name, rule="columns", is_row_rule=False, success=not wrong, reason="; ".join(wrong)
    )


def _result(
    contract: Contract,
    rule: str,
    must: str,
    rows: int = 0,
    sample: Collection[str] = (),
    *,
    is_met: bool | None = None,
    is_row_rule: bool = True,
) -> RuleResult:
    success = rows == 0 if is_met is None else is_met
    return RuleResult(
        table=contract.name,
        rule=rule,
        is_row_rule=is_row_rule,
        success=success,
        failing_rows=rows,
        sample=tuple(sample),
        reason="" if success else must,
    )


def _not_checked(contract: Contract, rule: str, missing: str) -> RuleResult:
    reason = f"could not be checked without {missing}"
    return RuleResult(table=contract.name, rule=rule, is_row_rule=False, success=False, reason=reason)


def _list(names: Collection[str]) -> str:
    return ", ".join(map(quoted, names))
