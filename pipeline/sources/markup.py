"""HTML fragments to paragraphs: what block elements part, and what is never text (scripts, styles, forms).

Whole pages, where the article must first be told from what surrounds it, are the work of ``html.py``.
"""

import re
from collections.abc import Iterator

from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types
from lxml import html as lxml_html

from pipeline.records import Role
from pipeline.sources.assemble import Piece
from pipeline.sources.encoding import ODD_CONTROLS

TAG = re.compile(
    r"<(?:p|br|div|h[1-6]|ul|ol|li|blockquote|figure|span|a|em|strong|b|i|img|table|section|article)\b[^<>]{0,2000}>",
    re.IGNORECASE,
)
NEVER_TEXT = frozenset({
    "script", "style", "noscript", "template", "iframe", "svg", "math", "object", "embed", "head", "form", "button",
    "select", "textarea", "input", "audio", "video", "canvas", "map", "link", "meta", "title",
})  # fmt: skip
BLOCKS = frozenset({
    "p", "div", "section", "article", "main", "header", "footer", "aside", "nav", "ul", "ol", "li", "dl", "dt",
    "dd", "blockquote", "pre", "table", "thead", "tbody", "tr", "td", "th", "caption", "figure", "figcaption", "h1",
    "h2", "h3", "h4", "h5", "h6", "hr", "address", "details", "summary", "body", "html", "fieldset",
})  # fmt: skip
SUBHEADS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
# Words that sites use in class names.
HINTS: dict[str, Role] = {
    "standfirst": "standfirst",
    "dek": "standfirst",
    "subtitle": "standfirst",
    "subheadline": "standfirst",
    "byline": "byline",
    "author": "byline",
    "authors": "byline",
    "dateline": "dateline",
    "timestamp": "dateline",
    "pubdate": "dateline",
    "datepublished": "dateline",
    "caption": "caption",
    "wp-caption-text": "caption",
    "credit": "credit",
    "credits": "credit",
}
MAX_ROLE_CHARS: dict[Role, int] = {"standfirst": 600, "byline": 200, "dateline": 120, "credit": 200}
# Deeper markup than this is no article; its text would cost a recursion for each level.
MAX_DEPTH = 200
CONTROLS = str.maketrans(dict.fromkeys((*ODD_CONTROLS, 27, 11, 12), " "))


def looks_like_markup(text: str) -> bool:
    """Tell whether a field that should hold text holds HTML."""
    return "<" in text and TAG.search(text) is not None


def pieces_of_fragment(fragment: str) -> list[Piece]:
    """Return the paragraphs of an HTML fragment, with the role of those that their element tells."""
    root = parse_html(f"<div>{fragment}</div>")
    if root is None:
        return []
    return [Piece(text=text, role=role) for role, text in blocks_of(root)]


def parse_html(source: str) -> lxml_html.HtmlElement | None:
    """Return the root element of HTML, or null where there is none. Never fetches anything."""
    # lxml refuses text that declares an encoding, and NUL; bytes with our own declaration pass.
    data = source.translate(CONTROLS).encode("utf-8", "replace")
    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        root = lxml_html.document_fromstring(data, parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None
    return root if isinstance(root, lxml_html.HtmlElement) else None


def blocks_of(root: lxml_html.HtmlElement) -> Iterator[tuple[Role | None, str]]:
    """Yield the paragraphs below ``root`` in order, each as one line.

    A ``br`` ends a paragraph where two stand together; alone it is a space. Headings are subheads, ``figcaption`` is a
    caption. Walks without recursion.
    """
    words: list[str] = []
    roles: list[Role | None] = [None]
    breaks = 0

    def flush() -> Iterator[tuple[Role | None, str]]:
        text = " ".join("".join(words).split())
        words.clear()
        if text:
            yield _fitting(roles[-1], text), text

    skipped = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if skipped or tag in NEVER_TEXT or len(roles) > MAX_DEPTH or is_hidden(element):
                skipped += 1
                continue
            if tag in BLOCKS:
                yield from flush()
                roles.append(_role_of(tag, element) or roles[-1])
            if tag == "br":
                breaks += 1
                if breaks == 2:
                    yield from flush()
                words.append(" ")
            elif element.text:
                words.append(element.text)
                breaks = 0 if element.text.strip() else breaks
            continue
        if skipped:
            skipped -= 1
        elif tag in BLOCKS:
            yield from flush()
            roles.pop()
        if not skipped and element is not root and element.tail:
            words.append(element.tail)
            breaks = 0 if element.tail.strip() else breaks
    yield from flush()


def is_hidden(element: etree._Element) -> bool:
    """Tell whether the markup says that an element is not shown."""
    return element.get("hidden") is not None or "display:none" in (element.get("style") or "").replace(" ", "").lower()


def _role_of(tag: str, element: etree._Element) -> Role | None:
    if tag in SUBHEADS:
        return "subhead"
    if tag == "figcaption":
        return "caption"
    for attribute in ("class", "itemprop", "rel"):
        for token in (element.get(attribute) or "")[:400].lower().split():
            # The last part of names such as "article__byline" and "story-standfirst".
            hint = HINTS.get(token) or HINTS.get(re.split(r"[-_]+", token)[-1])
            if hint is not None:
                return hint
    return None


def _fitting(role: Role | None, text: str) -> Role | None:
    """Drop a role that a class name promised where the text is too long for it."""
    longest = MAX_ROLE_CHARS.get(role) if role is not None else None
    return None if longest is not None and len(text) > longest else role
