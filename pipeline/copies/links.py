"""Altered and holding pairs of texts -> links between the passages that the texts belong to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.copies.fact_guard import Change
from pipeline.copies.pairs import TextPair
from pipeline.copies.records import LinkKind

MAX_LINKS = 16
"""A passage lists links of a kind to this many nearest relatives; more only where they list it. Ten thousand
notices from one template would otherwise make fifty million links."""
_MAX_SHOWN = 3


@dataclass(frozen=True)
class Link:
    """A link between two passages, known by the places of their origins; ``changes`` read from the first to the
    other.
    """

    place: int
    other_place: int
    kind: LinkKind
    similarity: float
    changes: tuple[Change, ...]


def passage_links(
    first: Mapping[int, int], origin_of: Mapping[int, int], altered: Iterable[TextPair], holding: Iterable[TextPair]
) -> tuple[list[Link], int]:
    """Return the links between passages, ordered by place, and the count of those left out by ``MAX_LINKS``.

    Of several pairs of texts between two passages the most similar one speaks for them. Where two passages are altered,
    that one holds the other is not told as well.

    Args:
        first: the place of each text's earliest paragraph, in the order of all paragraphs, by row.
        origin_of: the place of the origin of each text's passage, by row.
        altered: pairs of texts in which a fact differs.
        holding: pairs of which the left text holds the right one.

    """
    links = _nearest(altered, first, origin_of, "altered")
    known = {frozenset((link.place, link.other_place)) for link in links}
    held = _nearest(holding, first, origin_of, "contains")
    held = [link for link in held if frozenset((link.place, link.other_place)) not in known]
    kept = [*_capped(links), *_capped(held)]
    left_out = len(links) + len(held) - len(kept)
    return sorted(kept, key=lambda link: (link.place, link.other_place, link.kind)), left_out


def shown(changes: Sequence[Change]) -> str | None:
    """Return changes for people: ``21 → 27; not → –``; null where there are none."""
    parts = [f"{change.old or '–'} → {change.new or '–'}" for change in changes[:_MAX_SHOWN]]
    return "; ".join([*parts, "…"] if len(changes) > _MAX_SHOWN else parts) or None


def _nearest(
    pairs: Iterable[TextPair], first: Mapping[int, int], origin_of: Mapping[int, int], kind: LinkKind
) -> list[Link]:
    best: dict[tuple[int, int], tuple[tuple[float, int, int], Link]] = {}
    for pair in pairs:
        a, b, changes = pair.left, pair.right, pair.changes
        if kind == "altered" and origin_of[a] > origin_of[b]:
            a, b, changes = b, a, tuple(Change(change.new, change.old) for change in changes)
        ends = origin_of[a], origin_of[b]
        if ends[0] == ends[1]:
            continue
        order = (-pair.similarity, first[a], first[b])
        if ends not in best or order < best[ends][0]:
            best[ends] = order, Link(*ends, kind, pair.similarity, changes)
    return [link for _, link in best.values()]


def _capped(links: Sequence[Link]) -> list[Link]:
    listed: dict[int, int] = {}
    kept: list[Link] = []
    for link in sorted(links, key=lambda link: (-link.similarity, link.place, link.other_place)):
        ends = link.place, link.other_place
        counts = [listed.get(end, 0) for end in ends]
        for end, count in zip(ends, counts, strict=True):
            listed[end] = count + 1
        if min(counts) < MAX_LINKS:
            kept.append(link)
    return kept
