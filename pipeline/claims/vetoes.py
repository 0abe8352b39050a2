"""What looks like a number and is no claim, told from the characters alone.

Dates, years, clock times, scores, ids, web addresses, page furniture, numbered things. Names that only syntax can
tell ("Boeing 737") are in ``names``. Vetoes come first: what they cover is never read as a quantity.
"""

from bisect import bisect_right

from pipeline.claims.veto_patterns import VETOES

_SIGNS = {veto.sign for veto in VETOES if veto.sign is not None}


def veto_spans(text: str) -> list[tuple[int, int]]:
    """Return the spans of a text in which no number is a claim, merged and in order."""
    absent = {sign for sign in _SIGNS if not sign.search(text)}
    spans = sorted(match.span() for pattern, sign in VETOES if sign not in absent for match in pattern.finditer(text))
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        elif end > start:
            merged.append((start, end))
    return merged


def is_inside(spans: list[tuple[int, int]], start: int, end: int) -> bool:
    """Say whether ``start..end`` overlaps one of the spans, which are in order and do not overlap."""
    index = bisect_right(spans, (end - 1, float("inf"))) - 1
    return index >= 0 and spans[index][1] > start
