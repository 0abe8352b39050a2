"""Verified pairs -> groups: connected components that never hold an altered pair.

Plain numbers in and out; texts, dates and ids are not known here.
"""

from collections.abc import Iterable


def guarded_groups(count: int, joins: Iterable[tuple[int, int]], barriers: Iterable[tuple[int, int]]) -> list[int]:
    """Return, for each of ``count`` nodes, the least node of its group.

    Joins are made in the order given, each unless it would bring the two nodes of a barrier into one group; so a text
    between two altered ones goes with the one that it is nearer to. The caller gives the order a meaning (nearest
    first) that does not depend on the order of arrival.
    """
    parent = list(range(count))
    against: dict[int, set[int]] = {}
    for a, b in barriers:
        against.setdefault(a, set()).add(b)
        against.setdefault(b, set()).add(a)

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for a, b in joins:
        kept, gone = sorted((root(a), root(b)))
        if kept == gone or gone in against.get(kept, ()):
            continue
        parent[gone] = kept
        for other in against.pop(gone, ()):
            against[other].discard(gone)
            against[other].add(kept)
            against.setdefault(kept, set()).add(other)
    return [root(node) for node in range(count)]
