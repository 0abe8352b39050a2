"""Time expressions: finding them in a paragraph and reading them against the day an article was published.

Belongs here: what a phrase such as "late on Thursday" or "February 24" means in a news text. Does not belong here: the
publication date of an article (``pipeline.sources`` and ``pipeline.articles``) and numbers that are claims
(``pipeline.claims``). The patterns of written dates are public, because numbers in them are no claims.
"""

from pipeline.dates.expressions import find_times, read_times
from pipeline.dates.resolve import resolve_date
from pipeline.dates.words import DAY_MONTH, ISO_DATE, MONTH, MONTH_DAY, NUMERIC_DATE, WEEKDAY, YEAR

__all__ = [
    "DAY_MONTH",
    "ISO_DATE",
    "MONTH",
    "MONTH_DAY",
    "NUMERIC_DATE",
    "WEEKDAY",
    "YEAR",
    "find_times",
    "read_times",
    "resolve_date",
]
