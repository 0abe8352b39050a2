"""Character 5-grams of normal forms as integers: the sets that similarity is measured on.

A set is one row of a ``ShingleSets``; nothing here compares two rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

SHINGLE_CHARS = 5
"""Measured on edited news: characters 5-grams at 0.65 find nine in ten light edits, word 3-grams at 0.7 six."""


@dataclass(frozen=True)
class EncodedTexts:
    """Texts as one array of code points; text ``i`` is ``points[offsets[i]:offsets[i + 1]]``."""

    points: NDArray[np.uint32]
    offsets: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.offsets) - 1


@dataclass(frozen=True)
class ShingleSets:
    """Sets of shingles; set ``i`` is ``values[offsets[i]:offsets[i] + sizes[i]]``, sorted and without repetition."""

    values: NDArray[np.uint64]
    offsets: NDArray[np.int64]
    sizes: NDArray[np.int64]


def encode(texts: Sequence[str]) -> EncodedTexts:
    """Return the texts' code points. A lone surrogate is kept as its own number."""
    offsets = np.zeros(len(texts) + 1, np.int64)
    np.cumsum([len(text) for text in texts], out=offsets[1:])
    points = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    return EncodedTexts(points=points, offsets=offsets)


@njit(cache=True, nogil=True, inline="always")
def shingle_at(points: NDArray[np.uint32], start: int, length: int) -> np.uint64:
    """Return the shingle of ``length`` (1 to 5) code points from ``start`` as a 64-bit number.

    Five characters below U+1000 (twelve bits) are packed without loss; any others are mixed into 63 bits under a set
    top bit, where two different shingles meet with a chance of 2**-63.
    """
    packed = np.uint64(0)
    mixed = np.uint64(length)
    widest = np.uint64(0)
    for i in range(start, start + length):
        point = np.uint64(points[i])
        widest |= point
        packed = (packed << np.uint64(12)) | (point & np.uint64(4095))
        mixed = (mixed ^ point) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
    if widest >= np.uint64(4096):
        return mixed | np.uint64(0x8000000000000000)
    return packed


@njit(cache=True, nogil=True)
def _fill_sets(
    texts: tuple[NDArray[np.uint32], NDArray[np.int64]],
    rows: NDArray[np.int64],
    starts: NDArray[np.int64],
    values: NDArray[np.uint64],
    sizes: NDArray[np.int64],
) -> None:
    points, offsets = texts
    for k in range(len(rows)):
        begin = offsets[rows[k]]
        chars = offsets[rows[k] + 1] - begin
        length = min(chars, 5)
        count = chars - length + 1 if chars else 0
        base = starts[k]
        for i in range(count):
            values[base + i] = shingle_at(points, begin + i, length)
        values[base : base + count].sort()
        unique = 0
        for i in range(count):
            if i == 0 or values[base + i] != values[base + i - 1]:
                values[base + unique] = values[base + i]
                unique += 1
        sizes[k] = unique


def shingle_sets(texts: EncodedTexts, rows: NDArray[np.int64]) -> ShingleSets:
    """Return the shingle sets of those rows of ``texts``, in the order of ``rows``.

    A text of fewer than five characters is one shingle; an empty text is an empty set.
    """
    chars = texts.offsets[rows + 1] - texts.offsets[rows]
    starts = np.zeros(len(rows) + 1, np.int64)
    np.cumsum(chars, out=starts[1:])
    values = np.empty(starts[-1], np.uint64)
    sizes = np.zeros(len(rows), np.int64)
    _fill_sets((texts.points, texts.offsets), rows, starts[:-1], values, sizes)
    return ShingleSets(values=values, offsets=starts[:-1], sizes=sizes)
