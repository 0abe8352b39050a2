"""Key files: the shelves of the index on disk, by key range, looked up without being read.

An Arrow file has one batch for each of its key ranges, one after the other: the sorted entries ``key << 32 | row``,
then a checksum for each block of ``BLOCK`` of them. The file is memory-mapped; what is looked at is checked, the rest
is left alone. What keys mean is not known here.
"""

from collections.abc import Iterable
from pathlib import Path
from threading import Lock

import numpy as np
import pyarrow as pa
from numba import njit
from numpy.typing import NDArray

from pipeline.copies.buckets import expand, joined
from pipeline.copyindex.damage import IndexDamagedError

BLOCK = 1024
_SCHEMA = pa.schema([pa.field("entry", pa.uint64())])
_ROW_BITS = np.uint64(32)
_NOTHING = np.empty(0, np.uint64)


def write_shelves(path: Path, shelves: Iterable[NDArray[np.uint64]]) -> int:
    """Write shelves of consecutive key ranges; return the number of entries."""
    entries = 0
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, _SCHEMA) as writer:
        for shelf in shelves:
            batch = np.concatenate([shelf, _block_sums(shelf)])
            writer.write_batch(pa.record_batch([pa.array(batch)], schema=_SCHEMA))
            entries += len(shelf)
    return entries


class KeyFile:
    """An open key file."""

    def __init__(self, path: Path, ranges: int) -> None:
        """Open a file of as many key ranges.

        Raises:
            IndexDamagedError: it is no such file.

        """
        self.path = path
        self._lock = Lock()
        try:
            self._file = pa.ipc.open_file(pa.memory_map(str(path)))
        except (OSError, pa.ArrowException) as error:
            raise IndexDamagedError(path, str(error)) from error
        if self._file.num_record_batches != ranges or self._file.schema != _SCHEMA:
            raise IndexDamagedError(path, f"it does not hold {ranges} key ranges")

    def shelf(self, number: int) -> NDArray[np.uint64]:
        """Return all entries of a key range.

        Raises:
            IndexDamagedError: they are not what was written.

        """
        entries, sums = self._range(number)
        self._check(entries, sums, np.arange(len(sums)))
        return entries

    def touched(self, number: int, keys: NDArray[np.uint64]) -> NDArray[np.uint64]:
        """Return the entries of a key range that have one of the keys (distinct, in order).

        Raises:
            IndexDamagedError: what was looked at is not what was written.

        """
        entries, sums = self._range(number)
        if not len(entries) or not len(keys):
            return _NOTHING
        starts = np.searchsorted(entries, keys << _ROW_BITS)
        is_there = starts < len(entries)
        is_there[is_there] = entries[starts[is_there]] >> _ROW_BITS == keys[is_there]
        # A wrong entry can only mislead the search to its own side, so it stands in the block found or the one before.
        looked_at = np.zeros(len(sums) + 1, np.bool_)
        looked_at[starts // BLOCK] = True
        looked_at[np.maximum(starts - 1, 0) // BLOCK] = True
        starts = starts[is_there].astype(np.int64)
        ends = np.searchsorted(entries, (keys[is_there] << _ROW_BITS) | np.uint64(0xFFFFFFFF), side="right")
        sizes = ends - starts
        looked_at[expand(starts // BLOCK, ends // BLOCK - starts // BLOCK + 1)] = True
        self._check(entries, sums, np.flatnonzero(looked_at[:-1]))
        found: NDArray[np.uint64] = entries[expand(starts, sizes)]
        return found

    def _range(self, number: int) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
        try:
            with self._lock:
                batch = self._file.get_batch(number).column(0).to_numpy()
        except (OSError, pa.ArrowException) as error:
            raise IndexDamagedError(self.path, str(error)) from error
        count = len(batch) - -(-len(batch) // (BLOCK + 1))
        return batch[:count], batch[count:]

    def _check(self, entries: NDArray[np.uint64], sums: NDArray[np.uint64], blocks: NDArray[np.int64]) -> None:
        if _is_wrong(entries, sums, blocks):
            raise IndexDamagedError(self.path, "its checksums do not agree with its entries")


def touched_entries(
    files: Iterable[tuple[KeyFile, int]], keys: NDArray[np.uint64], dead: NDArray[np.int64]
) -> NDArray[np.uint64]:
    """Return the entries with one of the keys, from the same key range of several files, sorted.

    Args:
        files: each with the number that the range has in it.
        keys: distinct, in order.
        dead: rows that do not count any more, in order.

    """
    entries = np.sort(joined([file.touched(number, keys) for file, number in files]))
    return living(entries, dead)


def living(entries: NDArray[np.uint64], dead: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Return the entries without those of dead rows (in order)."""
    if not len(dead) or not len(entries):
        return entries
    rows = (entries & np.uint64(0xFFFFFFFF)).astype(np.int64)
    places = np.minimum(np.searchsorted(dead, rows), len(dead) - 1)
    alive: NDArray[np.uint64] = entries[dead[places] != rows]
    return alive


@njit(cache=True, nogil=True)
def _sum(entries: NDArray[np.uint64], block: int) -> np.uint64:
    total = np.uint64(0x9E3779B97F4A7C15) + np.uint64(block)
    for i in range(block * 1024, min((block + 1) * 1024, len(entries))):
        total = (total ^ entries[i]) * np.uint64(0xBF58476D1CE4E5B9)
        total ^= total >> np.uint64(29)
    return total


@njit(cache=True, nogil=True)
def _block_sums(entries: NDArray[np.uint64]) -> NDArray[np.uint64]:
    sums = np.empty((len(entries) + 1023) // 1024, np.uint64)
    for block in range(len(sums)):
        sums[block] = _sum(entries, block)
    return sums


@njit(cache=True, nogil=True)
def _is_wrong(entries: NDArray[np.uint64], sums: NDArray[np.uint64], blocks: NDArray[np.int64]) -> bool:
    for block in blocks:  # noqa: SIM110 - numba compiles loops, not generators
        if _sum(entries, block) != sums[block]:
            return True
    return False
