"""What work on the index is given: who does chunks, where their files lie, who is told how far it is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.engine.chunks import Chunk, ChunkFunction, Runner
from pipeline.engine.work import WorkFolder

CHUNKS_A_WORKER = 8
"""Fewer are done before another process has started."""


@dataclass(frozen=True)
class Tools:
    """What work on the index is given.

    ``runner_of`` returns who does chunks, at most as many at a time as it is told. ``threads`` may be used by a chunk
    that is done alone. ``progress`` is told of a label, what is done and the total.
    """

    work: WorkFolder
    runner_of: Callable[[int], Runner]
    threads: int
    progress: Callable[[str, int, int], None]

    def do(
        self, function: ChunkFunction, chunks: Sequence[Chunk], label: str, options: Mapping[str, str | int | float]
    ) -> dict[str, int]:
        """Do chunks; return what they counted, added up.

        Raises:
            ChunkError: one could not be done.

        """
        counts: dict[str, int] = {}
        workers = max(1, len(chunks) // CHUNKS_A_WORKER)
        for done, ended in enumerate(self.runner_of(workers).run(function, chunks, options), start=1):
            for name, count in ended.counts.items():
                counts[name] = counts.get(name, 0) + count
            self.progress(label, done, len(chunks))
        return counts

    def threads_for(self, chunks: Sequence[Chunk]) -> int:
        """Return how many threads each chunk may use."""
        return self.threads if len(chunks) < 2 * CHUNKS_A_WORKER else 1

    def source(self, number: int, table: pa.Table) -> Chunk:
        """Write what a chunk is to work on, unless an earlier run did the chunk."""
        chunk = self.work.chunk(number)
        if not chunk.target.exists():
            pq.write_table(table, chunk.source)
        return chunk

    def path(self, name: str) -> Path:
        """Return the path of another file of the work."""
        return self.work.path / name
