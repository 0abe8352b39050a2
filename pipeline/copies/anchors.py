"""Anchors: a few long n-grams of a text, chosen by their content, by which a text is found inside a longer one.

Similar sets meet in the MinHash index; a short text inside a long one has a low Jaccard similarity and does not. Here
each text keeps, of every ``WINDOW`` neighbouring grams of ``ANCHOR_CHARS`` characters, the one with the least hash
(winnowing: Schleimer, Wilkerson and Aiken 2003), so that any run of ``ANCHOR_CHARS + WINDOW - 1`` characters that two
texts share gives them a common anchor. Whether one holds the other is decided from the text, elsewhere.
"""

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from pipeline.copies.shingles import EncodedTexts

ANCHOR_CHARS = 16
WINDOW = 8
ANCHOR_CAP = 48
"""An anchor of more texts than this is a common phrase and finds nothing."""
_MAX_SIZE_RATIO = 0.85
_MIN_SHARED = 0.4


@dataclass(frozen=True)
class Anchors:
    """Anchors of texts: ``keys[i]`` is an anchor of text ``rows[i]``; each (row, key) once, by row."""

    keys: NDArray[np.uint32]
    rows: NDArray[np.int64]


@njit(cache=True, nogil=True)
def _fill_anchors(
    points: NDArray[np.uint32], offsets: NDArray[np.int64], keys: NDArray[np.uint32], rows: NDArray[np.uint32]
) -> int:
    """Write the anchors of all texts into ``keys`` and ``rows``; return how many there are."""
    used = 0
    recent = np.zeros(8, np.uint32)
    base = np.uint64(0x9E3779B97F4A7C15)
    leaving = np.uint64(1)
    for _ in range(16):
        leaving *= base
    for text in range(len(offsets) - 1):
        begin, end = offsets[text], offsets[text + 1]
        rolling = np.uint64(0)
        last_place = -1
        for i in range(begin, end):
            rolling = rolling * base + np.uint64(points[i]) + np.uint64(1)
            if i - begin >= 16:
                rolling -= leaving * (np.uint64(points[i - 16]) + np.uint64(1))
            gram = i - begin - 15
            if gram < 0:
                continue
            mixed = (rolling ^ (rolling >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
            mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
            recent[gram % 8] = np.uint32(mixed >> np.uint64(32))
            if gram < 7 and i + 1 < end:
                continue
            place = gram
            for other in range(max(gram - 7, 0), gram):
                if recent[other % 8] < recent[place % 8]:
                    place = other
            if place != last_place:
                keys[used] = recent[place % 8]
                rows[used] = text
                used += 1
                last_place = place
    return used


def text_anchors(texts: EncodedTexts) -> Anchors:
    """Return the anchors of all texts; about two in nine characters give one. Linear in the number of characters."""
    keys = np.empty(len(texts.points), np.uint32)
    rows = np.empty(len(texts.points), np.uint32)
    used = _fill_anchors(texts.points, texts.offsets, keys, rows)
    filed = np.unique((rows[:used].astype(np.uint64) << np.uint64(32)) | keys[:used].astype(np.uint64))
    return Anchors(
        keys=(filed & np.uint64(0xFFFFFFFF)).astype(np.uint32), rows=(filed >> np.uint64(32)).astype(np.int64)
    )


def holding_candidates(anchors: Anchors, chars: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return pairs of rows of which the first may hold the second: it is longer and shares enough of its anchors.

    Args:
        anchors: of all texts.
        chars: the length of each text's normal form.

    """
    filed = np.sort((anchors.keys.astype(np.uint64) << np.uint64(32)) | anchors.rows.astype(np.uint64))
    key = filed >> np.uint64(32)
    row = (filed & np.uint64(0xFFFFFFFF)).astype(np.int64)
    starts = np.flatnonzero(np.append(True, key[1:] != key[:-1])) if len(key) else np.empty(0, np.int64)
    sizes = np.diff(np.append(starts, len(key)))
    usable = (sizes > 1) & (sizes <= ANCHOR_CAP)
    starts, sizes = starts[usable], sizes[usable]
    found: list[NDArray[np.uint64]] = []
    step = 1
    while len(starts):
        ends = np.cumsum(sizes - step)
        members = np.arange(int(ends[-1])) + np.repeat(starts - (ends - (sizes - step)), sizes - step)
        a, b = row[members], row[members + step]
        longer, shorter = np.where(chars[a] >= chars[b], a, b), np.where(chars[a] >= chars[b], b, a)
        apart = chars[shorter] <= _MAX_SIZE_RATIO * chars[longer]
        found.append((longer[apart].astype(np.uint64) << np.uint64(32)) | shorter[apart].astype(np.uint64))
        step += 1
        keep = sizes > step
        starts, sizes = starts[keep], sizes[keep]
    pairs, shared = (
        np.unique(np.concatenate(found), return_counts=True) if found else (np.empty(0, np.uint64), np.empty(0))
    )
    longer, shorter = (pairs >> np.uint64(32)).astype(np.int64), (pairs & np.uint64(0xFFFFFFFF)).astype(np.int64)
    owned = np.bincount(anchors.rows, minlength=len(chars))
    enough = shared >= _MIN_SHARED * owned[shorter]
    return longer[enough], shorter[enough]
