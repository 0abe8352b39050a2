"""Decide when an article was published: metadata, a date line, the sidecar, or the names of file and folder.

Reading a single date is the work of ``pipeline.sources.dates``. The clock and the file's times are never asked.
"""

from collections.abc import Sequence
from datetime import date, datetime

from pipeline.articles.roles import Part
from pipeline.records import PublishedBasis, Record, SourceArticle, SourceReject
from pipeline.sources import Published, RefusedError, SourceDefaults, Zone, date_in_name, read_date


class Publication(Record, frozen=True, kw_only=True):
    """When an article was published, by what, and which dates were not believed."""

    raw: str | None = None
    at_utc: datetime | None = None
    on: date | None = None
    basis: PublishedBasis | None = None
    rejects: tuple[SourceReject, ...] = ()


def publication_of(
    source: SourceArticle, parts: Sequence[Part], defaults: SourceDefaults, relative_path: str, zone: Zone
) -> Publication:
    """Return the publication of an article, from the first of its four sources that has a date to be believed.

    A date of the metadata that is not yet read is read here. A date in the address counts as the name of a file.
    """
    rejects: list[SourceReject] = []
    if source.published_on is not None:
        return Publication(
            raw=source.published_raw,
            at_utc=source.published_at_utc,
            on=source.published_on,
            basis=source.published_basis or "metadata",
        )
    if source.published_raw is not None:
        try:
            return _publication(read_date(source.published_raw, zone), "metadata", rejects)
        except RefusedError as error:
            rejects.append(_left_out("metadata", error, source.record))
    if (found := _in_text(parts, source.record, rejects)) is not None:
        return _publication(found, "dateline", rejects)
    if defaults.published_raw is not None:
        try:
            return _publication(read_date(defaults.published_raw, zone), "sidecar", rejects)
        except RefusedError as error:
            rejects.append(_left_out("sidecar or _source.yaml", error, source.record))
    for name in (_path_of(source.url), relative_path):
        if name and (found := date_in_name(name)) is not None:
            return _publication(found, "path", rejects)
    return Publication(rejects=tuple(rejects))


def _in_text(parts: Sequence[Part], record: int, rejects: list[SourceReject]) -> Published | None:
    """Return the first date line that is no later change; a date of change only where there is no other."""
    datelines = [part.dateline for part in parts if part.dateline is not None]
    rejects.extend(_left_out("text", line.refused, record) for line in datelines if line.refused is not None)
    dated = [dateline for dateline in datelines if dateline.published is not None]
    chosen = next((dateline for dateline in dated if not dateline.is_update), dated[0] if dated else None)
    return chosen.published if chosen is not None else None


def _publication(found: Published, basis: PublishedBasis, rejects: list[SourceReject]) -> Publication:
    return Publication(raw=found.raw, at_utc=found.at_utc, on=found.on, basis=basis, rejects=tuple(rejects))


def _left_out(where: str, error: RefusedError, record: int) -> SourceReject:
    reason = f"The date in the {where} is left out: {error.reject.reason}"
    return SourceReject(rule=error.reject.rule, reason=reason, record=record)


def _path_of(url: str | None) -> str | None:
    return url.split("://", 1)[-1].partition("/")[2].partition("?")[0] if url else None
