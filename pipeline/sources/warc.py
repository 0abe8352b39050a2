"""Web archives (WARC): each HTML page that was answered with success is an article.

warcio reads the records; pages are read in ``html.py``. Packed archives are unpacked before they come here.
"""

import io
import re
from collections.abc import Iterator
from typing import Any

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from pipeline.records import SourceArticle, SourceReject
from pipeline.sources.article import Metadata
from pipeline.sources.encoding import decode
from pipeline.sources.format import Content
from pipeline.sources.html import article_of_page, declared_encoding
from pipeline.sources.model import RefusedError
from pipeline.sources.outlets import clean_url, outlet_of

CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w-]{2,40})", re.IGNORECASE)
PAGE_TYPES = ("text/html", "application/xhtml")
# The longest that a character can be in bytes.
BYTES_A_CHAR = 4


class WebArchive:
    """A WARC file; its pages are numbered by their place among the records of answers."""

    name = "warc"

    def detects(self, content: Content) -> bool:
        """Accept bytes that open with the version line of a record."""
        return content.data.startswith(b"WARC/")

    def read(self, content: Content) -> Iterator[SourceArticle | SourceReject]:
        """Yield the article or the reject of each HTML page; other answers are no articles and are passed over."""
        number = -1
        pages = 0
        try:
            for record in _records(content.data):
                if record.rec_type not in {"response", "resource"}:
                    continue
                number += 1
                if not _is_page(record):
                    continue
                pages += 1
                yield from _page(record, number, content)
        except (ArchiveLoadFailed, EOFError, ValueError, OSError) as error:
            reason = f"{content.name} is damaged after record {number} ({str(error)[:200]}). Deliver it again."
            yield SourceReject(rule="bad_archive", reason=reason, record=number + 1)
            return
        if not pages:
            raise RefusedError("no_articles", f"{content.name} holds no HTML page that was answered. Take it away.")


def _records(data: bytes) -> Iterator[Any]:
    records = iter(ArchiveIterator(io.BytesIO(data)))
    while True:
        try:
            record = next(records)
        except StopIteration:
            return
        except (AttributeError, TypeError) as error:  # warcio's own, where a header that it needs is missing
            raise ArchiveLoadFailed("a header is missing") from error
        yield record


def _is_page(record: Any) -> bool:
    headers = record.http_headers
    if headers is not None and not str(headers.get_statuscode() or "").startswith("2"):
        return False
    return _content_type(record).startswith(PAGE_TYPES)


def _content_type(record: Any) -> str:
    headers = record.http_headers if record.rec_type == "response" else record.rec_headers
    return str(headers.get_header("Content-Type") or "").strip().lower() if headers is not None else ""


def _page(record: Any, number: int, content: Content) -> Iterator[SourceArticle | SourceReject]:
    url = clean_url(record.rec_headers.get_header("WARC-Target-URI"))
    limit = content.limits.max_page_chars * BYTES_A_CHAR
    data = record.content_stream().read(limit + 1)
    try:
        if len(data) > limit:
            reason = f"Page {number} of {content.name} is larger than max_page_chars allows. Raise the limit."
            raise RefusedError("too_large", reason, number)  # noqa: TRY301 - refused like all that the page itself raises
        given = Metadata(url=url, outlet_domain=outlet_of(None, url).domain)
        declared = CHARSET.search(_content_type(record))
        text = decode(
            data, f"Page {number} of {content.name}", declared[1] if declared else declared_encoding(data)
        ).text
        article, rejects = article_of_page(text, number, content, given)
    except RefusedError as error:
        yield SourceReject(rule=error.reject.rule, reason=error.reject.reason, record=number)
        return
    yield article
    yield from rejects
