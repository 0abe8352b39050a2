"""Words that say how many only roughly ("dozens", "tens of thousands") and the range that each stands for.

The one place where these ranges are defined. Low ends are what the word claims at least; high ends are the last
number below the next larger word, so that "hundreds" (200 to 999) and "thousands" (2,000 to 9,999) do not overlap.
"Scores" is at least two score; its high end is where a writer would say "hundreds". A vague word never stands for one
number: claims keep both ends and say ``vague``.
"""

VAGUE_WORDS: dict[str, tuple[float, float]] = {
    "dozens": (24, 99),
    "scores": (40, 199),
    "hundreds": (200, 999),
    "thousands": (2_000, 9_999),
    "tens of thousands": (20_000, 99_999),
    "hundreds of thousands": (200_000, 999_999),
    "millions": (2_000_000, 9_999_999),
    "tens of millions": (20_000_000, 99_999_999),
    "hundreds of millions": (200_000_000, 999_999_999),
    "billions": (2_000_000_000, 9_999_999_999),
    "tens of billions": (20_000_000_000, 99_999_999_999),
    "hundreds of billions": (200_000_000_000, 999_999_999_999),
    "trillions": (2_000_000_000_000, 9_999_999_999_999),
    "lakhs": (200_000, 999_999),
    "crores": (20_000_000, 99_999_999),
}
"""The range of each plural that stands without a number."""

VAGUE_MULTIPLES: dict[str, tuple[float, float]] = {
    "several": (2, 9),
    "a few": (2, 9),
    "few": (2, 9),
    "a couple": (2, 3),
    "couple": (2, 3),
    "many": (2, 9),
}
"""What stands before a scale word: "several hundred" is 200 to 999, "a few million" 2,000,000 to 9,999,999."""


def vague_multiple(words: str, scale: float) -> tuple[float, float]:
    """Return the range of a vague multiple of a scale, such as ("several", 100) -> (200, 999)."""
    low, high = VAGUE_MULTIPLES[words]
    return low * scale, (high + 1) * scale - 1
