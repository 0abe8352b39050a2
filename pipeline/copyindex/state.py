"""An open index: what the manifest names, as arrays and tables."""

from functools import cached_property
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from pipeline.copyindex.chunks import PAIR_SCHEMA, ShelfFile
from pipeline.copyindex.damage import IndexDamagedError
from pipeline.copyindex.manifest import Manifest, StoredFile, checked
from pipeline.copyindex.text_files import Texts

MEMBER_SCHEMA = pa.schema(
    [pa.field("paragraph_id", pa.string()), pa.field("is_furniture", pa.bool_()), pa.field("row", pa.int64())]
)
ORIGIN_SCHEMA = pa.schema(
    [pa.field("row", pa.int64()), pa.field("origin_row", pa.int64()), pa.field("similarity", pa.float64())]
)
"""For each text that is not its passage's origin: the origin, and how similar it is."""

TEXTS = "texts.arrow"


class IndexState:
    """What an index holds; an empty one where there is no manifest."""

    def __init__(self, folder: Path, manifest: Manifest | None) -> None:
        self.folder, self.manifest = folder, manifest

    @property
    def next_row(self) -> int:
        """The least row that was never used."""
        return self.manifest.next_row if self.manifest else 0

    @cached_property
    def members(self) -> pa.Table:
        """All paragraphs, of ``MEMBER_SCHEMA``."""
        return self._table("members", MEMBER_SCHEMA)

    @cached_property
    def pairs(self) -> pa.Table:
        """All verified pairs, of ``PAIR_SCHEMA``."""
        return self._table("pairs", PAIR_SCHEMA)

    @cached_property
    def origins(self) -> pa.Table:
        """Which texts are copies of which, of ``ORIGIN_SCHEMA``."""
        return self._table("origins", ORIGIN_SCHEMA)

    @cached_property
    def ranks(self) -> NDArray[np.uint64]:
        """Rank of each row."""
        if self.manifest is None:
            return np.empty(0, np.uint64)
        path = checked(self.folder, self.manifest.ranks)
        try:
            ranks: NDArray[np.uint64] = np.load(path, mmap_mode="r")
        except (OSError, ValueError) as error:
            raise IndexDamagedError(path, str(error)) from error
        return ranks

    @cached_property
    def texts(self) -> Texts:
        """The distinct texts, with those of dead rows."""
        segments = self.manifest.segments if self.manifest else ()
        return Texts([self.folder / segment.name / TEXTS for segment in segments])

    @cached_property
    def shelves(self) -> tuple[ShelfFile, ...]:
        """All key files."""
        segments = self.manifest.segments if self.manifest else ()
        return tuple(placed(self.folder, segment.name, file) for segment in segments for file in segment.shelves)

    @cached_property
    def living(self) -> NDArray[np.int64]:
        """Rows that some paragraph has, in order."""
        return distinct_rows(self.members["row"].to_numpy(), self.next_row)

    @cached_property
    def dead(self) -> NDArray[np.int64]:
        """Rows of texts that no paragraph has any more, in order."""
        return rows_outside(self.texts.rows(), self.members["row"].to_numpy(), self.next_row)

    def _table(self, name: str, schema: pa.Schema) -> pa.Table:
        if self.manifest is None:
            return schema.empty_table()
        stored: StoredFile = getattr(self.manifest, name)
        path = checked(self.folder, stored)
        try:
            return pq.read_table(path, schema=schema, partitioning=None)
        except (OSError, pa.ArrowException) as error:
            raise IndexDamagedError(path, str(error)) from error


def distinct_rows(rows: NDArray[np.int64], next_row: int) -> NDArray[np.int64]:
    """Return the rows, all below ``next_row``, in order and each once; quicker than sorting."""
    is_there = np.zeros(next_row, np.bool_)
    is_there[rows] = True
    return np.flatnonzero(is_there)


def rows_outside(rows: NDArray[np.int64], others: NDArray[np.int64], next_row: int) -> NDArray[np.int64]:
    """Return those of the rows (all below ``next_row``) that are not among the others."""
    is_other = np.zeros(next_row, np.bool_)
    is_other[others] = True
    outside: NDArray[np.int64] = rows[~is_other[rows]]
    return outside


def placed(folder: Path, segment: str, file: ShelfFile) -> ShelfFile:
    """Return a key file of a segment with its whole path."""
    return ShelfFile(path=str(folder / segment / file.path), first=file.first, end=file.end)
