"""Paragraphs -> passages and the links between them: the whole road of this room, over plain data.

Verbatim copies (equal normal form) collapse first; what is left is compared through the index, verified from the text,
passed through the fact guard and grouped. The result is a function of the set of paragraphs, not of their order.
"""

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from pipeline.copies.grouping import guarded_groups
from pipeline.copies.links import passage_links, shown
from pipeline.copies.normal_form import normal_form
from pipeline.copies.pairs import TextPair, TextPairs, find_pairs
from pipeline.copies.records import Copies, CopyInput, CopyStats, Membership, Passage, PassageLink
from pipeline.copies.shingles import encode
from pipeline.copies.verify import similarities

MIN_NEAR_CHARS = 32
"""Texts whose normal form is shorter are copies only where it is equal: two subheads or source lines of a few words are
similar by chance, and one letter of difference can be the whole difference."""


def find_passages(paragraphs: Sequence[CopyInput], threshold: float = 0.65) -> Copies:
    """Group paragraphs into passages and link passages that are nearly the same and yet not.

    A passage is a connected component of pairs whose exact Jaccard similarity (character 5-grams of the normal form) is
    at least ``threshold`` and of which the fact guard says that no number, name or negation differs; a pair that would
    bring two altered texts together is left out, nearest pairs going first. Texts of fewer than ``MIN_NEAR_CHARS``
    characters are copies only where their normal forms are equal. A passage is known by its earliest member, by
    (published_on with nulls last, article_id, position), whose ``paragraph_id`` is its id. Every paragraph belongs to
    one.

    Args:
        paragraphs: in any order; ``paragraph_id`` must be unique.
        threshold: 0.6 to 1; the index is laid out to miss none at 0.65 (1 in 2,500 there, fewer above).

    Raises:
        ValueError: a paragraph id occurs twice, or the threshold is not above 0 and at most 1.

    """
    if not 0 < threshold <= 1:
        raise ValueError(f"threshold must be above 0 and at most 1, not {threshold}")
    ordered = sorted(paragraphs, key=_place)
    if len({paragraph.paragraph_id for paragraph in ordered}) < len(ordered):
        raise ValueError("paragraph ids must be unique")
    texts = _distinct_texts(ordered)
    pairs = find_pairs(
        texts.written[: texts.comparable], texts.forms[: texts.comparable], threshold, threads=os.cpu_count() or 1
    )
    origin_of = _groups(texts, pairs)
    links, left_out = passage_links(texts.first, origin_of, pairs)
    names = [paragraph.paragraph_id for paragraph in ordered]
    stats = CopyStats(
        paragraphs=len(ordered),
        distinct_texts=len(texts.forms),
        candidates=pairs.candidates,
        near_pairs=len(pairs.near),
        altered_pairs=len(pairs.altered),
        containing_pairs=len(pairs.holding),
        crowded_buckets=pairs.crowded_buckets,
        links_left_out=left_out,
    )
    memberships, passages = _memberships(ordered, texts, origin_of)
    return Copies(
        memberships=memberships,
        passages=passages,
        links=tuple(
            PassageLink(
                passage_id=names[link.place],
                other_passage_id=names[link.other_place],
                kind=link.kind,
                similarity=link.similarity,
                difference=shown(link.changes),
            )
            for link in links
        ),
        stats=stats,
    )


def _place(paragraph: CopyInput) -> tuple[bool, date, str, int, str]:
    day = paragraph.published_on
    return day is None, day or date.max, paragraph.article_id, paragraph.position, paragraph.paragraph_id


@dataclass(frozen=True)
class _Texts:
    """Distinct texts: those long enough to be compared first, then by a hash of the normal form.

    ``members`` are the paragraphs that have the text, as places in the order of paragraphs; ``first`` is the least.
    """

    forms: list[str]
    written: list[str]
    members: list[list[int]]
    first: list[int]
    comparable: int


def _distinct_texts(ordered: Sequence[CopyInput]) -> _Texts:
    places: dict[str, list[int]] = {}
    for place, paragraph in enumerate(ordered):
        # A text of marks alone has an empty normal form; it is a copy of the same marks only.
        form = normal_form(paragraph.text) or paragraph.text.strip()
        places.setdefault(form, []).append(place)
    forms = sorted(places, key=lambda form: (len(form) < MIN_NEAR_CHARS, _digest(form)))
    return _Texts(
        forms=forms,
        written=[_best_written({ordered[place].text for place in places[form]}) for form in forms],
        members=[places[form] for form in forms],
        first=[places[form][0] for form in forms],
        comparable=sum(len(form) >= MIN_NEAR_CHARS for form in forms),
    )


def _digest(form: str) -> bytes:
    return hashlib.blake2b(form.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _best_written(texts: set[str]) -> str:
    """Of texts with one normal form, the one whose capitals tell most: neither all small nor all capitals."""
    if len(texts) == 1:
        return next(iter(texts))
    return min(texts, key=lambda text: (not 0 < sum(map(str.isupper, text)) < len(text) / 8, text))


def _groups(texts: _Texts, pairs: TextPairs) -> list[int]:
    """Return for each text the origin of its passage, as a place in the order of paragraphs."""
    first = texts.first

    def nearest_first(pair: TextPair) -> tuple[float, int, int]:
        a, b = sorted((first[pair.left], first[pair.right]))
        return -pair.similarity, a, b

    joins = ((pair.left, pair.right) for pair in sorted(pairs.near, key=nearest_first))
    groups = guarded_groups(len(first), joins, ((pair.left, pair.right) for pair in pairs.altered))
    origins: dict[int, int] = {}
    for row, group in enumerate(groups):
        origins[group] = min(origins.get(group, first[row]), first[row])
    return [origins[group] for group in groups]


def _memberships(
    ordered: Sequence[CopyInput], texts: _Texts, origin_of: Sequence[int]
) -> tuple[tuple[Membership, ...], tuple[Passage, ...]]:
    row_at = {place: row for row, places in enumerate(texts.members) for place in places}
    moved = [row for row in range(len(texts.forms)) if origin_of[row] != texts.first[row]]
    origin_rows = [row_at[origin_of[row]] for row in moved]
    encoded = encode([texts.forms[row] for row in (*moved, *origin_rows)])
    half = np.arange(len(moved), dtype=np.int64)
    measured = similarities(encoded, half, half + len(moved)).jaccard.tolist()
    similarity = dict(zip(moved, measured, strict=True))

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
