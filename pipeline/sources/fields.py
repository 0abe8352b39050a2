"""One record of named fields, from JSON or CSV, to an article.

The names are those of news-please, fundus, newspaper4k, JSON Feed and the plain ``{"id", "url", "title", "text",
"published", "source"}``; case, ``_`` and ``-`` in names do not matter. How records are cut out of a file is decided in
``json_records.py`` and ``csv_table.py``.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.records import SourceArticle, SourceReject
from pipeline.sources.article import Metadata, build, names_of, one_line
from pipeline.sources.assemble import Piece, bare, same_words
from pipeline.sources.format import Content
from pipeline.sources.html import article_of_page
from pipeline.sources.markup import looks_like_markup, pieces_of_fragment
from pipeline.sources.model import RefusedError
from pipeline.sources.outlets import clean_url, outlet_of

TEXT = (
    "maintext", "text", "plaintext", "body", "content", "contenttext", "articlebody", "articletext", "fulltext",
    "contents", "articlecontent", "cleanedtext", "story", "article", "contenthtml",
)  # fmt: skip
PAGE = ("html", "articlehtml", "rawhtml", "pagehtml")
HEADLINE = ("headline", "title", "titlepage", "titlerss", "heading")
STANDFIRST = ("standfirst", "subtitle", "subheadline", "subheading", "dek", "deck")
DESCRIPTION = ("description", "metadescription", "summary", "abstract", "excerpt", "teaser")
BYLINE = ("byline", "authors", "author", "writer", "creator")
PUBLISHED = (
    "published", "publishedat", "datepublished", "datepublish", "publishdate", "publicationdate", "publishingdate",
    "publisheddate", "publishedon", "pubdate", "publishtime", "date", "datetime", "timestamp", "issued", "created",
    "createdat", "dateutc",
)  # fmt: skip
URL = (
    "url", "link", "canonicallink", "canonicalurl", "articleurl", "weburl", "respondedurl", "requestedurl",
    "originalurl", "id", "sourceurl",
)  # fmt: skip
LANGUAGE = ("language", "lang", "metalang", "inlanguage")
OUTLET = (
    "outlet", "publisher", "source", "sitename", "metasitename", "sourcename", "newspaper", "publication", "site",
    "sourceinfo",
)  # fmt: skip
DOMAIN = ("sourcedomain", "domain", "hostname", "sourceurl")


def known_columns(names: Sequence[str]) -> bool:
    """Tell whether columns of these names can hold articles: one for the text and another one that is known."""
    keys = {key_of(name) for name in names}
    has_text = not keys.isdisjoint((*TEXT, *PAGE))
    others = (*HEADLINE, *STANDFIRST, *DESCRIPTION, *BYLINE, *PUBLISHED, *URL, *LANGUAGE, *OUTLET, *DOMAIN)
    return has_text and not keys.isdisjoint(others)


def key_of(name: object) -> str:
    """Return the name of a field as it is compared: lower case, letters and digits only."""
    return re.sub(r"[\W_]+", "", str(name)).lower()


def article_from(record: Mapping[Any, Any], number: int, content: Content) -> tuple[SourceArticle, list[SourceReject]]:
    """Return the article that a record gives, with what was not believed of it.

    Raises RefusedError (bad_record, too_large) where it gives none.
    """
    fields: dict[str, Any] = {}
    for name, value in record.items():
        if value is not None and value not in ("", [], {}):
            fields.setdefault(key_of(name), value)
    page = _first(fields, PAGE)
    metadata = _metadata(fields)
    pieces = _text_pieces(fields)
    if not pieces and page is not None:
        return _from_page(page, metadata, number, content)
    if not pieces:
        raise RefusedError(
            "bad_record",
            f"Record {number} of {content.name} has no text. Give it in a field named 'text'.",
            number,
        )
    return build(_headed(pieces, metadata, fields), metadata, number, content)


def _metadata(fields: Mapping[str, Any]) -> Metadata:
    url = next((found for key in URL if (found := clean_url(_inner_url(fields.get(key)))) is not None), None)
    if url is None and isinstance(fields.get("html"), Mapping):
        inner = fields["html"]
        url = clean_url(inner.get("responded_url")) or clean_url(inner.get("requested_url"))
    said = _first(fields, OUTLET)
    if said is None and isinstance(fields.get("html"), Mapping):
        info = fields["html"].get("source_info")
        said = info.get("publisher") if isinstance(info, Mapping) else None
    outlet = outlet_of(said, url, one_line(_first(fields, DOMAIN)))
    return Metadata(
        url=url,
        headline=one_line(_first(fields, HEADLINE)),
        standfirst=one_line(_first(fields, STANDFIRST)) or one_line(_first(fields, DESCRIPTION)),
        byline=names_of(_first(fields, BYLINE)),
        language=one_line(_first(fields, LANGUAGE)),
        outlet_name=outlet.name,
        outlet_domain=outlet.domain,
        published=_date_value(_first(fields, PUBLISHED)),
    )


def _headed(pieces: list[Piece], metadata: Metadata, fields: Mapping[str, Any]) -> list[Piece]:
    """Put the headline and a standfirst field before the text, unless the text begins with them."""
    head: list[Piece] = []
    opening = " ".join(piece.text[:3000] for piece in pieces[:3])[:3000]
    for text, role in ((metadata.headline, "headline"), (one_line(_first(fields, STANDFIRST)), "standfirst")):
        if text and bare(text) and not bare(opening).startswith(bare(text)) and not _has_line(opening, text):
            head.append(Piece(text=text, role="headline" if role == "headline" else "standfirst"))
    return head + pieces


def _has_line(opening: str, text: str) -> bool:
    return any(same_words(line, text) for line in opening.splitlines()[:6])


def _text_pieces(fields: Mapping[str, Any]) -> list[Piece]:
    for key in TEXT:
        pieces = _pieces(fields.get(key))
        if pieces:
            return pieces
    return []


def _pieces(value: object) -> list[Piece]:
    if isinstance(value, str):
        if looks_like_markup(value):
            return pieces_of_fragment(value)
        return [Piece(text=value, is_plain=True)] if value.strip() else []
    if isinstance(value, Mapping):
        return _sections(value)
    if isinstance(value, list):
        return [piece for item in value for piece in _pieces(item if isinstance(item, str) else None)]
    return []


def _sections(body: Mapping[Any, Any]) -> list[Piece]:
    """Read the body of fundus: a summary, and sections with a headline and paragraphs."""
    pieces = [Piece(text=text, role="standfirst") for text in _strings(body.get("summary"))]
    sections = body.get("sections")
    for section in sections if isinstance(sections, list) else []:
        if isinstance(section, Mapping):
            pieces += [Piece(text=text, role="subhead") for text in _strings(section.get("headline"))]
            pieces += [Piece(text=text) for text in _strings(section.get("paragraphs"))]
    return pieces


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        value = [value]
    return [item for item in value if isinstance(item, str) and item.strip()] if isinstance(value, list) else []


def _from_page(
    page: object, metadata: Metadata, number: int, content: Content
) -> tuple[SourceArticle, list[SourceReject]]:
    source = page.get("content") if isinstance(page, Mapping) else page
    if not isinstance(source, str):
        raise RefusedError("bad_record", f"Record {number} of {content.name} has no text in its page.", number)
    return article_of_page(source, number, content, metadata)


def _first(fields: Mapping[str, Any], keys: Sequence[str]) -> object:
    return next((fields[key] for key in keys if key in fields), None)


def _inner_url(value: object) -> object:
    return value.get("url") if isinstance(value, Mapping) else value


def _date_value(value: object) -> object:
    """Unwrap ``{"$date": …}``, as MongoDB writes dates."""
    return value.get("$date", value.get("date")) if isinstance(value, Mapping) else value
