"""MinHash band keys: the numbers under which a text is filed in the index, so that near texts meet.

A text has ``BANDS`` keys; two texts of Jaccard similarity ``s`` share a given key with probability ``s ** ROWS`` and at
least one with about ``1 - (1 - s ** ROWS) ** BANDS``: 99.96 % at 0.65, 99.999 % at 0.7. The arithmetic is ours and made
of integers only, so that keys stored by one machine are found by another; ``SIGNATURE_VERSION`` counts up if it
changes.

Each of ``ROWS`` hash functions deals the shingles into ``BANDS`` bins and keeps the least of each bin (one permutation
hashing: Li, Owen and Zhang 2012); an empty bin takes the value of another, chosen by a fixed walk (optimal
densification: Shrivastava 2017). So a shingle costs ``ROWS`` steps, not ``ROWS * BANDS``. Band ``b`` joins the bins
``b`` of all rows.
"""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numba import njit
from numpy.typing import NDArray

from pipeline.copies.shingles import EncodedTexts, fill_shingles

SIGNATURE_VERSION = 1
BANDS = 64
ROWS = 5
_CHUNK = 4096


@njit(cache=True, nogil=True)
def _fill_keys(
    texts: tuple[NDArray[np.uint32], NDArray[np.int64]], first: int, keys: NDArray[np.uint32], ranks: NDArray[np.uint64]
) -> None:
    """Fill ``keys``, shape (texts, 64), and ``ranks`` for the texts from ``first`` on."""
    points, offsets = texts
    bands = keys.shape[1]
    room = np.int64(1)
    for text in range(len(keys)):
        room = max(room, offsets[first + text + 1] - offsets[first + text])
    shingles = np.empty(room, np.uint64)
    empty, largest = np.uint32(0xFFFFFFFF), np.uint32(0xFFFFFFFE)
    minima = np.empty((5, bands), np.uint32)
    for text in range(len(keys)):
        begin, end = offsets[first + text], offsets[first + text + 1]
        rank = np.uint64(end - begin)
        for i in range(begin, end):
            rank = (rank ^ np.uint64(points[i])) * np.uint64(0x9E3779B97F4A7C15)
            rank ^= rank >> np.uint64(32)
        ranks[text] = rank
        minima[:] = empty
        count = fill_shingles(points, begin, end, shingles)
        for i in range(count):
            mixed = shingles[i]
            mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
            mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
            mixed ^= mixed >> np.uint64(31)
            for row in range(5):
                # The top six bits choose the bin, the next 32 are the value.
                bin_ = np.int64(mixed >> np.uint64(58))
                value = np.uint32((mixed >> np.uint64(26)) & np.uint64(0xFFFFFFFF))
                minima[row, bin_] = min(minima[row, bin_], value, largest)
                mixed = mixed * np.uint64(0xD6E8FEB86659FD93) + np.uint64(0xA0761D6478BD642F)
                mixed ^= mixed >> np.uint64(32)
        for band in range(bands):
            key = np.uint64(band + 1)
            for row in range(5):
                donor = np.int64(band)
                walk = np.uint64(row * bands + band + 1) * np.uint64(0x9E3779B97F4A7C15)
                while count and minima[row, donor] == empty:
                    walk = (walk ^ (walk >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9) + np.uint64(1)
                    donor = np.int64(walk >> np.uint64(58))
                key = (key ^ np.uint64(minima[row, donor])) * np.uint64(0x9E3779B97F4A7C15)
                key ^= key >> np.uint64(32)
            keys[text, band] = np.uint32(key >> np.uint64(16))


def band_keys(texts: EncodedTexts, threads: int = 1) -> tuple[NDArray[np.uint32], NDArray[np.uint64]]:
    """Return the band keys of normal forms, shape (texts, ``BANDS``), and their ranks, a 64-bit hash of each text.

    Texts that share a key in the same band are candidates; all empty texts share all keys. Linear in the number of
    characters; the result does not depend on ``threads``.
    """
    keys, ranks = np.empty((len(texts), BANDS), np.uint32), np.empty(len(texts), np.uint64)

    def fill(first: int) -> None:
        part = slice(first, first + _CHUNK)
        _fill_keys((texts.points, texts.offsets), first, keys[part], ranks[part])

    starts = range(0, len(texts), _CHUNK)
    if threads > 1 and len(starts) > 1:
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(fill, starts))
    else:
        for first in starts:
            fill(first)
    return keys, ranks
