"""The plain records of this room: what comes in, and what is found."""

from datetime import date, datetime
from typing import Literal

from pipeline.records import Record

LinkKind = Literal["altered", "contains"]


class CopyInput(Record, frozen=True):
    """A paragraph in its place; ``paragraph_id`` is unique among those compared."""

    paragraph_id: str
    text: str
    article_id: str
    position: int
    published_on: date | None = None
    published_at_utc: datetime | None = None
    outlet_id: str | None = None


class Membership(Record, frozen=True):
    """Which passage a paragraph belongs to, and how similar it is to the passage's origin (Jaccard, 0 to 1)."""

    paragraph_id: str
    passage_id: str
    similarity: float
    is_origin: bool


class Passage(Record, frozen=True):
    """A group of near-identical paragraphs, known by its earliest member, the origin."""

    passage_id: str
    origin_paragraph_id: str
    origin_article_id: str
    origin_outlet_id: str | None
    first_published_on: date | None
    paragraphs: int
    articles: int
    outlets: int


class PassageLink(Record, frozen=True):
    """Two passages that are nearly the same and yet not.

    ``altered``: a number, a name or a negation differs; ``passage_id`` is the earlier one. ``contains``: ``passage_id``
    holds the other (nearly) whole. ``similarity`` is the Jaccard similarity of the two most similar texts of both.
    """

    passage_id: str
    other_passage_id: str
    kind: LinkKind
    similarity: float
    difference: str | None = None


class CopyStats(Record, frozen=True):
    """Counts that tell how the search went; for logs and run metadata."""

    paragraphs: int
    distinct_texts: int
    candidates: int
    near_pairs: int
    altered_pairs: int
    containing_pairs: int
    crowded_buckets: int
    """Buckets of the index with so many texts that each was compared with a few representatives only."""
    links_left_out: int
    """Links of passages that have more near relatives than are listed."""


class Copies(Record, frozen=True):
    """All passages of a set of paragraphs; memberships and passages in order of the passages' origins."""

    memberships: tuple[Membership, ...]
    passages: tuple[Passage, ...]
    links: tuple[PassageLink, ...]
    stats: CopyStats
