"""Finding the phrases that place something in time; what day they mean is decided in ``resolve``."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.columns import columns_of
from pipeline.dates.words import DAY_MONTH, DAY_PART, ISO_DATE, MONTH, MONTH_DAY, WEEKDAY, YEAR
from pipeline.records import TimeExpression

if TYPE_CHECKING:
    from spacy.tokens import Doc

_COUNT = (
    r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|several|a\s+few|few)"
)
_ORDINAL = r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d{1,3}(?:st|nd|rd|th)|opening|last)"
_PERIOD = r"(?:hours?|days?|nights?|weeks?|weekend|months?|quarters?|years?|decades?|century)"
_LEAD = (
    r"(?:(?:since|until|till|by|as\s+of|from|before|after|on|in|over|during|throughout|through|at)\s+)?"
    r"(?:(?:early|late|earlier|later|shortly\s+before|shortly\s+after|the\s+early\s+hours\s+of|the)\s+(?:on\s+)?)?"
)
_CORE = (
    rf"{WEEKDAY}\s*,\s*{MONTH_DAY}"
    rf"|{WEEKDAY}\s*,?\s+(?:the\s+)?{DAY_MONTH}"
    rf"|(?:(?:last|next|this|the\s+previous|the\s+following)\s+)?{WEEKDAY}(?:\s+(?:last|next)\s+week|(?:'s|’s)?\s+{DAY_PART})?"
    rf"|{ISO_DATE}|{DAY_MONTH}|{MONTH_DAY}"
    rf"|(?:(?:last|next|this|late|early|mid-?)\s+)?{MONTH}\s+(?:of\s+)?{YEAR}"
    rf"|(?:the\s+)?day\s+before\s+yesterday|yesterday(?:\s+{DAY_PART})?|today|tonight|tomorrow(?:\s+{DAY_PART})?"
    rf"|this\s+{DAY_PART}|last\s+night"
    rf"|(?:the\s+)?(?:last|past|next|previous|coming|this)\s+(?:{_COUNT}\s+)?{_PERIOD}"
    rf"|{_COUNT}\s+(?:hours?|days?|weeks?|months?|years?)\s+(?:ago|earlier|later)"
    rf"|{_ORDINAL}\s+(?:full\s+)?(?:day|week|month|year|night)(?:\s+of\s+(?:the\s+)?[\w’'-]+(?:\s+[\w’'-]+)?)?"
    rf"|(?:in|since|by|until|during|before|after|from)\s+(?:(?:early|late|mid)[\s-]+)?{YEAR}(?!\d)"
    rf"|(?:in|since|by|until|during|last|this)\s+{MONTH}(?!\s*\d)"
    r"|so\s+far\s+(?:today|this\s+(?:week|month|year))"
)
_TIME = re.compile(rf"(?<![\w-])(?:{_LEAD})(?:{_CORE})(?![\w])", re.IGNORECASE)
_MAY_NAME = re.compile(r"(?:^|\s)(?:may|march|mar|sun|sat)\b")


@lru_cache(maxsize=4)  # quotes, claims and times of one paragraph ask for the same text
def find_times(text: str) -> tuple[TimeExpression, ...]:
    """Find the time expressions of a plain text, in order and without overlap."""
    found = []
    for match in _TIME.finditer(text):
        phrase = match.group()
        if _MAY_NAME.search(phrase) and not any(char.isdigit() for char in phrase):
            continue
        found.append(TimeExpression(char_start=match.start(), char_end=match.end(), text=phrase))
    return tuple(found)


def read_times(doc: Doc) -> tuple[TimeExpression, ...]:
    """Find the time expressions of a paragraph that spaCy has read.

    Args:
        doc: the paragraph; only its text is used, so that a better model cannot change a date.

    Returns:
        The expressions in the order of the text, with offsets in the paragraph and their leading preposition
        ("since Thursday", "by Friday evening").

    """
    return find_times(columns_of(doc).text)
