"""How well mentions are grouped into entities: pairwise and B-cubed precision, recall and F1."""

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Score:
    """Precision and recall, 0 to 1; both are 1 where there is nothing to find."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


Grouping = Sequence[tuple[Hashable, Hashable]]
"""For each mention the group that it should be in, and the one that it is in."""


def pairwise(grouping: Grouping) -> Score:
    """Score the pairs of mentions that are in one group."""
    right = _pairs(Counter(grouping))
    return Score(
        precision=_share(right, _pairs(Counter(found for _, found in grouping))),
        recall=_share(right, _pairs(Counter(gold for gold, _ in grouping))),
    )


def b_cubed(grouping: Grouping) -> Score:
    """Score each mention by the company it is in, and take the mean (Bagga and Baldwin 1998)."""
    both = Counter(grouping)
    golds = Counter(gold for gold, _ in grouping)
    founds = Counter(found for _, found in grouping)
    if not grouping:
        return Score(1.0, 1.0)
    return Score(
        precision=sum(both[pair] / founds[pair[1]] for pair in grouping) / len(grouping),
        recall=sum(both[pair] / golds[pair[0]] for pair in grouping) / len(grouping),
    )


def _pairs(sizes: Counter[Hashable] | Counter[tuple[Hashable, Hashable]]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes.values())


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0
