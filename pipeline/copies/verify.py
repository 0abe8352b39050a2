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
def _fill_overlaps(
    texts: tuple[NDArray[np.uint32], NDArray[np.int64]],
    left: NDArray[np.int64],
    right: NDArray[np.int64],
    measured: tuple[NDArray[np.float64], NDArray[np.float64]],
) -> None:
    """Fill Jaccard similarity and held share of each pair, by a hash table of the shingles of both."""
    points, offsets = texts
    jaccard, held = measured
    room = np.int64(1)
    for k in range(len(left)):
        room = max(room, offsets[left[k] + 1] - offsets[left[k]], offsets[right[k] + 1] - offsets[right[k]])
    shingles = np.empty(room, np.uint64)
    slots = 16
    while slots < 3 * room:
        slots *= 2
    keys = np.zeros(slots, np.uint64)
    # The pair that last wrote a slot, twice its number, and one more where the right text has the shingle.
    stamps = np.full(slots, -1, np.int64)
    for k in range(len(left)):
        chars = offsets[left[k] + 1] - offsets[left[k]] + offsets[right[k] + 1] - offsets[right[k]]
        mask = 15
        while mask < 2 * chars and mask < slots - 1:
            mask = 2 * mask + 1
        both = left_size = right_size = 0
        for side in range(2):
            row = left[k] if side == 0 else right[k]
            count = fill_shingles(points, offsets[row], offsets[row + 1], shingles)
            for i in range(count):
                shingle = shingles[i]
                slot = np.int64((shingle * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(32)) & mask
                while stamps[slot] >= 2 * k and keys[slot] != shingle:
                    slot = (slot + 1) & mask
                is_new = stamps[slot] < 2 * k
                if side == 0:
                    if is_new:
                        keys[slot], stamps[slot] = shingle, 2 * k
                        left_size += 1
                elif is_new or stamps[slot] == 2 * k:
                    both += not is_new
                    right_size += 1
                    keys[slot], stamps[slot] = shingle, 2 * k + 1
        jaccard[k] = both / max(left_size + right_size - both, 1)
        held[k] = both / max(right_size, 1)


def similarities(
    texts: EncodedTexts, left: NDArray[np.int64], right: NDArray[np.int64], threads: int = 1
) -> Similarities:
    """Return the exact similarities of pairs of rows of ``texts`` (5-gram sets of normal forms).

    Two empty texts have similarity 0. Linear in the length of the texts; the result does not depend on ``threads``.
    """
    measured = np.zeros(len(left)), np.zeros(len(left))

    def fill(first: int) -> None:
        part = slice(first, first + _BLOCK)
        _fill_overlaps((texts.points, texts.offsets), left[part], right[part], (measured[0][part], measured[1][part]))

    starts = range(0, len(left), _BLOCK)
    if threads > 1 and len(starts) > 1:
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(fill, starts))
    else:
        for first in starts:
            fill(first)
    return Similarities(jaccard=measured[0], held=measured[1])
