"""Buckets: rows that share a key, found by sorting integers. Arrays only; what keys and rows stand for is not known
here.

A *shelf* is a sorted array of ``key << 32 | row``; a bucket is the run of one key in it.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_ROW_BITS = np.uint64(32)
_ROW_MASK = np.uint64(0xFFFFFFFF)


@dataclass(frozen=True)
class Buckets:
    """Runs of a shelf: bucket ``i`` is ``shelf[starts[i]:starts[i] + sizes[i]]``."""

    starts: NDArray[np.int64]
    sizes: NDArray[np.int64]

    def where(self, chosen: NDArray[np.bool_]) -> "Buckets":
        """Return the chosen buckets only."""
        return Buckets(self.starts[chosen], self.sizes[chosen])


def packed(high: NDArray[np.uint32] | NDArray[np.int64], low: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Return ``high << 32 | low`` for each; both below 2**32."""
    return (high.astype(np.uint64) << _ROW_BITS) | low.astype(np.uint64)


def low_half(numbers: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Return the lower 32 bits of each: the rows of a shelf."""
    return (numbers & _ROW_MASK).astype(np.int64)


def high_half(numbers: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Return the upper 32 bits of each: the keys of a shelf."""
    return (numbers >> _ROW_BITS).astype(np.int64)


def shared_buckets(shelf: NDArray[np.uint64]) -> Buckets:
    """Return all buckets of two rows or more."""
    keys = shelf >> _ROW_BITS
    starts = np.flatnonzero(np.append(True, keys[1:] != keys[:-1])[: len(keys)])
    sizes = np.diff(np.append(starts, len(keys)))
    return Buckets(starts, sizes).where(sizes > 1)


def buckets_of(shelf: NDArray[np.uint64], keys: NDArray[np.uint64]) -> Buckets:
    """Return the bucket of each key (distinct, in order); its size is 0 where the shelf lacks the key."""
    starts = np.searchsorted(shelf, keys << _ROW_BITS)
    # The key after the last has no number of 64 bits; its bucket ends with the shelf.
    ends = np.searchsorted(shelf, (keys << _ROW_BITS) | _ROW_MASK, side="right")
    return Buckets(starts.astype(np.int64), (ends - starts).astype(np.int64))


def pairs_within(shelf: NDArray[np.uint64], buckets: Buckets, first: int = 0) -> NDArray[np.uint64]:
    """Return the pairs of rows of the same bucket, packed with the smaller row high, that have a row from ``first``
    on.
    """
    places = expand(buckets.starts, buckets.sizes)
    is_later = low_half(shelf[places]) >= first
    # Rows of a bucket are in order: each is paired with all that stand before it.
    later, starts = places[is_later], np.repeat(buckets.starts, buckets.sizes)[is_later]
    counts = later - starts
    return packed(low_half(shelf[expand(starts, counts)]), np.repeat(low_half(shelf[later]), counts))


def ordered_pairs(a: NDArray[np.int64], b: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Return pairs packed, the smaller row high."""
    return packed(np.minimum(a, b), np.maximum(a, b))


def expand(starts: NDArray[np.int64], counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return ``start, start + 1, …`` for each start, ``count`` numbers each, one after the other."""
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    numbers: NDArray[np.int64] = np.arange(total, dtype=np.int64) + np.repeat(starts - (ends - counts), counts)
    return numbers


def joined(parts: list[NDArray[np.uint64]]) -> NDArray[np.uint64]:
    """Return the parts one after the other."""
    return np.concatenate(parts) if parts else np.empty(0, np.uint64)


def sorted_unique(numbers: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return the numbers in order, each once; by sorting, which is several times quicker here than ``np.unique``."""
    numbers = np.sort(numbers)
    unique: NDArray[np.uint64] = numbers[np.append(True, numbers[1:] != numbers[:-1])[: len(numbers)]]
    return unique
