"""Paragraphs -> passages and the links between them: what the book of copies holds, told as records.

The result is a function of the set of paragraphs and the threshold, neither of their order nor of how they came.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from pipeline.copies.book import CopyBook
from pipeline.copies.fact_guard import shown, turned_round
from pipeline.copies.grouping import guarded_groups
from pipeline.copies.links import LinkColumns, PairColumns, passage_links
from pipeline.copies.pairs import TextPair
from pipeline.copies.records import Copies, CopyInput, CopyStats, LinkKind, Membership, Passage, PassageLink
from pipeline.copies.shingles import encode
from pipeline.copies.verify import similarities


def find_passages(paragraphs: Sequence[CopyInput], threshold: float = 0.65) -> Copies:
    """Group paragraphs into passages and link passages that are nearly the same and yet not.

    A passage is a connected component of pairs whose exact Jaccard similarity (character 5-grams of the normal form) is
    at least ``threshold`` and of which the fact guard says that no number, name or negation differs; a pair that would
    bring two altered texts together is left out, nearest pairs going first. Texts of fewer than
    ``book.MIN_NEAR_CHARS`` characters are copies only where their normal forms are equal. A passage is known by its
    earliest member, by (published_on, published_at_utc, article_id, position), nulls last, whose ``paragraph_id`` is
    its id. Every paragraph belongs to one.

    Args:
        paragraphs: in any order; ``paragraph_id`` must be unique.
        threshold: above 0, at most 1; the index is laid out for 0.65, where it misses 1 pair in 2,500, fewer above.

    Raises:
        ValueError: a paragraph id occurs twice, or the threshold is out of range.

    """
    book = CopyBook(threshold)
    book.update(added=paragraphs)
    return passages_of(book)


def passages_of(book: CopyBook) -> Copies:
    """Return the passages and links of all paragraphs in the book; see ``find_passages``."""
    ordered = sorted(book.paragraphs.values(), key=_place)
    place_of = {paragraph.paragraph_id: place for place, paragraph in enumerate(ordered)}
    rows = sorted(book.texts)
    node_of = {row: node for node, row in enumerate(rows)}
    first = np.array([min(place_of[name] for name in book.texts[row].members) for row in rows], np.int64)
    near, altered, holding = (_columns(pairs, node_of) for pairs in (book.near, book.altered, book.holding))
    origins = origin_places(first, near, altered)
    changed, held = passage_links(first, origins, altered, holding)
    memberships, passages = _memberships(book, ordered, place_of, dict(zip(rows, origins.tolist(), strict=True)))
    links = [*_links(changed, book.altered, "altered", ordered), *_links(held, book.holding, "contains", ordered)]
    return Copies(
        memberships=memberships,
        passages=passages,
        links=tuple(link for _, link in sorted(links, key=lambda placed: placed[0])),
        stats=CopyStats(
            paragraphs=len(ordered),
            distinct_texts=len(first),
            candidates=book.candidates,
            near_pairs=len(near),
            altered_pairs=len(altered),
            containing_pairs=len(holding),
            crowded_buckets=book.crowded_buckets,
            links_left_out=changed.left_out + held.left_out,
        ),
    )


def origin_places(first: NDArray[np.int64], near: PairColumns, altered: PairColumns) -> NDArray[np.int64]:
    """Return for each text the place of the origin of its passage.

    Args:
        first: the place of each text's earliest paragraph, in the order of all paragraphs.
        near: similar pairs of texts in which no fact differs.
        altered: similar pairs in which one does.

    """
    ends = first[near.left], first[near.right]
    nearest_first = np.lexsort((np.maximum(*ends), np.minimum(*ends), -near.similarity))
    joins = near.left[nearest_first], near.right[nearest_first]
    groups = guarded_groups(len(first), joins, (altered.left, altered.right))
    origins = np.full(len(first), np.iinfo(np.int64).max)
    np.minimum.at(origins, groups, first)
    places: NDArray[np.int64] = origins[groups]
    return places


def _place(paragraph: CopyInput) -> tuple[bool, date, float, str, int, str]:
    """Return where a paragraph stands in time: by day, then by the time of day where it is known, unknown ones last."""
    day, moment = paragraph.published_on, paragraph.published_at_utc
    time = moment.timestamp() if moment else math.inf
    return day is None, day or date.max, time, paragraph.article_id, paragraph.position, paragraph.paragraph_id


def _columns(pairs: Sequence[TextPair], node_of: Mapping[int, int]) -> PairColumns:
    return PairColumns(
        left=np.array([node_of[pair.left] for pair in pairs], np.int64),
        right=np.array([node_of[pair.right] for pair in pairs], np.int64),
        similarity=np.array([pair.similarity for pair in pairs], np.float64),
    )


def _links(
    links: LinkColumns, pairs: Sequence[TextPair], kind: LinkKind, ordered: Sequence[CopyInput]
) -> Iterator[tuple[tuple[int, int, str], PassageLink]]:
    columns = links.places, links.other_places, links.similarity, links.pairs, links.is_reversed
    for place, other, similarity, number, is_reversed in zip(*(column.tolist() for column in columns), strict=True):
        changes = pairs[number].changes
        yield (
            (place, other, kind),
            PassageLink(
                passage_id=ordered[place].paragraph_id,
                other_passage_id=ordered[other].paragraph_id,
                kind=kind,
                similarity=similarity,
                difference=shown(turned_round(changes) if is_reversed else changes),
            ),
        )


def _memberships(
    book: CopyBook, ordered: Sequence[CopyInput], place_of: Mapping[str, int], origin_of: Mapping[int, int]
) -> tuple[tuple[Membership, ...], tuple[Passage, ...]]:
    row_at = {place_of[name]: row for row, text in book.texts.items() for name in text.members}
    moved = [row for row, origin in origin_of.items() if row_at[origin] != row]
    similarity = dict(zip(moved, _similarities(book, moved, [row_at[origin_of[row]] for row in moved]), strict=True))
    by_origin: dict[int, list[int]] = {}
    for place in range(len(ordered)):
        by_origin.setdefault(origin_of[row_at[place]], []).append(place)
    memberships: list[Membership] = []
    passages: list[Passage] = []
    for origin, places in sorted(by_origin.items()):
        source = ordered[origin]
        memberships += [
            Membership(
                paragraph_id=ordered[place].paragraph_id,
                passage_id=source.paragraph_id,
                similarity=similarity.get(row_at[place], 1.0),
                is_origin=place == origin,
            )
            for place in places
        ]
        members = [ordered[place] for place in places]
        passages.append(
            Passage(
                passage_id=source.paragraph_id,
                origin_paragraph_id=source.paragraph_id,
                origin_article_id=source.article_id,
                origin_outlet_id=source.outlet_id,
                first_published_on=source.published_on,
                paragraphs=len(members),
                articles=len({member.article_id for member in members}),
                outlets=len({member.outlet_id for member in members if member.outlet_id is not None}),
            )
        )
    return tuple(memberships), tuple(passages)


def _similarities(book: CopyBook, rows: Sequence[int], others: Sequence[int]) -> list[float]:
    encoded = encode([book.texts[row].form for row in (*rows, *others)])
    half = np.arange(len(rows), dtype=np.int64)
    measured: list[float] = similarities(encoded, half, half + len(rows)).jaccard.tolist()
    return measured
