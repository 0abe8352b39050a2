"""Whether two single-word names are spellings of one name.

Words are folded and in their standard spelling (``spellings``). Who a name stands for is the business of the entities.
"""

from rapidfuzz.distance import OSA

from pipeline.copies.wordlists import word_set

_CLOSED = word_set(
    """
    monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun january
    february march april may june july august september october november december jan feb mar apr jun jul aug sep
    sept oct nov dec north south east west northern southern eastern western
    """
)
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
    latvia lithuania
    chad china
    sweden sudan
    macedonia macedonian
    dominica dominican
    moldova moldovan
    mauritius mauritania
    paris parish
    shia sunni
    houthis houthi
    """.strip().split("\n")
)
_ONE_EDIT_CHARS = 5
_TWO_EDIT_CHARS = 9


def are_same_name(name: str, other: str) -> bool:
    """Whether two names are one: equal but for an ending ``s``, or for a slip or variant of one or two letters.

    Names of fewer than five letters must be equal; five to eight may differ in one edit that leaves the first letter,
    longer ones in two. Days, months, directions and known pairs such as Iran and Iraq never count as slips.
    """
    if name == other or name + "s" == other or other + "s" == name:
        return True
    if name in _CLOSED or other in _CLOSED or name[0] != other[0] or frozenset((name, other)) in _DISTINCT:
        return False
    shortest = min(len(name), len(other))
    if shortest < _ONE_EDIT_CHARS:
        return False
    edits = 2 if shortest >= _TWO_EDIT_CHARS else 1
    return OSA.distance(name, other, score_cutoff=edits) <= edits
