"""Joins names into clusters, refusing to join what one article tells apart.

The bookkeeping only: which names should be joined is decided in ``people`` and ``organisations``.
"""

from collections.abc import Hashable, Iterable
from typing import Generic, TypeVar

Node = TypeVar("Node", bound=Hashable)


class NameClusters(Generic[Node]):
    """Disjoint sets of nodes, each with the articles that it is named in."""

    def __init__(self) -> None:
        self._parent: dict[Node, Node] = {}
        self._size: dict[Node, int] = {}
        self._articles: dict[Node, set[int]] = {}

    def add(self, node: Node, articles: Iterable[int]) -> None:
        """Put a node in a cluster of its own, or add articles to a node that is known."""
        if node not in self._parent:
            self._parent[node] = node
            self._size[node] = 1
            self._articles[node] = set()
        self._articles[self.find(node)].update(articles)

    def find(self, node: Node) -> Node:
        """Return the node that stands for the cluster; which one it is, is no result but an accident of joining."""
        root = node
        while self._parent[root] != root:
            root = self._parent[root]
        while self._parent[node] != root:
            self._parent[node], node = root, self._parent[node]
        return root

    def count_articles(self, node: Node) -> int:
        """Return how many articles the cluster of a node is named in."""
        return len(self._articles[self.find(node)])

    def share_article(self, one: Node, other: Node) -> bool:
        """Say whether the clusters of two nodes are both named in some article."""
        return not self._articles[self.find(one)].isdisjoint(self._articles[self.find(other)])

    def join(self, one: Node, other: Node) -> None:
        """Join the clusters of two nodes."""
        one, other = self.find(one), self.find(other)
        if one == other:
            return
        if self._size[one] < self._size[other]:
            one, other = other, one
        self._parent[other] = one
        self._size[one] += self._size[other]
        small, large = sorted((self._articles[one], self._articles.pop(other)), key=len)
        large |= small
        self._articles[one] = large

    def join_if_apart(self, one: Node, other: Node) -> bool:
        """Join the clusters of two nodes unless an article names both; say whether they are one now."""
        if self.find(one) == self.find(other):
            return True
        if self.share_article(one, other):
            return False
        self.join(one, other)
        return True
