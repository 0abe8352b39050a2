"""The words of dates as regular expressions, shared by the finder and the resolver; no reading of dates here."""

WEEKDAY_NUMBERS = {
    "monday": 0,
    "tuesday": 1,
    "wednesday": 2,
    "thursday": 3,
    "friday": 4,
    "saturday": 5,
    "sunday": 6,
}
WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan\.?|Feb\.?|Mar\.?|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)"
)
DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
YEAR = r"(?:1[5-9]|20)\d\d"
DAY_PART = r"(?:dawn|morning|noon|midday|lunchtime|afternoon|dusk|evening|night|midnight)"

MONTH_DAY = rf"{MONTH}\s+(?:the\s+)?{DAY}(?!\d)(?:\s*,?\s+{YEAR}(?!\d))?"
DAY_MONTH = rf"(?<![\d.,]){DAY}(?:\s+of)?\s+{MONTH}(?![a-z])(?:\s*,?\s+{YEAR}(?!\d))?"
ISO_DATE = r"(?<![\d-])\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?![\d-])"
NUMERIC_DATE = r"(?<![\d/.-])\d{1,2}([/.-])\d{1,2}\1(?:\d{4}|\d{2})(?![\d/-])"
