"""One shelf of the index -> the pairs of texts worth comparing.

Pure functions on arrays, one shelf (or key range of a shelf) at a time, so that the work can be cut up. Whether
candidates are near-identical is decided elsewhere, from their text.

The candidates are a function of the set of texts filed, not of their order of arrival, and so is the rule for crowded
buckets: in a bucket of more than ``BUCKET_CAP`` texts (templated boilerplate: all pairs of ten thousand would be fifty
million) each text is compared with ``REPRESENTATIVES`` only, those with the least ``rank``, which is a hash of the
text.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.copies.buckets import (
    Buckets,
    buckets_of,
    high_half,
    joined,
    low_half,
    ordered_pairs,
    pairs_within,
    shared_buckets,
    sorted_unique,
)

BUCKET_CAP = 256
REPRESENTATIVES = 4
ANCHOR_CAP = 48
"""An anchor of more texts than this is a common phrase and finds nothing."""


@dataclass(frozen=True)
class ShelfPairs:
    """What one shelf gives: candidate pairs, packed, with repetition, and the count of crowded buckets."""

    pairs: NDArray[np.uint64]
    crowded_buckets: int


def all_pairs(shelf: NDArray[np.uint64], ranks: NDArray[np.uint64]) -> ShelfPairs:
    """Return the candidates of a whole shelf of band keys.

    Args:
        shelf: sorted ``key << 32 | row``.
        ranks: of each row; see the module.

    """
    return pairs_of_buckets(shelf, shared_buckets(shelf), ranks)


def pairs_of_buckets(
    shelf: NDArray[np.uint64], buckets: Buckets, ranks: NDArray[np.uint64], first: int = 0
) -> ShelfPairs:
    """Return the candidates of some buckets of a shelf of band keys that have a row from ``first`` on."""
    is_crowded = buckets.sizes > BUCKET_CAP
    found = [pairs_within(shelf, buckets.where(~is_crowded), first)]
    crowded = buckets.where(is_crowded)
    for members in _members(shelf, crowded):
        pairs = _star(representatives(members, ranks), members)
        found.append(pairs[low_half(pairs) >= first])
    return ShelfPairs(pairs=joined(found), crowded_buckets=len(crowded.starts))


def _star(heads: NDArray[np.int64], members: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Return the pairs of each head with each other member."""
    a, b = np.repeat(heads, len(members)), np.tile(members, len(heads))
    return ordered_pairs(a[a != b], b[a != b])


def _members(shelf: NDArray[np.uint64], buckets: Buckets) -> Iterator[NDArray[np.int64]]:
    for start, size in zip(buckets.starts.tolist(), buckets.sizes.tolist(), strict=True):
        yield low_half(shelf[start : start + size])


def representatives(members: NDArray[np.int64], ranks: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Return the members with the least ranks, in that order."""
    return members[np.argsort(ranks[members], kind="stable")[:REPRESENTATIVES]]


def anchor_pairs(shelf: NDArray[np.uint64], buckets: Buckets, first: int = 0) -> NDArray[np.uint64]:
    """Return pairs of rows that share an anchor, packed, once for each anchor shared; crowded ones are left out.

    Only pairs that have a row from ``first`` on.
    """
    return pairs_within(shelf, buckets.where(buckets.sizes <= ANCHOR_CAP), first)


def resettled_keys(
    before: NDArray[np.uint64],
    after: NDArray[np.uint64],
    keys: NDArray[np.uint64],
    ranks: NDArray[np.uint64],
    *,
    is_anchors: bool,
) -> NDArray[np.uint64]:
    """Return the keys whose bucket gives other pairs of the texts that stay than it gave.

    These are the buckets that became crowded, ceased to be, or have other representatives now.

    Args:
        before: the shelf before some texts came or went.
        after: the shelf after it.
        keys: those of the texts that came or went, in order, distinct.
        ranks: of all rows.
        is_anchors: whether keys are anchors, which have no representatives; else they are band keys.

    """
    were, are = buckets_of(before, keys), buckets_of(after, keys)
    cap = ANCHOR_CAP if is_anchors else BUCKET_CAP
    is_resettled = (were.sizes > cap) != (are.sizes > cap)
    if not is_anchors:
        both = np.flatnonzero((were.sizes > cap) & (are.sizes > cap))
        is_crowded = np.zeros(len(keys), np.bool_)
        is_crowded[both] = True
        sides = _members(before, were.where(is_crowded)), _members(after, are.where(is_crowded))
        for place, was, now in zip(both.tolist(), *sides, strict=True):
            is_resettled[place] = not np.array_equal(representatives(was, ranks), representatives(now, ranks))
    resettled: NDArray[np.uint64] = keys[is_resettled]
    return resettled


def pairs_again(
    after: NDArray[np.uint64], again: NDArray[np.uint64], ranks: NDArray[np.uint64], *, is_anchors: bool
) -> NDArray[np.uint64]:
    """Return the candidates among some of the texts that are there.

    Args:
        after: the shelf, or the part of it that has the keys which two of those texts share.
        again: the entries of those texts.
        ranks: of all rows.
        is_anchors: whether keys are anchors; else they are band keys.

    """
    shared = shared_buckets(again)
    every = buckets_of(after, shared_keys(again))
    is_crowded = every.sizes > (ANCHOR_CAP if is_anchors else BUCKET_CAP)
    found = [pairs_within(again, shared.where(~is_crowded))]
    if not is_anchors:
        sides = _members(again, shared.where(is_crowded)), _members(after, every.where(is_crowded))
        for some, members in zip(*sides, strict=True):
            heads = representatives(members, ranks)
            found.append(_star(heads[np.isin(heads, some)], some))
    return joined(found)


def shelf_keys(shelf: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return the distinct keys of a shelf, in order."""
    return sorted_unique(high_half(shelf).astype(np.uint64))


def shared_keys(shelf: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return the keys that two rows of a shelf have, in order."""
    return high_half(shelf[shared_buckets(shelf).starts]).astype(np.uint64)
