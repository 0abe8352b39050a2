"""What a page says about itself: JSON-LD first, then meta tags, then a few elements.

JSON-LD of the wild is often broken; what cannot be read is passed over. The article's text is the work of ``html.py``.
"""

import html as html_entities
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import html as lxml_html  # type: ignore[import-untyped]  # lxml ships no types

from pipeline.records import Record
from pipeline.sources.article import Metadata, names_of, one_line
from pipeline.sources.outlets import clean_url, outlet_of

ARTICLE_TYPES = re.compile(r"(?:.*/)?(?:\w*Article|BlogPosting|LiveBlogPosting|Report|SocialMediaPosting|Review)")
MAX_JSON_LD_CHARS = 2_000_000
MAX_NODES = 5_000
MAX_LEVEL = 8
HEADLINE = ("og:title", "twitter:title", "dc.title", "parsely-title", "sailthru.title")
STANDFIRST = ("og:description", "twitter:description", "description", "dc.description")
BYLINE = ("author", "article:author", "article:author_name", "byl", "parsely-author", "sailthru.author", "dc.creator")
PUBLISHED = (
    "article:published_time", "article:published", "og:published_time", "datepublished", "date_published",
    "publishdate", "publish-date", "publish_date", "publication_date", "pubdate", "parsely-pub-date",
    "sailthru.date", "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date", "date",
    "cxenseparse:recs:publishtime", "article.published",
)  # fmt: skip
SITE = ("og:site_name", "application-name", "cre", "dc.publisher")
LANGUAGE = ("og:locale", "content-language", "language", "dc.language")


class PageData(Record, frozen=True, kw_only=True):
    """The metadata of a page, and the text that its JSON-LD gives, if any."""

    metadata: Metadata
    article_body: str | None = None


def page_data(root: lxml_html.HtmlElement) -> PageData:
    """Return what the page of ``root`` says about itself."""
    node = next(_article_nodes(root), {})
    tags = _meta_tags(root)
    url = (
        clean_url(_first_attribute(root, "//link[@rel='canonical']/@href"))
        or clean_url(tags.get("og:url"))
        or clean_url(_url_of(node))
    )
    outlet = outlet_of(node.get("publisher"), url)
    site = _first(tags, SITE)
    byline = names_of(node.get("author")) or names_of(node.get("creator"))
    if byline is None:
        byline = next((tags[key] for key in BYLINE if key in tags and clean_url(tags[key]) is None), None)
    published = node.get("datePublished") or node.get("dateCreated")
    return PageData(
        metadata=Metadata(
            url=url,
            headline=_unescaped(node.get("headline")) or _first(tags, HEADLINE),
            standfirst=_unescaped(node.get("description")) or _first(tags, STANDFIRST),
            byline=byline if byline is None or clean_url(byline) is None else None,
            language=one_line(root.get("lang")) or one_line(node.get("inLanguage")) or _first(tags, LANGUAGE),
            outlet_name=outlet.name or site,
            outlet_domain=outlet.domain,
            published=one_line(published) or _first(tags, PUBLISHED) or _published_element(root),
        ),
        article_body=node["articleBody"] if isinstance(node.get("articleBody"), str) else None,
    )


def _article_nodes(root: lxml_html.HtmlElement) -> Iterator[Mapping[str, Any]]:
    for script in root.iter("script"):
        if (script.get("type") or "").split(";")[0].strip().lower() != "application/ld+json":
            continue
        for node in _nodes(_loads(script.text_content())):
            types = node.get("@type")
            names = types if isinstance(types, list) else [types]
            if any(isinstance(name, str) and ARTICLE_TYPES.fullmatch(name) for name in names):
                yield node


def _loads(text: str) -> object:
    """Parse JSON-LD as sites write it: in comments or CDATA, with raw line breaks, with a semicolon after it."""
    if len(text) > MAX_JSON_LD_CHARS:
        return None
    text = re.sub(
        r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)|(?:-->|//\s*\]\]>|\]\]>)\s*$", "", text
    )
    text = text.strip().rstrip(";").strip()
    for candidate in (text, re.sub(r",(\s*[}\]])", r"\1", text)):
        try:
            return json.loads(candidate, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _nodes(value: object) -> Iterator[Mapping[str, Any]]:
    """Yield the mappings inside of a JSON-LD value, level by level, without recursion."""
    level: list[object] = [value]
    seen = 0
    for _ in range(MAX_LEVEL):
        below: list[object] = []
        for item in level:
            seen += 1
            if seen > MAX_NODES:
                return
            if isinstance(item, list):
                below += item
            elif isinstance(item, Mapping):
                yield item
                below += [inner for inner in item.values() if isinstance(inner, Mapping | list)]
        level = below


def _meta_tags(root: lxml_html.HtmlElement) -> dict[str, str]:
    tags: dict[str, str] = {}
    for element in root.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or element.get("http-equiv")
        content = one_line(element.get("content"))
        if name and content:
            tags.setdefault(name.strip().lower(), content)
    return tags


def _published_element(root: lxml_html.HtmlElement) -> str | None:
    for query in (
        "//*[@itemprop='datePublished']/@datetime",
        "//*[@itemprop='datePublished']/@content",
        "//time[@pubdate]/@datetime",
        "//article//header//time/@datetime",
        "//article//time/@datetime",
        "//main//time/@datetime",
    ):
        if (value := _first_attribute(root, query)) is not None:
            return value
    return None


def _first_attribute(root: lxml_html.HtmlElement, query: str) -> str | None:
    found = root.xpath(query)
    return one_line(str(found[0])) if isinstance(found, list) and found else None


def _first(tags: Mapping[str, str], names: tuple[str, ...]) -> str | None:
    return next((tags[name] for name in names if name in tags), None)


def _unescaped(value: object) -> str | None:
    text = one_line(value)
    return " ".join(html_entities.unescape(text).split()) if text else None


def _url_of(node: Mapping[str, Any]) -> object:
    page = node.get("mainEntityOfPage")
    return node.get("url") or (page.get("@id") if isinstance(page, Mapping) else page)
