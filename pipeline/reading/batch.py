"""Many texts read on all cores of this machine: batched by length, the model loaded once a process.

Texts are read in processes of their own, so that one that hangs or crashes the model costs itself only: its chunk is
given up and each text of it read alone.
"""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence

from pipeline.reading.reader import MAX_CHARS, ParagraphTooLongError, read_texts
from pipeline.reading.worker import Failure, Reader, Worker, wait_for_any
from pipeline.records import Record

CHUNK_TEXTS = 64
TEXTS_A_WORKER = 1_500
"""Fewer texts are not worth another process, which spends some seconds on loading the model."""

CHUNK_SECONDS = 60.0
SECONDS_A_CHAR = 0.002
"""Time limit of a chunk: a busy machine reads a character in a twentieth of this."""

_idle: list[Worker] = []


class Outcome(Record, frozen=True, kw_only=True):
    """A text's reading as JSON, or why there is none."""

    reading_json: str | None = None
    error: str | None = None


def read_distinct(
    texts: Mapping[str, str],
    model: str,
    workers: int,
    *,
    reader: Reader = read_texts,
    chunk_seconds: float = CHUNK_SECONDS,
) -> Iterator[tuple[str, Outcome]]:
    """Yield key and outcome of each text, in no order; the outcomes do not depend on the number of workers.

    Args:
        texts: distinct texts by key.
        model: spaCy pipeline, by package name or path.
        workers: processes to use at most.
        reader: what reads.
        chunk_seconds: time limit of a chunk, beside what its length allows it.

    Raises:
        ReaderStartError: no process could be started that reads.

    """
    readable = sorted((key for key in texts if len(texts[key]) <= MAX_CHARS), key=lambda key: (len(texts[key]), key))
    for key in texts:
        if len(texts[key]) > MAX_CHARS:
            yield key, Outcome(error=str(ParagraphTooLongError(len(texts[key]))))
    waiting = deque(
        [(key, texts[key]) for key in readable[start : start + CHUNK_TEXTS]]
        for start in range(0, len(readable), CHUNK_TEXTS)
    )
    team = [_worker(reader, model) for _ in range(min(max(workers, 1), -(-len(readable) // TEXTS_A_WORKER)))]
    busy: list[Worker] = []
    try:
        while waiting or busy:
            for worker in [worker for worker in team if worker not in busy][: len(waiting)]:
                chunk = waiting.popleft()
                worker.give(chunk, chunk_seconds + SECONDS_A_CHAR * sum(len(text) for _, text in chunk))
                busy.append(worker)
            wait_for_any(busy)
            for worker in list(busy):
                result = worker.result()
                if result is None:
                    continue
                busy.remove(worker)
                if isinstance(result, Failure):
                    worker.stop()
                    team[team.index(worker)] = _worker(reader, model)
                    if len(worker.chunk) > 1:
                        waiting.extendleft([text] for text in worker.chunk)
                        continue
                yield from _outcomes(worker.chunk, result)
    finally:
        for worker in team:
            if worker in busy or _idle:
                worker.stop()
            else:
                _idle.append(worker)


def _worker(reader: Reader, model: str) -> Worker:
    """Return the process that is left over from the call before, if it reads the same, else a new one."""
    while _idle:
        worker = _idle.pop()
        if worker.key == (reader, model) and worker.is_alive:
            return worker
        worker.stop()
    return Worker(reader, model)


def _outcomes(chunk: Sequence[tuple[str, str]], result: list[str] | Failure) -> Iterator[tuple[str, Outcome]]:
    if isinstance(result, Failure):
        yield from ((key, Outcome(error=result.reason)) for key, _ in chunk)
    else:
        yield from ((key, Outcome(reading_json=read)) for (key, _), read in zip(chunk, result, strict=True))
