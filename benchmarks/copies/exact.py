"""All pairs at or above a threshold, with none missed: what the finder is checked against.

A prefix-filter join (Bayardo, Ma and Srikant 2007) over the shingle sets: two sets of similarity ``t`` share one of the
rarest ``(1 - t) * size + 1`` shingles of either. Exact, and too slow beyond some hundred thousand texts.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numba import njit
from numpy.typing import NDArray

from pipeline.copies.shingles import encode, fill_shingles

_ROUNDING = 1e-9


def exact_pairs(forms: Sequence[str], threshold: float) -> NDArray[np.uint64]:
    """Return all pairs of rows (``smaller << 32 | larger``, in order) of at least that Jaccard similarity."""
    texts = encode(forms)
    buffer = np.empty(int(np.diff(texts.offsets).max(initial=1)), np.uint64)
    sets = [
        np.unique(buffer[: fill_shingles(texts.points, begin, end, buffer)])
        for begin, end in pairwise(texts.offsets.tolist())
    ]
    sizes = np.array([len(one) for one in sets], np.int64)
    _, numbers, counts = np.unique(np.concatenate(sets), return_inverse=True, return_counts=True)
    rank = np.empty(len(counts), np.int64)
    rank[np.argsort(counts, kind="stable")] = np.arange(len(counts))
    offsets = np.append(0, np.cumsum(sizes))
    ranked = rank[numbers].astype(np.int32)
    by_size = np.argsort(sizes, kind="stable")
    prefixes = np.where(sizes > 0, sizes - np.ceil(threshold * sizes - _ROUNDING).astype(np.int64) + 1, 0)
    chains = np.full(len(counts), -1, np.int64)
    room = 1 << 20
    while True:
        found = np.empty(room, np.uint64)
        used = _join((offsets, ranked.copy()), by_size, prefixes, (chains.copy(), threshold), found)
        if used <= room:
            return np.sort(found[:used])
        room = used


@njit(cache=True)
def _join(
    sets: tuple[NDArray[np.int64], NDArray[np.int32]],
    by_size: NDArray[np.int64],
    prefixes: NDArray[np.int64],
    chains_and_threshold: tuple[NDArray[np.int64], float],
    found: NDArray[np.uint64],
) -> int:
    offsets, ranked = sets
    heads, threshold = chains_and_threshold
    following = np.empty(prefixes.sum(), np.int64)
    owners = np.empty(prefixes.sum(), np.int64)
    seen_by = np.full(len(prefixes), -1, np.int64)
    links = used = 0
    for row in by_size:
        begin, end = offsets[row], offsets[row + 1]
        ranked[begin:end].sort()
        size = end - begin
        for place in range(begin, begin + prefixes[row]):
            link = heads[ranked[place]]
            while link != -1:
                other = owners[link]
                link = following[link]
                other_size = offsets[other + 1] - offsets[other]
                if seen_by[other] == row or other_size < threshold * size - 1e-9:
                    continue
                seen_by[other] = row
                needed = threshold / (1 + threshold) * (size + other_size) - 1e-9
                i, j, overlap = begin, offsets[other], 0
                i_end, j_end = end, offsets[other + 1]
                while i < i_end and j < j_end and overlap + min(i_end - i, j_end - j) >= needed:
                    a, b = ranked[i], ranked[j]
                    overlap += a == b
                    i += a <= b
                    j += b <= a
                if overlap >= needed:
                    if used < len(found):
                        found[used] = (np.uint64(min(row, other)) << np.uint64(32)) | np.uint64(max(row, other))
                    used += 1
        for place in range(begin, begin + prefixes[row]):
            owners[links] = row
            following[links] = heads[ranked[place]]
            heads[ranked[place]] = links
            links += 1
    return used
