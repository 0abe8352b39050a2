"""Figures: claims on the same thing over the whole corpus, and whether they can all be true.

Grouping is conservative, because a false conflict does more harm than a missed one. Two claims are about the same thing
only where

- unit, counted noun (all its content words), predicate and negation agree. Nothing is taken for a synonym but "people"
  and "persons", and the predicates of ``SAME_PREDICATE``: killed is not casualties, children are not civilians;
- they are of one day: as of the same day where both say one, else published on the same day. A toll "since Thursday" is
  not that of "Thursday";
- their places agree, or one names none;
- they stand in the same passage, in the same article, or in two articles about the same events (``related``);
- an article that gives both names a different source for each, and another article gives only one of them: an article
  knows what it tells apart, such as the toll of yesterday and that of today;
- one is at most ``MAX_RATIO`` times the other: beyond that, they are of other things;
- where they contradict each other, both say what happened to what is counted.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import combinations

from pipeline.claims.nouns import normal_noun
from pipeline.claims.related import ArticleContext, related_articles
from pipeline.records import Modifier, Record

MAX_RATIO = 5.0

SAME_PREDICATE = {
    "kill": "die",
    "dead": "die",
    "perish": "die",
    "wound": "injure",
    "hurt": "injure",
    "arrest": "detain",
}
"""Predicates of one outcome in the words of different outlets, each with the one that stands for both."""


class FigureInput(Record, frozen=True, kw_only=True):
    """A claim as figures need it: the columns of ``claims``, with outlet, day and passage of where it stands.

    ``place`` is a canonical name. ``source`` is who says so, by entity or name, null for the article itself.
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
    source: str | None = None
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


def group_figures(
    claims: Sequence[FigureInput], contexts: Mapping[str, ArticleContext] | None = None
) -> Sequence[Figure]:
    """Group the claims of a corpus into figures.

    Args:
        claims: claims in any order; those that do not say what is counted belong to no figure.
        contexts: what each article is about, by its id; articles without one are related to none.

    Returns:
        The figures in the order of their earliest claim by day, article and position; the same for every order of the
        claims. ``claim_ids`` are in that order too. A claim is in one figure at most.

    """
    usable = sorted((claim for claim in claims if claim.counted and normal_noun(claim.counted)), key=_order)
    related = related_articles(contexts or {})

    def is_related(one: FigureInput, other: FigureInput) -> bool:
        pair = (one.article_id, other.article_id)
        return min(pair) == max(pair) or (min(pair), max(pair)) in related

    groups: dict[tuple[object, ...], list[FigureInput]] = defaultdict(list)
    for claim in usable:
        groups[_kind(claim)].append(claim)
    figures = [_figure(members) for group in groups.values() for members in _joined(group, is_related)]
    by_id = {claim.claim_id: claim for claim in usable}
    return tuple(sorted(figures, key=lambda figure: _order(by_id[figure.figure_id])))


def _order(claim: FigureInput) -> tuple[date, str, int, str]:
    return claim.published_on or date.max, claim.article_id, claim.char_start, claim.claim_id


def _kind(claim: FigureInput) -> tuple[object, ...]:
    predicate = SAME_PREDICATE.get(claim.predicate or "", claim.predicate)
    if predicate and predicate.endswith("ise"):
        predicate = f"{predicate[:-3]}ize"  # British and American spellings of one verb
    is_share = claim.unit is None and 0 < claim.value < 1
    noun = normal_noun(claim.counted or "")
    # A share of something counted ("about half of the people") is no count of it.
    return claim.unit, is_share, noun, predicate, claim.is_negated, _period(claim.as_of_text)


def _period(as_of_text: str | None) -> str:
    """Say what stretch of time a claim covers: up to or on a day, since a day, or within a period of its own."""
    words = (as_of_text or "").lower().split()
    if words and words[0] in {"since", "from"}:
        return "since"
    if words and words[0] in {"in", "over", "during", "within", "last", "past", "the"}:
        return " ".join(words)
    return ""


def _joined(
    group: Sequence[FigureInput], is_related: Callable[[FigureInput, FigureInput], bool]
) -> Iterable[list[FigureInput]]:
    """Join claims of one kind, the surest pairs first; a join of what must stay apart is refused."""
    parts = {index: [index] for index in range(len(group))}
    part_of = list(range(len(group)))
    for one, other in _pairs(group, is_related):
        left, right = part_of[one], part_of[other]
        if left == right or not all(_may_stand_together(group[a], group[b]) for a in parts[left] for b in parts[right]):
            continue
        kept, gone = min(left, right), max(left, right)
        parts[kept] += parts.pop(gone)
        for index in parts[kept]:
            part_of[index] = kept
    return ([group[index] for index in sorted(members)] for members in parts.values())


def _pairs(
    group: Sequence[FigureInput], is_related: Callable[[FigureInput, FigureInput], bool]
) -> list[tuple[int, int]]:
    """Return the pairs that may be about the same thing: copies first, then equal values, then the rest."""
    found = []
    given: dict[str, set[float]] = defaultdict(set)
    for claim in group:
        given[claim.article_id].add(claim.value)
    for indices in _same_day(group):
        for one, other in combinations(indices, 2):
            first, second = group[one], group[other]
            is_copy = first.passage_id is not None and first.passage_id == second.passage_id
            if not (is_copy or is_related(first, second)):
                continue
            do_both_give_both = second.value in given[first.article_id] and first.value in given[second.article_id]
            if _conflict((first, second)) and do_both_give_both:
                continue
            is_placed = first.place is not None and first.place == second.place
            found.append(((not is_copy, first.value != second.value, not is_placed), one, other))
    return [(one, other) for _, one, other in sorted(found)]


def _same_day(group: Sequence[FigureInput]) -> Iterable[list[int]]:
    """Yield the claims published on one day, and those as of one day; undated ones are compared with the undated."""
    published: dict[date | None, list[int]] = defaultdict(list)
    as_of: dict[date, list[int]] = defaultdict(list)
    for index, claim in enumerate(group):
        published[claim.published_on].append(index)
        if claim.as_of_on:
            as_of[claim.as_of_on].append(index)
    return [*published.values(), *as_of.values()]


def _may_stand_together(one: FigureInput, other: FigureInput) -> bool:
    if one.place and other.place and one.place != other.place:
        return False
    if one.as_of_on and other.as_of_on and one.as_of_on != other.as_of_on:
        return False
    if max(one.value, other.value) > MAX_RATIO * min(one.value, other.value):
        return False
    if not _conflict((one, other)):
        return True
    is_told_apart = one.source is not None and other.source is not None and one.source != other.source
    return one.predicate is not None and (one.article_id != other.article_id or is_told_apart)


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
    lows = [claim.value if claim.value_low is None else claim.value_low for claim in claims]
    highs = [claim.value if claim.value_high is None else claim.value_high for claim in claims]
    has_low = any(claim.value_low is not None for claim in claims)
    has_high = any(claim.value_high is not None for claim in claims)
    return Figure(
        figure_id=first.claim_id,
        claim_ids=tuple(claim.claim_id for claim in claims),
        counted=first.counted or "",
        predicate=first.predicate,
        place=next((claim.place for claim in claims if claim.place), None),
        as_of_on=next((claim.as_of_on for claim in claims if claim.as_of_on), None),
        unit=first.unit,
        low=min(lows) if has_low else None,
        modal=modal,
        high=max(highs) if has_high else None,
        claims=len(claims),
        outlets=len({claim.outlet_id for claim in claims if claim.outlet_id}),
        independent_origins=len({claim.passage_id or claim.claim_id for claim in claims}),
        is_conflicting=_conflict(claims),
    )
