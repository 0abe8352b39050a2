"""Mending by making anew: what is damaged is put aside and forgotten, so that the next run makes it from what is whole.

Readings and the index of copies stay where they are whole, so that nothing is read by the model a second time.
"""

import shutil
from collections.abc import Iterable
from pathlib import Path

from pipeline.copyindex.update import forget_index
from pipeline.release.folders import LATEST, latest_release, list_releases, switch_latest
from pipeline.settings import Settings
from pipeline.steps.copies import index_folder
from pipeline.steps.workbench import Workbench
from pipeline.tables.store import TableDamagedError
from pipeline.upkeep.check_releases import check_files

LOST_FOR_GOOD = {
    "article_revisions": "without it, revisions are counted from one again.",
    "id_redirects": "without it, ids that gave way before are not answered any more.",
}
"""Tables that nothing else holds, and what it means to lose them."""

OF_INTAKE = frozenset({"source_articles", "source_files", "intake_files", "rejects"})
"""Tables that are made from the raw files themselves."""

INTAKE_MEMORY = "intake_files"
STATE = "step_state"
ASIDE = "damaged"


class NotMendableError(RuntimeError):
    """Something would have to be mended where the doctor does not reach."""


def rebuild_tables(bench: Workbench, tables: Iterable[str]) -> list[Path]:
    """Put damaged tables aside and forget what was made, so that the next run makes it anew; return where they went.

    Raises:
        NotMendableError: the tables lie in object storage.
        OSError: a folder cannot be moved.

    """
    damaged = set(tables)
    if bench.settings.storage:
        raise NotMendableError(
            "Tables in object storage are not moved by the doctor. Delete what lies below "
            f"{bench.settings.storage}/tables and run again: all tables are made anew from the raw files."
        )
    if damaged & OF_INTAKE:
        damaged.add(INTAKE_MEMORY)
    moved = [_put_aside(bench.settings, bench.settings.tables / table) for table in sorted(damaged)]
    forget_steps(bench)
    return [path for path in moved if path is not None]


def forget_steps(bench: Workbench) -> None:
    """Forget what the steps have done, so that the next run does it again; what is stored is not deleted."""
    try:
        steps = set(bench.store.read(STATE, columns=["step"])["step"].to_pylist())
    except TableDamagedError:
        _put_aside(bench.settings, bench.settings.tables / STATE)
        return
    bench.store.replace(STATE, bench.table(STATE, []), sorted(steps))


def rebuild_index(bench: Workbench) -> None:
    """Delete the index of copies, and have the next run make it anew."""
    forget_index(index_folder(bench.settings))
    forget_steps(bench)


def relink_latest(settings: Settings) -> Path | None:
    """Lead ``latest`` to the newest release whose files are whole; return it, or null where there is none."""
    folder = settings.releases
    numbered = sorted((path for path in folder.iterdir() if path.name.isdecimal()), key=lambda path: int(path.name))
    for release in reversed(numbered):
        if not list(check_files(release, deep=True)):
            switch_latest(release)
            return release
    return None


def rebuild_latest(bench: Workbench) -> Path | None:
    """Put the damaged latest release aside, and have the next run publish it anew; return where it went."""
    folder = bench.settings.releases
    latest = latest_release(folder)
    if latest is None:
        return None
    before = list_releases(folder)[:-1]
    if before:
        switch_latest(before[-1])
    else:
        (folder / LATEST).unlink()
    forget_steps(bench)
    return _put_aside(bench.settings, latest)


def _put_aside(settings: Settings, path: Path) -> Path | None:
    if not path.exists():
        return None
    aside = settings.out / ASIDE
    aside.mkdir(exist_ok=True)
    number = 1
    while (target := aside / f"{path.name}-{number}").exists():
        number += 1
    shutil.move(path, target)
    return target
