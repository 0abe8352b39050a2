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


def pairs_of_buckets(shelf: NDArray[np.uint64], buckets: Buckets, ranks: NDArray[np.uint64]) -> ShelfPairs:
    """Return the candidates of some buckets of a shelf of band keys."""
    is_crowded = buckets.sizes > BUCKET_CAP
    found = [pairs_within(shelf, buckets.where(~is_crowded))]
    crowded = buckets.where(is_crowded)
    for members in _members(shelf, crowded):
        heads = representatives(members, ranks)
        a, b = np.repeat(heads, len(members)), np.tile(members, len(heads))
        found.append(ordered_pairs(a[a != b], b[a != b]))
    return ShelfPairs(pairs=joined(found), crowded_buckets=len(crowded.starts))


def _members(shelf: NDArray[np.uint64], buckets: Buckets) -> Iterator[NDArray[np.int64]]:
    for start, size in zip(buckets.starts.tolist(), buckets.sizes.tolist(), strict=True):
        yield low_half(shelf[start : start + size])


def representatives(members: NDArray[np.int64], ranks: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Return the members with the least ranks, in that order."""
    return members[np.argsort(ranks[members], kind="stable")[:REPRESENTATIVES]]


def anchor_pairs(shelf: NDArray[np.uint64], buckets: Buckets) -> NDArray[np.uint64]:
    """Return pairs of rows that share an anchor, packed, once for each anchor shared; crowded ones are left out."""
    return pairs_within(shelf, buckets.where(buckets.sizes <= ANCHOR_CAP))


def resettled_rows(
    before: NDArray[np.uint64], after: NDArray[np.uint64], keys: NDArray[np.uint64], ranks: NDArray[np.uint64], cap: int
) -> NDArray[np.int64]:
    """Return rows of ``after`` whose candidates among each other may have changed beyond those of the changed texts.

    These are the members of touched buckets that became crowded, ceased to be, or have other representatives now.

    Args:
        before: the shelf before some texts came or went.
        after: the shelf after it.
        keys: those of the texts that came or went whose bucket is or was crowded, in order, distinct.
        ranks: of all rows.
        cap: sizes above are crowded.

    """
    found: list[NDArray[np.int64]] = []
    sides = _members(before, buckets_of(before, keys)), _members(after, buckets_of(after, keys))
    for was, now in zip(*sides, strict=True):
        is_settled = min(len(was), len(now)) > cap and np.array_equal(
            representatives(was, ranks), representatives(now, ranks)
        )
        if not is_settled:
            found.append(now)
    return np.unique(np.concatenate(found)) if found else np.empty(0, np.int64)


def shelf_keys(shelf: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return the distinct keys of a shelf, in order."""
    return sorted_unique(high_half(shelf).astype(np.uint64))
