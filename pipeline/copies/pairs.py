"""Distinct texts -> the pairs of them that are near, altered, or one inside the other.

Ties the index, the exact check and the fact guard together, text against text. Paragraphs, dates and passages are not
known here.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.copies.anchors import holding_candidates, text_anchors
from pipeline.copies.candidates import candidate_pairs
from pipeline.copies.fact_guard import Change, changed_facts
from pipeline.copies.facts import Token, read_facts
from pipeline.copies.shingles import encode
from pipeline.copies.signatures import band_keys
from pipeline.copies.verify import similarities

HELD_SHARE = 0.85
"""A text holds another where it has this share of the other's 5-grams: one letter in forty may differ."""


@dataclass(frozen=True)
class TextPair:
    """Two texts (row numbers) with the Jaccard similarity of their normal forms; ``changes`` are the facts that
    differ.
    """

    left: int
    right: int
    similarity: float
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class TextPairs:
    """What was found among a set of texts, each list ordered by (left, right); in ``holding`` the left holds the
    right.
    """

    near: list[TextPair]
    altered: list[TextPair]
    holding: list[TextPair]
    candidates: int
    crowded_buckets: int


class _Facts:
    """The facts of texts, read when first asked for."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts
        self._read: dict[int, tuple[Token, ...]] = {}

    def __getitem__(self, row: int) -> tuple[Token, ...]:
        if row not in self._read:
            self._read[row] = read_facts(self._texts[row])
        return self._read[row]


def find_pairs(texts: Sequence[str], normal_forms: Sequence[str], threshold: float, threads: int = 1) -> TextPairs:
    """Compare all texts with all others, through the index.

    Args:
        texts: as written, for the fact guard.
        normal_forms: of the same texts, distinct, in an order that the texts themselves give (see ``candidates``).
        threshold: least Jaccard similarity of a near pair.
        threads: how many to use; the result does not depend on it.

    """
    encoded = encode(normal_forms)
    candidates = candidate_pairs(band_keys(encoded, threads))
    jaccard = similarities(encoded, candidates.left, candidates.right, threads).jaccard
    is_near = jaccard >= threshold
    facts = _Facts(texts)
    near: list[TextPair] = []
    altered: list[TextPair] = []
    for left, right, similarity in zip(
        candidates.left[is_near].tolist(), candidates.right[is_near].tolist(), jaccard[is_near].tolist(), strict=True
    ):
        changes = changed_facts(facts[left], facts[right])
        (altered if changes else near).append(TextPair(left, right, similarity, changes))

    longer, shorter = holding_candidates(text_anchors(encoded), np.diff(encoded.offsets))
    measured = similarities(encoded, longer, shorter, threads)
    is_holding = (measured.jaccard < threshold) & (measured.held >= HELD_SHARE)
    holding = [
        TextPair(left, right, similarity, changed_facts(facts[left], facts[right]))
        for left, right, similarity in zip(
            longer[is_holding].tolist(),
            shorter[is_holding].tolist(),
            measured.jaccard[is_holding].tolist(),
            strict=True,
        )
    ]
    return TextPairs(
        near=near,
        altered=altered,
        holding=holding,
        candidates=len(candidates),
        crowded_buckets=candidates.crowded_buckets,
    )
