"""Dates of publication, from metadata, from lines of text and from the names of files.

Only absolute dates with a year are read; nothing is ever filled in from the clock. Which of several dates is the
article's is decided in ``pipeline.articles``. Phrases such as "last Friday" inside the text belong to
``pipeline.dates``.
"""

import math
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import islice

import dateparser

from pipeline.records import Record
from pipeline.sources.model import DateOrder, Published, RefusedError
from pipeline.sources.month_names import months, weekdays
from pipeline.sources.time_zones import COUNTRY_ZONES, OFFSET_MINUTES, ZONE_NAMES, named_zone, zone_of

# The first printed newspaper is of 1605, but what is delivered today with an older year than this is a slip.
FIRST_YEAR = 1800
LAST_YEAR = 2100
MAX_RAW_CHARS = 200
# Of the numbers in a line that could be years, those that are looked at.
MAX_YEARS = 4

_ABBREVIATIONS = sorted(
    {*OFFSET_MINUTES, *ZONE_NAMES, *(name for name, _ in COUNTRY_ZONES)}, key=lambda name: -len(name)
)
_ZONE = (
    rf"(?:(?:UTC|GMT)\s?[+-]\d{{1,2}}(?::?\d\d)?|[+-]\d\d(?::?\d\d)?(?![\d:])|(?:{'|'.join(_ABBREVIATIONS)})(?![^\W_]))"
)
_CLOCK = (
    r"(?P<hour>\d{1,2})(?:(?:[:.]|\s?h\s?)(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d{1,9})?)?)?"
    r"(?:\s?(?P<half>[ap])\.?m\b\.?)?(?:\s?(?:uhr|hrs|hours|h)\b)?(?:\s{0,2}\(?(?P<zone>(?-i:" + _ZONE + r"))\)?)?"
)
_YEAR_FIRST = re.compile(r"(?<![\d.,/-])(\d{4})([-/.]|\s?年\s?)(\d{1,2})(?:\2|\s?月\s?)(\d{1,2})日?(?![\d/]|[-.]\d)")
_NUMBERS = re.compile(r"(?<![\d.,/-])(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?![\d/]|[-.]\d)")
_YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)")
_BEFORE_YEAR = re.compile(
    r"(?:(?<!\d)(?P<day>\d{1,2})(?:st|nd|rd|th|er|\.|º|ª)?\s{0,2}(?:of\s|de\s|d[’'])?[-/\s]{0,2}(?P<month>[^\W\d_]{3,14})"
    r"|(?<![^\W_])(?P<month2>[^\W\d_]{3,14})\.?\s{0,2}(?P<day2>\d{1,2})(?:st|nd|rd|th)?)"
    r"(?:\.?,?\s{0,2}(?:of\s|de\s|del\s)?|[-/.])$"
)
_TIME_AFTER = re.compile(
    r"(?:T|[\s,|·•–—-]{0,4}(?:at\s|um\s|à\s|a\slas\s|o\s|kl\.?\s|klo\s|,|alle\s)?\s{0,2})\(?" + _CLOCK, re.IGNORECASE
)
_TIME_BEFORE = re.compile(
    r"(?<!\d)" + _CLOCK + r"\)?[\s,|·•–—-]{0,4}(?:on\s|of\s|le\s)?(?:[^\W\d_]{2,14}\.?,?\s)?$", re.IGNORECASE
)
_NAME_DATE = re.compile(r"(?<![^\W_])(\d{4})([-_./]?)(\d{2})\2(\d{2})(?![^\W_])")
_NAME_MONTH_DATE = re.compile(r"(?<![^\W_])(\d{4})[-_./]([a-zA-Z]{3,9})[-_./](\d{1,2})(?![^\W_])")
# Those whose months are not in month_names.py; asked for all its languages, dateparser takes seconds to load.
_DATEPARSER_LANGUAGES = ["en", "ar", "fa", "he", "hi", "bn", "ur", "th", "vi", "zh", "ja", "ko", "bg", "sr", "hr", "ka"]
_DATEPARSER_SETTINGS = {
    "STRICT_PARSING": True,
    "PARSERS": ["absolute-time"],
    "REQUIRE_PARTS": ["day", "month", "year"],
    "RELATIVE_BASE": datetime(2000, 1, 1),
}


class Zone(Record, frozen=True, kw_only=True):
    """What is known of where a source writes: its IANA zone, its domain, and how it orders numeric dates."""

    name: str | None = None
    domain: str | None = None
    date_order: DateOrder | None = None


class FoundDate(Record, frozen=True, kw_only=True):
    """A date in a line of text; the span covers its time, zone and weekday too."""

    char_start: int
    char_end: int
    published: Published


def read_date(value: object, zone: Zone | None = None) -> Published:
    """Return the date that a metadata field gives: ISO 8601, RFC 2822, a date in words, or seconds since 1970.

    Raises RefusedError (date_out_of_range, date_ambiguous, date_unreadable) with the value in its reason.
    """
    zone = zone or Zone()
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise RefusedError("date_unreadable", f"{str(value)[:80]!r} is no date. Give one such as 2024-05-31T12:00:00Z.")
    raw = str(value).strip()
    if re.fullmatch(r"-?\d{9,19}(?:\.\d{1,9})?(?:e\+?\d+)?", raw):
        return _from_epoch(float(raw), raw, zone)
    text = raw[:MAX_RAW_CHARS]
    found = find_date(text, zone)
    if found is not None:
        return Published(raw=raw, on=found.published.on, at_utc=found.published.at_utc)
    if re.fullmatch(r"\d{8}(?:T?\d{6}Z?)?", text):
        return _from_compact(text, zone)
    parsed = None
    if re.search(r"\d{4}", text) and re.search(r"[^\W\d_]{3}", text) and len(text) <= 80:
        parsed = dateparser.parse(text, languages=_DATEPARSER_LANGUAGES, settings=_DATEPARSER_SETTINGS)
    if parsed is None:
        raise RefusedError("date_unreadable", f"{raw[:80]!r} is no date. Give one such as 2024-05-31T12:00:00Z.")
    if parsed.tzinfo is not None or parsed.time() != time():
        return _published(raw, parsed.replace(tzinfo=None), parsed.tzinfo, zone)
    return Published(raw=raw, on=_day(parsed.year, parsed.month, parsed.day, raw))


def find_date(line: str, zone: Zone | None = None) -> FoundDate | None:
    """Return the first whole date in ``line`` with the time and zone beside it, or null.

    Raises RefusedError (date_out_of_range, date_ambiguous) where the first thing that looks like a date is none to be
    believed.
    """
    zone = zone or Zone()
    candidates = sorted(_calendar_dates(line, zone), key=lambda found: found[0])
    if not candidates:
        return None
    start, end, day = candidates[0]
    clock = _TIME_AFTER.match(line, end)
    if clock is not None and _is_clock(clock):
        end = clock.end()
    else:
        clock = _TIME_BEFORE.search(line[:start], max(0, start - 48))
        if clock is not None and _is_clock(clock):
            start = clock.start()
        else:
            clock = None
    start = _take_weekday(line, start)
    raw = line[start:end].strip()
    if clock is None:
        return FoundDate(char_start=start, char_end=end, published=Published(raw=raw, on=day))
    local = datetime.combine(day, _time(clock))
    written = clock["zone"]
    own = zone_of(written, local, zone.name, zone.domain) if written else None
    return FoundDate(char_start=start, char_end=end, published=_published(raw, local, own, zone))


def date_in_name(path: str) -> Published | None:
    """Return the last whole date in a path such as ``2024/05/31/flood.html`` or ``flood-2024-05-31.txt``, or null."""
    found: list[tuple[int, Published]] = []
    for match in _NAME_DATE.finditer(path):
        found += _named(match, int(match[1]), int(match[3]), int(match[4]))
    for match in _NAME_MONTH_DATE.finditer(path):
        found += _named(match, int(match[1]), months().get(match[2].lower(), 0), int(match[3]))
    return max(found, key=lambda item: item[0])[1] if found else None


def _named(match: re.Match[str], year: int, month: int, day: int) -> list[tuple[int, Published]]:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return []
    try:
        return [(match.start(), Published(raw=match[0], on=date(year, month, day)))]
    except ValueError:
        return []


def _calendar_dates(line: str, zone: Zone) -> Iterator[tuple[int, int, date]]:
    if match := _YEAR_FIRST.search(line):
        yield match.start(), match.end(), _day(int(match[1]), int(match[3]), int(match[4]), match[0])
    if match := _NUMBERS.search(line):
        yield match.start(), match.end(), _numeric_day(match, zone)
    for year in islice(_YEAR.finditer(line), MAX_YEARS):
        before = _BEFORE_YEAR.search(line, max(0, year.start() - 40), year.start())
        if before is None:
            continue
        month = months().get((before["month"] or before["month2"]).casefold())
        if month is not None:
            yield before.start(), year.end(), _day(int(year[1]), month, int(before["day"] or before["day2"]), line)
            return


def _numeric_day(match: re.Match[str], zone: Zone) -> date:
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    order = zone.date_order
    if match[2] == "." or first > 12:
        order = "DMY"
    elif second > 12:
        order = "MDY"
    if order is None and first != second:
        raise RefusedError(
            "date_ambiguous",
            f"{match[0]!r} can be read in two ways. Set date_order to DMY or MDY in _source.yaml.",
        )
    day, month = (first, second) if order == "DMY" else (second, first)
    return _day(year, month, day, match[0])


def _day(year: int, month: int, day: int, raw: str) -> date:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise RefusedError(
            "date_out_of_range",
            f"{raw[:80]!r} is not between {FIRST_YEAR} and {LAST_YEAR}. Correct it, or give the date in a sidecar.",
        )
    try:
        return date(year, month, day)
    except ValueError:
        raise RefusedError("date_out_of_range", f"{raw[:80]!r} is no day of the calendar. Correct it.") from None


def _is_clock(match: re.Match[str]) -> bool:
    """Tell a time from a number that merely stands beside a date: it has minutes, or "am" or "pm"."""
    if match["minute"] is None and match["half"] is None:
        return False
    hour, minute, second = int(match["hour"]), int(match["minute"] or 0), int(match["second"] or 0)
    return hour <= (12 if match["half"] else 23) and minute <= 59 and second <= 60


def _time(match: re.Match[str]) -> time:
    hour = int(match["hour"])
    if match["half"]:
        hour = hour % 12 + (12 if match["half"].lower() == "p" else 0)
    return time(hour, int(match["minute"] or 0), min(59, int(match["second"] or 0)))


def _take_weekday(line: str, start: int) -> int:
    before = re.search(r"(?<![^\W_])([^\W\d_]{2,14})\.?,?\s{1,2}$", line[max(0, start - 20) : start])
    if before is not None and before[1].casefold() in weekdays():
        return max(0, start - 20) + before.start()
    return start


def _published(raw: str, local: datetime, written_zone: tzinfo | None, zone: Zone) -> Published:
    """Place a local time: in the zone written beside it, else in the source's own, else nowhere but on its day."""
    own = named_zone(zone.name) if zone.name is not None else None
    placed = written_zone or own
    on = _day(local.year, local.month, local.day, raw)
    if placed is None:
        return Published(raw=raw, on=on)
    aware = local.replace(tzinfo=placed)
    if own is not None and aware.utcoffset() == timedelta(0):
        on = aware.astimezone(own).date()
    return Published(raw=raw, on=on, at_utc=aware.astimezone(UTC))


def _from_epoch(seconds: float, raw: str, zone: Zone) -> Published:
    while abs(seconds) >= 1e11:  # milliseconds, microseconds, nanoseconds
        seconds /= 1000
    if not math.isfinite(seconds):
        raise RefusedError("date_out_of_range", f"{raw[:80]!r} is no time. Correct it.")
    at_utc = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=round(seconds))
    _day(at_utc.year, at_utc.month, at_utc.day, raw)
    return _published(raw, at_utc.replace(tzinfo=None), UTC, zone)


def _from_compact(text: str, zone: Zone) -> Published:
    """Read 20240531 and 20240531T120000Z, the short forms of ISO 8601."""
    digits = re.sub(r"\D", "", text)
    on = _day(int(digits[:4]), int(digits[4:6]), int(digits[6:8]), text)
    if len(digits) == 8:
        return Published(raw=text, on=on)
    try:
        clock = time(int(digits[8:10]), int(digits[10:12]), int(digits[12:14]))
    except ValueError:
        return Published(raw=text, on=on)
    return _published(text, datetime.combine(on, clock), UTC if text.endswith("Z") else None, zone)
