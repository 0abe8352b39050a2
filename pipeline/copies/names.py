"""Whether two single-word names are spellings of one name.

Words are folded and in their standard spelling (``spellings``). Who a name stands for is the business of the entities.
"""

import re

from rapidfuzz.distance import OSA

from pipeline.copies.wordlists import word_set

_DAYS = word_set("monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun")
_MONTHS = word_set(
    """
    january february march april may june july august september october november december jan feb mar apr jun jul aug
    sep sept oct nov dec
    """
)
_DIRECTIONS = word_set("north south east west northern southern eastern western")
# Names of different things that one or two letters part.
_DISTINCT = frozenset(
    frozenset(pair.split())
    for pair in """
    iran iraq
    iranian iraqi
    austria australia
    austrian australian
    slovakia slovenia
    slovak slovene
    niger nigeria
    nigerien nigerian
    gambia zambia
    guinea guyana
    mali malawi
    dominica dominican
    moldova moldovan
    mauritius mauritania
    paris parish
    """.strip().split("\n")
)
_LETTER_LOST_CHARS = 4
_LETTER_CHANGED_CHARS = 5
_TWO_EDITS_CHARS = 8
_REPEATED = re.compile(r"(.)\1+")


def are_same_name(name: str, other: str) -> bool:
    """Whether two names are one: equal but for an ending ``s``, or for a slip or variant of one or two letters.

    The first letter must be the same, and repeated letters count once. A letter may be lost where four are left, one
    may be changed in names of five letters, two in names of eight. Two weekdays, months, directions or known pairs
    such as Iran and Iraq never are slips of each other; a month and its short form are equal.
    """
    if name == other or name + "s" == other or other + "s" == name:
        return True
    sort = _sort(name)
    if sort == _sort(other) and sort != "other":
        return sort != "direction" and name[:3] == other[:3]
    if name[0] != other[0] or frozenset((name, other)) in _DISTINCT:
        return False
    name, other = _REPEATED.sub(r"\1", name), _REPEATED.sub(r"\1", other)
    if name == other:
        return True
    shortest = min(len(name), len(other))
    if shortest < (_LETTER_LOST_CHARS if len(name) != len(other) else _LETTER_CHANGED_CHARS):
        return False
    edits = 2 if shortest >= _TWO_EDITS_CHARS else 1
    return OSA.distance(name, other, score_cutoff=edits) <= edits


def are_comparable(name: str, other: str) -> bool:
    """Whether one name in the place of the other is a contradiction; a month for a weekday need not be."""
    return {_sort(name), _sort(other)} != {"day", "month"}


def _sort(name: str) -> str:
    if name in _DAYS:
        return "day"
    if name in _MONTHS:
        return "month"
    return "direction" if name in _DIRECTIONS else "other"
