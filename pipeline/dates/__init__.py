"""Time expressions: finding them in a paragraph and reading them against the day an article was published.

Belongs here: what a phrase such as "late on Thursday" or "February 24" means in a news text. Does not belong here: the
publication date of an article (``pipeline.sources`` and ``pipeline.articles``) and numbers that are claims
(``pipeline.claims``).
"""

from pipeline.dates.expressions import find_times, read_times
from pipeline.dates.resolve import resolve_date

__all__ = ["find_times", "read_times", "resolve_date"]
