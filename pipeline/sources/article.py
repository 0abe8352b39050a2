"""Make the article out of its pieces and its metadata: the last step that all formats but plain text share.

Size limits, the date of the metadata and the language code are settled here.
"""

import re
from collections.abc import Mapping

from pipeline.records import Record, SourceArticle, SourceReject
from pipeline.sources.assemble import SURROGATES, Piece, assemble
from pipeline.sources.dates import Zone, read_date
from pipeline.sources.format import Content
from pipeline.sources.model import Published, RefusedError
from pipeline.sources.visible import UNSEEN

MAX_FIELD_CHARS = 2000


class Metadata(Record, frozen=True, kw_only=True):
    """What a format says about an article beside its text. ``published`` is the value as the format has it."""

    url: str | None = None
    headline: str | None = None
    standfirst: str | None = None
    byline: str | None = None
    language: str | None = None
    outlet_name: str | None = None
    outlet_domain: str | None = None
    published: object = None


def build(
    pieces: list[Piece], metadata: Metadata, number: int, content: Content
) -> tuple[SourceArticle, list[SourceReject]]:
    """Return the article of ``pieces``, and a reject for a date that was not believed.

    Raises RefusedError (bad_record, too_large, line_too_long).
    """
    text, blocks = assemble(pieces)
    limits = content.limits
    if not text:
        raise RefusedError("bad_record", f"Record {number} of {content.name} has no text. Take it away.", number)
    if len(text) > limits.max_article_chars:
        raise RefusedError(
            "too_large",
            f"Record {number} of {content.name} has {len(text):,} characters, more than max_article_chars "
            f"({limits.max_article_chars:,}). Split it, or raise the limit.",
            number,
        )
    longest = max((len(line) for piece in pieces for line in piece.text.splitlines()), default=0)
    if longest > limits.max_line_chars:
        raise RefusedError(
            "line_too_long",
            f"Record {number} of {content.name} has a paragraph of {longest:,} characters, more than max_line_chars "
            f"({limits.max_line_chars:,}). Break it, or raise the limit.",
            number,
        )
    rejects: list[SourceReject] = []
    published: Published | None = None
    if metadata.published is not None:
        zone = Zone(
            name=content.defaults.time_zone,
            domain=metadata.outlet_domain or content.defaults.outlet_domain,
            date_order=content.defaults.date_order,
        )
        try:
            published = read_date(metadata.published, zone)
        except RefusedError as error:
            rejects.append(
                SourceReject(
                    rule=error.reject.rule,
                    reason=f"The date of record {number} of {content.name} is left out: {error.reject.reason}",
                    record=number,
                )
            )
    article = SourceArticle(
        text=text,
        record=number,
        blocks=blocks,
        url=metadata.url,
        headline=_clean(metadata.headline),
        standfirst=_clean(metadata.standfirst),
        byline=_clean(metadata.byline),
        language=language_code(metadata.language),
        outlet_name=_clean(metadata.outlet_name),
        outlet_domain=metadata.outlet_domain,
        published_raw=_clean(published.raw) if published else None,
        published_at_utc=published.at_utc if published else None,
        published_on=published.on if published else None,
        published_basis="metadata" if published else None,
    )
    return article, rejects


def language_code(value: str | None) -> str | None:
    """Return the two or three letters of a language tag ("en-GB", "en_US"), or null where it is none."""
    match = re.match(r"([A-Za-z]{2,3})(?:[-_]|$)", value.strip()) if value else None
    return match[1].lower() if match else None


def names_of(value: object) -> str | None:
    """Return names, from a string, a mapping with ``name``, or a list of either, as one line."""
    if isinstance(value, str):
        return one_line(value)
    if isinstance(value, Mapping):
        return names_of(value.get("name"))
    if isinstance(value, list):
        names = [name for item in value[:20] if not isinstance(item, list) and (name := names_of(item))]
        return ", ".join(dict.fromkeys(names)) or None
    return None


def one_line(value: object) -> str | None:
    """Return a string (or the first of a list) as one visible line, or null where there is none."""
    if isinstance(value, list) and value and isinstance(value[0], str):
        value = value[0]
    if not isinstance(value, str):
        return None
    visible = UNSEEN.sub("", " ".join(value[: 4 * MAX_FIELD_CHARS].split()))
    return visible[:MAX_FIELD_CHARS].strip() or None


def _clean(value: str | None) -> str | None:
    return SURROGATES.sub("\ufffd", value) if value is not None else None
