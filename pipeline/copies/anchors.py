"""Anchors: a few long n-grams of a text, chosen by their content, by which a text is found inside a longer one.

Similar sets meet in the MinHash index; a short text inside a long one has a low Jaccard similarity and does not. Here
each text keeps, of every ``WINDOW`` neighbouring grams of ``ANCHOR_CHARS`` characters, the one with the least hash
(winnowing: Schleimer, Wilkerson and Aiken 2003), so that any run of ``ANCHOR_CHARS + WINDOW - 1`` characters that two
texts share gives them a common anchor. Whether one holds the other is decided from the text, elsewhere.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from pipeline.copies.buckets import packed, sorted_unique
from pipeline.copies.shingles import EncodedTexts

ANCHOR_CHARS = 16
WINDOW = 8


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
        place = last_place = -1
        for i in range(begin, end):
            rolling = rolling * base + np.uint64(points[i]) + np.uint64(1)
            if i - begin >= 16:
                rolling -= leaving * (np.uint64(points[i - 16]) + np.uint64(1))
            gram = i - begin - 15
            if gram < 0:
                continue
            mixed = (rolling ^ (rolling >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
            mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
            recent[gram & 7] = np.uint32(mixed >> np.uint64(32))
            # The least of the last eight grams, of equal ones the last.
            if place < 0 or recent[gram & 7] <= recent[place & 7]:
                place = gram
            elif place < gram - 7:
                place = gram - 7
                for other in range(gram - 6, gram + 1):
                    if recent[other & 7] <= recent[place & 7]:
                        place = other
            if place != last_place and (gram >= 7 or i + 1 == end):
                keys[used] = recent[place & 7]
                rows[used] = text
                used += 1
                last_place = place
    return used


def text_anchors(texts: EncodedTexts, rows: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Return the anchors of texts as a shelf: sorted ``anchor << 32 | row``, each once.

    About two in nine characters give an anchor. Linear in the number of characters.

    Args:
        texts: normal forms.
        rows: the row number of each.

    """
    keys = np.empty(len(texts.points), np.uint32)
    owners = np.empty(len(texts.points), np.uint32)
    used = _fill_anchors(texts.points, texts.offsets, keys, owners)
    return sorted_unique(packed(keys[:used], rows[owners[:used]]))
