"""The names of months and weekdays in the languages that news archives are most often written in.

The names are those of the Unicode CLDR, by way of Babel.
"""

import re
from functools import cache

from babel import Locale

LOCALES = (
    "en", "fr", "de", "es", "it", "pt", "nl", "pl", "cs", "ru", "uk", "tr", "sv", "da", "nb", "fi", "ro", "hu", "el",
    "id",
)  # fmt: skip
EXTRA_MONTHS = {"sept": 9, "setiembre": 9, "jänner": 1, "feber": 2}


@cache
def months() -> dict[str, int]:
    """Return the number of each month name and abbreviation, in lower case and without dots.

    A name that means different months in different languages is left out.
    """
    numbers: dict[str, set[int]] = {}
    for number, name in _names("months"):
        numbers.setdefault(name, set()).add(number)
    table = {name: next(iter(found)) for name, found in numbers.items() if len(found) == 1}
    return table | EXTRA_MONTHS


@cache
def weekdays() -> frozenset[str]:
    """Return the weekday names and abbreviations, in lower case and without dots."""
    return frozenset(name for _, name in _names("days")) | {"tues", "thur", "thurs", "weds"}


def _names(kind: str) -> list[tuple[int, str]]:
    found = []
    for locale in LOCALES:
        tables = getattr(Locale(locale), kind)
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in tables[context][width].items():
                    # Only single words: "de janvier" and numerals are matched by their last word or not at all.
                    word = str(name).casefold().rstrip(".")
                    if re.fullmatch(r"[^\W\d_]{2,}", word):
                        found.append((int(number), word))
    return found
