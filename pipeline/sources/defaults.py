"""What lies beside a file and speaks for it: ``_source.yaml`` in the folders above, and a sidecar ``NAME.meta.yaml``.

Keys of both: ``outlet`` (a name, or ``name`` and ``domain``), ``domain``, ``language``, ``time_zone``, ``date_order``,
``published``, ``url``, ``headline``, ``byline``. A nearer file goes before a farther one, the sidecar before all.
"""

import os
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec
import yaml

from pipeline.records import SourceReject
from pipeline.sources.files import SIDECAR_SUFFIX, SOURCE_FILE, load_file, relative_name
from pipeline.sources.model import Limits, RefusedError, SourceDefaults
from pipeline.sources.outlets import clean_url, outlet_of
from pipeline.sources.time_zones import named_zone

# PyYAML's time grows with the square of what is nested; settings are a few lines.
YAML_LIMITS = Limits(max_file_bytes=16 * 1024)
MAX_BRACKETS = 40
MAX_VALUE_CHARS = 2000
KNOWN_KEYS = frozenset({
    "outlet", "domain", "language", "time_zone", "date_order", "published", "published_on", "url", "headline",
    "title", "byline", "author",
})  # fmt: skip


def defaults_for(path: Path | str, root: Path, folders: dict[str, SourceDefaults] | None = None) -> SourceDefaults:
    """Return the defaults for the file at ``path``; ``rejects`` says which settings files or keys could not be used.

    Never raises for what the settings hold. The result depends on the settings files alone, so a hash of it tells
    whether they changed.

    Args:
        path: the file.
        root: the drop folder.
        folders: what is known of folders, filled here; for asking about many files at one time.

    """
    whole = os.fspath(path)
    found = _folder_defaults(whole.rpartition(os.sep)[0], root, {} if folders is None else folders)
    return _with_settings(found, whole + SIDECAR_SUFFIX, root)


def _folder_defaults(name: str, root: Path, known: dict[str, SourceDefaults]) -> SourceDefaults:
    if name not in known:
        folder = Path(name)
        is_below = folder != root and folder.is_relative_to(root)
        farther = _folder_defaults(os.fspath(folder.parent), root, known) if is_below else SourceDefaults()
        known[name] = _with_settings(farther, os.fspath((folder if is_below else root) / SOURCE_FILE), root)
    return known[name]


def _with_settings(farther: SourceDefaults, name: str, root: Path) -> SourceDefaults:
    if not os.path.lexists(name):
        return farther
    settings = Path(name)
    if not (settings.is_file() or settings.is_symlink()):
        return farther
    return _merged(farther, _read_settings(settings, root))


def _merged(farther: SourceDefaults, nearer: SourceDefaults) -> SourceDefaults:
    said = {name: value for name in nearer.__struct_fields__ if (value := getattr(nearer, name)) not in (None, ())}
    if nearer.outlet_name and not nearer.outlet_domain:
        # A nearer outlet replaces the farther one as a whole: its name must not stand beside another's domain.
        said["outlet_domain"] = None
    said["rejects"] = farther.rejects + nearer.rejects
    return msgspec.structs.replace(farther, **said)


def _read_settings(path: Path, root: Path) -> SourceDefaults:
    name = relative_name(path, root)
    try:
        data = load_file(path, root, YAML_LIMITS).data
    except RefusedError as error:
        return SourceDefaults() if error.reject.rule == "empty_file" else _refused(name, error.reject.reason, "")
    return _parsed_settings(data, name)


@lru_cache(maxsize=4096)
def _parsed_settings(data: bytes, name: str) -> SourceDefaults:
    """Read the bytes of a settings file; kept, because one file speaks for many."""
    try:
        text = data.decode("utf-8-sig")
        if text.count("{") + text.count("[") > MAX_BRACKETS:
            return _refused(name, "is nested too deep", "Write one key a line.")
        # Aliases are refused: nested ones expand without bound.
        if any(isinstance(token, yaml.AliasToken) for token in yaml.scan(text, Loader=yaml.SafeLoader)):
            return _refused(name, "has YAML aliases (*name)", "Write the values out.")
        settings = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        return _refused(name, f"is not YAML in UTF-8 ({str(error).splitlines()[0][:120]})", "Correct it.")
    if settings is None:
        return SourceDefaults()
    if not isinstance(settings, dict):
        return _refused(name, "is not a mapping of keys to values", "Write lines such as 'language: en'.")
    return _from_settings(settings, name)


def _refused(name: str, what: str, mend: str) -> SourceDefaults:
    reason = what if not mend else f"{name} {what}. {mend}"
    return SourceDefaults(rejects=(SourceReject(rule="bad_defaults", reason=reason),))


def _from_settings(settings: dict[Any, Any], name: str) -> SourceDefaults:
    problems: list[SourceReject] = []

    def complain(what: str, mend: str) -> None:
        problems.append(SourceReject(rule="bad_defaults", reason=f"{name} {what}. {mend}"))

    def text_of(*keys: str) -> str | None:
        for key in keys:
            value = settings.get(key)
            if isinstance(value, str) and value.strip():
                return value.strip()[:MAX_VALUE_CHARS]
            if value is not None:
                complain(f"has no usable text at '{key}'", "Write it in quotes.")
        return None

    for key in settings:
        if key not in KNOWN_KEYS:
            complain(f"has the unknown key {str(key)[:40]!r}", f"Known are: {', '.join(sorted(KNOWN_KEYS))}.")
    outlet = outlet_of(settings.get("outlet"), domain=text_of("domain"))
    time_zone = text_of("time_zone")
    if time_zone is not None and named_zone(time_zone) is None:
        complain(f"names the time zone {time_zone[:60]!r}, which is not known", "Use a name such as Europe/Kyiv.")
        time_zone = None
    date_order = text_of("date_order")
    if date_order is not None and date_order not in {"DMY", "MDY"}:
        complain(f"has the date_order {date_order[:20]!r}", "Use DMY or MDY.")
        date_order = None
    url = text_of("url")
    if url is not None and clean_url(url) is None:
        complain("has a 'url' that is no http address", "Write the whole address.")
        url = None
    published = settings.get("published", settings.get("published_on"))
    if published is not None and not isinstance(published, str | int | date | datetime):
        complain("has a 'published' that is no date", "Write one such as 2024-05-31.")
        published = None
    return SourceDefaults(
        outlet_name=outlet.name,
        outlet_domain=outlet.domain,
        language=text_of("language"),
        time_zone=time_zone,
        date_order="DMY" if date_order == "DMY" else "MDY" if date_order == "MDY" else None,
        published_raw=published.isoformat() if isinstance(published, date) else str(published) if published else None,
        url=url,
        headline=text_of("headline", "title"),
        byline=text_of("byline", "author"),
        rejects=tuple(problems),
    )
