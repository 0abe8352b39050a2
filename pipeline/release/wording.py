"""How days, numbers, figures and article text are written for people: in the report, the change log and the workbook.

Formats only; nothing here escapes for HTML (the templates do) or decides what is shown.
"""

import re
from datetime import date
from typing import Final

MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

_HIDDEN: Final = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]"
)
"""Characters that show nothing themselves and yet turn, hide or break the text around them."""


def day_in_words(day: date | None) -> str:
    """Return a day as "13 March 2031", or "undated"."""
    return "undated" if day is None else f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def number_in_words(value: float) -> str:
    """Return a number with commas between thousands, and decimals only where it has some."""
    return f"{value:,.0f}" if value == int(value) else f"{value:,.6f}".rstrip("0")


def bounds_in_words(low: float | None, high: float | None) -> str:
    """Return what two inclusive bounds say, open ones in words: "21 to 34", "at least 21", "any number"."""
    if low is not None and high is not None:
        return number_in_words(low) if low == high else f"{number_in_words(low)} to {number_in_words(high)}"
    if low is not None:
        return f"at least {number_in_words(low)}"
    return "any number" if high is None else f"at most {number_in_words(high)}"


def figure_title(counted: str, predicate: str | None, place: str | None, past: str | None = None) -> str:
    """Return the name of a figure: what is counted, what happened to it and where, as far as that is known.

    ``predicate`` is a base form; where its past form is known, that is written in its place: "miners killed, Karsk",
    else "miners (kill), Karsk".
    """
    happened = f" {past}" if past else f" ({predicate})" if predicate else ""
    return f"{counted}{happened}{f', {place}' if place else ''}"


def counted_things(number: int, one: str, many: str | None = None) -> str:
    """Return a number with its noun in the right form: "1 article", "1,204 articles"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def visible(text: str) -> str:
    """Return the text with hidden control characters written out, so that it reads in the order in which it stands."""
    return _HIDDEN.sub(lambda found: f"[U+{ord(found[0]):04X}]", text)


def shortened(text: str, limit: int) -> str:
    """Return the text on one line, of at most ``limit`` characters; what is cut off shows as an ellipsis."""
    line = " ".join(text[: 4 * limit].split())
    return line if len(line) <= limit and len(text) <= 4 * limit else line[: limit - 1].rstrip() + "…"
