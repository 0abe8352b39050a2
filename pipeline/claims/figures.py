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

Claims that may meet are a *block*: those of one kind that are linked by such pairs, by one article or by one passage.
What becomes of a block depends on its claims and on what their articles are about, and on nothing else of the corpus.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from pipeline.claims.contradiction import bounds_of, contradict
from pipeline.claims.figure_record import Figure, FigureInput
from pipeline.claims.meeting import blocks_of, joined_parts, possible_pairs
from pipeline.claims.nouns import normal_noun
from pipeline.claims.related import ArticleContext

__all__ = ["Figure", "FigureGroups", "FigureInput", "group_blocks", "group_figures", "kind_of"]

SAME_PREDICATE = {
    "kill": "die",
    "dead": "die",
    "perish": "die",
    "wound": "injure",
    "hurt": "injure",
    "arrest": "detain",
}
"""Predicates of one outcome in the words of different outlets, each with the one that stands for both."""


class FigureGroups(NamedTuple):
    """The figures in the order of their earliest claim, and the block of every claim that is in a figure."""

    figures: Sequence[Figure]
    blocks: Mapping[str, str]


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
    return group_blocks(claims, contexts or {}).figures


def group_blocks(claims: Sequence[FigureInput], contexts: Mapping[str, ArticleContext]) -> FigureGroups:
    """Group claims into figures, as ``group_figures`` does, and say which of them may meet.

    Args:
        claims: all claims of a corpus, or all those of some blocks and kinds (``kind_of``).
        contexts: what each article is about, by its id.

    """
    usable = sorted((claim for claim in claims if kind_of(claim) is not None), key=_order)
    groups: dict[Hashable, list[FigureInput]] = defaultdict(list)
    for claim in usable:
        groups[kind_of(claim)].append(claim)
    figures: list[Figure] = []
    blocks: dict[str, str] = {}
    for group in groups.values():
        for indices in blocks_of(group, contexts):
            block = [group[index] for index in indices]
            pairs = possible_pairs(block, contexts)
            figures += [_figure([block[index] for index in part]) for part in joined_parts(block, pairs)]
            blocks.update((claim.claim_id, block[0].claim_id) for claim in block)
    by_id = {claim.claim_id: claim for claim in usable}
    return FigureGroups(sorted(figures, key=lambda figure: _order(by_id[figure.figure_id])), blocks)


def _order(claim: FigureInput) -> tuple[date, str, int, str]:
    return claim.published_on or date.max, claim.article_id, claim.char_start, claim.claim_id


def kind_of(claim: FigureInput) -> tuple[str | bool | None, ...] | None:
    """Return what kind of thing a claim counts: only claims of one kind may meet. Null where it counts nothing."""
    noun = " ".join(normal_noun(claim.counted)) if claim.counted else ""
    if not noun:
        return None
    predicate = SAME_PREDICATE.get(claim.predicate or "", claim.predicate)
    if predicate and predicate.endswith("ise"):
        predicate = f"{predicate[:-3]}ize"  # British and American spellings of one verb
    # A share of something counted ("about half of the people") is no count of it.
    is_share = claim.unit is None and 0 < claim.value < 1
    return claim.unit, is_share, noun, predicate, claim.is_negated, _period(claim.as_of_text)


def _period(as_of_text: str | None) -> str:
    """Say what stretch of time a claim covers: up to or on a day, since a day, or within a period of its own."""
    words = (as_of_text or "").lower().split()
    if words and words[0] in {"since", "from"}:
        return "since"
    if words and words[0] in {"in", "over", "during", "within", "last", "past", "the"}:
        return " ".join(words)
    return ""


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
        is_conflicting=contradict(bounds_of(claim) for claim in claims),
    )
