"""RSS and Atom feeds: an entry an article.

feedparser reads the feed; it mends what is broken and fetches nothing. HTML inside of entries is cut in ``markup.py``.
"""

import io
import re
from collections.abc import Iterator, Mapping
from typing import Any

import feedparser

from pipeline.records import SourceArticle, SourceReject
from pipeline.sources.article import Metadata, build, one_line
from pipeline.sources.assemble import Piece, bare, same_words
from pipeline.sources.format import Content
from pipeline.sources.markup import looks_like_markup, pieces_of_fragment
from pipeline.sources.model import RefusedError
from pipeline.sources.outlets import clean_url, outlet_of, registered_domain

# The first element; before it come declarations, comments and instructions, which open with "<?" or "<!".
ROOT = re.compile(r"<(?![?!])(?:\w{1,20}:)?(\w{1,20})\b")
MAX_PROLOGUE_CHARS = 8_000


class _Feed:
    """What RSS and Atom share."""

    def __init__(self, name: str, roots: frozenset[str]) -> None:
        self.name = name
        self._roots = roots

    def detects(self, content: Content) -> bool:
        """Accept a text that opens with the root element of the format."""
        head = content.head[:MAX_PROLOGUE_CHARS].lstrip()
        root = ROOT.search(head) if head.startswith("<") else None
        return root is not None and root[1].lower() in self._roots

    def read(self, content: Content) -> Iterator[SourceArticle | SourceReject]:
        """Yield the article or the reject of each entry."""
        # Encoded anew, so that it is certain which encoding the text was decoded from.
        data = re.sub(r"^\s*<\?xml[^<>]{0,300}\?>", "", content.decoded.text).encode("utf-8", "replace")
        parsed = feedparser.parse(
            io.BytesIO(data),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            resolve_relative_uris=False,
        )
        if not parsed.entries:
            raise RefusedError("no_articles", f"{content.name} is a feed without entries. Take it away.")
        for number, entry in enumerate(parsed.entries[: content.limits.max_records]):
            try:
                article, rejects = _article(entry, parsed.feed, number, content)
            except RefusedError as error:
                yield error.reject
                continue
            yield article
            yield from rejects


RSS_FEED = _Feed("rss", frozenset({"rss", "rdf"}))
ATOM_FEED = _Feed("atom", frozenset({"feed"}))


def _article(
    entry: Mapping[str, Any], feed: Mapping[str, Any], number: int, content: Content
) -> tuple[SourceArticle, list[SourceReject]]:
    headline = _plain(entry.get("title"))
    summary = _pieces(entry.get("summary"))
    body = max((_pieces(item.get("value")) for item in entry.get("content") or []), key=_size, default=[])
    standfirst = None
    if _size(body) <= _size(summary):
        body, summary = summary, []
    if len(summary) == 1 and not _begins_with(body, summary[0].text):
        standfirst = summary[0].text
        body.insert(0, Piece(text=standfirst, role="standfirst"))
    if not body:
        raise RefusedError("bad_record", f"Entry {number} of {content.name} has no text. Take it away.", number)
    if headline and not same_words(body[0].text, headline):
        body.insert(0, Piece(text=headline, role="headline"))
    url = clean_url(entry.get("link")) or clean_url(entry.get("id"))
    source = entry.get("source")
    said = (source.get("title") if isinstance(source, Mapping) else None) or entry.get("publisher")
    outlet = outlet_of(said or _plain(feed.get("title")), url, None if url else registered_domain(feed.get("link")))
    metadata = Metadata(
        url=url,
        headline=headline,
        standfirst=standfirst,
        byline=one_line(entry.get("author")),
        language=one_line(entry.get("language")) or one_line(feed.get("language")),
        outlet_name=outlet.name,
        outlet_domain=outlet.domain,
        published=entry.get("published") or entry.get("created") or entry.get("updated"),
    )
    return build(body, metadata, number, content)


def _pieces(value: object) -> list[Piece]:
    if not isinstance(value, str) or not value.strip():
        return []
    return pieces_of_fragment(value) if looks_like_markup(value) or "&" in value else [Piece(text=value, is_plain=True)]


def _plain(value: object) -> str | None:
    pieces = _pieces(value)
    return one_line(" ".join(piece.text for piece in pieces)) if pieces else None


def _size(pieces: list[Piece]) -> int:
    return sum(len(piece.text) for piece in pieces)


def _begins_with(pieces: list[Piece], text: str) -> bool:
    """Tell whether a body opens as its summary does, which is then cut from it (and often ends with dots)."""
    opening = bare(" ".join(piece.text for piece in pieces[:4]))
    return opening.startswith(bare(text)[:60])
