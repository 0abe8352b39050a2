"""The index: where every text is filed under its keys, so that new texts are compared with it and not all with all.

Plain arrays, never changed in place: an update gives a new index and says which pairs are to be compared. Updating
equals building anew: whatever the order in which texts come and go, the candidates are those of the texts that are
there. Nothing is stored or read here; texts themselves, exact similarities and facts are not known.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.copies.anchors import text_anchors
from pipeline.copies.buckets import (
    Buckets,
    buckets_of,
    expand,
    joined,
    low_half,
    packed,
    shared_buckets,
    sorted_unique,
)
from pipeline.copies.candidates import (
    ShelfPairs,
    anchor_pairs,
    pairs_again,
    pairs_of_buckets,
    resettled_keys,
    shelf_keys,
)
from pipeline.copies.normal_form import NORMAL_FORM_VERSION
from pipeline.copies.shingles import encode
from pipeline.copies.signatures import BANDS, SIGNATURE_VERSION, band_keys

INDEX_VERSION = f"{NORMAL_FORM_VERSION}.{SIGNATURE_VERSION}.1"
"""An index of another version must be built anew."""

Shelf = NDArray[np.uint64]
MIN_SHARED_ANCHORS = 2
_MIN_FOR_THREADS = 20_000
_BLOCK = 65_536
"""Texts encoded together: four bytes a character are held meanwhile."""


@dataclass(frozen=True)
class CopyIndex:
    """Texts by row. ``shelves``: one for each band; ``anchors``: one more; each sorted ``key << 32 | row``.

    ``ranks`` has a number for every row ever used, taken from its text (a 64-bit hash).
    """

    ranks: NDArray[np.uint64]
    shelves: tuple[Shelf, ...]
    anchors: Shelf

    def shelf(self, number: int) -> Shelf:
        """Return a band's shelf, or with number ``BANDS`` that of the anchors."""
        return self.anchors if number == BANDS else self.shelves[number]


@dataclass(frozen=True)
class IndexChange:
    """An index after texts came and went, and what that means for pairs.

    All pairs with a text that went are void, and all of which both texts are among ``resettled``. ``near`` and
    ``sharing`` are the pairs to compare (rows, packed ``smaller << 32 | larger``, in order): those that may be similar,
    and those of which one may hold the other.
    """

    index: CopyIndex
    near: NDArray[np.uint64]
    sharing: NDArray[np.uint64]
    resettled: NDArray[np.int64]
    crowded_buckets: int


def empty_index() -> CopyIndex:
    """Return an index without texts."""
    nothing = np.empty(0, np.uint64)
    return CopyIndex(ranks=nothing, shelves=(nothing,) * BANDS, anchors=nothing)


def update_index(
    index: CopyIndex,
    added: Sequence[str],
    removed: Sequence[tuple[int, str]],
    form_of: Callable[[int], str],
    *,
    threads: int = 1,
) -> IndexChange:
    """File new texts, take out others, and return the pairs to compare.

    Args:
        index: before.
        added: normal forms of new texts; they get the rows from ``len(index.ranks)`` on.
        removed: rows to take out, with their normal forms.
        form_of: gives the normal form of a row that stays; asked for the few texts in buckets whose crowding changed.
        threads: how many to use; the result does not depend on it.

    """
    first = len(index.ranks)
    new = _Filed(added, np.arange(first, first + len(added), dtype=np.int64), threads)
    gone = _Filed([form for _, form in removed], np.array([row for row, _ in removed], np.int64), threads)
    ranks = np.concatenate([index.ranks, new.ranks])

    def change(number: int) -> ShelfChange:
        return change_shelf(
            index.shelf(number), new.shelf(number), gone.shelf(number), ranks=ranks, is_anchors=number == BANDS
        )

    if threads > 1 and len(index.anchors) + len(added) > _MIN_FOR_THREADS:
        with ThreadPoolExecutor(threads) as pool:
            changes = list(pool.map(change, range(BANDS + 1)))
    else:
        changes = [change(number) for number in range(BANDS + 1)]
    after = CopyIndex(ranks, tuple(part.after for part in changes[:-1]), changes[-1].after)
    near, sharing = [part.pairs for part in changes[:-1]], [changes[-1].pairs]
    resettled = np.unique(np.concatenate([part.resettled for part in changes]))
    resettled = resettled[resettled < first]
    if len(resettled):
        again = _Filed([form_of(row) for row in resettled.tolist()], resettled, threads)
        for number in range(BANDS + 1):
            pairs = near if number < BANDS else sharing
            pairs.append(pairs_again(after.shelf(number), again.shelf(number), ranks, is_anchors=number == BANDS))
    return IndexChange(
        index=after,
        near=sorted_unique(joined(near)),
        sharing=repeated(joined(sharing), MIN_SHARED_ANCHORS),
        resettled=resettled,
        crowded_buckets=sum(part.crowded_buckets for part in changes),
    )


class _Filed:
    """The keys of some texts, as shelves made when asked for."""

    def __init__(self, forms: Sequence[str], rows: NDArray[np.int64], threads: int) -> None:
        self._rows = rows
        self._keys = np.empty((len(forms), BANDS), np.uint32)
        self.ranks = np.empty(len(forms), np.uint64)
        anchors: list[Shelf] = []
        for start in range(0, len(forms), _BLOCK):
            block = slice(start, start + _BLOCK)
            encoded = encode(forms[block])
            self._keys[block], self.ranks[block] = band_keys(encoded, threads)
            anchors.append(text_anchors(encoded, rows[block]))
        self._anchors = np.sort(joined(anchors))

    def shelf(self, number: int) -> Shelf:
        if number == BANDS:
            return self._anchors
        return np.sort(packed(self._keys[:, number], self._rows))


@dataclass(frozen=True)
class ShelfChange:
    """A shelf after texts came and went, and what that means for pairs.

    ``pairs`` are the candidates that have a new text. Of the others, candidates that were none on this shelf are among
    ``reopened``; of those that were, some are none any more only where both texts are among ``resettled``.
    """

    after: Shelf
    pairs: NDArray[np.uint64]
    reopened: NDArray[np.uint64]
    resettled: NDArray[np.int64]
    crowded_buckets: int


def change_shelf(before: Shelf, new: Shelf, gone: Shelf, *, ranks: NDArray[np.uint64], is_anchors: bool) -> ShelfChange:
    """Put ``new`` into a shelf and take ``gone`` out.

    Args:
        before: the shelf, or the part of it that has the keys of ``new`` and ``gone``.
        new: entries of new texts, whose rows are above all others.
        gone: entries that are in ``before``.
        ranks: of all rows.
        is_anchors: whether keys are anchors; else they are band keys.

    """
    nothing = np.empty(0, np.uint64)
    if not len(before):
        found = _pairs(new, shared_buckets(new), ranks, is_anchors=is_anchors)
        return ShelfChange(new, found.pairs, nothing, np.empty(0, np.int64), found.crowded_buckets)
    kept = np.delete(before, np.searchsorted(before, gone)) if len(gone) else before
    after = np.insert(kept, np.searchsorted(kept, new), new) if len(new) else kept
    first = int(low_half(new).min()) if len(new) else len(ranks)
    keys, left = shelf_keys(new), shelf_keys(gone)
    found = _pairs(after, buckets_of(after, keys), ranks, is_anchors=is_anchors, first=first)
    touched = sorted_unique(np.concatenate([keys, left])) if len(left) else keys
    resettled = resettled_keys(before, after, touched, ranks, is_anchors=is_anchors)
    settling = buckets_of(after, resettled)
    members = low_half(after[expand(settling.starts, settling.sizes)])
    # Of texts that stay, a bucket gives more pairs than before only if others left it.
    reopened = buckets_of(kept, resettled[np.isin(resettled, left)])
    return ShelfChange(
        after=after,
        pairs=found.pairs,
        reopened=_pairs(kept, reopened, ranks, is_anchors=is_anchors).pairs if len(left) else nothing,
        resettled=np.unique(members[members < first]),
        crowded_buckets=found.crowded_buckets,
    )


def _pairs(
    shelf: Shelf, buckets: Buckets, ranks: NDArray[np.uint64], *, is_anchors: bool, first: int = 0
) -> ShelfPairs:
    if is_anchors:
        return ShelfPairs(anchor_pairs(shelf, buckets, first), 0)
    return pairs_of_buckets(shelf, buckets, ranks, first)


def repeated(pairs: NDArray[np.uint64], least: int) -> NDArray[np.uint64]:
    """Return the pairs that come at least so many times, each once, in order."""
    pairs = np.sort(pairs)
    again = pairs[least - 1 :] == pairs[: max(len(pairs) - least + 1, 0)]
    return sorted_unique(pairs[: len(again)][again])
