"""What passes through the room of sources: limits, defaults, and what became of one file.

Only plain records and the exception that refuses a file belong here; nothing that reads or decides.
"""

from datetime import date, datetime
from typing import Literal

from pipeline.records import Record, SourceArticle, SourceReject

DateOrder = Literal["DMY", "MDY"]

MEBIBYTE = 1024 * 1024


class Limits(Record, frozen=True, kw_only=True):
    """How much a file may hold before it, or a record of it, is refused. Sizes are in bytes or in characters."""

    max_file_bytes: int = 64 * MEBIBYTE
    max_expanded_bytes: int = 512 * MEBIBYTE
    max_expansion_ratio: int = 200
    """Expanded bytes for each packed byte; looked at once ``free_expanded_bytes`` have come out."""
    free_expanded_bytes: int = 4 * MEBIBYTE
    max_line_chars: int = 1_000_000
    """Of a paragraph: a line of plain text, or a block of a page."""
    max_article_chars: int = 5_000_000
    max_page_chars: int = 8_000_000
    """Of the source of one HTML page."""
    max_record_chars: int = 16_000_000
    """Of one line of JSON lines, or one row of CSV."""
    max_nesting: int = 100
    """Levels of brackets in JSON."""
    max_records: int = 1_000_000
    """Articles in one file."""


class SourceDefaults(Record, frozen=True, kw_only=True):
    """What ``_source.yaml`` files and a sidecar say about a file, for what the file itself does not say.

    ``time_zone`` is an IANA name. ``date_order`` reads dates such as 02/03/2022, which are refused without it.
    ``rejects`` names the settings that could not be used.
    """

    outlet_name: str | None = None
    outlet_domain: str | None = None
    language: str | None = None
    time_zone: str | None = None
    date_order: DateOrder | None = None
    published_raw: str | None = None
    url: str | None = None
    headline: str | None = None
    byline: str | None = None
    rejects: tuple[SourceReject, ...] = ()


class FileReading(Record, frozen=True, kw_only=True):
    """What became of one file. It is refused as a whole when ``articles`` is empty; then ``rejects`` says why.

    ``relative_path`` is from the root, with ``/``. ``sha256`` is null where the bytes could not be read. ``format`` is
    that of what a packed file holds.
    """

    relative_path: str
    bytes: int = 0
    sha256: str | None = None
    format: str | None = None
    encoding: str | None = None
    articles: tuple[SourceArticle, ...] = ()
    rejects: tuple[SourceReject, ...] = ()


class Published(Record, frozen=True, kw_only=True):
    """A date of publication: the day where it was published, the instant if it is known, and the words that said so."""

    raw: str
    on: date
    at_utc: datetime | None = None


class RefusedError(Exception):
    """A file, or a record of it, that cannot be read; carries the rule's name and the reason."""

    def __init__(self, rule: str, reason: str, record: int | None = None) -> None:
        super().__init__(reason)
        self.reject = SourceReject(rule=rule, reason=reason, record=record)
