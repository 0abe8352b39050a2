"""Keeping Delta tables quick and small: small files put together, checkpoints, files that nothing needs deleted.

None of it changes a row, nor what ``TableStore.version`` says. Which versions must stay readable, the caller knows.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from deltalake import DeltaTable
from deltalake.exceptions import DeltaError

from pipeline.tables.store import TableDamagedError, TableStore

STAGED = "*.parquet#*"
"""Files that a writer had not finished when it was killed; Delta's vacuum does not see them."""


@dataclass(frozen=True)
class TableUpkeep:
    """What maintenance did to one table: data files before and after, what was deleted, in files and bytes.

    Bytes are counted in folders of this machine only.
    """

    table: str
    files_before: int
    files_after: int
    files_deleted: int
    bytes_freed: int


def maintain_table(
    store: TableStore, table: str, *, keep_versions: Collection[int] | None, retention: timedelta
) -> TableUpkeep | None:
    """Compact a table, write a checkpoint, and delete data files that neither it nor a kept version needs.

    Nobody else may write the table meanwhile.

    Args:
        store: the tables.
        table: the name of one.
        keep_versions: older versions that must stay readable; null keeps every version, and deletes nothing but what a
            killed writer left.
        retention: files that were in use so recently stay, whoever reads them.

    Returns:
        What was done; null where the table has never been written.

    Raises:
        TableDamagedError: the table cannot be read.
        OSError: the disk is full or not writable; the table is as it was.

    """
    delta = store.delta(table)
    if delta is None:
        return None
    folder = Path(str(store.root)) / table
    before = _files(delta)
    try:
        delta.optimize.compact()
        deleted, freed = (0, 0)
        if keep_versions is not None:
            deleted, freed = _vacuum(delta, folder, keep_versions, retention)
        delta.update_incremental()
        delta.create_checkpoint()
    except DeltaError as error:
        raise TableDamagedError(
            f"The working table {table} cannot be maintained ({' '.join(str(error).split())}). "
            "`copydesk doctor` says what is wrong with it."
        ) from error
    staged, staged_bytes = _delete_staged(folder)
    return TableUpkeep(
        table=table,
        files_before=before,
        files_after=_files(delta),
        files_deleted=deleted + staged,
        bytes_freed=freed + staged_bytes,
    )


def _files(delta: DeltaTable) -> int:
    return len(delta.file_uris())


def _vacuum(delta: DeltaTable, folder: Path, keep_versions: Collection[int], retention: timedelta) -> tuple[int, int]:
    """Delete what neither the current nor a kept version refers to; return files and bytes."""
    delta.update_incremental()
    hours = int(retention.total_seconds() // 3600)
    kept = [version for version in sorted(set(keep_versions)) if version <= delta.version()]

    def vacuum(*, dry_run: bool) -> list[str]:
        # "full" also finds files of commits that never came to be, and those whose removal the log has forgotten.
        return delta.vacuum(hours, dry_run, enforce_retention_duration=False, full=True, keep_versions=kept)

    unneeded = vacuum(dry_run=True)
    if folder.is_dir():  # the log names files that an earlier vacuum deleted until it forgets them
        unneeded = [name for name in unneeded if (folder / name).is_file()]
    if not unneeded:
        return 0, 0
    freed = sum((folder / name).stat().st_size for name in unneeded) if folder.is_dir() else 0
    vacuum(dry_run=False)
    return len(unneeded), freed


def _delete_staged(folder: Path) -> tuple[int, int]:
    files = [path for path in folder.rglob(STAGED) if path.is_file()]
    size = sum(path.stat().st_size for path in files)
    for path in files:
        path.unlink()
    return len(files), size
