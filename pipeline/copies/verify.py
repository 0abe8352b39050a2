"""Candidate pairs -> exact similarities, from the texts themselves."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from pipeline.copies.shingles import EncodedTexts, fill_shingles

_BLOCK = 8_192


@dataclass(frozen=True)
class Similarities:
    """For each pair: Jaccard similarity, and the share of the right set that the left one holds (both 0 to 1)."""

    jaccard: NDArray[np.float64]
    held: NDArray[np.float64]


@njit(cache=True, nogil=True)
def _slot(shingle: np.uint64, mask: np.int64) -> np.int64:
    return np.int64((shingle * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(32)) & mask


@njit(cache=True, nogil=True)
def _fill_overlaps(
    texts: tuple[NDArray[np.uint32], NDArray[np.int64]],
    left: NDArray[np.int64],
    right: NDArray[np.int64],
    sizes: NDArray[np.int32],
    measured: tuple[NDArray[np.float64], NDArray[np.float64]],
) -> None:
    """Fill Jaccard similarity and held share of each pair, by a hash table of the shingles of the left text.

    ``sizes`` has the number of different shingles of each text, or -1 where it is not known yet; it is filled in.
    """
    points, offsets = texts
    jaccard, held = measured
    room = np.int64(1)
    for k in range(len(left)):
        room = max(room, offsets[left[k] + 1] - offsets[left[k]], offsets[right[k] + 1] - offsets[right[k]])
    shingles = np.empty(room, np.uint64)
    slots = 16
    while slots < 4 * room:
        slots *= 2
    # No shingle is this: one that is packed is below it, and one that is mixed has the bit above.
    nothing = np.uint64(1 << 62)
    keys = np.full(slots, nothing)
    finders = np.full(slots, -1, np.int64)
    in_table = np.int64(-1)
    mask = np.int64(slots - 1)
    for k in range(len(left)):
        # A text of unknown size is put into the table to count it, the left one last, where it stays.
        for side in range(2):
            row = left[k] if side else right[k]
            if row == in_table or (not side and sizes[row] >= 0):
                continue
            keys[: mask + 1] = nothing
            count = fill_shingles(points, offsets[row], offsets[row + 1], shingles)
            mask = np.int64(15)
            while mask < 4 * count and mask < slots - 1:
                mask = 2 * mask + 1
            size = 0
            for i in range(count):
                slot = _slot(shingles[i], mask)
                while keys[slot] != shingles[i] and keys[slot] != nothing:
                    slot = (slot + 1) & mask
                if keys[slot] == nothing:
                    keys[slot] = shingles[i]
                    size += 1
            sizes[row] = size
            in_table = row
        both = 0
        count = fill_shingles(points, offsets[right[k]], offsets[right[k] + 1], shingles)
        for i in range(count):
            shingle = shingles[i]
            slot = _slot(shingle, mask)
            found = keys[slot]
            while found != shingle and found != nothing:  # noqa: PLR1714 - a tuple of numbers is slower here
                slot = (slot + 1) & mask
                found = keys[slot]
            # A shingle that the right text has twice counts once.
            if found == shingle and finders[slot] != k:
                finders[slot] = k
                both += 1
        jaccard[k] = both / max(sizes[left[k]] + sizes[right[k]] - both, 1)
        held[k] = both / max(sizes[right[k]], 1)


def similarities(
    texts: EncodedTexts, left: NDArray[np.int64], right: NDArray[np.int64], threads: int = 1
) -> Similarities:
    """Return the exact similarities of pairs of rows of ``texts`` (5-gram sets of normal forms).

    Two empty texts have similarity 0. Linear in the length of the texts; the result does not depend on ``threads``.
    Quickest where pairs with the same left text stand together.
    """
    measured = np.zeros(len(left)), np.zeros(len(left))
    sizes = np.full(len(texts), -1, np.int32)

    def fill(first: int) -> None:
        part = slice(first, first + _BLOCK)
        out = measured[0][part], measured[1][part]
        _fill_overlaps((texts.points, texts.offsets), left[part], right[part], sizes, out)

    starts = range(0, len(left), _BLOCK)
    if threads > 1 and len(starts) > 1:
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(fill, starts))
    else:
        for first in starts:
            fill(first)
    return Similarities(jaccard=measured[0], held=measured[1])
