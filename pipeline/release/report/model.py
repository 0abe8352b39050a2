"""What the page is given: plain records, written into it as JSON.

Lists refer to each other by index, to keep the page small: a span names its article by its place in ``articles``, an
article its outlet by its place in ``outlets``. Offsets count Unicode code points within the paragraph.
"""

from typing import Literal

from msgspec import Struct

Piece = tuple[Literal["same", "gone", "added"], str]
"""A run of words of a text that is compared with another: in both, only in the other, only here."""


class Model(Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Base of all records; null and empty fields are left out of the JSON."""


class Span(Model, frozen=True):
    """A place in an article: ``articles[article].paragraphs[paragraph].text[start:end]``."""

    article: int
    paragraph: int
    start: int
    end: int


class Paragraph(Model, frozen=True):
    """A paragraph, or a part of a very long one."""

    role: str
    text: str
    position: int = -1
    entities: list[int] = []
    is_cut: bool = False


class Article(Model, frozen=True):
    """An article; where not all of its text is in the page, the paragraphs that rows lead to."""

    headline: str | None
    source_file: str
    words: int
    outlet: int | None = None
    day: str | None = None
    byline: str | None = None
    url: str | None = None
    revision: int = 1
    paragraphs: list[Paragraph] = []
    is_whole: bool = True


class Claim(Model, frozen=True):
    """A number as one paragraph has it; ``copies`` are the other places that carry the same paragraph."""

    span: Span
    sentence: tuple[int, int]
    """Start and end of the sentence around it, within the paragraph."""
    value: float
    modifier: str
    low: float | None = None
    high: float | None = None
    speaker: int | None = None
    said_as: str | None = None
    is_negated: bool = False
    copies: list[Span] = []


class Figure(Model, frozen=True, kw_only=True):
    """A figure in conflict, with its claims."""

    figure_id: str
    title: str
    range: str
    """Least and greatest value in words."""
    claims: list[Claim]
    domain: tuple[float, float]
    """Ends of the axis of its plot."""
    is_wide: bool = False
    """Whether the values lie so far apart that the axis is logarithmic."""
    unit: str | None = None
    as_of: str | None = None
    claims_total: int
    outlets_total: int
    origins: int


class Version(Model, frozen=True):
    """A statement as one outlet printed it, against its longest version."""

    span: Span
    kind: Literal["in full", "trimmed", "altered", "reported"]
    pieces: list[Piece]
    copies: list[Span] = []


class Statement(Model, frozen=True, kw_only=True):
    """What was said once and carried by many."""

    statement_id: str
    text: str
    versions: list[Version]
    speaker: int | None = None
    outlets_total: int
    origins: int
    quotes_total: int


class Side(Model, frozen=True):
    """One passage of an altered pair: its first appearance, and all outlets that carry it."""

    span: Span
    outlets: list[int]
    articles_total: int
    pieces: list[Piece]


class Altered(Model, frozen=True):
    """Two passages that differ in a number, a name or a negation only."""

    sides: tuple[Side, Side]
    similarity: float
    difference: str | None = None


class Speaker(Model, frozen=True):
    """Who is quoted, and how many statements of theirs each outlet carries."""

    name: int
    statements: int
    by_outlet: list[tuple[int, int]]
    """Index of an outlet, statements that it carries."""


class Quote(Model, frozen=True):
    """A quotation, for the list below the table of speakers."""

    span: Span
    sentence: tuple[int, int]
    quote_type: str
    speaker: int | None = None
    said_as: str | None = None


class Copy(Model, frozen=True):
    """A paragraph that another article had before."""

    span: Span
    origin: Span
    similarity: float


class Reject(Model, frozen=True):
    """What was refused, and why."""

    stage: str
    table: str
    rule: str
    reason: str
    source_file: str | None = None
    row: str | None = None


class Shown(Model, frozen=True):
    """How many rows of a section are in the page, of how many in the release."""

    shown: int
    total: int


class Report(Model, frozen=True):
    """All that the page shows."""

    release_id: str
    first_day: str | None
    last_day: str | None
    totals: dict[str, int]
    """Rows of each table of the release."""
    shown: dict[str, Shown]
    outlets: list[str]
    names: list[str]
    """Speakers and sources, referred to by index."""
    entities: list[str]
    by_period: list[tuple[str, str | None, int]]
    """Outlet, day (or month or year, where there are many days), number of articles."""
    articles: list[Article]
    figures: list[Figure]
    statements: list[Statement]
    altered: list[Altered]
    speakers: list[Speaker]
    quotes: list[Quote]
    copies: list[Copy]
    copies_by_outlet: list[tuple[int, int, int]]
    """Outlet that had it first, outlet that carries it, paragraphs."""
    rejects: list[Reject]
