"""Rows on their way into a table: kept in a file until all are there, so that memory does not grow with them."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa


class Spool:
    """Rows of one schema in a file of a folder that somebody else removes."""

    def __init__(self, folder: Path, name: str, schema: pa.Schema) -> None:
        self.schema = schema
        self.rows = 0
        self._path = folder / f"{name}.arrows"
        self._sink = pa.OSFile(str(self._path), "wb")
        self._writer = pa.ipc.new_stream(self._sink, schema, options=pa.ipc.IpcWriteOptions(compression="lz4"))

    def add(self, rows: pa.Table) -> None:
        """Add rows of the schema, before any are read back.

        Raises:
            OSError: the disk is full.

        """
        self._writer.write_table(rows)
        self.rows += rows.num_rows

    def close(self) -> None:
        """Let go of the file; what was added can still be read. May be called again."""
        if not self._sink.closed:
            self._writer.close()
            self._sink.close()

    def batches(self) -> Iterator[pa.RecordBatch]:
        """Yield all rows, in the order in which they were added; can be called again."""
        self.close()
        with pa.OSFile(str(self._path), "rb") as source, pa.ipc.open_stream(source) as reader:
            yield from reader
