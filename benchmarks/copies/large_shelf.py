"""One key range of the index at sizes that no corpus here has: how long it takes to make, to open and to look up in.

    python -m benchmarks.copies.large_shelf --keys 100000000 --new 1000000

Keys are drawn evenly by a seeded generator, as the keys of texts that are no copies are. Rows are counted up, so there
may be at most 2**32 of them. An index has ``RANGES`` such ranges.
"""

import argparse
import resource
import tempfile
import time
from pathlib import Path

import numpy as np

from pipeline.copies.candidates import shelf_keys
from pipeline.copies.index import change_shelf
from pipeline.copyindex.chunks import RANGES
from pipeline.copyindex.key_files import KeyFile, touched_entries, write_shelves

_BATCH = 10_000_000


def main() -> None:
    """Run the simulation and print its numbers."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keys", type=int, default=10_000_000, help="keys in the range, one for each text")
    parser.add_argument("--new", type=int, default=1_000_000, help="keys that come in an update")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="where the file is put, by default a folder that is removed")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=chosen.folder) as name:
        _simulate(Path(name) / "keys.arrow", chosen.keys, chosen.new, np.random.default_rng(chosen.seed))


def _simulate(path: Path, count: int, more: int, source: np.random.Generator) -> None:
    entries = _entries(source, 0, count)
    with _Clock(f"{count:,} keys sorted"):
        entries.sort()
    with _Clock("written with checksums"):
        write_shelves(path, [entries])
    del entries
    size = path.stat().st_size / count
    print(f"{size:.3f} bytes a key; {size * RANGES:,.0f} a text in all ranges")
    with _Clock("opened"):
        file = KeyFile(path, 1)
    nothing, ranks = np.empty(0, np.uint64), np.zeros(count + 2 * more, np.uint64)
    for new in (more // 100, more):
        came = np.sort(_entries(source, count, new))
        with _Clock(f"{new:,} new keys looked up, buckets checked"):
            before = touched_entries([(file, 0)], shelf_keys(came), np.empty(0, np.int64))
        with _Clock(f"pairs of {new:,} new keys"):
            change = change_shelf(before, came, nothing, ranks=ranks, is_anchors=False)
        print(f"{len(before):,} old keys met, {len(change.pairs):,} pairs")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"Peak memory {peak:,.0f} MiB, with what is mapped of the file.")


def _entries(source: np.random.Generator, first: int, count: int) -> np.ndarray[tuple[int], np.dtype[np.uint64]]:
    entries = np.empty(count, np.uint64)
    for start in range(0, count, _BATCH):
        part = entries[start : start + _BATCH]
        part[:] = source.integers(0, 1 << 32, len(part), np.uint64) << np.uint64(32)
        part |= np.arange(first + start, first + start + len(part), dtype=np.uint64)
    return entries


class _Clock:
    """Prints what the block took."""

    def __init__(self, label: str) -> None:
        self._label = label

    def __enter__(self) -> None:
        self._start, self._processor = time.perf_counter(), time.process_time()

    def __exit__(self, *_: object) -> None:
        seconds, processor = time.perf_counter() - self._start, time.process_time() - self._processor
        print(f"{self._label}: {seconds:.2f} s, {processor:.2f} processor seconds")


if __name__ == "__main__":
    main()
