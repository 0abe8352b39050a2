"""Numbers as they are written -> one key per value, so that ``twenty-one``, ``21`` and ``21.0`` are the same token.

Only what the fact guard needs: equal values give equal keys. What a number counts, its unit and its bounds are the
business of the claims.
"""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from pipeline.copies.wordlists import word_list, word_set

_SMALL = word_list(
    """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen
    """
)
_TENS = word_list(
    """
    twenty thirty forty fifty sixty seventy eighty ninety
    """
)
_ORDINALS = word_list(
    """
    first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth
    fifteenth sixteenth seventeenth eighteenth nineteenth twentieth
    """
)
_VALUES = {word: Decimal(value) for value, word in enumerate(_SMALL)}
_VALUES |= {word: Decimal(10 * value) for value, word in enumerate(_TENS, start=2)}
_VALUES |= {"dozen": Decimal(12)}
_ORDINAL_VALUES = {word: value for value, word in enumerate(_ORDINALS, start=1)}
_SCALES = {
    "hundred": 2,
    "thousand": 3,
    "lakh": 5,
    "lakhs": 5,
    "lac": 5,
    "million": 6,
    "mln": 6,
    "mn": 6,
    "crore": 7,
    "crores": 7,
    "billion": 9,
    "bln": 9,
    "bn": 9,
    "trillion": 12,
    "trn": 12,
    "tn": 12,
}
_VALUES |= {word: Decimal(1).scaleb(power) for word, power in _SCALES.items()}
_GLUED_SCALES = {"k": 3, "m": 6, "b": 9, **_SCALES}
VAGUE = word_set(
    """
    dozens scores hundreds thousands millions billions trillions lakhs crores half
    """
)
_PLAIN_KEY = re.compile(r"#\d{1,40}(?:\.\d{1,40})?")
_HUNDRED = 2
_MAX_DIGITS = 40
_MAX_WORDS = 12


_SPELT_DIGIT = re.compile(
    r"\b(?:" + "|".join(_SMALL[1:10]) + r")(?=[.,]\d)|(?<=\d[.,])(?:" + "|".join(_SMALL[1:10]) + r")\b", re.IGNORECASE
)
# Where the pattern above can match at all; it costs as much as all else that is read of a text.
_LETTER_BY_DIGIT = re.compile(r"[^\W\d_][.,]\d|\d[.,][^\W\d_]")


class Number(NamedTuple):
    """A number as read: its key, how many words it takes, and its key without "million" and the like, if it has one."""

    key: str
    words: int
    unscaled: str = ""


def number_key(value: Decimal) -> str:
    """Return the key of a value: ``#21`` for 21, 21.0 and twenty-one."""
    return f"#{value.normalize():f}"


def mend_spelt_digits(text: str) -> str:
    """Return the text with ``one,665`` as ``1,665``: a macro that spells out small numbers hits parts of large ones."""
    if not _LETTER_BY_DIGIT.search(text):
        return text
    return _SPELT_DIGIT.sub(lambda match: str(_SMALL.index(match[0].lower())), text)


def digits_key(token: str) -> str | None:
    """Return the key of a token that starts with a digit (``1.5``, ``21st``, ``5bn``); null where it is no number."""
    split = next((i for i, char in enumerate(token) if not (char.isdecimal() or char == ".")), len(token))
    digits, suffix = token[:split].rstrip("."), token[split:]
    if len(digits) > _MAX_DIGITS or not digits.isascii() or digits.count(".") > 1:
        return "#" + token
    if not digits:
        return None
    value = Decimal(digits)
    if suffix in ("st", "nd", "rd", "th"):
        return number_key(value) + "th"
    if suffix in _GLUED_SCALES:
        return number_key(value.scaleb(_GLUED_SCALES[suffix]))
    return number_key(value) if not suffix else "#" + token


def read_number(words: Sequence[str], start: int) -> Number | None:
    """Read the number that starts at ``words[start]`` (folded words, empty for a mark); null where none does.

    Joins a value with what follows it: ``twenty one``, ``one hundred and five``, ``1.5 million``, ``2 lakh``. At most
    twelve words are looked at. Two values that no word joins are two numbers.
    """
    word = words[start]
    if word in _ORDINAL_VALUES:
        return Number(f"#{_ORDINAL_VALUES[word]}th", 1)
    if word in VAGUE:
        return Number("#" + word, 1)
    if word[0].isdecimal():
        return _read_digits(words, start)
    return _read_words(words, start) if word in _VALUES else None


def _read_digits(words: Sequence[str], start: int) -> Number | None:
    key = digits_key(words[start])
    if key is None or not _PLAIN_KEY.fullmatch(key):
        return None if key is None else Number(key, 1)
    exponent, used = _scales(words, start + 1)
    if not used:
        return Number(key, 1)
    return Number(number_key(Decimal(key[1:]).scaleb(exponent)), 1 + used, key)


def _read_words(words: Sequence[str], start: int) -> Number:
    """Read a value written out: groups below a hundred, each with its scale, joined by "and" where a scale stood."""
    total, group = Decimal(0), _VALUES[words[start]]
    position = start + 1
    was_scale = words[start] in _SCALES
    while position < min(len(words), start + _MAX_WORDS):
        word = words[position]
        if word in _SCALES:
            group = group.scaleb(_SCALES[word])
            if _SCALES[word] > _HUNDRED:
                total, group = total + group, Decimal(0)
            was_scale = True
        elif word in _VALUES and (was_scale or (group % 100 >= 20 and group % 10 == 0 and _VALUES[word] < 10)):
            group += _VALUES[word]
            was_scale = False
        elif not (word == "and" and was_scale and position + 1 < len(words) and words[position + 1] in _VALUES):
            break
        position += 1
    return Number(number_key(total + group), position - start)


def _scales(words: Sequence[str], start: int) -> tuple[int, int]:
    """Return the power of ten and the count of the scale words from ``start`` (``hundred thousand``: 5, 2)."""
    exponent = used = 0
    while used < 3 and start + used < len(words) and words[start + used] in _SCALES:
        exponent += _SCALES[words[start + used]]
        used += 1
    return exponent, used
