"""The finders that are compared: ours, and two well-known libraries where they are installed.

Each takes normal forms, of which the shingle sets of the libraries are made before the clock starts, and returns the
pairs that it found (``smaller << 32 | larger``, in order) with the seconds that it took.
"""

import importlib
import importlib.util
import os
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from pipeline.copies.buckets import high_half, joined, low_half, packed, sorted_unique
from pipeline.copies.candidates import all_pairs
from pipeline.copies.shingles import encode
from pipeline.copies.signatures import band_keys
from pipeline.copies.verify import similarities

Found = tuple[NDArray[np.uint64], float]
_PERMUTATIONS = 128
_RENSA_BANDS = 16


def shingles(form: str) -> list[str]:
    """Return the set of character 5-grams of a normal form."""
    return sorted({form[i : i + 5] for i in range(max(len(form) - 4, 1))})


def ours(forms: Sequence[str], threshold: float, threads: int = 0) -> Found:
    """Signatures, candidates and the exact check; the shingles are made within the time."""
    threads = threads or os.cpu_count() or 1
    start = time.perf_counter()
    texts = encode(forms)
    keys, ranks = band_keys(texts, threads)
    rows = np.arange(len(forms), dtype=np.int64)

    def candidates(band: int) -> NDArray[np.uint64]:
        return all_pairs(np.sort(packed(keys[:, band], rows)), ranks).pairs

    with ThreadPoolExecutor(threads) as pool:
        pairs = sorted_unique(joined(list(pool.map(candidates, range(keys.shape[1])))))
    jaccard = similarities(texts, high_half(pairs), low_half(pairs), threads).jaccard
    found = pairs[jaccard >= threshold]
    return found, time.perf_counter() - start


def ours_on_one_thread(forms: Sequence[str], threshold: float) -> Found:
    """The same on one thread."""
    return ours(forms, threshold, threads=1)


def datasketch(forms: Sequence[str], threshold: float) -> Found:
    """``MinHashLSH`` at its defaults (128 permutations); candidates only, not verified."""
    library = importlib.import_module("datasketch")

    sets = [[shingle.encode() for shingle in shingles(form)] for form in forms]
    start = time.perf_counter()
    hashes = library.MinHash.bulk(sets, num_perm=_PERMUTATIONS)
    index = library.MinHashLSH(threshold=threshold, num_perm=_PERMUTATIONS)
    found: list[int] = []
    for row, minhash in enumerate(hashes):
        found.extend(other << 32 | row for other in index.query(minhash))
        index.insert(row, minhash, check_duplication=False)
    seconds = time.perf_counter() - start
    return np.sort(np.array(found, np.uint64)), seconds


def rensa(forms: Sequence[str], threshold: float) -> Found:
    """``RMinHashLSH`` with 128 permutations, by its quickest calls; candidates only, not verified."""
    library = importlib.import_module("rensa")

    sets = [shingles(form) for form in forms]
    start = time.perf_counter()
    hashes = library.RMinHash.from_token_sets(sets, _PERMUTATIONS, 42)
    index = library.RMinHashLSH(threshold, _PERMUTATIONS, _RENSA_BANDS)
    index.insert_many(hashes)
    rows = [np.array(others, np.uint64) for others in index.query_all(hashes)]
    seconds = time.perf_counter() - start
    left = np.repeat(np.arange(len(rows), dtype=np.uint64), [len(others) for others in rows])
    right = np.concatenate(rows)
    chosen = left < right
    return np.sort((left[chosen] << np.uint64(32)) | right[chosen]), seconds


def finders() -> dict[str, Callable[[Sequence[str], float], Found]]:
    """Return the finders that can run here, by name."""
    own: dict[str, Callable[[Sequence[str], float], Found]] = {"ours": ours, "ours, one thread": ours_on_one_thread}
    libraries = {"datasketch": datasketch, "rensa": rensa}
    return own | {name: finder for name, finder in libraries.items() if importlib.util.find_spec(name)}
