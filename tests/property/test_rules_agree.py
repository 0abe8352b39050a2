"""Great Expectations and Arrow give the same answers to the rules on single values, whichever is asked."""

from datetime import UTC, date, datetime
from typing import Any

import pyarrow as pa
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.contracts import Column, Contract, load_contracts
from pipeline.contracts.expectations import expectations
from pipeline.contracts.values import broken_values

CONTRACTS = load_contracts()
IDS = ("a" * 16, "0123456789abcdef")
ODD_TEXTS = ("", " ", "a" * 15, "A" * 16, "g" * 16, f"{IDS[0]}\n", f"\n{IDS[0]}", f"x{IDS[0]}", "٣" * 16, "😀", "\x00")
TEXTS = (*IDS, "0001", "undated", "2031-05-02", "2031-5-2", "en", "en-GB", "english", "GB", "gb", "0" * 64, "north.txt")
NUMBERS = (-1, 0, 1, 2, 40, 2**53 + 1, -(2**63), 2**63 - 1)
REALS = (-0.0, 0.0, 1e-300, 0.5, 1.0, 1.0000001, -0.1, float("nan"), float("inf"), float("-inf"))


def _values(column: Column) -> st.SearchStrategy[Any]:
    if pa.types.is_string(column.type):
        values: st.SearchStrategy[Any] = st.sampled_from((*column.values, *TEXTS, *ODD_TEXTS)) | st.text(max_size=4)
    elif pa.types.is_floating(column.type):
        values = st.sampled_from(REALS) | st.floats()
    elif pa.types.is_integer(column.type):
        values = st.sampled_from(NUMBERS)
    elif pa.types.is_boolean(column.type):
        values = st.booleans()
    elif pa.types.is_date(column.type):
        values = st.sampled_from((date(1, 1, 1), date(1599, 12, 31), date(2031, 5, 2), date(9999, 12, 31)))
    else:
        values = st.sampled_from((datetime(1, 1, 1, tzinfo=UTC), datetime(2031, 5, 2, 12, tzinfo=UTC)))
    return values | st.none()


@st.composite
def _rows(draw: st.DrawFn) -> tuple[Contract, pa.RecordBatch]:
    contract = CONTRACTS[draw(st.sampled_from(sorted(CONTRACTS)))]
    count = draw(st.integers(1, 12))
    schema = contract.arrow_schema("published")
    columns = [
        pa.array(draw(st.lists(_values(contract.column(field.name)), min_size=count, max_size=count)), field.type)
        for field in schema
    ]
    return contract, pa.RecordBatch.from_arrays(columns, schema=schema)


def _odd(name: str) -> tuple[Contract, pa.RecordBatch]:
    """Return rows in which each value that is odd for its type comes up in each column."""
    contract = CONTRACTS[name]
    schema = contract.arrow_schema("published")
    odd = {pa.string(): (*TEXTS, *ODD_TEXTS, None), pa.float64(): (*REALS, None), pa.int64(): (*NUMBERS, None)}
    count = max(map(len, odd.values()))
    columns = [
        pa.array([values[row % len(values)] for row in range(count)], field.type)
        for field in schema
        for values in [odd.get(field.type, (None,))]
    ]
    return contract, pa.RecordBatch.from_arrays(columns, schema=schema)


@given(_rows())
@example(_odd("articles"))
@example(_odd("claims"))
@example(_odd("paragraphs"))
@settings(max_examples=40, deadline=None)
def test_arrow_breaks_the_rules_that_great_expectations_breaks(found: tuple[Contract, pa.RecordBatch]) -> None:
    contract, rows = found
    asked, told = broken_values(contract, [rows], few=rows.num_rows), broken_values(contract, [rows])
    assert {rule: one for rule, one in told.items() if not one.is_met} == asked


def test_rows_beyond_the_few_are_counted_with_them() -> None:
    contract = CONTRACTS["outlets"]
    rows = [{"outlet_id": f"{number:016x}", "name": "" if number % 2 else "Lantern"} for number in range(9)]
    table = pa.Table.from_pylist(rows, schema=contract.arrow_schema("published"))
    batches = table.to_batches(max_chunksize=2)
    for few in (0, 1, 4, 9):
        found = broken_values(contract, batches, few)["name_not_empty"]
        assert found.rows == 4
        assert found.sample == [f"outlet_id={number:016x}" for number in (1, 3, 5, 7)]


def test_every_kind_of_rule_is_in_the_contracts() -> None:
    kinds = {
        one.kind
        for contract in CONTRACTS.values()
        for one in expectations(contract, frozenset(contract.arrow_schema("published").names))
        if not one.is_of_whole_table
    }
    assert kinds == {"not_null", "values", "pattern", "length", "range"}
