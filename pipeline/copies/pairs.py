"""Candidate pairs of texts -> which are near, which altered, and which one inside the other.

Ties the exact check and the fact guard together, text against text. Paragraphs, dates and passages are not known here.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.copies.buckets import high_half, low_half, sorted_unique
from pipeline.copies.fact_guard import Change, changed_facts
from pipeline.copies.facts import Facts, read_facts
from pipeline.copies.index import empty_index, update_index
from pipeline.copies.shingles import encode
from pipeline.copies.verify import similarities

HELD_SHARE = 0.85
"""A text holds another where it has this share of the other's 5-grams: about one edit in thirty letters is forgiven."""
_BLOCK = 131_072
_MAX_SIZE_RATIO = 0.9
_MAX_HOLDER_CHARS = 50_000
"""In a longer text, most 5-grams of anything are found by chance."""


@dataclass(frozen=True, slots=True)
class TextPair:
    """Two texts (row numbers) with the Jaccard similarity of their normal forms; ``changes`` are facts that differ.

    In a similar pair left is the smaller row; in a holding one the left text holds the right one.
    """

    left: int
    right: int
    similarity: float
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class TextPairs:
    """What was found among some texts, each list ordered by (left, right)."""

    near: list[TextPair]
    altered: list[TextPair]
    holding: list[TextPair]


def find_pairs(texts: Sequence[str], normal_forms: Sequence[str], threshold: float, threads: int = 1) -> TextPairs:
    """Compare all texts with all others, through an index made for the purpose.

    Args:
        texts: as written, for the fact guard.
        normal_forms: of the same texts, distinct, not empty.
        threshold: least Jaccard similarity of a similar pair.
        threads: how many to use; the result does not depend on it.

    """
    form_of = normal_forms.__getitem__
    change = update_index(empty_index(), normal_forms, [], form_of, threads=threads)
    facts = FactReader(texts.__getitem__)
    similar = [facts.judged(pair) for pair in similar_pairs(form_of, change.near, threshold, threads)]
    holding = [facts.judged(pair) for pair in holding_pairs(form_of, change.sharing, threshold, threads)]
    return TextPairs(
        near=[pair for pair in similar if not pair.changes],
        altered=[pair for pair in similar if pair.changes],
        holding=sorted(holding, key=lambda pair: (pair.left, pair.right)),
    )


def similar_pairs(
    form_of: Callable[[int], str], candidates: NDArray[np.uint64], threshold: float, threads: int
) -> list[TextPair]:
    """Return those candidates (packed rows) whose similarity reaches ``threshold``, not yet judged by the fact
    guard.
    """
    found: list[TextPair] = []
    for start in range(0, len(candidates), _BLOCK):
        texts = _Texts(form_of, candidates[start : start + _BLOCK])
        jaccard = similarities(texts.encoded, texts.left, texts.right, threads).jaccard
        found += texts.pairs(texts.left, texts.right, jaccard, jaccard >= threshold)
    return found


def holding_pairs(
    form_of: Callable[[int], str], candidates: NDArray[np.uint64], threshold: float, threads: int
) -> list[TextPair]:
    """Return those candidates (packed rows) of which one text holds the other and that are not similar."""
    found: list[TextPair] = []
    for start in range(0, len(candidates), _BLOCK):
        texts = _Texts(form_of, candidates[start : start + _BLOCK])
        chars = np.diff(texts.encoded.offsets)
        is_left_longer = chars[texts.left] >= chars[texts.right]
        left = np.where(is_left_longer, texts.left, texts.right)
        right = np.where(is_left_longer, texts.right, texts.left)
        is_possible = (chars[right] <= _MAX_SIZE_RATIO * chars[left]) & (chars[left] <= _MAX_HOLDER_CHARS)
        left, right = left[is_possible], right[is_possible]
        measured = similarities(texts.encoded, left, right, threads)
        is_holding = (measured.jaccard < threshold) & (measured.held >= HELD_SHARE)
        found += texts.pairs(left, right, measured.jaccard, is_holding)
    return found


class _Texts:
    """The texts of candidate pairs, encoded once each; ``left`` and ``right`` are places in ``encoded``."""

    def __init__(self, form_of: Callable[[int], str], candidates: NDArray[np.uint64]) -> None:
        a, b = high_half(candidates), low_half(candidates)
        self.rows = low_half(sorted_unique(np.concatenate([a, b]).astype(np.uint64)))
        self.left, self.right = np.searchsorted(self.rows, a), np.searchsorted(self.rows, b)
        self.encoded = encode([form_of(row) for row in self.rows.tolist()])

    def pairs(
        self,
        left: NDArray[np.int64],
        right: NDArray[np.int64],
        similarity: NDArray[np.float64],
        chosen: NDArray[np.bool_],
    ) -> list[TextPair]:
        columns = self.rows[left[chosen]].tolist(), self.rows[right[chosen]].tolist(), similarity[chosen].tolist()
        return [TextPair(*values) for values in zip(*columns, strict=True)]


class FactReader:
    """The facts of texts, by row, each read once."""

    def __init__(self, written_of: Callable[[int], str]) -> None:
        self._written_of = written_of
        self._read: dict[int, Facts] = {}

    def judged(self, pair: TextPair) -> TextPair:
        """Return the pair with the facts in which its texts differ."""
        changes = changed_facts(self._facts(pair.left), self._facts(pair.right))
        return TextPair(pair.left, pair.right, pair.similarity, changes)

    def _facts(self, row: int) -> Facts:
        if row not in self._read:
            self._read[row] = read_facts(self._written_of(row))
        return self._read[row]
