"""Altered and holding pairs of texts -> links between the passages that the texts belong to. Arrays only."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.copies.buckets import packed

MAX_LINKS = 16
"""A passage lists links of a kind to this many nearest relatives; more only where they list it. Ten thousand
notices from one template would otherwise make fifty million links."""


@dataclass(frozen=True)
class PairColumns:
    """Pairs of texts: their numbers and their similarity. In a holding pair the left text holds the right one."""

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    similarity: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.left)

    def where(self, chosen: NDArray[np.bool_] | NDArray[np.int64]) -> "PairColumns":
        """Return the chosen pairs only."""
        return PairColumns(self.left[chosen], self.right[chosen], self.similarity[chosen])


@dataclass(frozen=True)
class LinkColumns:
    """Links of one kind, in order of place and other place (of the origins of both passages).

    ``pairs`` is the pair of texts that speaks for each link; where ``is_reversed``, its right text belongs to the
    passage at ``places``.
    """

    places: NDArray[np.int64]
    other_places: NDArray[np.int64]
    similarity: NDArray[np.float64]
    pairs: NDArray[np.int64]
    is_reversed: NDArray[np.bool_]
    left_out: int
    """Links left out by ``MAX_LINKS``."""


def passage_links(
    first: NDArray[np.int64], origins: NDArray[np.int64], altered: PairColumns, holding: PairColumns
) -> tuple[LinkColumns, LinkColumns]:
    """Return the links of altered passages, and those of passages of which one contains the other.

    Of several pairs of texts between two passages the most similar one speaks for them. Of altered passages the earlier
    one comes first. Where two passages are altered, that one holds the other is not told as well.

    Args:
        first: the place of each text's earliest paragraph, in the order of all paragraphs.
        origins: the place of the origin of each text's passage.
        altered: pairs of texts in which a fact differs.
        holding: pairs of which the left text holds the right one.

    """
    is_reversed = origins[altered.left] > origins[altered.right]
    turned = PairColumns(
        np.where(is_reversed, altered.right, altered.left),
        np.where(is_reversed, altered.left, altered.right),
        altered.similarity,
    )
    links = _nearest(turned, first, origins)
    held = _nearest(holding, first, origins)
    known = _unordered(origins[turned.left[links]], origins[turned.right[links]])
    held = held[~np.isin(_unordered(origins[holding.left[held]], origins[holding.right[held]]), known)]
    return (
        _capped(turned, links, origins, is_reversed),
        _capped(holding, held, origins, np.zeros(len(holding), np.bool_)),
    )


def _unordered(a: NDArray[np.int64], b: NDArray[np.int64]) -> NDArray[np.uint64]:
    return packed(np.minimum(a, b), np.maximum(a, b))


def _nearest(pairs: PairColumns, first: NDArray[np.int64], origins: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the numbers of the pairs that speak for two passages each."""
    places, others = origins[pairs.left], origins[pairs.right]
    order = np.lexsort((first[pairs.right], first[pairs.left], -pairs.similarity, others, places))
    order = order[places[order] != others[order]]
    places, others = places[order], others[order]
    is_first = np.ones(len(order), np.bool_)
    is_first[1:] = (places[1:] != places[:-1]) | (others[1:] != others[:-1])
    nearest: NDArray[np.int64] = order[is_first]
    return nearest


def _capped(
    pairs: PairColumns, links: NDArray[np.int64], origins: NDArray[np.int64], is_reversed: NDArray[np.bool_]
) -> LinkColumns:
    chosen = pairs.where(links)
    places, others = origins[chosen.left], origins[chosen.right]
    nearness = np.empty(len(links), np.int64)
    nearness[np.lexsort((others, places, -chosen.similarity))] = np.arange(len(links))
    ends, ranks = np.concatenate([places, others]), np.concatenate([nearness, nearness])
    order = np.lexsort((ranks, ends))
    ends = ends[order]
    starts = np.flatnonzero(np.append(True, ends[1:] != ends[:-1])[: len(ends)])
    listed = np.empty(len(ends), np.int64)
    listed[order] = np.arange(len(ends)) - np.repeat(starts, np.diff(np.append(starts, len(ends))))
    is_kept = np.minimum(listed[: len(links)], listed[len(links) :]) < MAX_LINKS
    kept = np.flatnonzero(is_kept)
    kept = kept[np.lexsort((others[kept], places[kept]))]
    return LinkColumns(
        places=places[kept],
        other_places=others[kept],
        similarity=chosen.similarity[kept],
        pairs=links[kept],
        is_reversed=is_reversed[links[kept]],
        left_out=len(links) - len(kept),
    )
