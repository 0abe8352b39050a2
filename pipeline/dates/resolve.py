"""What day a phrase means in an article published on a known day.

A library (``dateparser``) reads written dates; the rules of news decide the direction: a weekday is the latest such
day that is not after publication, a date without a year is the latest one that lies at most ``_FUTURE_DAYS`` ahead. A
phrase that names no single day ("last month", "2019", "the second day of the war") gives null rather than a guess.
"""

import re
from datetime import date, datetime, timedelta
from functools import lru_cache

import dateparser

from pipeline.dates.words import (
    DAY_MONTH,
    DAY_PART,
    ISO_DATE,
    MONTH_DAY,
    NUMERIC_DATE,
    WEEKDAY,
    WEEKDAY_NUMBERS,
    YEAR,
)

_FUTURE_DAYS = 45
"""A date without a year may announce something near ("on March 3" at the end of February); further ahead it is past."""

_LONGEST_PHRASE = 200
_COUNTS = {
    "a": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
}
_WRITTEN = re.compile(rf"(?:{DAY_MONTH})|(?:{MONTH_DAY})", re.IGNORECASE)
_ISO = re.compile(ISO_DATE)
_NUMERIC = re.compile(NUMERIC_DATE)
_HAS_YEAR = re.compile(rf"(?<!\d){YEAR}(?!\d)")
_WEEKDAY = re.compile(rf"\b(?P<day>{WEEKDAY})(?!s\b)\b", re.IGNORECASE)
_HABIT = re.compile(r"\b(?:every|each|most|any)\b", re.IGNORECASE)
_DAYS_AGO = re.compile(r"\b(?P<count>\d{1,2}|[a-z]+)\s+days?\s+ago\b", re.IGNORECASE)
_TODAY = re.compile(rf"\b(?:today|tonight|this\s+{DAY_PART}|overnight\s+into\s+today)\b", re.IGNORECASE)
_SETTINGS = {
    "STRICT_PARSING": True,
    "REQUIRE_PARTS": ["day", "month"],
    "PARSERS": ["absolute-time"],
    "TIMEZONE": "UTC",
    "TO_TIMEZONE": "UTC",
    "RETURN_AS_TIMEZONE_AWARE": False,
}


@lru_cache(maxsize=4096)
def _parse_written(written: str, year: int) -> date | None:
    """Read a written date; ``year`` is used where it names none."""
    settings = {**_SETTINGS, "RELATIVE_BASE": datetime(year, 12, 31), "PREFER_DATES_FROM": "past"}
    if not _HAS_YEAR.search(written):
        written = f"{written} {year}"
    try:
        parsed = dateparser.parse(written, languages=["en"], settings=settings)
    except (ValueError, OverflowError):
        return None
    return parsed.date() if parsed else None


def _resolve_written(written: str, published_on: date) -> date | None:
    if _HAS_YEAR.search(written):
        return _parse_written(written, published_on.year)
    latest = published_on + timedelta(days=_FUTURE_DAYS)
    for year in (published_on.year + 1, published_on.year, published_on.year - 1):
        day = _parse_written(written, year)
        if day and day <= latest:
            return day
    return None


def _resolve_numeric(written: str) -> date | None:
    """Read "24/02/2022" where only one order of day and month is possible."""
    first, second, year = (int(part) for part in re.split(r"[/.-]", written))
    if year < 100 or (first <= 12 and second <= 12 and first != second):
        return None
    day, month = (first, second) if second <= 12 else (second, first)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _resolve_weekday(phrase: str, name: str, published_on: date) -> date:
    number = WEEKDAY_NUMBERS[name.lower()]
    back = (published_on.weekday() - number) % 7
    lowered = phrase.lower()
    if re.search(r"\b(?:last|previous)\s+week\b", lowered):
        return published_on - timedelta(days=published_on.weekday() + 7 - number)
    if re.search(r"\bnext\s+week\b", lowered):
        return published_on + timedelta(days=7 - published_on.weekday() + number)
    if re.search(rf"\b(?:next|coming)\s+{name}", phrase, re.IGNORECASE):
        return published_on + timedelta(days=7 - back)
    if re.search(rf"\bthis\s+{name}", phrase, re.IGNORECASE):
        return published_on + timedelta(days=(7 - back) % 7)
    if re.search(rf"\blast\s+{name}", phrase, re.IGNORECASE):
        return published_on - timedelta(days=back or 7)
    return published_on - timedelta(days=back)


def resolve_date(phrase: str, published_on: date) -> date | None:
    """Say which single day a phrase of an article means.

    Args:
        phrase: a time expression as written, with or without its preposition: "on Friday", "early Thursday",
            "Sunday night", "yesterday", "February 24", "24 February 2022", "2022-02-24".
        published_on: the day on which the article was published.

    Returns:
        The day, or null where the phrase names no single day or is not understood. A weekday is the latest one not
        after publication, and the publication day itself where that is the weekday named.

    """
    if len(phrase) > _LONGEST_PHRASE:
        return None
    try:
        return _resolve(phrase, published_on)
    except OverflowError:
        return None


def _resolve(phrase: str, published_on: date) -> date | None:
    if match := _ISO.search(phrase):
        try:
            return date.fromisoformat(match.group())
        except ValueError:
            return None
    if match := _WRITTEN.search(phrase):
        return _resolve_written(" ".join(match.group().split()), published_on)
    if match := _NUMERIC.search(phrase):
        return _resolve_numeric(match.group())
    lowered = " ".join(phrase.lower().split())
    if "day before yesterday" in lowered:
        return published_on - timedelta(days=2)
    if "yesterday" in lowered or "last night" in lowered:
        return published_on - timedelta(days=1)
    if "tomorrow" in lowered:
        return published_on + timedelta(days=1)
    if match := _DAYS_AGO.search(lowered):
        word = match["count"]
        count = int(word) if word.isdigit() else _COUNTS.get(word)
        return published_on - timedelta(days=count) if count else None
    if (match := _WEEKDAY.search(phrase)) and not _HABIT.search(phrase):
        return _resolve_weekday(phrase, match["day"], published_on)
    if _TODAY.search(phrase):
        return published_on
    return None
