"""Two token sequences -> the places where they differ.

The longest common subsequence, in C++ by rapidfuzz, after the common ends are cut off; a bound on the work keeps
hostile texts cheap. What a difference means is not decided here.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rapidfuzz.distance import LCSseq

MAX_CELLS = 16_000_000
"""Above this product of the differing lengths (four thousand tokens each) no alignment is tried."""


class Difference(NamedTuple):
    """``left[left_start:left_end]`` stands where the other has ``right[right_start:right_end]``; one may be empty."""

    left_start: int
    left_end: int
    right_start: int
    right_end: int


def differences(left: Sequence[str], right: Sequence[str]) -> list[Difference] | None:
    """Return the differing places of two sequences in order; null where they are too long to align."""
    start = _common(left, right)
    end = _common(reversed(left[start:]), reversed(right[start:]))
    middle_left, middle_right = left[start : len(left) - end], right[start : len(right) - end]
    if len(middle_left) * len(middle_right) > MAX_CELLS:
        return None
    # Numbers instead of strings: rapidfuzz compares hashes, and Python's hash of a string changes from run to run.
    numbers: dict[str, int] = {}
    coded_left = [numbers.setdefault(token, len(numbers)) for token in middle_left]
    coded_right = [numbers.setdefault(token, len(numbers)) for token in middle_right]
    found: list[Difference] = []
    for step in LCSseq.opcodes(coded_left, coded_right):
        if step.tag == "equal":
            continue
        here = Difference(step.src_start + start, step.src_end + start, step.dest_start + start, step.dest_end + start)
        if found and found[-1].left_end == here.left_start and found[-1].right_end == here.right_start:
            last = found.pop()
            here = Difference(last.left_start, here.left_end, last.right_start, here.right_end)
        found.append(here)
    return found


def _common(left: Iterable[str], right: Iterable[str]) -> int:
    """Return how many tokens are the same before the first that is not."""
    count = 0
    for one, other in zip(left, right, strict=False):
        if one != other:
            break
        count += 1
    return count
