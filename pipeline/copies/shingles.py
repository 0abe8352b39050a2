"""Character 5-grams of normal forms as integers: the sets that similarity is measured on.

Nothing here compares two texts. Numba keeps the compiled callers of ``fill_shingles`` in ``__pycache__`` and does not
see that it changed: after a change here, delete those files.
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


def encode(texts: Sequence[str]) -> EncodedTexts:
    """Return the texts' code points. A lone surrogate is kept as its own number."""
    offsets = np.zeros(len(texts) + 1, np.int64)
    np.cumsum([len(text) for text in texts], out=offsets[1:])
    points = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    return EncodedTexts(points=points, offsets=offsets)


@njit(cache=True, nogil=True)
def fill_shingles(points: NDArray[np.uint32], begin: int, end: int, shingles: NDArray[np.uint64]) -> int:
    """Write the shingles of ``points[begin:end]``, in order and with repetition; return how many there are.

    Five characters below U+1000 (twelve bits) are packed without loss; any others are mixed into 63 bits under a set
    top bit, where two different shingles meet with a chance of 2**-63. A text of fewer than five characters is one
    shingle; an empty one has none.
    """
    length = min(end - begin, 5)
    if length == 0:
        return 0
    mask = np.uint64((1 << 60) - 1)
    packed = np.uint64(0)
    narrow_from = begin
    used = 0
    for i in range(begin, end):
        point = np.uint64(points[i])
        packed = ((packed << np.uint64(12)) | (point & np.uint64(4095))) & mask
        if point >= np.uint64(4096):
            narrow_from = i + 1
        first = i - length + 1
        if first < begin:
            continue
        if narrow_from <= first:
            shingles[used] = packed
        else:
            mixed = np.uint64(length)
            for k in range(first, i + 1):
                mixed = (mixed ^ np.uint64(points[k])) * np.uint64(0x9E3779B97F4A7C15)
                mixed ^= mixed >> np.uint64(29)
            shingles[used] = mixed | np.uint64(0x8000000000000000)
        used += 1
    return used
