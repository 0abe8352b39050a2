"""The plain records that pass from one room of the pipeline to the next.

Nothing here reads, parses or stores: each record is frozen data that msgspec can write as JSON and read back. Rows of
published tables are not defined here but in ``schemas/``.

Spans are half-open offsets in Unicode code points: ``text[char_start:char_end]`` is what the record shows. Offsets of
a ``Reading`` count from the start of the paragraph; offsets of what is resolved from the start of the article's text.
"""

from datetime import date, datetime
from typing import Literal

from msgspec import Struct

Role = Literal["headline", "standfirst", "byline", "dateline", "subhead", "body", "caption", "credit", "notice"]
PublishedBasis = Literal["metadata", "dateline", "sidecar", "path"]
MentionKind = Literal["name", "pronoun", "epithet"]
QuoteType = Literal["direct", "partial", "indirect"]
Modifier = Literal["exact", "at_least", "more_than", "at_most", "less_than", "about", "range", "vague"]


class Record(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Base of all records: immutable, compared by value."""


# --- sources -> articles --------------------------------------------------------------------------------------------


class Block(Record, frozen=True, kw_only=True):
    """A paragraph that the format itself marks, such as an HTML element; a null role is yet to be found."""

    char_start: int
    char_end: int
    role: Role | None = None


class SourceReject(Record, frozen=True, kw_only=True):
    """Something in a file that was refused: the rule that it broke, and a sentence that says what to do about it.

    ``record`` is the place in the file, from 0; null where the whole file is meant.
    """

    rule: str
    reason: str
    record: int | None = None


class SourceArticle(Record, frozen=True, kw_only=True):
    """One article as a source file gives it, before its paragraphs are known.

    ``text`` is what all offsets refer to; for a plain text file it is the decoded file, character for character.
    ``blocks`` are in the order of the text and do not overlap; text outside them is to be cut by its line breaks.
    ``record`` is the article's place in its file, from 0. The ``published_*`` fields hold what the format's own
    metadata says.
    """

    text: str
    record: int = 0
    blocks: tuple[Block, ...] = ()
    url: str | None = None
    headline: str | None = None
    standfirst: str | None = None
    byline: str | None = None
    language: str | None = None
    outlet_name: str | None = None
    outlet_domain: str | None = None
    published_raw: str | None = None
    published_at_utc: datetime | None = None
    published_on: date | None = None
    published_basis: PublishedBasis | None = None


class Paragraph(Record, frozen=True, kw_only=True):
    """A paragraph of an article: its place, its role and its exact characters."""

    position: int
    role: Role
    char_start: int
    char_end: int
    text: str


class ParsedArticle(Record, frozen=True, kw_only=True):
    """An article with its paragraphs and what the text itself tells about it."""

    source: SourceArticle
    paragraphs: tuple[Paragraph, ...]
    headline: str | None = None
    standfirst: str | None = None
    byline: str | None = None
    dateline: str | None = None
    credit: str | None = None
    published_raw: str | None = None
    published_at_utc: datetime | None = None
    published_on: date | None = None
    published_basis: PublishedBasis | None = None
    language: str | None = None
    words: int = 0
    """Words of the body and its subheads."""
    rejects: tuple[SourceReject, ...] = ()
    """What the text or its surroundings say and what was not believed, such as a date in the year 9999."""


# --- reading: what one paragraph alone tells ------------------------------------------------------------------------


class LocalMention(Record, frozen=True, kw_only=True):
    """A name, a pronoun or an epithet in a paragraph."""

    char_start: int
    char_end: int
    surface: str
    kind: MentionKind
    label: str | None = None
    gender: Literal["male", "female", "neuter"] | None = None
    is_plural: bool = False
    is_subject: bool = False
    description: str | None = None
    """What the paragraph says beside a name that the person is, in small letters ("the kremlin spokesman")."""


class LocalQuote(Record, frozen=True, kw_only=True):
    """A quotation in a paragraph with the cue and the speaker that stand beside it.

    ``cue_*`` and ``speaker_*`` are spans in the same paragraph, or null; ``time_*`` is the phrase that says when it was
    said. ``is_open`` says that its mark is not closed in this paragraph, so that the next one may continue it;
    ``is_belief`` that the cue tells what somebody thinks rather than says; ``is_floating`` that no cue goes with it, so
    that only the article can tell whose it is, if anybody's; ``is_lead`` that this is no quotation but a cue at the end
    of the paragraph ("she wrote:"), and that what it leads to stands in the next one; its span is empty.
    """

    char_start: int
    char_end: int
    quote_type: QuoteType
    cue_start: int | None = None
    cue_end: int | None = None
    speaker_start: int | None = None
    speaker_end: int | None = None
    time_start: int | None = None
    time_end: int | None = None
    is_open: bool = False
    is_belief: bool = False
    is_floating: bool = False
    is_lead: bool = False


class LocalClaim(Record, frozen=True, kw_only=True):
    """A number in a paragraph, what it counts, what happened to it, and who says so as far as the sentence tells."""

    char_start: int
    char_end: int
    value: float
    value_low: float | None = None
    value_high: float | None = None
    modifier: Modifier = "exact"
    unit: str | None = None
    unit_kind: str | None = None
    counted: str | None = None
    predicate: str | None = None
    is_negated: bool = False
    place: str | None = None
    source_start: int | None = None
    source_end: int | None = None
    time_start: int | None = None
    time_end: int | None = None


class TimeExpression(Record, frozen=True, kw_only=True):
    """A phrase that places something in time ("on Friday", "last month", "since Thursday")."""

    char_start: int
    char_end: int
    text: str


class Reading(Record, frozen=True, kw_only=True):
    """All that one paragraph's text alone tells; a pure function of the text and the reader's version."""

    sentences: tuple[tuple[int, int], ...] = ()
    mentions: tuple[LocalMention, ...] = ()
    quotes: tuple[LocalQuote, ...] = ()
    claims: tuple[LocalClaim, ...] = ()
    times: tuple[TimeExpression, ...] = ()


class ReadParagraph(Record, frozen=True, kw_only=True):
    """A paragraph in its article together with its reading; the input of every ``resolve``."""

    paragraph: Paragraph
    reading: Reading


# --- resolved: what the article tells -------------------------------------------------------------------------------


class Mention(Record, frozen=True, kw_only=True):
    """A mention in an article, with the name that it stands for there."""

    position: int
    char_start: int
    char_end: int
    surface: str
    kind: MentionKind
    label: str | None = None
    name: str | None = None
    """The fullest name of the same entity in the article; null where it is unsure."""


class Quote(Record, frozen=True, kw_only=True):
    """A quotation as one article has it."""

    position: int
    char_start: int
    char_end: int
    text: str
    quote_type: QuoteType
    cue: str | None = None
    cue_start: int | None = None
    cue_end: int | None = None
    speaker: str | None = None
    speaker_start: int | None = None
    speaker_end: int | None = None
    speaker_name: str | None = None
    speaker_label: str | None = None
    speaker_method: str | None = None
    said_on: date | None = None


class Claim(Record, frozen=True, kw_only=True):
    """A number claimed in an article."""

    position: int
    char_start: int
    char_end: int
    text: str
    value: float
    value_low: float | None = None
    value_high: float | None = None
    modifier: Modifier = "exact"
    unit: str | None = None
    unit_kind: str | None = None
    counted: str | None = None
    predicate: str | None = None
    is_negated: bool = False
    place: str | None = None
    attributed_to: str | None = None
    attributed_name: str | None = None
    quote_index: int | None = None
    """Index into the article's quotes of the quotation that the number stands in."""
    as_of_on: date | None = None
    as_of_text: str | None = None


class Annotation(Record, frozen=True, kw_only=True):
    """What was found in one article, in the order of the text."""

    mentions: tuple[Mention, ...] = ()
    quotes: tuple[Quote, ...] = ()
    claims: tuple[Claim, ...] = ()
