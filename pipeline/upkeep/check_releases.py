"""Releases: the link to the latest, manifests, files and their hashes, the views of the DuckDB file, leftovers."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import msgspec

from pipeline.release.duckdb_file import FILE_NAME
from pipeline.release.files import sha256_of
from pipeline.release.folders import (
    LATEST,
    PARTIAL_SUFFIX,
    is_release_id,
    latest_release,
    list_releases,
    read_package,
)
from pipeline.release.package import hashed_files
from pipeline.settings import Settings
from pipeline.upkeep.finding import MEND, Finding


def check_releases(settings: Settings, *, deep: bool) -> Iterator[Finding]:
    """Yield what is wrong with the releases of this machine.

    Args:
        settings: where they are.
        deep: also compare the hash of every file of every release.

    """
    folder = settings.releases
    if not folder.is_dir():
        return
    numbered = sorted(path for path in folder.iterdir() if is_release_id(path.name) and path.is_dir())
    latest = latest_release(folder)
    if latest is None and numbered:
        told = "The link is missing or leads nowhere, though there are releases; the next run would begin anew."
        yield Finding("releases", told, folder / LATEST, MEND)
    finished = set(list_releases(folder))
    for release in numbered:
        if latest is None or release.resolve() in {path.resolve() for path in finished}:
            for finding in check_files(release, deep=deep):
                yield _with_mend(finding, release, latest)
    if latest is not None and (trouble := _view_trouble(latest)):
        yield Finding(
            "releases", f"Its views cannot be read ({trouble}).", latest / FILE_NAME, f"copydesk relink {latest}"
        )


def check_leftovers(settings: Settings) -> Iterator[Finding]:
    """Yield what killed runs have left; only asked while no run is at work."""
    folder = settings.releases
    latest = latest_release(folder)
    if folder.is_dir():
        for path in sorted(folder.iterdir()):
            is_later = latest is not None and is_release_id(path.name) and int(path.name) > int(latest.name)
            if path.name.endswith(PARTIAL_SUFFIX) or is_later:
                yield Finding("releases", "A killed run has left this.", path, MEND, is_advice=True)
    if settings.work.is_dir():
        for path in sorted(settings.work.iterdir()):
            if not any(found.is_file() for found in path.rglob("*")):
                continue
            told = "Work that a killed run has not finished; the next run takes it up."
            yield Finding("work", told, path, "copydesk run", is_advice=True)


def check_files(release: Path, *, deep: bool) -> Iterator[Finding]:
    """Yield what of a release differs from its manifest: files that are missing, of another size, of another hash."""
    try:
        files = [file for entry in read_package(release)["resources"] for file in hashed_files(entry)]
    except (OSError, msgspec.MsgspecError, KeyError, TypeError) as error:
        yield Finding("releases", f"The manifest cannot be read ({error}).", release, "")
        return
    for file in files:
        trouble = _file_trouble(release / file["path"], file, deep=deep)
        if trouble:
            yield Finding("releases", trouble, release / file["path"], "")


def _file_trouble(path: Path, told: dict[str, Any], *, deep: bool) -> str | None:
    if not path.is_file():
        return "The file is missing."
    if path.stat().st_size != told["bytes"]:
        return f"The file has {path.stat().st_size:,} bytes; its manifest says {told['bytes']:,}."
    if deep and sha256_of([path]) != told["hash"].removeprefix("sha256:"):
        return "The file is not what was written: its hash differs from the manifest's."
    return None


def _with_mend(finding: Finding, release: Path, latest: Path | None) -> Finding:
    """Say what mends a damaged release: the latest can be made anew from the tables, older ones cannot."""
    if latest is not None and release.resolve() == latest.resolve():
        return Finding(finding.area, finding.problem, finding.place, MEND)
    told = f"{finding.problem} Restore the release from a backup; it cannot be made anew."
    return Finding(finding.area, told, finding.place, f"rm -r {release}")


def _view_trouble(release: Path) -> str | None:
    try:
        with duckdb.connect(str(release / FILE_NAME), read_only=True) as connection:
            views = connection.sql("SELECT view_name FROM duckdb_views() WHERE NOT internal ORDER BY 1").fetchall()
            for (view,) in views:
                connection.table(view).limit(1).fetchall()
    except duckdb.Error as error:
        return " ".join(str(error).split())[:200]
    return None if views else "it has none"
