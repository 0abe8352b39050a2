"""One article of a source to its paragraphs and the facts about it."""

import re

from pipeline.articles.credits import credit_of_article
from pipeline.articles.cut import cut
from pipeline.articles.language import detect_language
from pipeline.articles.marks import byline_of, word_count
from pipeline.articles.publication import publication_of
from pipeline.articles.roles import Part, assign_roles, split_datelines
from pipeline.articles.seen import display
from pipeline.records import Paragraph, ParsedArticle, Role, SourceArticle
from pipeline.sources import SourceDefaults, Zone, language_code

MAX_SHOWN_CHARS = 2_000


def parse_article(
    source: SourceArticle, defaults: SourceDefaults | None = None, relative_path: str = ""
) -> ParsedArticle:
    """Return the article with its paragraphs in order.

    Every character of ``source.text`` that is not white space is in exactly one paragraph, and a paragraph's text is
    ``source.text[char_start:char_end]``. ``relative_path`` is where the file stands in the folder; a date in it is the
    last that is looked at. ``headline``, ``byline`` and the like are shown with single spaces and without invisible
    characters.
    """
    defaults = defaults or SourceDefaults()
    text = source.text
    zone = Zone(
        name=defaults.time_zone,
        domain=source.outlet_domain or defaults.outlet_domain,
        date_order=defaults.date_order,
    )
    parts = split_datelines(text, cut(text, source.blocks), zone)
    assign_roles(parts, zone, source.headline or defaults.headline, source.standfirst)
    paragraphs = tuple(
        Paragraph(
            position=position,
            role=part.role or "body",
            char_start=part.char_start,
            char_end=part.char_end,
            text=text[part.char_start : part.char_end],
        )
        for position, part in enumerate(parts)
    )
    byline = _byline(parts, source.byline or defaults.byline)
    publication = publication_of(source, parts, defaults, relative_path, zone)
    body = "\n".join(paragraph.text for paragraph in paragraphs if paragraph.role == "body")
    return ParsedArticle(
        source=source,
        paragraphs=paragraphs,
        headline=_first(parts, "headline") or _shown(source.headline or defaults.headline),
        standfirst=_first(parts, "standfirst") or _shown(source.standfirst),
        byline=byline,
        dateline=_dateline(parts),
        credit=credit_of_article(parts, byline),
        published_raw=publication.raw,
        published_at_utc=publication.at_utc,
        published_on=publication.on,
        published_basis=publication.basis,
        language=source.language or detect_language(body or text) or language_code(defaults.language),
        words=sum(word_count(paragraph.text) for paragraph in paragraphs if paragraph.role in {"body", "subhead"}),
        rejects=publication.rejects,
    )


def _first(parts: list[Part], role: Role) -> str | None:
    return next((_shown(part.shown) for part in parts if part.role == role), None)


def _shown(text: str | None) -> str | None:
    return display(text[:MAX_SHOWN_CHARS]) or None if text is not None else None


def _byline(parts: list[Part], said: str | None) -> str | None:
    if said is not None:
        return _shown(re.sub(r"^by\s+", "", said, flags=re.IGNORECASE))
    shown = next((part.shown for part in parts if part.role == "byline"), None)
    return _shown(byline_of(shown) or shown) if shown is not None else None


def _dateline(parts: list[Part]) -> str | None:
    """Return the dateline of the press if there is one (it names the place), else the first date line."""
    datelines = [part for part in parts if part.role == "dateline"]
    press = next((part for part in datelines if part.dateline is not None and part.dateline.is_press), None)
    chosen = press or (datelines[0] if datelines else None)
    return _shown(chosen.shown.strip(" —–-:|")) if chosen is not None else None
