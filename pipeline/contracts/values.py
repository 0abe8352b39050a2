"""Rules on single values of a table, before a release: who is asked about which rows.

Great Expectations (``expectations``) is asked about all rows that nobody has checked before: those of a first release,
of a table whose contract changed, and whenever whole tables are checked on request. It takes seconds to start and tens
of milliseconds a rule. The few rows that came since the latest release are asked of Arrow instead, by the very rules
that every write was checked against (``rules``); a test holds both to the same answers.
"""

from collections.abc import Iterable, Iterator
from itertools import chain

import pyarrow as pa

from pipeline.contracts import expectations
from pipeline.contracts.column_rules import column_rules
from pipeline.contracts.expectations import Broken
from pipeline.contracts.model import Contract
from pipeline.contracts.results import SAMPLE_ROWS, row_key
from pipeline.contracts.rules import rows_breaking_column_rule

FEW_ROWS = 50_000
"""New rows of a table that Arrow is asked about; those beyond are shown to Great Expectations."""


def broken_values(contract: Contract, batches: Iterable[pa.RecordBatch], few: int = 0) -> dict[str, Broken]:
    """Return, for each rule on single values, the rows that break it.

    Args:
        contract: of the table.
        batches: rows with the primary key and all columns that the table has and a rule looks at.
        few: how many of the rows, from the first on, are asked of Arrow; all others of Great Expectations.

    Raises:
        RuntimeError: a rule could not be checked.

    """
    waiting = iter(batches)
    broken: dict[str, Broken] = {}
    for batch in waiting:
        few -= batch.num_rows
        if few < 0:
            waiting = chain([batch], waiting)
            break
        for rule, numbers in _of_arrow(contract, pa.Table.from_batches([batch])):
            _add(broken, rule, Broken(len(numbers), [], is_met=False), _keys(contract, batch, numbers))
    for rule, found in expectations.broken_values(contract, waiting).items():
        _add(broken, rule, found, found.sample)
    return broken


def _of_arrow(contract: Contract, rows: pa.Table) -> Iterator[tuple[str, list[int]]]:
    names = frozenset(rows.column_names)
    asked = {one.rule for one in expectations.expectations(contract, names) if not one.is_of_whole_table}
    for rule in column_rules(contract, names):
        if rule.name in asked:
            try:
                numbers = rows_breaking_column_rule(rule, rows)
            except pa.ArrowException as error:
                raise RuntimeError(f"{contract.name}: the rule {rule.name} could not be checked: {error}") from error
            if len(numbers):
                yield rule.name, numbers.tolist()


def _keys(contract: Contract, batch: pa.RecordBatch, numbers: list[int]) -> list[str]:
    shown = batch.take(pa.array(numbers[:SAMPLE_ROWS]))
    return [row_key(contract, row) for row in shown.select(list(contract.primary_key)).to_pylist()]


def _add(broken: dict[str, Broken], rule: str, more: Broken, keys: list[str]) -> None:
    found = broken.setdefault(rule, Broken())
    found.rows += more.rows
    found.is_met = found.is_met and more.is_met
    found.sample += keys[: SAMPLE_ROWS - len(found.sample)]
