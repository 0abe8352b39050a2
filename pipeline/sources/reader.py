"""Read one file: take its bytes, unpack them, find their format, and gather what it gives.

Whatever is wrong becomes a reject of the ``FileReading``; no exception leaves this module.
"""

from collections.abc import Sequence
from pathlib import Path

from pipeline.records import SourceArticle, SourceReject
from pipeline.sources.files import load_file, relative_name, size_of
from pipeline.sources.format import Content, Format
from pipeline.sources.model import FileReading, Limits, RefusedError, SourceDefaults
from pipeline.sources.registry import FORMATS
from pipeline.sources.unpack import unpack


def read_file(
    path: Path,
    root: Path,
    limits: Limits | None = None,
    defaults: SourceDefaults | None = None,
    more_formats: Sequence[Format] = (),
) -> FileReading:
    """Return what the file at ``path`` holds, and what of it was refused and why.

    ``root`` is the folder beyond which no link is followed, and from which the path is told. ``defaults`` are those of
    ``defaults_for``; their time zone and date order help to read dates. ``more_formats`` are asked before those
    of the registry. Never raises for what it finds.
    """
    limits = limits or Limits()
    defaults = defaults or SourceDefaults()
    name = relative_name(path, root)
    try:
        loaded = load_file(path, root, limits)
    except RefusedError as error:
        rejects = (*defaults.rejects, error.reject)
        return FileReading(relative_path=name, bytes=size_of(path), rejects=rejects)
    articles: list[SourceArticle] = []
    rejects_found: list[SourceReject] = list(defaults.rejects)
    found_format: str | None = None
    content: Content | None = None
    try:
        content = Content(unpack(loaded.data, name, limits), name, limits, defaults)
        chosen = _detect(content, (*more_formats, *FORMATS))
        found_format = chosen.name
        for item in chosen.read(content):
            if isinstance(item, SourceArticle):
                articles.append(item)
            else:
                rejects_found.append(item)
    except RefusedError as error:
        rejects_found.append(error.reject)
    except Exception as error:  # noqa: BLE001 - a parser's own fault must cost one file, never the run
        rejects_found.append(
            SourceReject(
                rule="reader_failed",
                reason=f"{name} made the reader of {found_format or 'its format'} fail "
                f"({type(error).__name__}: {str(error)[:200]}). Please report this file.",
            )
        )
    encoding, problem = _encoding(content)
    if problem is not None:
        rejects_found.append(problem)
    if not articles and len(rejects_found) == len(defaults.rejects):
        rejects_found.append(SourceReject(rule="no_articles", reason=f"{name} holds no article. Take it away."))
    return FileReading(
        relative_path=name,
        bytes=len(loaded.data),
        sha256=loaded.sha256,
        format=found_format,
        encoding=encoding,
        articles=tuple(articles),
        rejects=tuple(rejects_found),
    )


def _detect(content: Content, formats: Sequence[Format]) -> Format:
    if not content.data.strip():
        raise RefusedError("empty_file", f"{content.name} holds nothing but white space. Deliver it again.")
    for candidate in formats:
        if candidate.detects(content):
            return candidate
    raise RefusedError("unknown_format", f"{content.name} is of no format that is read here. Save it as text.")


def _encoding(content: Content | None) -> tuple[str | None, SourceReject | None]:
    """Return the encoding of the text, if one was decoded, and a reject that counts what could not be decoded."""
    decoded = content.decoded_if_done if content is not None else None
    if decoded is None or content is None:
        return None, None
    if not decoded.replaced:
        return decoded.encoding, None
    reason = (
        f"{content.name} has bytes in {decoded.replaced:,} places that are not {decoded.encoding}; they are U+FFFD "
        "in the text. Deliver it in one encoding."
    )
    return decoded.encoding, SourceReject(rule="bad_encoding", reason=reason)
