"""Which articles are about the same events: the context in which two claims can be about the same thing.

Only the shared context is found here; which claims it brings together is decided in ``figures``.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from itertools import combinations

from pipeline.records import Record

MIN_SHARED = 3
"""Distinctive entities that two articles must share: one place or one person alone is in too many stories."""

MIN_OVERLAP = 0.35
"""Least share of the entities of the article that has fewer, 0 to 1."""

MAX_ARTICLES = 200
"""An entity or passage in more articles than this tells nothing about which story an article belongs to."""

_COMPARED_WITH_ALL = 40
"""Up to this many articles are all compared with each other; that is quicker than an index of what they share."""


class ArticleContext(Record, frozen=True, kw_only=True):
    """What an article is about: its distinctive entities, and the passages that it carries, by id or number.

    Countries and nationalities are not distinctive, and neither are passages of a line or two. What stands in more than
    ``MAX_ARTICLES`` articles of the corpus is left out; ``entity_count`` has the distinctive entities before that, 0
    where none was left out.
    """

    entities: frozenset[str | int] = frozenset()
    passages: frozenset[str | int] = frozenset()
    entity_count: int = 0

    @property
    def size(self) -> int:
        """Number of distinctive entities, common ones too."""
        return self.entity_count or len(self.entities)


def are_related(one: ArticleContext, other: ArticleContext) -> bool:
    """Say whether two articles are about the same events.

    They carry the same passage, or share ``MIN_SHARED`` entities that are ``MIN_OVERLAP`` of those of one of them.
    """
    if not one.passages.isdisjoint(other.passages):
        return True
    shared = len(one.entities & other.entities)
    return shared >= MIN_SHARED and shared >= MIN_OVERLAP * min(one.size, other.size)


def related_pairs(articles: Collection[str], contexts: Mapping[str, ArticleContext]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of some articles that are about the same events, each once, the lesser id first.

    Takes time in proportion to what articles share, not to the square of their number; those without a context are
    related to none.
    """
    if len(articles) < 2:
        return
    known = {article: contexts[article] for article in sorted(articles) if article in contexts}
    for one, other in combinations(known, 2) if len(known) <= _COMPARED_WITH_ALL else _sharing(known):
        if are_related(known[one], known[other]):
            yield one, other


def _sharing(contexts: Mapping[str, ArticleContext]) -> Iterator[tuple[str, str]]:
    """Yield the pairs that share a passage, or as many entities as they must."""
    by_passage: dict[str | int, list[str]] = defaultdict(list)
    by_entity: dict[str | int, list[str]] = defaultdict(list)
    for article, context in contexts.items():
        for passage in context.passages:
            by_passage[passage].append(article)
        for entity in context.entities:
            by_entity[entity].append(article)
    found = {pair for group in by_passage.values() if len(group) <= MAX_ARTICLES for pair in combinations(group, 2)}
    shared: Counter[tuple[str, str]] = Counter()
    for group in by_entity.values():
        if len(group) <= MAX_ARTICLES:
            shared.update(combinations(group, 2))
    found.update(pair for pair, count in shared.items() if count >= MIN_SHARED)
    yield from sorted(found)
