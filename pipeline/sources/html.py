"""A web page to an article: trafilatura tells the main text, the page itself tells order, captions and roles.

Metadata is read in ``structured_data.py``, elements are cut into paragraphs in ``markup.py``.
"""

import copy
import logging
import re
from collections.abc import Iterator

import msgspec
import trafilatura
from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types
from lxml import html as lxml_html

from pipeline.records import Role, SourceArticle, SourceReject
from pipeline.sources.article import Metadata, build
from pipeline.sources.assemble import Piece, bare, same_words
from pipeline.sources.format import Content
from pipeline.sources.markup import blocks_of, parse_html
from pipeline.sources.model import RefusedError
from pipeline.sources.structured_data import PageData, page_data

OPENING = re.compile(
    r"\s*(?:<\?xml[^<>]{0,200}\?>\s*)?(?:<!--.{0,4000}?-->\s*){0,5}<(?:!doctype\s+html|html|head|body|article|main|title|meta)\b",
    re.IGNORECASE | re.DOTALL,
)
BLOCK_TAGS = re.compile(r"</?(?:p|div|h[1-6]|br|ul|li|section|article)\b[^<>]{0,300}>", re.IGNORECASE)
DECLARED = re.compile(rb"<meta[^<>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{2,40})", re.IGNORECASE)
# What it finds no text in is refused here with a reason; its own log lines would only be noise.
logging.getLogger("trafilatura").setLevel(logging.ERROR)
# Of the main text as trafilatura finds it, the share that must be found again in the page's own order.
ENOUGH_FOUND = 0.7
# Stands for a line break inside of a paragraph, apart from those of the page's source.
BREAK = "\x1e"
# Roles that are kept between the headline and the end of the main text though trafilatura leaves them out.
KEPT_BESIDE: frozenset[Role | None] = frozenset({"standfirst", "byline", "dateline", "caption", "credit"})


class HtmlPage:
    """One page, one article."""

    name = "html"

    def detects(self, content: Content) -> bool:
        """Accept a text that opens as a page does, or one that is mostly parted by HTML block tags."""
        head = content.head[:20_000]
        if OPENING.match(head):
            return True
        return head.lstrip().startswith("<") and len(BLOCK_TAGS.findall(head)) >= 2

    def read(self, content: Content) -> Iterator[SourceArticle | SourceReject]:
        """Yield the article of the page."""
        content.declare(declared_encoding(content.data))
        article, rejects = article_of_page(content.decoded.text, 0, content)
        yield article
        yield from rejects


def declared_encoding(data: bytes) -> str | None:
    """Return the encoding that the head of a page names, or null."""
    declared = DECLARED.search(data[:4096])
    return declared[1].decode("ascii", "replace") if declared else None


def article_of_page(
    source: str, number: int, content: Content, given: Metadata | None = None
) -> tuple[SourceArticle, list[SourceReject]]:
    """Return the article of one page; what ``given`` says goes before what the page says.

    Raises RefusedError (too_large, no_articles).
    """
    if len(source) > content.limits.max_page_chars:
        raise RefusedError(
            "too_large",
            f"Page {number} of {content.name} has {len(source):,} characters, more than max_page_chars "
            f"({content.limits.max_page_chars:,}). Take the article out of it, or raise the limit.",
            number,
        )
    root = parse_html(source)
    if root is None:
        raise _no_article(number, content)
    data = page_data(root)
    metadata = _preferring(given, data.metadata) if given is not None else data.metadata
    heading = _heading(root)
    title = metadata.headline or heading or _page_title(root)
    pieces = _main_pieces(root, data, title)
    if not any(piece.role in {None, "standfirst"} for piece in pieces):
        raise _no_article(number, content)
    if title:
        pieces = [piece for piece in pieces if not (piece.role == "subhead" and same_words(piece.text, title))]
        if not same_words(pieces[0].text, title):
            pieces.insert(0, Piece(text=title, role="headline"))
    return build(pieces, msgspec.structs.replace(metadata, headline=title), number, content)


def _main_pieces(root: lxml_html.HtmlElement, data: PageData, title: str | None) -> list[Piece]:
    document = trafilatura.bare_extraction(
        copy.deepcopy(root), output_format="xml", include_comments=False, include_tables=True, with_metadata=False
    )
    body = getattr(document, "body", None)
    found = list(_extracted(body)) if body is not None else []
    size = sum(len(piece.text) for piece in found)
    if data.article_body and len(data.article_body) > 2 * size:
        return [Piece(text=data.article_body, is_plain=True)]
    all_blocks = list(blocks_of(root))
    if not found:
        return [Piece(text=text, role=role) for role, text in _inside_article(root)]
    return _in_page_order(all_blocks, found, title) or [
        Piece(text=piece.text.replace("\n", " "), role=piece.role) for piece in found
    ]


def _extracted(body: etree._Element) -> Iterator[Piece]:
    """Yield the paragraphs of trafilatura's tree in its order; a line break inside of one stays a line break."""
    for element in body.iter("p", "head", "item", "cell", "quote", "code"):
        if element.tag in {"item", "cell", "quote"} and any(True for _ in element.iterchildren("p", "head", "item")):
            continue
        text = "\n".join(filter(None, (" ".join(line.split()) for line in "".join(_texts(element)).split(BREAK))))
        if text:
            yield Piece(text=text, role="subhead" if element.tag == "head" else None)


def _texts(element: etree._Element) -> Iterator[str]:
    for event, part in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            yield BREAK if part.tag == "lb" else part.text or ""
        elif part is not element:
            yield part.tail or ""


def _in_page_order(blocks: list[tuple[Role | None, str]], found: list[Piece], title: str | None) -> list[Piece]:
    """Take the paragraphs that trafilatura found out of the page, with the captions and the like between them."""
    wanted = {bare(text) for piece in found for text in (piece.text, *piece.text.split("\n"))}
    matched = [index for index, (_, text) in enumerate(blocks) if bare(text) in wanted]
    if sum(len(blocks[index][1]) for index in matched) < ENOUGH_FOUND * sum(len(piece.text) for piece in found):
        return []
    first, last = matched[0], matched[-1]
    if title:
        first = next((index for index in range(first, -1, -1) if same_words(blocks[index][1], title)), first)
    taken = set(matched)
    pieces = []
    seen: set[str] = set()
    for index, (role, text) in enumerate(blocks[: last + 2]):
        if index in taken or (index >= first and role in KEPT_BESIDE):
            # Pages repeat their headline, byline and captions for narrow screens; body paragraphs are never dropped.
            if role in KEPT_BESIDE and bare(text) in seen:
                continue
            seen.add(bare(text))
            pieces.append(Piece(text=text, role=role))
    return pieces


def _inside_article(root: lxml_html.HtmlElement) -> Iterator[tuple[Role | None, str]]:
    """Yield all paragraphs of the article element, or of the whole body, of a page too small for trafilatura."""
    for query in ("//article", "//main", "//body"):
        inside = root.xpath(query)
        if isinstance(inside, list) and inside and isinstance(inside[0], lxml_html.HtmlElement):
            yield from blocks_of(inside[0])
            return


def _heading(root: lxml_html.HtmlElement) -> str | None:
    for query in ("//article//h1", "//main//h1", "//h1"):
        for element in root.xpath(query):
            if text := " ".join(element.text_content().split()):
                return text
    return None


def _page_title(root: lxml_html.HtmlElement) -> str | None:
    title = root.find(".//title")
    if title is None:
        return None
    # Sites put their name behind the headline: "Bridge shut | Northmoor Post".
    return re.split(r"\s[|–—-]\s", " ".join(title.text_content().split()))[0] or None


def _preferring(given: Metadata, page: Metadata) -> Metadata:
    said = {name: value for name in given.__struct_fields__ if (value := getattr(given, name)) is not None}
    return msgspec.structs.replace(page, **said)


def _no_article(number: int, content: Content) -> RefusedError:
    return RefusedError(
        "no_articles", f"Page {number} of {content.name} has no text of an article. Take it away.", number
    )
