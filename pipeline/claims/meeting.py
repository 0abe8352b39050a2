"""Which claims of one kind may be about the same thing, and which of them then stand together.

The rules are told in ``figures``. What is done here takes time in proportion to the claims and to what their articles
share, also where thousands of claims are of one day: boilerplate that many articles carry, and articles that give
hundreds of numbers of a kind, are bounded.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain, combinations, pairwise
from typing import NamedTuple

from pipeline.claims.contradiction import Bounds, bounds_of, contradict
from pipeline.claims.figure_record import FigureInput
from pipeline.claims.related import ArticleContext, related_pairs

MAX_RATIO = 5.0

MAX_COPIES = 64
"""Claims of more copies of a passage than this are paired with the earliest of them that says the same."""

MAX_IN_ARTICLE = 60
"""Different claims of one kind that an article is asked for; the rest of a longer table of numbers stay alone."""


class _Day(NamedTuple):
    """The claims of one kind and day, all and those that are asked for, by article."""

    indices: Sequence[int]
    asked: Mapping[str, Sequence[int]]


def blocks_of(group: Sequence[FigureInput], contexts: Mapping[str, ArticleContext]) -> list[list[int]]:
    """Return the blocks of claims of one kind, as their numbers in the group, each in order, by their first claim.

    In a block are claims that may be about the same thing, and all of one article, and those of a day in one passage.

    Args:
        group: claims of one kind, in their order.
        contexts: what each article is about, by its id.

    """
    parent = list(range(len(group)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    by_article = _by_article(range(len(group)), group)
    asked = {article: _asked(indices, group) for article, indices in by_article.items()}
    linked = chain.from_iterable(pairwise(indices) for indices in by_article.values())
    for one, other in chain(linked, _links(group, asked, contexts)):
        left, right = root(one), root(other)
        parent[max(left, right)] = min(left, right)
    blocks: dict[int, list[int]] = {}
    for index in range(len(group)):
        blocks.setdefault(root(index), []).append(index)
    return list(blocks.values())


def possible_pairs(block: Sequence[FigureInput], contexts: Mapping[str, ArticleContext]) -> list[tuple[int, int]]:
    """Return the pairs of claims that may be about the same thing: copies first, then equal values, then the rest.

    Args:
        block: the claims of a block, in their order; a pair has their numbers in it.
        contexts: what each article is about, by its id.

    """
    bounds = [bounds_of(claim) for claim in block]
    by_article = _by_article(range(len(block)), block)
    given = {article: {block[index].value for index in indices} for article, indices in by_article.items()}
    alike: set[tuple[int, int]] = set()
    asked = {article: _asked(indices, block, alike) for article, indices in by_article.items()}
    near = {pair for day in _days(block, asked) for pair in _near(day, block, contexts)}
    ranked = []
    for one, other in near | alike:
        first, second = block[one], block[other]
        do_both_give_both = second.value in given[first.article_id] and first.value in given[second.article_id]
        if do_both_give_both and contradict((bounds[one], bounds[other])):
            continue
        is_copy = first.passage_id is not None and first.passage_id == second.passage_id
        is_placed = first.place is not None and first.place == second.place
        ranked.append((not is_copy, first.value != second.value, not is_placed, one, other))
    return [(one, other) for *_, one, other in sorted(ranked)]


def joined_parts(group: Sequence[FigureInput], pairs: Iterable[tuple[int, int]]) -> Iterator[list[int]]:
    """Join claims of one kind in the order of the pairs; a join of what must stay apart is refused.

    Yields:
        The numbers of the claims of each part, in order.

    """
    says = [_Saying.of(claim) for claim in group]
    parts = {index: {index} for index in range(len(group))}
    # What is said alike is asked about once, however many copies say it.
    sayings = {index: {says[index]} for index in range(len(group))}
    part_of = list(range(len(group)))
    for one, other in pairs:
        left, right = part_of[one], part_of[other]
        if left == right or not all(_may_stand_together(a, b) for a in sayings[left] for b in sayings[right]):
            continue
        kept, gone = (left, right) if len(parts[left]) >= len(parts[right]) else (right, left)
        for index in parts[gone]:
            part_of[index] = kept
        parts[kept] |= parts.pop(gone)
        sayings[kept] |= sayings.pop(gone)
    return (sorted(members) for members in parts.values())


class _Saying(NamedTuple):
    """What decides whether a claim can stand beside another one."""

    value: float
    bounds: Bounds
    place: str | None
    as_of_on: date | None
    has_predicate: bool
    source: str | None
    article_id: str

    @classmethod
    def of(cls, claim: FigureInput) -> "_Saying":
        return cls(
            claim.value,
            bounds_of(claim),
            claim.place,
            claim.as_of_on,
            claim.predicate is not None,
            claim.source,
            claim.article_id,
        )


def _may_stand_together(one: _Saying, other: _Saying) -> bool:
    if one.place and other.place and one.place != other.place:
        return False
    if one.as_of_on and other.as_of_on and one.as_of_on != other.as_of_on:
        return False
    if max(one.value, other.value) > MAX_RATIO * min(one.value, other.value):
        return False
    if not contradict((one.bounds, other.bounds)):
        return True
    is_told_apart = one.source is not None and other.source is not None and one.source != other.source
    return one.has_predicate and (one.article_id != other.article_id or is_told_apart)


def _by_article(indices: Iterable[int], group: Sequence[FigureInput]) -> dict[str, list[int]]:
    by_article: dict[str, list[int]] = defaultdict(list)
    for index in indices:
        by_article[group[index].article_id].append(index)
    return by_article


def _near(day: _Day, group: Sequence[FigureInput], contexts: Mapping[str, ArticleContext]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of a day's claims that copies, one article or related articles bring together."""
    yield from chain.from_iterable(_copies(indices, group) for indices in _by_passage(day, group))
    yield from chain.from_iterable(combinations(indices, 2) for indices in day.asked.values())
    for left, right in related_pairs(day.asked, contexts):
        yield from ((min(a, b), max(a, b)) for a in day.asked[left] for b in day.asked[right])


def _links(
    group: Sequence[FigureInput], asked: Mapping[str, Collection[int]], contexts: Mapping[str, ArticleContext]
) -> Iterator[tuple[int, int]]:
    """Yield enough pairs to link all claims that ``_near`` brings together, and those of a day in one passage."""
    for day in _days(group, asked):
        yield from chain.from_iterable(pairwise(indices) for indices in _by_passage(day, group))
        for left, right in related_pairs(day.asked, contexts):
            yield day.asked[left][0], day.asked[right][0]


def _by_passage(day: _Day, group: Sequence[FigureInput]) -> Iterable[list[int]]:
    copies: dict[str, list[int]] = defaultdict(list)
    for index in day.indices:
        passage = group[index].passage_id
        if passage is not None:
            copies[passage].append(index)
    return copies.values()


def _asked(
    indices: Sequence[int], group: Sequence[FigureInput], alike: set[tuple[int, int]] | None = None
) -> list[int]:
    """Return the claims of an article that may meet others; ``alike`` takes pairs of those and what repeats them."""
    firsts: dict[Hashable, int] = {}
    for index in indices:
        claim = group[index]
        key = _sense(claim), claim.passage_id, claim.published_on
        first = firsts.setdefault(key, index)
        if first != index and alike is not None:
            alike.add((first, index))
    return list(firsts.values())[:MAX_IN_ARTICLE]


def _copies(indices: Sequence[int], group: Sequence[FigureInput]) -> Iterator[tuple[int, int]]:
    """Yield pairs among the claims of a passage: all of them, or above a cap those that link them."""
    if len(indices) <= MAX_COPIES:
        yield from combinations(indices, 2)
        return
    firsts: dict[Hashable, int] = {}
    for index in indices:
        first = firsts.setdefault(_sense(group[index]), index)
        if first != index:
            yield first, index
    yield from combinations(list(firsts.values())[:MAX_COPIES], 2)


def _sense(claim: FigureInput) -> Hashable:
    return claim.value, claim.value_low, claim.value_high, claim.place, claim.as_of_on, claim.source


def _days(group: Sequence[FigureInput], asked: Mapping[str, Collection[int]]) -> Iterator[_Day]:
    """Yield the claims published on one day, and those as of one day; undated ones meet the undated."""
    published: dict[date | None, list[int]] = defaultdict(list)
    as_of: dict[date, list[int]] = defaultdict(list)
    for index, claim in enumerate(group):
        published[claim.published_on].append(index)
        if claim.as_of_on:
            as_of[claim.as_of_on].append(index)
    chosen = {index for indices in asked.values() for index in indices}
    for indices in chain(published.values(), as_of.values()):
        yield _Day(indices, _by_article((index for index in indices if index in chosen), group))
