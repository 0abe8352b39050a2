"""Figures: claims on the same thing over the whole corpus, and whether they can all be true.

Grouping is conservative, because a false conflict does more harm than a missed one. Claims are about the same thing
only where unit, counted noun (all its content words), predicate, negation, day and place agree; nothing is taken for
a synonym but "people", "persons" and "individuals". Killed is not casualties, children are not civilians, and a toll
"since Thursday" is not that of "Thursday". Claims that name no place, in an article whose other claims name none, are
joined only where they claim the same value, so they never conflict; so are claims of an article that itself gives
several values for what looks like one thing.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from pipeline.claims.nouns import normal_noun
from pipeline.records import Modifier, Record


class FigureInput(Record, frozen=True, kw_only=True):
    """A claim as figures need it: the columns of ``claims``, with outlet, day and passage of where it stands.

    ``passage_id`` null makes the claim an origin of its own. ``as_of_text`` tells a daily toll from one since a day.
    """

    claim_id: str
    article_id: str
    char_start: int
    value: float
    value_low: float | None = None
    value_high: float | None = None
    modifier: Modifier = "exact"
    unit: str | None = None
    unit_kind: str | None = None
    counted: str | None = None
    predicate: str | None = None
    is_negated: bool = False
    place: str | None = None
    attributed_to: str | None = None
    as_of_on: date | None = None
    as_of_text: str | None = None
    passage_id: str | None = None
    outlet_id: str | None = None
    published_on: date | None = None


class Figure(Record, frozen=True, kw_only=True):
    """What the corpus claims about one thing; ``figure_id`` is the id of its earliest claim."""

    figure_id: str
    claim_ids: tuple[str, ...]
    counted: str
    predicate: str | None = None
    place: str | None = None
    as_of_on: date | None = None
    unit: str | None = None
    low: float | None = None
    modal: float
    high: float | None = None
    claims: int
    outlets: int
    independent_origins: int
    is_conflicting: bool = False


_Key = tuple[object, ...]


def group_figures(claims: Sequence[FigureInput]) -> Sequence[Figure]:
    """Group the claims of a corpus into figures.

    Args:
        claims: claims in any order; those that do not say what is counted belong to no figure.

    Returns:
        The figures in the order of their earliest claim by day, article and position; the same for every order of the
        claims. ``claim_ids`` are in that order too. A claim is in one figure at most.

    """
    usable = sorted((claim for claim in claims if claim.counted and normal_noun(claim.counted)), key=_order)
    places = _article_places(usable)
    groups: dict[_Key, list[FigureInput]] = defaultdict(list)
    for claim in usable:
        groups[_key(claim, places.get(claim.article_id))].append(claim)
    figures = [_figure(members) for group in groups.values() for members in _separate(group)]
    by_id = {claim.claim_id: claim for claim in usable}
    return tuple(sorted(figures, key=lambda figure: _order(by_id[figure.figure_id])))


def _order(claim: FigureInput) -> tuple[date, str, int, str]:
    return claim.published_on or date.max, claim.article_id, claim.char_start, claim.claim_id


def _article_places(claims: Iterable[FigureInput]) -> dict[str, str]:
    """Return the place that the claims of each article name most often, where there is one."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for claim in claims:
        if claim.place:
            counts[claim.article_id][claim.place.casefold()] += 1
    return {article: min(found, key=lambda place: (-found[place], place)) for article, found in counts.items()}


def _key(claim: FigureInput, article_place: str | None) -> _Key:
    place = claim.place.casefold() if claim.place else article_place
    day = claim.as_of_on or claim.published_on
    is_comparable = place is not None and day is not None and claim.predicate is not None
    same_value = () if is_comparable else (claim.value, claim.modifier)
    period = _period(claim.as_of_text)
    noun = normal_noun(claim.counted or "")
    return (claim.unit, noun, claim.predicate, claim.is_negated, place, day, period, same_value)


def _period(as_of_text: str | None) -> str:
    """Say what stretch of time a dated claim covers: up to a day, since a day, or within a period of its own."""
    words = (as_of_text or "").lower().split()
    if not words or words[0] in {"by", "until", "till", "as"}:
        return ""
    if words[0] in {"since", "from"}:
        return "since"
    return " ".join(words) if words[0] in {"in", "over", "during", "within", "last", "past", "the"} else "on"


def _separate(group: list[FigureInput]) -> Iterable[list[FigureInput]]:
    """Split a group by value where one article gives several values under no different names: they are other things."""
    stated: dict[tuple[str, str | None], list[FigureInput]] = defaultdict(list)
    for claim in group:
        stated[claim.article_id, claim.attributed_to].append(claim)
    if all(not _conflict(claims) for claims in stated.values()):
        return [group]
    by_value: dict[float, list[FigureInput]] = defaultdict(list)
    for claim in group:
        by_value[claim.value].append(claim)
    return by_value.values()


def _conflict(claims: Sequence[FigureInput]) -> bool:
    """Say whether the bounds of the claims cannot all be true; roundness of a number counts as a bound."""
    bounds = [_bounds(claim) for claim in claims]
    highest_low = max((low for low, _ in bounds if low is not None), default=None)
    lowest_high = min((high for _, high in bounds if high is not None), default=None)
    return highest_low is not None and lowest_high is not None and highest_low > lowest_high


def _bounds(claim: FigureInput) -> tuple[float | None, float | None]:
    """Return the ends of a claim widened by the precision with which it is written ("1,500" may be 1,463)."""
    slack = _slack(claim.value, claim.unit)
    low = claim.value_low - slack if claim.value_low is not None else None
    high = claim.value_high + slack if claim.value_high is not None else None
    return low, high


def _slack(value: float, unit: str | None) -> float:
    """Return half of the last digit that is written: 0 for small counts, 50 for 1,500, 0.05 for 2.3 percent."""
    if value == int(value):
        digits = str(abs(int(value)))
        zeros = len(digits) - len(digits.rstrip("0"))
        if unit is None and zeros < 2:
            return 0.0
        return float(10**zeros) / 2 if value else 0.0
    decimals = len(repr(value).rpartition(".")[2])
    return 0.5 / float(10**decimals)


def _figure(claims: Sequence[FigureInput]) -> Figure:
    first = claims[0]
    origins: dict[float, set[str]] = defaultdict(set)
    for claim in claims:
        origins[claim.value].add(claim.passage_id or claim.claim_id)
    counts = Counter(claim.value for claim in claims)
    modal = max(origins, key=lambda value: (len(origins[value]), counts[value], -value))
    has_low = any(claim.value_low is not None for claim in claims)
    has_high = any(claim.value_high is not None for claim in claims)
    place = next((claim.place for claim in claims if claim.place), None)
    return Figure(
        figure_id=first.claim_id,
        claim_ids=tuple(claim.claim_id for claim in claims),
        counted=first.counted or "",
        predicate=first.predicate,
        place=place,
        as_of_on=next((claim.as_of_on for claim in claims if claim.as_of_on), None),
        unit=first.unit,
        low=min(claim.value if claim.value_low is None else claim.value_low for claim in claims) if has_low else None,
        modal=modal,
        high=max(claim.value if claim.value_high is None else claim.value_high for claim in claims)
        if has_high
        else None,
        claims=len(claims),
        outlets=len({claim.outlet_id for claim in claims if claim.outlet_id}),
        independent_origins=len({claim.passage_id or claim.claim_id for claim in claims}),
        is_conflicting=_conflict(claims),
    )
