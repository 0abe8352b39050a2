"""Text files: the distinct texts of the index by row, with the keys by which an equal text is known again.

Arrow files, memory-mapped: a few texts are fetched by row without reading the others, and checked when they are. Rows
are in order within a file and from file to file.
"""

import hashlib
import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from pipeline.copyindex.damage import IndexDamagedError

TEXT_SCHEMA = pa.schema(
    [
        pa.field("row", pa.int64()),
        pa.field("key_high", pa.uint64()),
        pa.field("key_low", pa.uint64()),
        pa.field("is_filed", pa.bool_()),
        pa.field("form", pa.large_string()),
        pa.field("written", pa.large_string()),
        pa.field("form_check", pa.uint32()),
        pa.field("written_check", pa.uint32()),
    ]
)
"""``is_filed``: the text is in the key files; shorter ones and furniture are found by their key only."""

BATCH_ROWS = 32_768


def form_key(form: str, *, is_furniture: bool) -> tuple[int, int]:
    """Return the two 64-bit halves of the key of a normal form; furniture has keys of its own."""
    kind = b"furniture" if is_furniture else b"text"
    digest = hashlib.blake2b(form.encode("utf-8", "surrogatepass"), digest_size=16, person=kind).digest()
    number = int.from_bytes(digest, "big")
    return number >> 64, number & 0xFFFFFFFFFFFFFFFF


def check_of(text: str) -> int:
    """Return a checksum of a text."""
    return zlib.crc32(text.encode("utf-8", "surrogatepass"))


def write_texts(path: Path, batches: Iterable[pa.RecordBatch]) -> int:
    """Write batches of ``TEXT_SCHEMA``; return the number of texts."""
    count = 0
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, TEXT_SCHEMA) as writer:
        for batch in batches:
            if batch.num_rows:
                writer.write_batch(batch)
                count += batch.num_rows
    return count


class Texts:
    """The texts of some files."""

    def __init__(self, paths: Sequence[Path]) -> None:
        """Open the files, whose rows are in order from the first to the last.

        Raises:
            IndexDamagedError: one is no text file.

        """
        self.paths = tuple(paths)
        self._batches: list[tuple[Path, pa.RecordBatch]] = []
        for path in paths:
            try:
                file = pa.ipc.open_file(pa.memory_map(str(path)))
                found = [file.get_batch(number) for number in range(file.num_record_batches)]
            except (OSError, pa.ArrowException) as error:
                raise IndexDamagedError(path, str(error)) from error
            if file.schema != TEXT_SCHEMA:
                raise IndexDamagedError(path, "it is no file of texts")
            self._batches += [(path, batch) for batch in found]
        self._starts = np.array([batch["row"][0].as_py() for _, batch in self._batches], np.int64)

    def batches(self) -> Iterator[pa.RecordBatch]:
        """Yield all texts."""
        for _, batch in self._batches:
            yield batch

    def rows(self) -> NDArray[np.int64]:
        """Return all rows, in order."""
        return _joined([batch["row"].to_numpy() for _, batch in self._batches])

    def forms(self, rows: NDArray[np.int64]) -> list[str]:
        """Return the normal forms of rows (distinct, in order)."""
        return self._fetch(rows, "form")

    def written(self, rows: NDArray[np.int64]) -> list[str]:
        """Return the texts as written of rows (distinct, in order)."""
        return self._fetch(rows, "written")

    def rows_of(self, high: NDArray[np.uint64], low: NDArray[np.uint64], dead: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the row of each key (its halves; distinct), -1 where there is none that is not dead."""
        found = np.full(len(high), -1, np.int64)
        if not len(high):
            return found
        order = np.argsort(high, kind="stable")
        sought = high[order]
        for _, batch in self._batches:
            have = batch["key_high"].to_numpy()
            places = np.minimum(np.searchsorted(sought, have), len(sought) - 1)
            for number in np.flatnonzero(sought[places] == have).tolist():
                row = batch["row"][number].as_py()
                if _is_in(row, dead):
                    continue
                place = int(places[number])
                while place < len(order) and sought[place] == have[number]:
                    if low[order[place]] == batch["key_low"][number].as_py():
                        found[order[place]] = row
                    place += 1
        return found

    def taken(self, rows: NDArray[np.int64], columns: Sequence[str]) -> pa.Table:
        """Return columns of rows (distinct, in order) without checking them."""
        parts = [some for _, some in self._parts(rows)]
        return pa.Table.from_batches(parts, TEXT_SCHEMA).select(columns)

    def _fetch(self, rows: NDArray[np.int64], column: str) -> list[str]:
        fetched: list[str] = []
        for path, some in self._parts(rows):
            try:
                texts = some[column].to_pylist()
            except (UnicodeDecodeError, pa.ArrowException) as error:
                raise IndexDamagedError(path, str(error)) from error
            if [check_of(text) for text in texts] != some[f"{column}_check"].to_pylist():
                raise IndexDamagedError(path, "its checksums do not agree with its texts")
            fetched += texts
        return fetched

    def _parts(self, rows: NDArray[np.int64]) -> Iterator[tuple[Path, pa.RecordBatch]]:
        owners = np.searchsorted(self._starts, rows, side="right") - 1
        for owner in np.unique(owners).tolist():
            path, batch = self._batches[owner]
            wanted = rows[owners == owner]
            places = np.minimum(np.searchsorted(batch["row"].to_numpy(), wanted), batch.num_rows - 1)
            some = batch.take(pa.array(places))
            if some["row"].to_pylist() != wanted.tolist():
                raise IndexDamagedError(path, "it lacks rows that other files of the index name")
            yield path, some


def living_batches(texts: Texts, dead: NDArray[np.int64]) -> Iterator[pa.RecordBatch]:
    """Yield the texts whose row is not dead (in order), in batches of full size."""
    waiting: list[pa.RecordBatch] = []
    count = 0
    for batch in texts.batches():
        kept = batch.filter(pc.invert(pc.is_in(batch["row"], value_set=pa.array(dead)))) if len(dead) else batch
        waiting.append(kept)
        count += kept.num_rows
        if count >= BATCH_ROWS:
            yield from pa.Table.from_batches(waiting, TEXT_SCHEMA).combine_chunks().to_batches()
            waiting, count = [], 0
    if count:
        yield from pa.Table.from_batches(waiting, TEXT_SCHEMA).combine_chunks().to_batches()


def _joined(parts: list[NDArray[np.int64]]) -> NDArray[np.int64]:
    return np.concatenate(parts) if parts else np.empty(0, np.int64)


def _is_in(row: int, rows: NDArray[np.int64]) -> bool:
    place = int(np.searchsorted(rows, row))
    return place < len(rows) and bool(rows[place] == row)
