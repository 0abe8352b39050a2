"""The folder of releases: which there are, which is the latest, how the next is switched in, which go."""

import os
import re
import shutil
from pathlib import Path
from typing import Any

import msgspec

LATEST = "latest"
PACKAGE_FILE = "datapackage.json"
PARTIAL_SUFFIX = ".partial"
_RELEASE_ID = re.compile(r"\d{4,}")


class LatestLostError(RuntimeError):
    """The link to the latest release is gone, though there are releases."""

    def __init__(self, releases: Path) -> None:
        super().__init__(
            f"The link {releases / LATEST} is gone or leads nowhere, though there are releases; nothing was changed. "
            "`copydesk doctor --mend` leads it to the newest one that is whole."
        )


def latest_release(releases: Path) -> Path | None:
    """Return the folder that ``latest`` leads to, resolved once; null where there is no release yet."""
    link = releases / LATEST
    return link.resolve() if link.is_dir() else None


def list_releases(releases: Path) -> list[Path]:
    """Return the folders of all releases up to the latest, oldest first."""
    latest = latest_release(releases)
    if latest is None:
        return []
    folders = [path for path in releases.iterdir() if _RELEASE_ID.fullmatch(path.name) and path.is_dir()]
    return sorted((path for path in folders if int(path.name) <= int(latest.name)), key=lambda path: int(path.name))


def next_release_id(releases: Path) -> str:
    """Return the number after the latest release's."""
    latest = latest_release(releases)
    return f"{int(latest.name) + 1:04d}" if latest else "0001"


def is_release_id(name: str) -> bool:
    """Tell whether a folder of that name is a release."""
    return _RELEASE_ID.fullmatch(name) is not None


def read_package(release: Path) -> dict[str, Any]:
    """Return the ``datapackage.json`` of a release."""
    found: dict[str, Any] = msgspec.json.decode((release / PACKAGE_FILE).read_bytes())
    return found


def clear_unfinished(releases: Path) -> None:
    """Remove what a killed run left: folders built aside, and releases that were never switched in.

    Raises:
        LatestLostError: which releases were switched in cannot be told. Only the first can be one that was not.

    """
    if not releases.is_dir():
        return
    if latest_release(releases) is None and sum(is_release_id(path.name) for path in releases.iterdir()) > 1:
        raise LatestLostError(releases)
    finished = {path.name for path in list_releases(releases)}
    for path in releases.iterdir():
        is_ours = path.name.endswith(PARTIAL_SUFFIX) or _RELEASE_ID.fullmatch(path.name)
        if is_ours and path.is_dir() and not path.is_symlink() and path.name not in finished:
            shutil.rmtree(path)


def switch_latest(release: Path) -> None:
    """Lead ``latest`` to a finished release, by one atomic rename."""
    link = release.parent / LATEST
    aside = release.parent / f"{LATEST}{PARTIAL_SUFFIX}"
    aside.unlink(missing_ok=True)
    aside.symlink_to(release.name, target_is_directory=True)
    aside.replace(link)
    sync_folder(release.parent)


def delete_old(releases: Path, keep: int) -> list[str]:
    """Delete all but the newest ``keep`` releases; return the ids that went. The latest always stays."""
    old = list_releases(releases)[: -max(keep, 1)]
    for path in old:
        shutil.rmtree(path)
    return [path.name for path in old]


def sync_tree(folder: Path) -> None:
    """Force all files below a folder to disk, so that a power cut cannot leave a release half written."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            descriptor = os.open(path, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        elif path.is_dir():
            sync_folder(path)
    sync_folder(folder)


def sync_folder(folder: Path) -> None:
    """Force a folder's entries to disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
