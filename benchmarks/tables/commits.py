"""What many small commits cost a reader, and what maintenance gives back: ``python -m benchmarks.tables.commits``.

A table of readings is written in many commits of a few rows, as small daily runs do, and beside it in one. Each is read
whole several times, in a new store each time; the least time counts.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pyarrow as pa

from pipeline.tables.internal import INTERNAL_PARTITIONS, INTERNAL_SCHEMAS
from pipeline.tables.maintenance import maintain_table
from pipeline.tables.store import TableStore

TABLE = "readings"
READS = 5


def main() -> None:
    """Print a table of the time that reading takes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--commits", type=int, default=1000)
    parser.add_argument("--rows", type=int, default=20, help="rows a commit")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        many, one = store(root / "many"), store(root / "one")
        began = time.perf_counter()
        for number in range(options.commits):
            many.append(TABLE, rows(number * options.rows, options.rows))
        print(f"{options.commits:,} commits of {options.rows} rows took {time.perf_counter() - began:.1f} s")
        one.append(TABLE, rows(0, options.commits * options.rows))
        before = content(root / "many")
        report("one commit", root / "one")
        report(f"{options.commits:,} commits", root / "many")
        began = time.perf_counter()
        done = maintain_table(store(root / "many"), TABLE, keep_versions=[], retention=timedelta(0))
        assert done is not None
        told = f"{done.files_before:,} files became {done.files_after}, {done.bytes_freed / 1e6:.1f} MB freed"
        print(f"maintenance took {time.perf_counter() - began:.1f} s: {told}")
        report("after maintenance", root / "many")
        assert content(root / "many") == before == content(root / "one")
        print("the rows are the same")


def store(root: Path) -> TableStore:
    """Return a store that has not opened any table yet."""
    return TableStore(root, INTERNAL_SCHEMAS, INTERNAL_PARTITIONS)


def rows(first: int, count: int) -> pa.Table:
    """Return readings of about the usual length."""
    found = [
        {
            "reader_version": "en_core_web_sm 3.8.0 rules 1",
            "text_key": f"{number:016x}",
            "reading_json": f'{{"sentences":[[0,{number}]],"mentions":[]}}' * 8,
            "error": None,
        }
        for number in range(first, first + count)
    ]
    return pa.Table.from_pylist(found, schema=INTERNAL_SCHEMAS[TABLE])


def content(root: Path) -> list[dict[str, object]]:
    """Return all rows in order."""
    found: list[dict[str, object]] = store(root).read(TABLE).sort_by("text_key").to_pylist()
    return found


def report(label: str, root: Path) -> None:
    """Print how long it takes to read the table, and to ask for its version."""
    whole = least(lambda: store(root).read(TABLE).num_rows)
    version = least(lambda: store(root).version(TABLE))
    print(f"{label:>20}: read {whole * 1000:8.1f} ms, version {version * 1000:6.1f} ms")


def least(work: Callable[[], object]) -> float:
    """Return the least seconds of several calls."""
    times = []
    for _ in range(READS):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return min(times)


if __name__ == "__main__":
    main()
