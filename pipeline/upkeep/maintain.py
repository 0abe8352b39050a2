"""Maintenance of all working tables: which older versions must stay readable, and the work itself.

What stays: of ``articles`` and ``article_texts`` everything, so that the text before a correction can still be read; of
the other tables the versions that a kept release was made of, those that a step will look at again, and whatever was in
use within ``RETENTION``.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from functools import partial
from typing import Any

import msgspec

from pipeline.release.folders import list_releases, read_package
from pipeline.release.remote import remote_releases
from pipeline.settings import Settings
from pipeline.steps.workbench import Workbench
from pipeline.tables.maintenance import TableUpkeep, maintain_table

HISTORY_TABLES = frozenset({"articles", "article_texts"})
"""Tables whose older rows are kept for people: what an article said before it was corrected or withdrawn."""

RETENTION = timedelta(days=7)
"""Longer than any reader of working tables holds a version open."""


class UnknownVersionsError(RuntimeError):
    """Which versions a release was made of cannot be told, so nothing may be deleted."""


def maintain(bench: Workbench, retention: timedelta = RETENTION) -> list[TableUpkeep]:
    """Compact, checkpoint and vacuum every working table; no row changes. The caller holds the lock of the folder.

    Raises:
        UnknownVersionsError: the manifest of a release cannot be read.
        StorageError: the object storage failed.
        TableDamagedError: a table cannot be read.
        OSError: the disk is full or not writable.

    """
    pinned = pinned_versions(bench)
    done = []
    tables = sorted(bench.store.schemas)
    for number, table in enumerate(tables, start=1):
        keep = None if table in HISTORY_TABLES else pinned.get(table, set())
        upkeep = maintain_table(bench.store, table, keep_versions=keep, retention=retention)
        if upkeep is not None:
            done.append(upkeep)
        bench.progress("Tables maintained", number, len(tables))
    return done


def pinned_versions(bench: Workbench) -> Mapping[str, set[int]]:
    """Return, by table, the versions that releases and steps refer to.

    A step that will compare a table with an older version of it notes that version as its fingerprint under the
    table's name.

    Raises:
        UnknownVersionsError: the manifest of a release cannot be read.

    """
    pinned: dict[str, set[int]] = defaultdict(set)
    for release, package in _packages(bench.settings):
        try:
            resources = package()["resources"]
            versions = {entry["title"]: entry["deltaVersion"] for entry in resources}
        except (OSError, msgspec.MsgspecError, KeyError, TypeError) as error:
            raise UnknownVersionsError(
                f"Tables were not maintained: the manifest of {release} cannot be read, so which of their versions it "
                "refers to is not known. `copydesk doctor` says what to do."
            ) from error
        for table, version in versions.items():
            if version is not None:
                pinned[table].add(version)
    state = bench.store.read("step_state", columns=["scope", "fingerprint"]).to_pylist()
    for row in state:
        if row["scope"] in bench.store.schemas and row["fingerprint"].isdecimal():
            pinned[row["scope"]].add(int(row["fingerprint"]))
    return pinned


def _packages(settings: Settings) -> Iterator[tuple[str, Callable[[], dict[str, Any]]]]:
    """Yield each kept release with what reads its manifest, in object storage where that is where releases are."""
    remote = remote_releases(settings)
    if remote is not None:
        for name in remote.names():
            yield name, partial(remote.read_package, name)
    else:
        for release in list_releases(settings.releases):
            yield str(release), partial(read_package, release)
