"""A published table as Parquet files: where its parts lie, and how they are written, read and hashed in batches.

A table is one file, ``quotes.parquet``; beyond the rows that one file takes it is a folder of parts, from
``quotes/part-00000.parquet`` on, whose order is that of the rows. Nothing here holds a table in memory, or knows what
its rows mean.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.contracts import Contract
from pipeline.release.content import Content
from pipeline.tables.sql import even_tables

BATCH_ROWS = 8_192
"""Rows that are read, hashed or written at a time."""

ROW_GROUP_ROWS = 122_880
"""DuckDB's own row group size, which BI tools read in parallel."""

ROW_GROUP_BYTES = 64 * 1024 * 1024
"""Row groups of long texts end here, so that neither writer nor reader holds more."""

NUMBERED = "release_id"
"""The column that is the same in all rows of a release, and not part of its content."""


class Part(msgspec.Struct, frozen=True):
    """One Parquet file of a table: its path below the folder of all tables."""

    path: str
    rows: int
    bytes: int
    sha256: str


class WrittenTable(msgspec.Struct, frozen=True):
    """A table that was written: its parts in order, and a hash of the values in its rows."""

    parts: tuple[Part, ...]
    content_sha256: str

    @property
    def rows(self) -> int:
        """Number of rows."""
        return sum(part.rows for part in self.parts)


@dataclass(frozen=True, slots=True)
class TableFiles:
    """A table that lies on disk; ``schema`` and ``num_rows`` are those that an Arrow table would have."""

    files: tuple[Path, ...]
    schema: pa.Schema
    num_rows: int

    def batches(self, columns: Sequence[str] | None = None) -> Iterator[pa.RecordBatch]:
        """Yield the rows in order, with these columns or all.

        Raises:
            OSError: a file is missing or damaged.
            pyarrow.ArrowException: a file is damaged.

        """
        for path in self.files:
            with pq.ParquetFile(path) as file:
                yield from file.iter_batches(BATCH_ROWS, columns=columns)


def open_table(folder: Path, contract: Contract) -> TableFiles:
    """Return a table of a release; one that the release does not have yet is empty.

    Raises:
        OSError: a file cannot be read.
        pyarrow.ArrowException: a file is no Parquet.

    """
    files = part_files(folder, contract.name)
    if not files:
        return TableFiles((), contract.arrow_schema("published"), 0)
    return TableFiles(files, pq.read_schema(files[0]), sum(pq.read_metadata(file).num_rows for file in files))


def open_release(folder: Path, contracts: Mapping[str, Contract]) -> dict[str, TableFiles]:
    """Return the tables of a release by name; those that it does not have yet are empty.

    Raises:
        OSError: a file cannot be read.
        pyarrow.ArrowException: a file is no Parquet.

    """
    return {name: open_table(folder, contract) for name, contract in contracts.items()}


def part_files(folder: Path, name: str) -> tuple[Path, ...]:
    """Return the files of a table in the order of its rows; none where the folder does not have it."""
    single = folder / f"{name}.parquet"
    return (single,) if single.is_file() else tuple(sorted((folder / name).glob("part-*.parquet")))


def write_table(
    folder: Path,
    name: str,
    schema: pa.Schema,
    batches: Iterator[pa.RecordBatch],
    *,
    release_id: str,
    part_rows: int,
) -> WrittenTable:
    """Write a table below a folder, row group by row group, with the release's id in its last column.

    Args:
        folder: of all tables.
        name: of the table.
        schema: the published schema; equal rows in it give equal bytes.
        batches: the rows, with all columns but the release's id.
        release_id: the release's id.
        part_rows: rows of one file.

    Raises:
        OSError: the disk is full or not writable.
        ValueError: rows do not fit the schema.

    """
    content = Content()
    parts: list[Part] = []
    for number, rows in enumerate(_parts(_hashed(batches, content), part_rows)):
        path = folder / name / f"part-{number:05}.parquet"
        path.parent.mkdir(exist_ok=True)
        count = 0
        with pq.ParquetWriter(path, schema, compression="zstd") as writer:
            for group in _row_groups(rows):
                writer.write_table(_numbered(group, schema, release_id))
                count += group.num_rows
        parts.append(_part(folder, path, count))
    if len(parts) == 1:
        single = (folder / parts[0].path).rename(folder / f"{name}.parquet")
        (folder / name).rmdir()
        parts = [msgspec.structs.replace(parts[0], path=single.name)]
    if not parts:
        path = folder / f"{name}.parquet"
        pq.write_table(schema.empty_table(), path, compression="zstd")
        parts = [_part(folder, path, 0)]
    return WrittenTable(tuple(parts), content.hexdigest())


def content_of(table: TableFiles) -> str:
    """Return the hash of the values in a table's rows, the release's id aside; equal for equal rows.

    Raises:
        OSError: a file is missing or damaged.
        pyarrow.ArrowException: a file is damaged.

    """
    content = Content()
    columns = [name for name in table.schema.names if name != NUMBERED]
    for rows in even_tables(table.batches(columns), BATCH_ROWS):
        content.update(rows)
    return content.hexdigest()


def sha256_of(files: Sequence[Path]) -> str:
    """Return the hash of the bytes of files, one after the other, in hex."""
    digest = hashlib.sha256()
    for file in files:
        with file.open("rb") as stream:
            while data := stream.read(1024 * 1024):
                digest.update(data)
    return digest.hexdigest()


def _hashed(batches: Iterator[pa.RecordBatch], content: Content) -> Iterator[tuple[pa.Table, int]]:
    """Yield the rows with the bytes that they take, and let ``content`` see them."""
    for rows in even_tables(batches, BATCH_ROWS):
        yield rows, content.update(rows)


def _parts(tables: Iterator[tuple[pa.Table, int]], part_rows: int) -> Iterator[Iterator[tuple[pa.Table, int]]]:
    """Cut a stream into those of each part; each must be used up before the next is asked for."""
    rest: list[tuple[pa.Table, int]] = []

    def part() -> Iterator[tuple[pa.Table, int]]:
        room = part_rows
        while room and rest:
            rows, size = rest.pop()
            taken = min(room, rows.num_rows)
            share = size * taken // rows.num_rows
            room -= taken
            yield rows.slice(0, taken), share
            if taken < rows.num_rows:
                rest.append((rows.slice(taken), size - share))
            elif following := next(tables, None):
                rest.append(following)

    if first := next(tables, None):
        rest.append(first)
    while rest:
        yield part()


def _row_groups(tables: Iterator[tuple[pa.Table, int]]) -> Iterator[pa.Table]:
    waiting: list[pa.Table] = []
    count = size = 0
    for rows, rows_size in tables:
        waiting.append(rows)
        count += rows.num_rows
        size += rows_size
        if count >= ROW_GROUP_ROWS or size >= ROW_GROUP_BYTES:
            yield pa.concat_tables(waiting)
            waiting, count, size = [], 0, 0
    if waiting:
        yield pa.concat_tables(waiting)


def _numbered(rows: pa.Table, schema: pa.Schema, release_id: str) -> pa.Table:
    # Pages end where chunks do: put together first, so that equal rows give equal bytes however they came.
    numbers = pa.repeat(pa.scalar(release_id, pa.string()), rows.num_rows)
    whole = rows.append_column(NUMBERED, numbers) if NUMBERED in schema.names else rows
    return whole.select(schema.names).cast(schema).combine_chunks()


def _part(folder: Path, path: Path, rows: int) -> Part:
    return Part(path.relative_to(folder).as_posix(), rows, path.stat().st_size, sha256_of([path]))
