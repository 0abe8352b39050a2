"""Reading numbers written as words ("two and a half million", "one hundred and twenty-five").

Works on a list of lower-case words; where in the text they stand is the concern of ``numbers``.
"""

from collections.abc import Sequence

ONES = {
    "zero": 0,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
}
TEENS = {
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "sixteen": 16,
    "seventeen": 17,
    "eighteen": 18,
    "nineteen": 19,
}
TENS = {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fourty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
SCALES = {
    "hundred": 100.0,
    "dozen": 12.0,
    "thousand": 1e3,
    "lakh": 1e5,
    "lac": 1e5,
    "million": 1e6,
    "crore": 1e7,
    "billion": 1e9,
    "trillion": 1e12,
    "quadrillion": 1e15,
}
PLURAL_SCALES = {"lakhs": "lakh", "lacs": "lakh", "crores": "crore", "dozens": "dozen"}
DENOMINATORS = {
    "half": 2,
    "halves": 2,
    "third": 3,
    "thirds": 3,
    "quarter": 4,
    "quarters": 4,
    "fourth": 4,
    "fourths": 4,
    "fifth": 5,
    "fifths": 5,
    "sixth": 6,
    "sixths": 6,
    "seventh": 7,
    "sevenths": 7,
    "eighth": 8,
    "eighths": 8,
    "ninth": 9,
    "ninths": 9,
    "tenth": 10,
    "tenths": 10,
    "hundredth": 100,
    "hundredths": 100,
}
SMALL = {**ONES, **TEENS, **TENS}
"""Every word that is a number below a hundred on its own."""


def _below_hundred(words: Sequence[str], at: int) -> tuple[int, int]:
    """Read one number below 100 at a position; return its value and the position after it (unmoved where none)."""
    word = words[at] if at < len(words) else ""
    if word in TENS:
        following = words[at + 1] if at + 1 < len(words) else ""
        if ONES.get(following, 0) > 0:
            return TENS[word] + ONES[following], at + 2
        return TENS[word], at + 1
    if word in ONES or word in TEENS:
        return SMALL[word], at + 1
    return 0, at


def _below_thousand(words: Sequence[str], at: int) -> tuple[int, int]:
    value, after = _below_hundred(words, at)
    if after == at or after >= len(words) or words[after] != "hundred":
        return value, after
    value, after = value * 100, after + 1
    rest_at = after + 1 if after < len(words) and words[after] == "and" else after
    rest, rest_after = _below_hundred(words, rest_at)
    is_own_number = rest_after < len(words) and words[rest_after] == "hundred"
    if rest_after > rest_at and not is_own_number:
        return value + rest, rest_after
    return value, after


def read_words(words: Sequence[str], at: int) -> tuple[float, float, int] | None:
    """Read the number that starts at a position.

    Args:
        words: lower-case words, hyphens already split ("twenty-five" is two words).
        at: where the number should start.

    Returns:
        Its value, its largest scale (1 where it has none) and the position after it; null where no number starts here.

    """
    value, after = _below_thousand(words, at)
    if after == at:
        if at < len(words) and words[at] in {"a", "an"} and at + 1 < len(words) and words[at + 1] in SCALES:
            value, after = 1, at + 1
        elif words[at] in SCALES:
            value, after = 1, at
        else:
            return None
    total, largest = float(value), 1.0
    if tuple(words[after : after + 3]) in {("and", "a", "half"), ("and", "a", "quarter")}:
        total += 0.5 if words[after + 2] == "half" else 0.25
        after += 3
    last_scale = float("inf")
    parts = 0.0
    while after < len(words):
        scale, scale_after = read_scale(words, after)
        if scale_after == after or scale >= last_scale:
            break
        parts += total * scale
        total, last_scale, largest, after = 0.0, scale, max(largest, scale), scale_after
        rest_at = after + 1 if after < len(words) and words[after] == "and" else after
        if tuple(words[rest_at : rest_at + 2]) == ("a", "half"):
            parts += scale / 2
            after = rest_at + 2
            break
        rest, rest_after = _below_thousand(words, rest_at)
        if rest_after == rest_at:
            break
        next_scale, next_after = read_scale(words, rest_after)
        is_joined_by_and = rest_at != after
        if (next_after > rest_after and next_scale >= last_scale) or (is_joined_by_and and rest >= 100):
            break
        total, after = float(rest), rest_after
    return parts + total, largest, after


def read_scale(words: Sequence[str], at: int) -> tuple[float, int]:
    """Read a scale, also a double one ("lakh crore", "hundred thousand"); return it and the position after it."""
    scale, after = 1.0, at
    while after < len(words):
        word = PLURAL_SCALES.get(words[after], words[after]) if after > at or at > 0 else words[after]
        if word not in SCALES or (after > at and SCALES[word] < scale):
            break
        scale *= SCALES[word]
        after += 1
    return scale, after
