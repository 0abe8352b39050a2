"""DuckDB with bounds: how much memory it takes, where it puts what does not fit, and which files it may open.

Whoever asks brings the queries. Rows reach them as registered Arrow data or as Parquet files named here, never as text.
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pyarrow as pa

MEMORY = "512MB"
"""What one connection holds at most; sorts and joins of more go to disk."""

MAX_THREADS = 4
"""More would have too little memory each for their part of a sort."""


@contextmanager
def bounded_connection(
    spill: Path | None = None, *, threads: int = 0, reads: Sequence[Path] = ()
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a connection that holds little, and close it.

    Args:
        spill: folder for what does not fit into memory, removed afterwards; by default one of the system's.
        threads: at most ``MAX_THREADS``; 0 takes one a core.
        reads: the only folders whose files its queries may name.

    Raises:
        OSError: the disk is full, or a file cannot be read.

    """
    folder = spill or Path(tempfile.mkdtemp(prefix="copydesk-"))
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": MEMORY,
        "threads": min(threads or os.cpu_count() or 1, MAX_THREADS),
        "temp_directory": str(folder),
        "python_scan_all_frames": False,
    }
    connection = duckdb.connect(":memory:", config=config)
    try:
        folders = ", ".join(literal(f"{path.absolute()}/") for path in reads)
        connection.execute(f"SET allowed_directories = [{folders}]")
        connection.execute("SET enable_progress_bar = false")
        connection.execute("SET enable_external_access = false")
        yield connection
    except duckdb.IOException as error:
        raise OSError(f"{' '.join(str(error).split())}") from error
    finally:
        connection.close()
        shutil.rmtree(folder, ignore_errors=True)


def batches_of(connection: duckdb.DuckDBPyConnection, query: str, rows: int) -> Generator[pa.RecordBatch, None, None]:
    """Yield what a query finds in batches of about that many rows; the connection can do nothing else meanwhile.

    Close it where it is left before its end (``contextlib.closing``): a result that outlives its connection crashes.
    """
    reader = connection.sql(query).to_arrow_reader(rows)
    try:
        yield from reader
    finally:
        reader.close()


def literal(text: str) -> str:
    """Return a text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def quoted(name: str) -> str:
    """Return the name of a table or column as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def parquet_source(files: Sequence[Path], *, is_of_one_schema: bool = True) -> str:
    """Return what SQL reads several Parquet files from; where not all have all columns, those missing are null."""
    how = "" if is_of_one_schema else ", union_by_name = true, hive_partitioning = false"
    return f"read_parquet([{', '.join(literal(str(file.absolute())) for file in files)}]{how})"


@contextmanager
def streamed(
    connection: duckdb.DuckDBPyConnection, sources: dict[str, tuple[pa.Schema, Callable[[], Iterator[pa.RecordBatch]]]]
) -> Iterator[None]:
    """Let queries read streams of batches as tables, each of them once; what a stream raises is raised again.

    Args:
        connection: to which they are known by name until the end of the block.
        sources: for each name the schema and what starts the stream.

    """
    errors: list[Exception] = []

    def told(start: Callable[[], Iterator[pa.RecordBatch]]) -> Iterator[pa.RecordBatch]:
        try:
            yield from start()
        except Exception as error:
            errors.append(error)
            raise

    for name, (schema, start) in sources.items():
        connection.register(name, pa.RecordBatchReader.from_batches(schema, told(start)))
    try:
        yield
    except Exception as error:
        if errors:  # DuckDB and Arrow pass on its message alone
            raise errors[0] from error
        raise
    finally:
        for name in sources:
            connection.unregister(name)


def even_tables(batches: Iterable[pa.RecordBatch], rows: int) -> Iterator[pa.Table]:
    """Yield the rows in tables of exactly that many, the last one aside, however they come; nothing is copied."""
    waiting: list[pa.RecordBatch] = []
    count = 0
    for batch in batches:
        start = 0
        while start < batch.num_rows:
            piece = batch.slice(start, rows - count)
            start += piece.num_rows
            count += piece.num_rows
            waiting.append(piece)
            if count == rows:
                yield pa.Table.from_batches(waiting)
                waiting, count = [], 0
    if waiting:
        yield pa.Table.from_batches(waiting)
