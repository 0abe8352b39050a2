"""Rows that come in batches -> a working table, without those that break the contract. Nothing is held."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pyarrow as pa

from pipeline.contracts.rules import row_failures
from pipeline.steps.workbench import Reject, Workbench


@dataclass
class CheckedRows:
    """How many rows were written, and a reject for each of the others."""

    rows: int = 0
    rejects: list[Reject] = field(default_factory=list)


def replace_checked(
    bench: Workbench, table: str, batches: Callable[[], Iterator[pa.RecordBatch]], *, step: str
) -> CheckedRows:
    """Replace a table by the rows that keep its contract, looked at batch by batch; the others become rejects.

    Args:
        bench: the tables.
        table: one that has a contract.
        batches: yields the rows; called again where the commit must be tried again.
        step: who writes, for the rejects.

    """
    schema = bench.store.schemas[table]
    written = CheckedRows()

    def checked() -> Iterator[pa.RecordBatch]:
        written.rows, written.rejects = 0, []
        for batch in batches():
            rows = pa.Table.from_batches([batch]).select(schema.names).cast(schema)
            bad = set()
            for failure in row_failures(bench.contracts[table], rows):
                bad.add(failure.index)
                row = rows.slice(failure.index, 1).to_pylist()[0]
                shown = json.dumps(row, default=str, ensure_ascii=False, sort_keys=True)
                written.rejects.append(
                    Reject(stage=step, rule=failure.rule, reason=failure.reason, table=table, row_json=shown)
                )
            kept = rows.take([number for number in range(rows.num_rows) if number not in bad]) if bad else rows
            written.rows += kept.num_rows
            yield from kept.combine_chunks().to_batches()

    bench.store.replace_batches(table, checked)
    return written
