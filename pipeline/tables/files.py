"""The data files of a Delta table as an Arrow dataset; nothing is read of them before rows are asked for."""

from collections.abc import Collection, Iterator
from urllib.parse import unquote

import pyarrow as pa
import pyarrow.dataset as ds
from deltalake import DeltaTable
from pyarrow import fs

from pipeline.tables.location import Location

PLAIN_READER_VERSION = 1
"""The version of Delta's protocol in which a table is its files and nothing besides."""

PARTITION = "partition."


def dataset_of(delta: DeltaTable, place: Location, schema: pa.Schema) -> ds.Dataset:
    """Return the table's files as a dataset with these columns; those that a file has not are null there.

    Delta's own way brings along the least and greatest value of each column of each file, a millisecond for every file
    that is not even read; and it reads through Python. It is only taken where it has to be.
    """
    if not _is_plain(delta, place):
        return delta.to_pyarrow_dataset(schema=schema)
    files = ds.ParquetFileFormat(default_fragment_scan_options=ds.ParquetFragmentScanOptions(pre_buffer=True))
    folder = fs.LocalFileSystem()
    fragments = [
        files.make_fragment(path, filesystem=folder, partition_expression=partition, file_size=size)
        for path, size, partition in _files(delta, place)
    ]
    return ds.FileSystemDataset(fragments, schema, files, folder)


def files_of(
    delta: DeltaTable, place: Location, column: str, partitions: Collection[str]
) -> dict[str, list[str]] | None:
    """Return the paths of the files of some partitions; null where only Delta or another machine can read them."""
    if not _is_plain(delta, place):
        return None
    listed = pa.table(delta.get_add_actions(flatten=True))
    found: dict[str, list[str]] = {}
    for path, own in zip(listed["path"].to_pylist(), listed[f"{PARTITION}{column}"].to_pylist(), strict=True):
        if own in partitions:
            found.setdefault(own, []).append(f"{place.uri}/{unquote(path)}")
    return found


def _is_plain(delta: DeltaTable, place: Location) -> bool:
    return not place.is_remote and bool(delta.protocol().min_reader_version <= PLAIN_READER_VERSION)


def _files(delta: DeltaTable, place: Location) -> Iterator[tuple[str, int, ds.Expression | None]]:
    """Yield the path, the size in bytes and the partition of each file."""
    listed = pa.table(delta.get_add_actions(flatten=True))
    columns = [name for name in listed.schema.names if name.startswith(PARTITION)]
    names = [f"{place.uri}/{unquote(path)}" for path in listed["path"].to_pylist()]
    values = zip(*(listed[column].to_pylist() for column in columns), strict=True) if columns else ((),) * len(names)
    for name, size, own in zip(names, listed["size_bytes"].to_pylist(), values, strict=True):
        partition = None
        for column, value in zip(columns, own, strict=True):
            field = ds.field(column.removeprefix(PARTITION))
            is_own = field.is_null() if value is None else field == value
            partition = is_own if partition is None else partition & is_own
        yield name, size, partition
