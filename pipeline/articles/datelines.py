"""Lines that say when or where an article was written, whole or glued to the first sentence.

What a date means as a point in time is the work of ``pipeline.sources.dates``; which date is the article's is decided
in ``publication.py``.
"""

import re

from pipeline.articles.agencies import AGENCY
from pipeline.articles.marks import byline_of, is_names
from pipeline.records import Record
from pipeline.sources import FoundDate, Published, RefusedError, Zone, find_date, months, weekdays

MAX_DATE_LINE_CHARS = 200
MAX_DATES_A_LINE = 3
# Words that stand with a date in a line that holds nothing else.
DATE_WORDS = frozenset({
    "published", "posted", "updated", "update", "last", "first", "modified", "created", "date", "dated", "on", "at",
    "the", "of", "from", "time", "issued", "edition", "pm", "am", "a", "p", "m", "min", "mins", "minute", "minutes",
    "read", "hrs", "hours", "ist", "publié", "publiée", "mis", "mise", "à", "jour", "le", "modifié",
    "veröffentlicht", "aktualisiert", "stand", "uhr", "publicado", "actualizado", "el", "de", "del", "pubblicato",
    "aggiornato", "il", "alle", "gepubliceerd", "bijgewerkt", "op", "опубликовано", "обновлено", "опубліковано",
    "оновлено", "yayınlanma", "güncelleme", "local",
})  # fmt: skip
PREFIX = re.compile(
    r"\s{0,4}(?:(?:date|dated|published|publishing date|posted|updated|last updated|first published|created|issued)"
    r"(?:\s(?:on|at))?\s?:?\s{1,3})",
    re.IGNORECASE,
)
UPDATED = re.compile(
    r"\b(?:updated?|modified|aktualisiert|actualizado|mise? à jour|modifié|aggiornato|bijgewerkt|обновлено|оновлено)\b",
    re.IGNORECASE,
)
_PLACE = r"[A-ZÀ-ÖØ-ÞŞİĞŁŚŻČŘŠŽ][A-ZÀ-ÖØ-ÞŞİĞŁŚŻČŘŠŽ.'’/-]{1,24}"
_TITLE_PLACE = r"[A-ZÀ-ÖØ-Þ][\w.'’-]{1,24}"
_DAY = r"(?:[^\W\d_]{3,9}\.?\s\d{1,2}(?:,?\s\d{4})?|\d{1,2}\s[^\W\d_]{3,9}\.?(?:,?\s\d{4})?)"
_SOURCE = r"\((?P<agency>[^()\n]{2,60})\)"
_DASH = r"\s?(?:—|–|--|-)\s?"
_PRESS = re.compile(
    rf"(?:{_PLACE}(?:[ /]{_PLACE}){{0,4}}(?:,\s{_TITLE_PLACE}(?:\s{_TITLE_PLACE}){{0,2}})?"
    rf"|{_TITLE_PLACE}(?:\s{_TITLE_PLACE}){{0,2}}(?=,?\s(?:\(|{_DAY})))"
    rf"(?:,\s{_DAY})?(?:,?\s{_SOURCE})?(?:(?<=\))\s?[—–-]{{1,2}}\s?|\s?(?:—|–|--)\s|\s-\s|:\s)(?=[\"“‘'(]?[^\W_])"
)
_AGENCY_ONLY = re.compile(rf"{_SOURCE}{_DASH}(?=[\"“‘']?[^\W_])")
# One word, or two of which the first is one that names of places begin with.
COLON_PLACE = re.compile(
    r"(?:(?:NEW|SAN|SANTA|SAO|LOS|LAS|PORT|FORT|ST\.?|EL|LA|AL|TEL|ABU|KUALA|HONG|CAPE|RIO|BUENOS|ADDIS|DAR|BEL)[\s-])?"
    r"[^\W\d_][^\s\d:]{3,24}(?:,\s[^:]{2,30})?:"
)
SPEAKER_LABEL = re.compile(r"\s{0,3}[A-Z][A-Z.'’ -]{0,40}:\s")
NO_PLACES = re.compile(
    r"(?:BREAKING|WATCH|UPDATED?|EXCLUSIVE|LIVE|VIDEO|PHOTOS?|OPINION|ANALYSIS|EXPLAIN\w*|FACTBOX|CORRECT\w*|NOTE|EDITOR|WARNING|"
    r"READ|MORE|PICTURED|ALERT|JUST|DEVELOPING|QUOTE|ANSWER|QUESTION|REVIEW|INTERVIEW|COMMENT|SPORTS?|NEWS|TIMELINE|KEY|FILE|Q|A)\b"
)


class Dateline(Record, frozen=True, kw_only=True):
    """A dateline in one visible line: where it ends, its date and agency if it has them.

    ``is_update`` says that the date is that of a later change, ``is_press`` that it names a place or an agency.
    ``refused`` says why its date was not believed.
    """

    end: int
    published: Published | None = None
    agency: str | None = None
    is_update: bool = False
    is_press: bool = False
    refused: RefusedError | None = None


def date_line(text: str, zone: Zone) -> Dateline | None:
    """Read a line that holds a date and nothing else but the words that go with one; null where it holds more."""
    if len(text) > MAX_DATE_LINE_CHARS or not re.search(r"\d{4}", text):
        return None
    rest = text
    first: FoundDate | None = None
    refused: RefusedError | None = None
    for _ in range(MAX_DATES_A_LINE):
        try:
            found = find_date(rest, zone)
        except RefusedError as error:
            refused = error
            rest = re.sub(r"\d[\d./:T-]{3,}Z?", " ", rest)
            break
        if found is None:
            break
        if first is None:
            first = found
        rest = rest[: found.char_start] + " | " + rest[found.char_end :]
    if first is None and refused is None:
        return None
    words = [word.casefold() for word in re.findall(r"[^\W\d_]+", rest)]
    known = DATE_WORDS | weekdays() if refused is None else DATE_WORDS | weekdays() | months().keys()
    if not all(word in known for word in words):
        named = re.match(r"([^|]{2,60}?)\s?[,|·•–—:-]\s{0,3}\|", rest)
        if (
            named is None
            or first is None
            or byline_of(text) is not None
            or rest[named.end() :].strip(" |")
            or not is_names(named[1])
        ):
            return None
    published = first.published if first is not None else None
    return Dateline(end=len(text), published=published, is_update=UPDATED.search(text) is not None, refused=refused)


def glued_date(text: str, zone: Zone) -> Dateline | None:
    """Read a date that stands before the first sentence on its line (" date 2024-05-31 Ferries have …")."""
    prefix = PREFIX.match(text)
    start = prefix.end() if prefix is not None else len(text) - len(text.lstrip())
    head = text[start : start + 80]
    try:
        found = find_date(head, zone)
    except RefusedError as error:
        if prefix is None:
            return None
        number = re.match(r"\S*\d{4}\S*\s", head)
        return Dateline(end=start + number.end(), refused=error) if number is not None else None
    if found is None or head[: found.char_start].strip():
        return None
    end = start + found.char_end
    behind = re.match(r"\s{0,3}([|:–—-]{1,2})?\s{0,3}", text[end:])
    separator = behind[1] if behind is not None else None
    following = text[end + (behind.end() if behind else 0) :]
    if not following:
        return None
    is_iso = re.match(r"\d{4}-\d\d-\d\d", head) is not None
    if prefix is None and not separator and not (is_iso and following[0] in "\"“‘'" + following[0].upper()):
        return None
    if separator:
        end += behind.end() if behind else 0
        end = len(text[:end].rstrip())
    is_update = prefix is not None and UPDATED.search(prefix[0]) is not None
    return Dateline(end=end, published=found.published, is_update=is_update)


def press_dateline(text: str, zone: Zone, *, may_end_with_colon: bool = True) -> Dateline | None:
    """Read a dateline of the press before the first sentence ("NORTHMOOR, May 31 (Reuters) - Ferries …").

    A place and a colon look as a speaker of a transcript does; ``may_end_with_colon`` says that this is none.
    """
    match = _PRESS.match(text) or _AGENCY_ONLY.match(text)
    if match is None or NO_PLACES.match(text):
        return None
    agency = match["agency"]
    if agency is not None and AGENCY.search(agency) is None and not agency.isupper() and not is_names(agency):
        return None
    if agency is None and not re.match(r"[^a-z]{4,}", match[0]) and not re.search(r"\d", match[0]):
        return None
    is_bare_label = match[0].rstrip().endswith(":") and agency is None
    if is_bare_label and not (may_end_with_colon and COLON_PLACE.fullmatch(match[0].rstrip())):
        return None
    try:
        found = find_date(match[0], zone)
    except RefusedError:
        found = None
    end = len(match[0].rstrip())
    return Dateline(end=end, published=found.published if found is not None else None, agency=agency, is_press=True)
