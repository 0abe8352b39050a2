"""MinHash band keys: the numbers under which a text is filed in the index, so that near texts meet.

A text has ``BANDS`` keys; two texts of Jaccard similarity ``s`` share a given key with probability ``s ** ROWS`` and at
least one with ``1 - (1 - s ** ROWS) ** BANDS``: 99.96 % at 0.65, 99.999 % at 0.7. The arithmetic is ours and made of
integers only, so that keys stored by one machine are found by another; ``SIGNATURE_VERSION`` counts up if it changes.
"""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numba import njit
from numpy.typing import NDArray

from pipeline.copies.shingles import EncodedTexts, shingle_at

SIGNATURE_VERSION = 1
BANDS = 64
ROWS = 5
_SEED = 0x0C0D_E5C4
_CHUNK = 4096


def _mixed(numbers: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Mix 64-bit numbers (the finaliser of SplitMix64: Steele, Lea and Flood 2014)."""
    numbers = numbers ^ (numbers >> np.uint64(30))
    numbers = numbers * np.uint64(0xBF58476D1CE4E5B9)
    numbers = numbers ^ (numbers >> np.uint64(27))
    numbers = numbers * np.uint64(0x94D049BB133111EB)
    return numbers ^ (numbers >> np.uint64(31))


def _hash_family() -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Return the multipliers (odd) and addends of the ``BANDS * ROWS`` hash functions."""
    counter = np.arange(1, 2 * BANDS * ROWS + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(_SEED)
    numbers = (_mixed(counter) >> np.uint64(32)).astype(np.uint32)
    return numbers[: BANDS * ROWS] | np.uint32(1), numbers[BANDS * ROWS :].copy()


@njit(cache=True, nogil=True)
def _fill_keys(
    texts: tuple[NDArray[np.uint32], NDArray[np.int64]],
    hashes: tuple[NDArray[np.uint32], NDArray[np.uint32]],
    first: int,
    keys: NDArray[np.uint32],
) -> None:
    """Fill ``keys``, shape (texts, bands), for the texts from ``first`` on."""
    points, offsets = texts
    factors, addends = hashes
    bands = keys.shape[1]
    rows = len(factors) // bands
    width = len(factors)
    minima = np.empty(width, np.uint32)
    for text in range(len(keys)):
        begin = offsets[first + text]
        chars = offsets[first + text + 1] - begin
        length = min(chars, 5)
        count = chars - length + 1 if chars else 0
        minima[:] = np.uint32(0xFFFFFFFF)
        for i in range(count):
            mixed = shingle_at(points, begin + i, length)
            mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
            mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
            number = np.uint32(mixed >> np.uint64(32))
            for j in range(width):
                value = np.uint32(factors[j] * number + addends[j])
                minima[j] = min(minima[j], value)
        for band in range(bands):
            key = np.uint64(band + 1)
            for row in range(rows):
                key = (key ^ np.uint64(minima[band * rows + row])) * np.uint64(0x9E3779B97F4A7C15)
                key ^= key >> np.uint64(32)
            keys[text, band] = np.uint32(key >> np.uint64(16))


def band_keys(texts: EncodedTexts, threads: int = 1) -> NDArray[np.uint32]:
    """Return the band keys of normal forms, shape (texts, ``BANDS``).

    Texts that share a key in the same band are candidates; all empty texts share all keys. Linear in the number of
    characters; the result does not depend on ``threads``.
    """
    keys = np.empty((len(texts), BANDS), np.uint32)
    hashes = _hash_family()

    def fill(first: int) -> None:
        _fill_keys((texts.points, texts.offsets), hashes, first, keys[first : first + _CHUNK])

    starts = range(0, len(texts), _CHUNK)
    if threads > 1 and len(starts) > 1:
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(fill, starts))
    else:
        for first in starts:
            fill(first)
    return keys
