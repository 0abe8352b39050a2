"""Numbers as they are written -> one key per value, so that ``twenty-one``, ``21`` and ``21.0`` are the same token.

Only what the fact guard needs: equal values give equal keys. What a number counts, its unit and its bounds are the
business of the claims.
"""

from collections.abc import Sequence
from decimal import Decimal

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
_MAX_DIGITS = 40
_MAX_WORDS = 12


def number_key(value: Decimal) -> str:
    """Return the key of a value: ``#21`` for 21, 21.0 and twenty-one."""
    return f"#{value.normalize():f}"


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


def read_number(words: Sequence[str], start: int) -> tuple[str, int] | None:
    """Read the number that starts at ``words[start]`` (folded words); return its key and how many words it takes.

    Joins a value with what follows it: ``twenty one``, ``one hundred and five``, ``1.5 million``, ``2 lakh``. At most
    twelve words are looked at. A year beside another number is two numbers, as no word joins them.
    """
    word = words[start]
    if word in _ORDINAL_VALUES:
        return f"#{_ORDINAL_VALUES[word]}th", 1
    if word in VAGUE:
        return "#" + word, 1
    if word[0].isdecimal():
        key = digits_key(word)
        if key is None or key.endswith("th") or not key[1:].replace(".", "", 1).isdecimal() or len(key) > _MAX_DIGITS:
            return None if key is None else (key, 1)
        exponent, used = _scales(words, start + 1)
        return (number_key(Decimal(key[1:]).scaleb(exponent)), 1 + used) if used else (key, 1)
    if word not in _VALUES:
        return None
    return _read_words(words, start)


def _read_words(words: Sequence[str], start: int) -> tuple[str, int]:
    """Read a value written out: groups below a hundred, each with its scale, joined by "and" where a scale stood."""
    total, group = Decimal(0), _VALUES[words[start]]
    position = start + 1
    was_scale = words[start] in _SCALES
    while position < min(len(words), start + _MAX_WORDS):
        word = words[position]
        if word in _SCALES:
            group = group.scaleb(_SCALES[word])
            if _SCALES[word] > 2:
                total, group = total + group, Decimal(0)
            was_scale = True
        elif word in _VALUES and (was_scale or (group % 100 >= 20 and group % 10 == 0 and _VALUES[word] < 10)):
            group += _VALUES[word]
            was_scale = False
        elif not (word == "and" and was_scale and position + 1 < len(words) and words[position + 1] in _VALUES):
            break
        position += 1
    return number_key(total + group), position - start


def _scales(words: Sequence[str], start: int) -> tuple[int, int]:
    """Return the power of ten and the count of the scale words from ``start`` (``hundred thousand``: 5, 2)."""
    exponent = used = 0
    while used < 3 and start + used < len(words) and words[start + used] in _SCALES:
        exponent += _SCALES[words[start + used]]
        used += 1
    return exponent, used
