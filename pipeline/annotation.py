"""An article's paragraphs with their readings -> its mentions, quotes and claims. No spaCy, no storage."""

from collections.abc import Sequence
from datetime import date

from pipeline.claims.resolve import resolve_claims
from pipeline.entities.article import resolve_mentions
from pipeline.quotes.resolve import resolve_quotes
from pipeline.records import Annotation, ReadParagraph


def annotate_article(paragraphs: Sequence[ReadParagraph], published_on: date | None) -> Annotation:
    """Resolve one article: who is meant, who said what and when, and who claims which number.

    Args:
        paragraphs: all paragraphs of the article in order, each with its reading.
        published_on: the day against which "Thursday" is read; null where the article has no date.

    """
    mentions = resolve_mentions(paragraphs)
    quotes = resolve_quotes(paragraphs, mentions, published_on)
    claims = resolve_claims(paragraphs, mentions, quotes, published_on)
    return Annotation(mentions=mentions, quotes=quotes, claims=claims)
