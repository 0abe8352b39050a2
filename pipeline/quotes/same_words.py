"""Which texts of one speaker are the same words: equal, near-identical, or one held in the other.

Similarity is that of ``pipeline.copies``, between texts of one speaker. How the texts of a speaker are grouped
depends on these alone, so speakers can be grouped one at a time or together. Articles, outlets and ids are not known
here.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import groupby
from typing import NamedTuple

import numpy as np

from pipeline.copies.grouping import guarded_groups
from pipeline.copies.normal_form import normal_form
from pipeline.copies.pairs import FactReader, TextPair, TextPairs, find_pairs, holding_pairs, similar_pairs
from pipeline.word_lists import listed

NEAR_THRESHOLD = 0.65
"""Least Jaccard similarity of near-identical texts, the same as for paragraphs."""

MIN_WORDS = 3
MIN_CHARS = 15
"""Shorter fragments ("war crimes") are the same words only where they are equal."""

MIN_TELLING_WORDS = 2
"""A fragment is held in a longer text only where so many of its words are not among the commonest."""

LONG_WORDS = 7
LONG_CHARS = 40
"""A shorter fragment that several statements hold is nobody's; a longer one goes with the nearest of them."""

MAX_COMPARED_WITH_ALL = 64
"""Up to this many texts of a speaker are all compared with each other; that is quicker than an index of them."""

MAX_FILLED = 20
"""Texts of a speaker that differ in numbers and names only are compared with each other up to this many."""

_SLOT = re.compile(r"\d[\d.,:]*|(?<=[a-z,;] )[A-Z][\w'’-]*")
_SHORT_CHARS = 24
"""The index of ``copies`` finds held texts from this length on; shorter ones are looked up word by word."""

_SHORT_WORDS = range(MIN_WORDS, 9)
_NEGATIONS = {"not", "no", "never", "nor", "neither", "without", "cannot", "cant", "wont", "dont", "doesnt", "didnt"}
_COMMON_WORDS = frozenset(
    listed(
        """
        a about after again all also always am an and any are as at be because been before being but by can could
        did do does dont for from get go going good got had has have he her here him his how i if im in into is it
        its just know like make many me more most much must my never no not now of on one or other our out over
        really right said say see she should so some such than that thats the their them then there these they thing
        things think this those time to too up us very want was way we well were what when where which who why will
        with would yes you your
        """
    )
)
_NEGATION_REACH = 3


class SpokenText(NamedTuple):
    """The normal form of what somebody said."""

    speaker: str
    words: str


class _Hold(NamedTuple):
    """A text (row) that holds another one of the same speaker."""

    holder: int
    held: int
    similarity: float


def group_same_words(spoken: Mapping[SpokenText, str], reported: Set[SpokenText]) -> dict[SpokenText, SpokenText]:
    """Group texts of the same speaker that are the same words.

    Args:
        spoken: each speaker's distinct normal forms, with one text of that form as written (for the fact guard).
        reported: those of them that stand in reported speech only, which no quotation is held in.

    Returns:
        Each text with the one that stands for its group; the same for every order of the input. Two texts that differ
        in a number, a name or a negation are never in one group.

    """
    rows = sorted(spoken)
    row_of = {text: row for row, text in enumerate(rows)}
    pairs = _pairs(rows, [spoken[text] for text in rows])
    barriers = [(pair.left, pair.right) for pair in pairs.altered]
    near = [
        (pair.left, pair.right)
        for pair in sorted(pairs.near, key=lambda pair: (-pair.similarity, pair.left, pair.right))
    ]
    holds = [
        _Hold(pair.left, pair.right, pair.similarity)
        for pair in pairs.holding
        if _is_held(rows[pair.right].words, rows[pair.left].words, has_changes=bool(pair.changes))
    ]
    holds += _short_holds(rows, row_of)
    reported_rows = {row_of[text] for text in reported}
    holds = [hold for hold in holds if hold.holder not in reported_rows and hold.held not in reported_rows]
    clusters = _grouped(len(rows), near, barriers)
    groups = _grouped(len(rows), [*near, *_attach(rows, clusters, holds, barriers)], barriers)
    return {text: rows[group] for text, group in zip(rows, groups, strict=True)}


def _grouped(count: int, joins: Sequence[tuple[int, int]], barriers: Sequence[tuple[int, int]]) -> list[int]:
    ends = [np.array(pairs, dtype=np.int64).reshape(-1, 2) for pairs in (joins, barriers)]
    groups: list[int] = guarded_groups(count, *((pairs[:, 0], pairs[:, 1]) for pairs in ends)).tolist()
    return groups


def _is_comparable(form: str) -> bool:
    return len(form) >= MIN_CHARS and form.count(" ") >= MIN_WORDS - 1


def _says_something(form: str) -> bool:
    """Say whether a fragment is more than common words: "I think she will" is part of many things that people say."""
    return sum(word not in _COMMON_WORDS for word in form.split(" ")) >= MIN_TELLING_WORDS


def _pairs(rows: list[SpokenText], written: list[str]) -> TextPairs:
    """Compare the texts of each speaker with each other: all pairs of few, and through an index those of many."""
    near: list[TextPair] = []
    holding: list[TextPair] = []
    altered: list[TextPair] = []
    few = [np.empty(0, np.uint64)]
    for own in _comparable_by_speaker(rows, written):
        if len(own) > MAX_COMPARED_WITH_ALL:
            found = find_pairs([written[row] for row in own], [rows[row].words for row in own], NEAR_THRESHOLD)
            for pairs, total in ((found.near, near), (found.altered, altered), (found.holding, holding)):
                total += [TextPair(own[pair.left], own[pair.right], pair.similarity, pair.changes) for pair in pairs]
        else:
            left, right = np.triu_indices(len(own), 1)
            numbers = np.array(own, dtype=np.uint64)
            few.append(numbers[left] << np.uint64(32) | numbers[right])
    candidates = np.concatenate(few)
    facts = FactReader(written.__getitem__)

    def form_of(row: int) -> str:
        return rows[row].words

    for pair in similar_pairs(form_of, candidates, NEAR_THRESHOLD, 1):
        judged = facts.judged(pair)
        (altered if judged.changes else near).append(judged)
    holding += [facts.judged(pair) for pair in holding_pairs(form_of, candidates, NEAR_THRESHOLD, 1)]
    return TextPairs(near=near, altered=altered, holding=holding)


def _comparable_by_speaker(rows: list[SpokenText], written: list[str]) -> Iterator[list[int]]:
    """Yield the rows of each speaker that can be near to others, in order.

    Texts that differ from many others in numbers and names only, such as a spokesman's daily count, are left out: all
    pairs of them would be found near and then altered; equal ones are one group anyway.
    """
    for _, group in groupby(range(len(rows)), key=lambda row: rows[row].speaker):
        own = [row for row in group if _is_comparable(rows[row].words)]
        if len(own) > MAX_FILLED:
            templates: dict[str, list[int]] = defaultdict(list)
            for row in own:
                templates[normal_form(_SLOT.sub(" 0 ", written[row]))].append(row)
            own = sorted(row for alike in templates.values() if len(alike) <= MAX_FILLED for row in alike)
        yield own


def _is_held(short: str, long: str, *, has_changes: bool) -> bool:
    """Say whether a text is the same words as a part of another one: word for word, or with edits but equal facts.

    "I will resign" is not what "I will never say that I will resign" says, but that is beyond words; only a negation
    right before the part is looked at.
    """
    if not _says_something(short):
        return False
    place = f" {long} ".find(f" {short} ")
    if place < 0:
        return not has_changes
    before = long[:place].split()[-_NEGATION_REACH:]
    return _NEGATIONS.isdisjoint(before)


def _short_holds(rows: list[SpokenText], row_of: Mapping[SpokenText, int]) -> Iterator[_Hold]:
    """Find the short fragments of a speaker in the same speaker's longer texts, in time linear in the words."""
    short: set[SpokenText] = {text for text in rows if _is_comparable(text.words) and len(text.words) < _SHORT_CHARS}
    lengths: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for text in short:
        words = text.words.split(" ")
        if len(words) in _SHORT_WORDS:
            lengths[text.speaker][" ".join(words[:MIN_WORDS])].add(len(words))
    for row, text in enumerate(rows):
        own = lengths.get(text.speaker)
        if own is None:
            continue
        words = text.words.split(" ")
        for start, first in enumerate(zip(*(words[number:] for number in range(MIN_WORDS)), strict=False)):
            for count in sorted(own.get(" ".join(first), ())):
                part = words[start : start + count]
                if len(part) < count:
                    break
                joined = " ".join(part)
                found = SpokenText(text.speaker, joined)
                if found != text and found in short and _is_held(joined, text.words, has_changes=False):
                    yield _Hold(row, row_of[found], len(joined) / len(text.words))


def _attach(
    rows: list[SpokenText], clusters: list[int], holds: list[_Hold], barriers: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Choose for each cluster the one cluster that holds it, so that a fragment never joins two statements.

    Args:
        rows: the texts.
        clusters: for each row the row that stands for its cluster of near-identical texts.
        holds: the holding pairs, of rows.
        barriers: pairs of rows that differ in a fact.

    Returns:
        The pairs of rows to be joined.

    """
    longest: dict[int, int] = {}
    for row, cluster in enumerate(clusters):
        longest[cluster] = max(longest.get(cluster, 0), len(rows[row].words))
    against: dict[int, set[int]] = defaultdict(set)
    for one, other in barriers:
        against[clusters[one]].add(clusters[other])
        against[clusters[other]].add(clusters[one])
    holders: dict[int, list[_Hold]] = defaultdict(list)
    for hold in holds:
        if longest[clusters[hold.holder]] > longest[clusters[hold.held]]:
            holders[clusters[hold.held]].append(hold)
    root = {cluster: cluster for cluster in longest}
    attached: dict[int, set[int]] = {cluster: {cluster} for cluster in longest}
    joins: list[tuple[int, int]] = []
    for cluster in sorted(holders, key=lambda cluster: (-longest[cluster], cluster)):
        candidates = [
            hold for hold in holders[cluster] if against[cluster].isdisjoint(attached[root[clusters[hold.holder]]])
        ]
        if not candidates:
            continue
        best = min(candidates, key=lambda hold: (-hold.similarity, hold.holder, hold.held))
        is_unique = len({root[clusters[hold.holder]] for hold in candidates}) == 1
        words = rows[best.held].words
        if is_unique or (len(words) >= LONG_CHARS and words.count(" ") >= LONG_WORDS - 1):
            root[cluster] = root[clusters[best.holder]]
            attached[root[cluster]].add(cluster)
            joins.append((best.holder, best.held))
    return joins
