"""The seam for heavy work: a chunk, the function that does it, and what a runner of chunks looks like.

A chunk function is a pure function of one Parquet file, importable by its name: ``(source_path, target_path, **options)
-> counts``. It reads the source, writes the target, and returns counts that can be added up; options are strings and
numbers. It may run twice, in another process or on another machine, and must then write the same.
"""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol
from uuid import uuid4

from pipeline.records import Record

ChunkFunction = Callable[..., Mapping[str, int]]
Options = Mapping[str, str | int | float]


class Chunk(Record, frozen=True, kw_only=True):
    """A piece of heavy work: the file that holds it, and the file that holds its result once it is done."""

    source: Path
    target: Path


class ChunkDone(Record, frozen=True, kw_only=True):
    """A chunk whose target is complete, with what the function counted; nothing where an earlier run did it."""

    chunk: Chunk
    counts: Mapping[str, int]


class ChunkError(RuntimeError):
    """A chunk could not be done."""


class Runner(Protocol):
    """Hands chunks out and says which are done."""

    @property
    def workers(self) -> int:
        """Chunks that are worked on at the same time."""

    def run(self, function: ChunkFunction, chunks: Sequence[Chunk], options: Options) -> Iterator[ChunkDone]:
        """Yield chunks as they end, in any order; those whose target exists are not done again.

        Raises:
            ChunkError: the function failed on a chunk, or what worked on it kept dying. Done chunks stay done.

        """


def do_chunk(function: ChunkFunction, chunk: Chunk, options: Options) -> ChunkDone:
    """Do a chunk here and now. The target is written aside and renamed, so that one that exists is complete.

    Raises:
        ChunkError: the function failed.

    """
    aside = chunk.target.with_name(f"{chunk.target.name}.{uuid4().hex}.part")
    try:
        counts = function(chunk.source, aside, **options)
        with aside.open("rb") as written:
            os.fsync(written.fileno())
        aside.replace(chunk.target)
    except Exception as error:
        raise ChunkError(f"{error} ({type(error).__name__}, at work on {chunk.source})") from error
    finally:
        aside.unlink(missing_ok=True)
    return ChunkDone(chunk=chunk, counts=dict(counts))


def split_done(chunks: Sequence[Chunk]) -> tuple[list[ChunkDone], list[Chunk]]:
    """Return the chunks that an earlier run has done, and those that are left."""
    done = [ChunkDone(chunk=chunk, counts={}) for chunk in chunks if chunk.target.exists()]
    return done, [chunk for chunk in chunks if not chunk.target.exists()]
