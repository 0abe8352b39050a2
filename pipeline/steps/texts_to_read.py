"""Which texts have no reading yet, cut into chunk files. Neither the corpus nor the texts to read are held in memory.

Knows nothing of how texts are read, nor of what becomes of the readings.
"""

import shutil
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.engine.chunks import Chunk
from pipeline.engine.work import WorkFolder
from pipeline.ids import text_key
from pipeline.reading.chunk import TEXTS
from pipeline.steps.queries import copy_columns, in_batches, stored
from pipeline.tables.sql import bounded_connection
from pipeline.tables.store import TableStore

CHARS_BESIDE = 60
"""Reading a text costs as much as that many characters more than it has."""
LEAST_CHUNK_COST, MOST_CHUNK_COST = 64_000, 600_000
"""In characters; a few seconds to half a minute of work, so that little is lost and little is waited for."""
CHUNKS_A_WORKER = 8
"""Of so many chunks each, the last ones end at about the same time."""

_KEYED = pa.schema([("reader_version", pa.string()), *TEXTS])
_FIND = """
    SELECT reader_version, text, count(*) AS paragraphs
    FROM stored SEMI JOIN chosen USING (article_id) JOIN articles USING (article_id)
    LEFT JOIN readers ON language IS NOT DISTINCT FROM read_language
    GROUP BY ALL
"""
_MISSING = f"""
    CREATE TEMP TABLE missing AS
    SELECT *, length(text) + {CHARS_BESIDE} AS cost FROM read_parquet($file)
    ANTI JOIN readings USING (reader_version, text_key)
"""  # noqa: S608 - nothing but a number of ours is put in
_TOTALS = "SELECT reader_version, count(*), sum(cost)::BIGINT FROM missing GROUP BY ALL ORDER BY ALL"
_IN_ORDER = "SELECT text_key, text, cost FROM missing WHERE reader_version = $version ORDER BY cost DESC, text_key"


class TextsToRead:
    """The distinct texts of some editions that have no reading."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, texts_found: int, paragraphs_unread: int) -> None:
        """Take what a connection has found: its table ``missing``, and what was counted on the way to it."""
        self._connection = connection
        totals = connection.execute(_TOTALS).fetchall()
        self._costs = {version: cost for version, _, cost in totals}
        self.texts = {version: texts for version, texts, _ in totals}
        """Texts to read, by reader version."""
        self.texts_known = texts_found - sum(self.texts.values())
        """Texts that have a reading."""
        self.paragraphs_unread = paragraphs_unread
        """Paragraphs in languages that no reader takes."""

    def cut(self, version: str, work: WorkFolder, workers: int) -> dict[Chunk, int]:
        """Write the chunk files for a reader version; return the number of texts of each chunk.

        The longest texts come first and those of like length together: so do those of a batch, and what ends last is
        quick.
        """
        each = self._costs[version] // (workers * CHUNKS_A_WORKER)
        limit = min(max(each, LEAST_CHUNK_COST), MOST_CHUNK_COST)
        chunks: dict[Chunk, int] = {}
        for texts in _pieces(in_batches(self._connection, _IN_ORDER, version=version), limit):
            chunk = work.chunk(len(chunks))
            pq.write_table(texts, chunk.source)
            chunks[chunk] = texts.num_rows
        return chunks


@contextmanager
def texts_to_read(
    store: TableStore,
    folder: Path,
    version_for: Callable[[str | None], str | None],
    editions: Collection[str],
    articles: Sequence[str],
) -> Iterator[TextsToRead]:
    """Find the distinct texts of the paragraphs of these articles that have no reading.

    Args:
        store: the working tables.
        folder: for what does not fit into memory; emptied before and removed afterwards.
        version_for: returns the version of the reader that takes a language; null where it is kept unread.
        editions: where the articles stand.
        articles: whose paragraphs.

    Raises:
        TableDamagedError: a table cannot be read.

    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        with bounded_connection(folder / "spilled", reads=[folder]) as connection:
            copy_columns(connection, store, "articles", ["article_id", "language"], ("edition", editions))
            connection.register("chosen", pa.table({"article_id": pa.array(articles, pa.string())}))
            languages = [row[0] for row in connection.execute("SELECT DISTINCT language FROM articles").fetchall()]
            versions = [version_for(language) for language in languages]
            names = pa.schema([("read_language", pa.string()), ("reader_version", pa.string())])
            connection.register("readers", pa.table([languages, versions], schema=names))
            with stored(connection, store, "paragraphs", ["article_id", "text"], ("edition", editions)):
                found, unread = _with_keys(in_batches(connection, _FIND), folder / "found.parquet")
            known = {version for version in versions if version}
            copy_columns(connection, store, "readings", ["reader_version", "text_key"], ("reader_version", known))
            connection.execute(_MISSING, {"file": str(folder / "found.parquet")})
            yield TextsToRead(connection, found, unread)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _with_keys(groups: pa.RecordBatchReader, path: Path) -> tuple[int, int]:
    """Write the texts of readers with their keys; return their number, and the number of paragraphs of no reader."""
    texts = unread = 0
    with pq.ParquetWriter(path, _KEYED) as writer:
        for batch in groups:
            unread += pc.sum(batch.filter(pc.is_null(batch["reader_version"]))["paragraphs"]).as_py() or 0
            kept = batch.filter(pc.is_valid(batch["reader_version"]))
            keys = pa.array([text_key(text) for text in kept["text"].to_pylist()], pa.string())
            writer.write_batch(pa.record_batch([kept["reader_version"], keys, kept["text"]], schema=_KEYED))
            texts += kept.num_rows
    return texts, unread


def _pieces(ordered: pa.RecordBatchReader, limit: int) -> Iterator[pa.Table]:
    """Yield texts in order, in tables that cost about ``limit`` each."""
    rows: list[pa.RecordBatch] = []
    spent = 0
    for batch in ordered:
        start = 0
        for place, cost in enumerate(batch["cost"].to_pylist(), start=1):
            spent += cost
            if spent >= limit:
                yield pa.Table.from_batches([*rows, batch.slice(start, place - start)]).select(TEXTS.names)
                rows, start, spent = [], place, 0
        rows.append(batch.slice(start))
    if spent:
        yield pa.Table.from_batches(rows).select(TEXTS.names)
