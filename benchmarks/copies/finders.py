"""The finders that are compared: ours, and two well-known libraries where they are installed.

Each takes normal forms and returns the pairs that it found (``smaller << 32 | larger``, in order) with the seconds that
it took. The shingle sets of the libraries are made while the clock stands still, some thousand texts at a time, so that
a million fit into memory; ours makes its own within the time. A library that takes longer than it may ends there, and
what it found among the texts that it has seen counts.
"""

import importlib
import importlib.util
import os
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.copies.progress import show
from pipeline.copies.buckets import high_half, joined, low_half, packed, sorted_unique
from pipeline.copies.candidates import all_pairs
from pipeline.copies.shingles import encode
from pipeline.copies.signatures import band_keys
from pipeline.copies.verify import similarities

_TOGETHER = 8_192
_PERMUTATIONS = 128
_RENSA_BANDS = 16


@dataclass(frozen=True)
class Found:
    """Pairs, the seconds that they took, and among how many texts (the first ones) they were sought."""

    pairs: NDArray[np.uint64]
    seconds: float
    texts: int


def shingles(form: str) -> list[str]:
    """Return the set of character 5-grams of a normal form."""
    return sorted({form[i : i + 5] for i in range(max(len(form) - 4, 1))})


def ours(forms: Sequence[str], threshold: float, limit: float, threads: int = 0) -> Found:  # noqa: ARG001 - ends soon
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
    return Found(found, time.perf_counter() - start, len(forms))


def ours_on_one_thread(forms: Sequence[str], threshold: float, limit: float) -> Found:
    """The same on one thread."""
    return ours(forms, threshold, limit, threads=1)


def datasketch(forms: Sequence[str], threshold: float, limit: float) -> Found:
    """``MinHashLSH`` at its defaults (128 permutations); candidates only, not verified."""
    library = importlib.import_module("datasketch")

    index = library.MinHashLSH(threshold=threshold, num_perm=_PERMUTATIONS)
    found: list[NDArray[np.uint64]] = []
    seconds, done = 0.0, 0
    for first, some in _pieces(forms):
        sets = [[shingle.encode() for shingle in shingles(form)] for form in some]
        start = time.perf_counter()
        pairs: list[int] = []
        for row, minhash in enumerate(library.MinHash.bulk(sets, num_perm=_PERMUTATIONS), start=first):
            pairs.extend(other << 32 | row for other in index.query(minhash))
            index.insert(row, minhash, check_duplication=False)
        seconds += time.perf_counter() - start
        found.append(np.array(pairs, np.uint64))
        done = first + len(some)
        show("datasketch", done, len(forms))
        if seconds > limit:
            break
    return Found(np.sort(joined(found)), seconds, done)


def rensa(forms: Sequence[str], threshold: float, limit: float) -> Found:
    """``RMinHashLSH`` with 128 permutations, by its quickest calls; candidates only, not verified."""
    library = importlib.import_module("rensa")

    index = library.RMinHashLSH(threshold, _PERMUTATIONS, _RENSA_BANDS)
    hashes = []
    seconds = 0.0
    for first, some in _pieces(forms):
        sets = [shingles(form) for form in some]
        start = time.perf_counter()
        hashes += library.RMinHash.from_token_sets(sets, _PERMUTATIONS, 42)
        seconds += time.perf_counter() - start
        show("rensa, hashes", first + len(some), len(forms))
        if seconds > limit:
            break
    start = time.perf_counter()
    index.insert_many(hashes)
    found: list[NDArray[np.uint64]] = []
    for first in range(0, len(hashes), _TOGETHER):
        rows = [np.array(others, np.uint64) for others in index.query_all(hashes[first : first + _TOGETHER])]
        left = np.repeat(np.arange(first, first + len(rows), dtype=np.uint64), [len(others) for others in rows])
        right = np.concatenate(rows)
        chosen = left < right
        found.append((left[chosen] << np.uint64(32)) | right[chosen])
    seconds += time.perf_counter() - start
    return Found(np.sort(joined(found)), seconds, len(hashes))


def _pieces(forms: Sequence[str]) -> Iterator[tuple[int, Sequence[str]]]:
    for first in range(0, len(forms), _TOGETHER):
        yield first, forms[first : first + _TOGETHER]


def finders() -> dict[str, Callable[[Sequence[str], float, float], Found]]:
    """Return the finders that can run here, by name."""
    own: dict[str, Callable[[Sequence[str], float, float], Found]] = {
        "ours": ours,
        "ours, one thread": ours_on_one_thread,
    }
    libraries = {"datasketch": datasketch, "rensa": rensa}
    return own | {name: finder for name, finder in libraries.items() if importlib.util.find_spec(name)}
