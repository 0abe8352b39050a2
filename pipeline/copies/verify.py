"""Candidate pairs -> exact similarities, from the texts themselves."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from pipeline.copies.shingles import EncodedTexts, shingle_sets

_BLOCK = 16_384
"""Pairs verified together; the sets of their texts (about 1,600 bytes each) are held meanwhile, in each thread."""


@dataclass(frozen=True)
class Similarities:
    """For each pair: Jaccard similarity, and the share of the right set that the left one holds (both 0 to 1)."""

    jaccard: NDArray[np.float64]
    held: NDArray[np.float64]


@njit(cache=True, nogil=True)
def _fill_overlaps(
    sets: tuple[NDArray[np.uint64], NDArray[np.int64], NDArray[np.int64]],
    left: NDArray[np.int64],
    right: NDArray[np.int64],
    overlaps: NDArray[np.int64],
) -> None:
    values, offsets, sizes = sets
    for k in range(len(left)):
        i, j = offsets[left[k]], offsets[right[k]]
        i_end, j_end = i + sizes[left[k]], j + sizes[right[k]]
        overlap = 0
        while i < i_end and j < j_end:
            a, b = values[i], values[j]
            overlap += a == b
            i += a <= b
            j += b <= a
        overlaps[k] = overlap


def similarities(
    texts: EncodedTexts, left: NDArray[np.int64], right: NDArray[np.int64], threads: int = 1
) -> Similarities:
    """Return the exact similarities of pairs of rows of ``texts`` (5-gram sets of normal forms).

    Two empty texts have similarity 0. Quickest where pairs are ordered; the result does not depend on ``threads``.
    """
    jaccard, held = np.zeros(len(left)), np.zeros(len(left))

    def fill(first: int) -> None:
        part = slice(first, first + _BLOCK)
        rows, inverse = np.unique(np.concatenate([left[part], right[part]]), return_inverse=True)
        sets = shingle_sets(texts, rows)
        a, b = np.split(inverse.astype(np.int64), 2)
        overlaps = np.zeros(len(a), np.int64)
        _fill_overlaps((sets.values, sets.offsets, sets.sizes), a, b, overlaps)
        jaccard[part] = overlaps / np.maximum(sets.sizes[a] + sets.sizes[b] - overlaps, 1)
        held[part] = overlaps / np.maximum(sets.sizes[b], 1)

    starts = range(0, len(left), _BLOCK)
    if threads > 1 and len(starts) > 1:
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(fill, starts))
    else:
        for first in starts:
            fill(first)
    return Similarities(jaccard=jaccard, held=held)
