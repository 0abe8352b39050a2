"""Which rows of a table have not passed the very same contract before? They alone need be looked at one by one.

Rows are told apart by DuckDB's hash of all their values. What a table promises as a whole, such as its keys, is asked
of all rows in ``check``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import duckdb

from pipeline.contracts.model import Contract, Span
from pipeline.contracts.references import SPAN_KEY
from pipeline.tables.sql import quoted


@dataclass(frozen=True, slots=True)
class FreshRows:
    """Copies of the fresh rows of tables, made when they are first asked for.

    Args:
        connection: knows each table by its name, and so do its cursors; the copies become tables of it.
        known: names, in the connection, of tables whose rows have passed the very same contracts before.

    """

    connection: duckdb.DuckDBPyConnection
    known: Mapping[str, str]
    _made: dict[str, str] = field(default_factory=dict)

    def of(self, contract: Contract, names: frozenset[str]) -> str:
        """Return what SQL reads the fresh rows of a table from: the table itself where none of its rows is known.

        Args:
            contract: of the table.
            names: the columns of the table. Those that a release fills are passed over where rows are compared.

        """
        table = quoted(contract.name)
        if contract.name not in self.known:
            return table
        if contract.name not in self._made:
            compared = [
                column.name for column in contract.columns if column.name in names and column.stage != "release"
            ]
            values, before = (", ".join(f"{rows}.{quoted(name)}" for name in compared) for rows in ("t", "k"))
            known = f"SELECT hash({before}) AS passed FROM {self.known[contract.name]} k"  # noqa: S608 - names of contracts
            rows = f"SELECT t.* FROM {table} t ANTI JOIN ({known}) ON hash({values}) = passed"  # noqa: S608 - as above
            self._made[contract.name] = self._table(f"fresh rows of {contract.name}", rows)
        return self._made[contract.name]

    def with_span(self, contract: Contract, names: frozenset[str], span: Span) -> str:
        """Return what SQL reads those rows from whose span may be wrong: fresh ones, and those of another text."""
        table = quoted(contract.name)
        if contract.name not in self.known or span.text_table not in self.known:
            return table
        text, key = quoted(span.text_column), quoted(SPAN_KEY)
        settled = f"same {span.text_column} of {span.text_table}"
        if settled not in self._made:
            before = f"SELECT {key}, hash({text}) AS passed FROM {self.known[span.text_table]}"  # noqa: S608 - as above
            same = f"SELECT {key} FROM {quoted(span.text_table)} t SEMI JOIN ({before}) k "  # noqa: S608 - as above
            self._made[settled] = self._table(settled, f"{same} ON t.{key} = k.{key} AND hash(t.{text}) = passed")
        columns = ", ".join(
            map(quoted, dict.fromkeys((SPAN_KEY, span.start, span.end, span.equals, *contract.primary_key)))
        )
        others = f"SELECT {columns} FROM {table} t ANTI JOIN {self._made[settled]} USING ({key})"  # noqa: S608 - as above
        rows = f"SELECT {columns} FROM {self.of(contract, names)} UNION {others}"  # noqa: S608 - as above
        return self._table(f"rows of {contract.name} with {span.equals}", rows)

    def _table(self, name: str, query: str) -> str:
        self.connection.execute(f"CREATE TABLE {quoted(name)} AS {query}")
        return quoted(name)
