"""Conditions of the contracts over the columns of a row, run by DuckDB over Arrow tables in memory.

The SQL comes from the contracts, never from data: rows reach DuckDB only as registered tables.
"""

import re
from collections.abc import Mapping

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from pipeline.contracts.model import Contract, RowRule

_ROW = "row_number_in_table"
_STRING = re.compile(r"'[^']*'")


def columns_of(rule: RowRule, contract: Contract) -> list[str]:
    """Return the columns of the contract that a condition looks at."""
    words = set(re.findall(r"\w+", _STRING.sub("", rule.condition)))
    return [column.name for column in contract.columns if column.name in words]


def rows_breaking(contract: Contract, table: pa.Table) -> dict[RowRule, npt.NDArray[np.int64]]:
    """Return the numbers of the rows, in order, where a condition of the contract is false, by rule.

    Rules that no row breaks are left out, and so are those that look at a column that the table lacks.
    """
    looks_at = {rule: columns_of(rule, contract) for rule in contract.row_rules}
    rules = [rule for rule, names in looks_at.items() if set(names) <= set(table.column_names)]
    if not rules or not table.num_rows:
        return {}
    names = sorted({name for rule in rules for name in looks_at[rule]})
    numbered = table.select(names).append_column(_ROW, pa.array(np.arange(table.num_rows)))
    broken = {}
    with _connection({contract.name: numbered}) as connection:
        for rule in rules:
            query = f'SELECT {_ROW} FROM "{contract.name}" WHERE NOT ({rule.condition}) ORDER BY 1'  # noqa: S608  from the contract
            rows = connection.execute(query).fetchnumpy()[_ROW]
            if len(rows):
                broken[rule] = np.asarray(rows, dtype=np.int64)
    return broken


def _connection(tables: Mapping[str, pa.Table]) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(
        ":memory:", config={"enable_external_access": "false", "python_scan_all_frames": "false"}
    )
    for name, table in tables.items():
        connection.register(name, table)
    return connection
