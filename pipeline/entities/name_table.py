"""The names of a corpus, column by column: which stands in which article, how often, and what the model calls it.

This is what grouping looks at: each distinct name once, each article's names once, never a mention. A million articles
have some ten million pairs of article and name, so pairs are numbers in arrays and only distinct names are strings.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.entities.entity_records import EntityInput
from pipeline.entities.names import clean_name, parse_person
from pipeline.entities.people import are_told_apart
from pipeline.records import MentionKind


class NameTable(NamedTuple):
    """Names in articles; ``articles``, ``names`` and ``mentions`` have one entry a pair of article and name."""

    texts: Sequence[str]
    """The distinct names, cleaned."""
    labels: Sequence[Mapping[str, int]]
    """For each of ``texts`` how often the model gave it which label."""
    articles: NDArray[np.int64]
    """A number for the article."""
    names: NDArray[np.int64]
    """Which of ``texts``."""
    mentions: NDArray[np.int64]
    """How often the article has it."""


def name_of(surface: str, name: str | None, kind: MentionKind) -> str:
    """Return the name that a mention goes by; empty where it has none.

    It is the article's fullest name for the same entity, unless what stands there is plainly another person of that
    family.
    """
    if name is None:
        return ""
    text = clean_name(name)
    if kind == "name" and surface != name:
        written = clean_name(surface)
        if " " in written and _are_told_apart(written, text):
            return written
    return text


def name_table(mentions: Sequence[EntityInput]) -> tuple[NameTable, NDArray[np.int64]]:
    """Gather the names of mentions.

    Returns:
        The table, and for each mention the number of its entry; -1 where it has no name.

    """
    numbers: dict[str, int] = {}
    texts: dict[str, int] = {}
    labels: list[dict[str, int]] = []
    entries: dict[tuple[int, int], int] = {}
    counts: list[int] = []
    entry_of = np.full(len(mentions), -1, dtype=np.int64)
    for index, mention in enumerate(mentions):
        text = name_of(mention.surface, mention.name, mention.kind)
        if not text:
            continue
        if text not in texts:
            texts[text] = len(texts)
            labels.append({})
        if mention.label is not None:
            votes = labels[texts[text]]
            votes[mention.label] = votes.get(mention.label, 0) + mention.count
        pair = (numbers.setdefault(mention.article_id, len(numbers)), texts[text])
        if pair not in entries:
            entries[pair] = len(entries)
            counts.append(0)
        entry_of[index] = entries[pair]
        counts[entries[pair]] += mention.count
    pairs = np.array(list(entries), dtype=np.int64).reshape(-1, 2)
    table = NameTable(list(texts), labels, pairs[:, 0], pairs[:, 1], np.array(counts, dtype=np.int64))
    return table, entry_of


@lru_cache(maxsize=10_000)
def _are_told_apart(written: str, text: str) -> bool:
    one, other = parse_person(written), parse_person(text)
    return one is not None and other is not None and are_told_apart(one, other)
