"""Verified pairs -> groups: connected components that never hold an altered pair.

Plain numbers in and out; texts, dates and ids are not known here.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

_Ends = tuple[NDArray[np.int64], NDArray[np.int64]]


def guarded_groups(count: int, joins: _Ends, barriers: _Ends) -> NDArray[np.int64]:
    """Return, for each of ``count`` nodes, the least node of its group.

    Joins are made in the order given, each unless it would bring the two nodes of a barrier into one group; so a text
    between two altered ones goes with the one that it is nearer to. The caller gives the order a meaning (nearest
    first) that does not depend on the order of arrival.
    """
    return _grouped(count, *_columns(joins), *_columns(barriers))


def _columns(ends: _Ends) -> _Ends:
    return np.ascontiguousarray(ends[0], np.int64), np.ascontiguousarray(ends[1], np.int64)


@njit(cache=True, nogil=True)
def _root(parent: NDArray[np.int64], node: int) -> int:
    while parent[node] != node:
        parent[node] = parent[parent[node]]
        node = parent[node]
    return node


@njit(cache=True, nogil=True)
def _grouped(
    count: int, left: NDArray[np.int64], right: NDArray[np.int64], a: NDArray[np.int64], b: NDArray[np.int64]
) -> NDArray[np.int64]:
    parent = np.arange(count)
    # The other ends of a group's barriers are a list: where it begins, where it ends, how long it is, what follows.
    heads, tails, sizes = np.full(count, -1), np.full(count, -1), np.zeros(count, np.int64)
    others, following = np.empty(2 * len(a), np.int64), np.full(2 * len(a), -1)
    for place in range(2 * len(a)):
        barrier = place // 2
        node, others[place] = (a[barrier], b[barrier]) if place % 2 else (b[barrier], a[barrier])
        if heads[node] < 0:
            heads[node] = place
        else:
            following[tails[node]] = place
        tails[node] = place
        sizes[node] += 1
    for join in range(len(left)):
        one, other = _root(parent, left[join]), _root(parent, right[join])
        kept, gone = min(one, other), max(one, other)
        if kept == gone:
            continue
        shorter, longer = (kept, gone) if sizes[kept] <= sizes[gone] else (gone, kept)
        place = heads[shorter]
        while place >= 0 and _root(parent, others[place]) != longer:
            place = following[place]
        if place >= 0:
            continue
        parent[gone] = kept
        if heads[gone] >= 0:
            if heads[kept] < 0:
                heads[kept] = heads[gone]
            else:
                following[tails[kept]] = heads[gone]
            tails[kept] = tails[gone]
            sizes[kept] += sizes[gone]
    groups = np.empty(count, np.int64)
    for node in range(count):
        groups[node] = _root(parent, node)
    return groups
