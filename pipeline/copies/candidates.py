"""Band keys -> candidate pairs: texts that share a key in at least one band.

A join on integers, done by sorting, one band (or key range of a band) at a time. Whether candidates are near-
identical is decided elsewhere, from their text.

A bucket with more than ``BUCKET_CAP`` texts is crowded (templated boilerplate): all pairs of ten thousand such texts
would be fifty million. Its texts are compared with its first ``REPRESENTATIVES`` only. "First" is by the order of the
rows, which callers take from the texts themselves, so that the candidates are a function of the set of texts, not of
their order of arrival.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BUCKET_CAP = 64
REPRESENTATIVES = 4
_MERGE_ABOVE = 8_000_000


@dataclass(frozen=True)
class Candidates:
    """Pairs of rows, each once, the smaller row in ``left``, ordered by (left, right)."""

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    crowded_buckets: int

    def __len__(self) -> int:
        return len(self.left)


def bucket_pairs(keys: NDArray[np.uint32], rows: NDArray[np.int64]) -> tuple[NDArray[np.uint64], int]:
    """Return the candidate pairs of one band, as ``left << 32 | right`` with repetition, and how many buckets are
    crowded.

    Args:
        keys: the key of each row in this band.
        rows: the row numbers, below 2**32.

    """
    filed = np.sort((keys.astype(np.uint64) << np.uint64(32)) | rows.astype(np.uint64))
    bucket = filed >> np.uint64(32)
    is_start = np.ones(len(filed), bool)
    is_start[1:] = bucket[1:] != bucket[:-1]
    starts = np.flatnonzero(is_start)
    sizes = np.diff(np.append(starts, len(filed)))
    shared = sizes > 1
    starts, sizes = starts[shared], sizes[shared]
    row = filed & np.uint64(0xFFFFFFFF)
    crowded = sizes > BUCKET_CAP
    found: list[NDArray[np.uint64]] = []
    # Step d pairs each member of a bucket with the one d places on; buckets that are too small drop out.
    live, live_sizes = starts[~crowded], sizes[~crowded]
    step = 1
    while len(live):
        members = _expand(live, live_sizes - step)
        found.append((row[members] << np.uint64(32)) | row[members + step])
        step += 1
        keep = live_sizes > step
        live, live_sizes = live[keep], live_sizes[keep]
    for place in range(REPRESENTATIVES):
        members = _expand(starts[crowded] + place + 1, sizes[crowded] - place - 1)
        heads = np.repeat(starts[crowded] + place, sizes[crowded] - place - 1)
        found.append((row[heads] << np.uint64(32)) | row[members])
    pairs = np.concatenate(found) if found else np.empty(0, np.uint64)
    return pairs, int(crowded.sum())


def candidate_pairs(keys: NDArray[np.uint32]) -> Candidates:
    """Return all pairs of rows that share a key in some band.

    Args:
        keys: band keys, shape (rows, bands); the rows in an order that the texts themselves give.

    """
    rows = np.arange(len(keys), dtype=np.int64)
    merged = np.empty(0, np.uint64)
    waiting: list[NDArray[np.uint64]] = []
    crowded = 0
    for band in range(keys.shape[1]):
        pairs, crowded_here = bucket_pairs(keys[:, band], rows)
        waiting.append(pairs)
        crowded += crowded_here
        if sum(map(len, waiting)) > _MERGE_ABOVE:
            merged, waiting = np.unique(np.concatenate([merged, *waiting])), []
    merged = np.unique(np.concatenate([merged, *waiting]))
    return _candidates(merged, crowded)


def _candidates(pairs: NDArray[np.uint64], crowded: int) -> Candidates:
    return Candidates(
        left=(pairs >> np.uint64(32)).astype(np.int64),
        right=(pairs & np.uint64(0xFFFFFFFF)).astype(np.int64),
        crowded_buckets=crowded,
    )


def _expand(starts: NDArray[np.int64], counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return ``start, start + 1, …`` for each start, ``count`` numbers each, one after the other."""
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    numbers: NDArray[np.int64] = np.arange(total, dtype=np.int64) + np.repeat(starts - (ends - counts), counts)
    return numbers
