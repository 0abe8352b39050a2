"""Which articles are about the same events: the context in which two claims can be about the same thing.

Only the shared context is found here; which claims it brings together is decided in ``figures``.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from itertools import combinations

from pipeline.records import Record

MIN_SHARED = 3
"""Distinctive entities that two articles must share: one place or one person alone is in too many stories."""

MIN_OVERLAP = 0.35
"""Least share of the entities of the article that has fewer, 0 to 1."""

MAX_ARTICLES = 200
"""An entity or passage in more articles than this tells nothing about which story an article belongs to."""


class ArticleContext(Record, frozen=True, kw_only=True):
    """What an article is about: ids of its distinctive entities, and of the passages that it carries.

    Countries and nationalities are not distinctive, and neither are passages of a line or two.
    """

    entities: frozenset[str] = frozenset()
    passages: frozenset[str] = frozenset()


def related_articles(contexts: Mapping[str, ArticleContext]) -> frozenset[tuple[str, str]]:
    """Return the pairs of articles, each in the order of their ids, that are about the same events.

    They carry the same passage, or share ``MIN_SHARED`` entities that are ``MIN_OVERLAP`` of those of one of them.
    """
    by_passage: dict[str, list[str]] = defaultdict(list)
    by_entity: dict[str, list[str]] = defaultdict(list)
    for article in sorted(contexts):
        for passage in contexts[article].passages:
            by_passage[passage].append(article)
        for entity in contexts[article].entities:
            by_entity[entity].append(article)
    related = {
        pair for articles in by_passage.values() if len(articles) <= MAX_ARTICLES for pair in combinations(articles, 2)
    }
    shared: Counter[tuple[str, str]] = Counter()
    for articles in by_entity.values():
        if len(articles) <= MAX_ARTICLES:
            shared.update(combinations(articles, 2))
    for (one, other), count in shared.items():
        fewer = min(len(contexts[one].entities), len(contexts[other].entities))
        if count >= MIN_SHARED and count >= MIN_OVERLAP * fewer:
            related.add((one, other))
    return frozenset(related)
