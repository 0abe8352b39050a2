"""A hash of the values in a table's rows, whatever memory or files they lie in: equal for equal content."""

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc


class Content:
    """A hash of values, whatever memory or files they lie in: fed with tables of equally many rows but for the last.

    Each column adds which rows have a value, then the lengths of texts, then the values; what is null counts as zero.
    """

    def __init__(self) -> None:
        self._digest = hashlib.sha256()

    def update(self, rows: pa.Table) -> int:
        """Add rows; return the bytes that their values take."""
        size = 0
        for name in rows.column_names:
            for part in _values(rows[name].chunks):
                self._digest.update(part)
                size += len(part)
        return size

    def hexdigest(self) -> str:
        """Return the hash in hex."""
        return self._digest.hexdigest()


def _values(chunks: Sequence[pa.Array]) -> Iterator[memoryview]:
    yield from (_bytes(np.asarray(chunk.is_valid())) for chunk in chunks)
    filled = [chunk.fill_null(_zero(chunk.type)) if chunk.null_count else chunk for chunk in chunks]
    texts = [chunk for chunk in filled if pa.types.is_string(chunk.type)]
    yield from (_bytes(np.asarray(pc.binary_length(chunk))) for chunk in texts)
    yield from (_text_bytes(chunk) for chunk in texts)
    yield from (_bytes(_plain(chunk)) for chunk in filled if not pa.types.is_string(chunk.type))


def _text_bytes(chunk: pa.Array) -> memoryview:
    _, offsets, data = chunk.buffers()
    if data is None or not len(chunk):
        return memoryview(b"")
    bounds = np.frombuffer(offsets, np.int32)[chunk.offset : chunk.offset + len(chunk) + 1]
    return memoryview(data)[bounds[0] : bounds[-1]]


def _plain(chunk: pa.Array) -> "np.ndarray[Any, Any]":
    if pa.types.is_boolean(chunk.type) or pa.types.is_floating(chunk.type) or pa.types.is_integer(chunk.type):
        return np.asarray(chunk)
    return np.asarray(chunk.cast(pa.int32() if pa.types.is_date32(chunk.type) else pa.int64()))


def _zero(kind: pa.DataType) -> pa.Scalar:
    if pa.types.is_string(kind):
        return pa.scalar("", kind)
    return pa.scalar(False) if pa.types.is_boolean(kind) else pa.scalar(0, kind)


def _bytes(values: "np.ndarray[Any, Any]") -> memoryview:
    return np.ascontiguousarray(values).data.cast("B")
