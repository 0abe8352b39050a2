"""Working tables, readings and the index of copies: whether they are there, whole, and as their contracts say."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pyarrow as pa
from deltalake import DeltaTable

from pipeline.copyindex.check import check_index
from pipeline.copyindex.damage import IndexDamagedError
from pipeline.copyindex.manifest import read_manifest
from pipeline.steps import readings
from pipeline.steps.copies import index_folder
from pipeline.steps.workbench import CORPUS, Workbench
from pipeline.tables.store import TableDamagedError
from pipeline.upkeep.finding import MEND, RUN, Finding
from pipeline.upkeep.rebuild import LOST_FOR_GOOD

MANY_FILES = 100
"""So many data files of one partition make reading a table several times slower."""


def check_tables(bench: Workbench, *, deep: bool) -> Iterator[Finding]:
    """Yield what is wrong with each working table.

    Args:
        bench: the tables and their contracts.
        deep: also read every row.

    """
    for table in sorted(bench.store.schemas):
        try:
            delta = bench.store.delta(table)
            if delta is None:
                continue
            yield from _wrong_columns(bench, table, delta)
            yield from _wrong_files(bench, table, delta)
            if deep:
                for _ in bench.store.batches(table):
                    pass
        except TableDamagedError as error:
            yield _damaged(bench, table, str(error))


def check_readings(bench: Workbench) -> Iterator[Finding]:
    """Yield whether stored readings are fewer than were stored; readings of older versions are not missed."""
    counted = bench.fingerprint(readings.STEP, CORPUS)
    stored = bench.store.rows("readings")
    if counted is not None and counted.isdecimal() and int(counted) != stored:
        lost = f"{int(counted):,} readings were stored, {stored:,} are there."
        yield Finding("readings", lost, _place(bench, "readings"), MEND)
        return
    stale = readings.pending_editions(bench)
    if stale:
        told = f"{len(stale):,} editions have texts without a reading of the current version."
        yield Finding("readings", told, _place(bench, "readings"), RUN, is_advice=True)


def check_copy_index(bench: Workbench, *, deep: bool) -> Iterator[Finding]:
    """Yield whether the index of copies is damaged; one that is missing is made by the next run that needs it."""
    folder = index_folder(bench.settings)
    try:
        if deep:
            check_index(folder)
        else:
            read_manifest(folder)
    except IndexDamagedError as error:
        yield Finding("index", str(error), error.path, MEND)


def _wrong_columns(bench: Workbench, table: str, delta: DeltaTable) -> Iterator[Finding]:
    wanted = bench.store.schemas[table]
    stored = pa.schema(delta.schema().to_arrow())
    for field in stored:
        if field.name in wanted.names and not _is_same(field.type, wanted.field(field.name).type):
            kind = wanted.field(field.name).type
            told = f"The column {field.name} of {table} is {field.type}; its contract says {kind}."
            yield _damaged(bench, table, told)


def _wrong_files(bench: Workbench, table: str, delta: DeltaTable) -> Iterator[Finding]:
    files = pa.table(delta.get_add_actions(flatten=True)).select(["path", "size_bytes"]).to_pylist()
    root = Path(str(_place(bench, table)))
    if root.is_dir():
        for file in files:
            path = _on_disk(root, file["path"])
            if not path.is_file():
                yield _damaged(bench, table, f"The data file of {table} is missing.", path)
            elif path.stat().st_size != file["size_bytes"]:
                told = (
                    f"The data file of {table} has {path.stat().st_size:,} bytes; {file['size_bytes']:,} were written."
                )
                yield _damaged(bench, table, told, path)
    folders = {str(Path(file["path"]).parent) for file in files}
    if len(files) > MANY_FILES * max(1, len(folders)):
        told = f"{table} is in {len(files):,} small files, which makes reading it slow."
        yield Finding("tables", told, _place(bench, table), "copydesk maintain", is_advice=True)


def _on_disk(root: Path, name: str) -> Path:
    """Return where a file of the log lies; the log escapes characters of partition values once more."""
    path = root / name
    return path if path.is_file() else root / unquote(name)


def _damaged(bench: Workbench, table: str, problem: str, place: Path | None = None) -> Finding:
    folder = _place(bench, table)
    mend = f"rm -r {folder} && copydesk run" if table in LOST_FOR_GOOD else MEND
    loss = f" Restore it from a backup if you have one: {LOST_FOR_GOOD[table]}" if table in LOST_FOR_GOOD else ""
    told = problem.partition(" `copydesk ")[0].partition(" Delete ")[0] + loss
    return Finding("tables", told, place or folder, mend, table=table)


def _is_same(stored: pa.DataType, wanted: pa.DataType) -> bool:
    """Compare types as Delta keeps them: it knows neither large nor view strings, and no other zone than UTC."""
    text = (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view)
    if any(kind(stored) for kind in text):
        return any(kind(wanted) for kind in text)
    return bool(stored.equals(wanted))


def _place(bench: Workbench, table: str) -> str:
    return str(bench.store.root / table)
