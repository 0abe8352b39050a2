"""The record of a number as the grammar finds it: its span, its worth, how it is written."""

from dataclasses import dataclass
from typing import Literal

NumberForm = Literal["digits", "words", "fraction", "vague", "multiplier"]


@dataclass(frozen=True, slots=True)
class Number:
    """A number of the text: its span, its worth and how it is written.

    ``scale`` is the factor that a scale word gave (1 where there is none) and ``mantissa`` what stands before it.
    ``is_plain`` marks bare digits such as 737 or 2019, which are often no quantity. ``high`` is set for vague words.
    """

    start: int
    end: int
    value: float
    form: NumberForm
    mantissa: float = 0.0
    scale: float = 1.0
    is_plain: bool = False
    high: float | None = None
