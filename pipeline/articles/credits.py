"""Whom an article credits: the agency whose copy it is, or that it draws on.

Words go before pictures: "Source: …" and a dateline's agency count for more than the credit of a photograph.
"""

import re
from collections.abc import Sequence

from pipeline.articles.agencies import agency_in
from pipeline.articles.marks import is_image_credit
from pipeline.articles.roles import Part
from pipeline.articles.seen import display

SOURCE = re.compile(
    r"[(\[]?\s?(?:sources?|credits?|quelle|fuente|fonte|bron|источник|джерело|kaynak)\s?:", re.IGNORECASE
)
COPYRIGHT = re.compile(r"©|copyright", re.IGNORECASE)
MAX_CREDIT_CHARS = 120


def credit_of_article(parts: Sequence[Part], byline: str | None) -> str | None:
    """Return the agency or agencies credited, as written, or null."""
    credits = [part for part in parts if part.role == "credit"]
    for part in credits:
        if SOURCE.match(part.shown) and part.credit:
            return _short(part.credit)
    words = [part.shown for part in credits if not is_image_credit(part.shown)]
    datelines = [part.dateline.agency for part in parts if part.dateline is not None and part.dateline.agency]
    bylines = [part.shown for part in parts if part.role == "byline"] + ([byline] if byline else [])
    notices = [part.shown for part in parts if part.role == "notice" and COPYRIGHT.search(part.shown)]
    pictures = [part.credit or part.shown for part in credits if is_image_credit(part.shown)]
    for text in words:
        if (agency := agency_in(text)) is not None:
            return _short(agency)
    if datelines:
        # Who stands in the brackets of a dateline is an agency, known or not.
        return _short(datelines[0])
    for text in (*bylines, *notices, *pictures):
        if (agency := agency_in(text)) is not None:
            return _short(agency)
    return None


def _short(text: str) -> str | None:
    return display(text)[:MAX_CREDIT_CHARS].strip(" .)(") or None
