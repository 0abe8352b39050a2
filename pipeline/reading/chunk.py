"""The chunk function of reading: a file of texts in, a file of their readings out.

Knows neither where the texts come from nor which are read already.
"""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.reading.batch import read_distinct
from pipeline.reading.reader import reader_version

TEXTS = pa.schema([("text_key", pa.string()), ("text", pa.string())])
READINGS = pa.schema([(name, pa.string()) for name in ("reader_version", "text_key", "reading_json", "error")])


class ReaderDiffersError(RuntimeError):
    """The machine that is to read has another reader than the one that handed the texts out."""

    def __init__(self, here: str, there: str) -> None:
        super().__init__(
            f"This machine would read with {here!r}, but {there!r} was asked for. "
            "Install the same versions of Copydesk and of the model on all machines."
        )


def read_chunk(source_path: Path, target_path: Path, *, model: str, version: str) -> dict[str, int]:
    """Read the texts of a chunk; return how many were read, and how many of them could not be.

    A text that hangs or crashes the reader costs itself only, and has its reason in ``error``.

    Args:
        source_path: Parquet in the schema ``TEXTS``.
        target_path: Parquet in the schema ``READINGS``, one row a text, in the same order.
        model: spaCy pipeline, by package name or path.
        version: the reader's version that the readings must have.

    Raises:
        ReaderDiffersError: the reader of this machine has another version.
        ReaderStartError: no process could be started that reads.

    """
    if reader_version(model) != version:
        raise ReaderDiffersError(reader_version(model), version)
    source = pq.read_table(source_path, schema=TEXTS)
    keys = source["text_key"].to_pylist()
    outcomes = dict(read_distinct(dict(zip(keys, source["text"].to_pylist(), strict=True)), model, workers=1))
    errors = [outcomes[key].error for key in keys]
    columns = [[version] * len(keys), keys, [outcomes[key].reading_json for key in keys], errors]
    pq.write_table(pa.table(columns, schema=READINGS), target_path, compression="zstd")
    return {"texts": len(keys), "texts_unread": sum(error is not None for error in errors)}
