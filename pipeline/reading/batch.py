"""Many texts read on all cores of this machine: batched by length, the model loaded once a process.

Texts are read in processes of their own, so that one that hangs or crashes the model costs itself only: its batch is
given up and each text of it read alone. The processes wait for the next call, which may come from another thread.
"""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from threading import Lock

from pipeline.reading.reader import MAX_CHARS, ParagraphTooLongError, read_texts
from pipeline.reading.worker import Failure, Reader, Worker, wait_for_any
from pipeline.records import Record

BATCH_TEXTS = 64
TEXTS_A_WORKER = 750
"""Fewer texts, read in some four seconds, are not worth another process, which loads the model for half a second."""

BATCH_SECONDS = 60.0
SECONDS_A_CHAR = 0.002
"""Time limit of a batch: a busy machine reads a character in a twentieth of this."""

_idle: list[Worker] = []
_idle_lock = Lock()


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
    batch_seconds: float = BATCH_SECONDS,
) -> Iterator[tuple[str, Outcome]]:
    """Yield key and outcome of each text, in no order; the outcomes do not depend on the number of workers.

    Args:
        texts: distinct texts by key.
        model: spaCy pipeline, by package name or path.
        workers: processes to use at most.
        reader: what reads.
        batch_seconds: time limit of a batch, beside what its length allows it.

    Raises:
        ReaderStartError: no process could be started that reads.

    """
    readable = sorted((key for key in texts if len(texts[key]) <= MAX_CHARS), key=lambda key: (len(texts[key]), key))
    for key in texts:
        if len(texts[key]) > MAX_CHARS:
            yield key, Outcome(error=str(ParagraphTooLongError(len(texts[key]))))
    waiting = deque(
        [(key, texts[key]) for key in readable[start : start + BATCH_TEXTS]]
        for start in range(0, len(readable), BATCH_TEXTS)
    )
    team = [_worker(reader, model) for _ in range(min(max(workers, 1), -(-len(readable) // TEXTS_A_WORKER)))]
    busy: list[Worker] = []
    try:
        while waiting or busy:
            for worker in [worker for worker in team if worker not in busy][: len(waiting)]:
                batch = waiting.popleft()
                worker.give(batch, batch_seconds + SECONDS_A_CHAR * sum(len(text) for _, text in batch))
                busy.append(worker)
            wait_for_any(busy)
            for worker in list(busy):
                result = worker.result()
                if result is None:
                    continue
                busy.remove(worker)
                if isinstance(result, Failure):
                    team.remove(worker)
                    worker.stop()
                    team.append(_worker(reader, model))
                    if len(worker.batch) > 1:
                        waiting.extendleft([text] for text in worker.batch)
                        continue
                yield from _outcomes(worker.batch, result)
    finally:
        for worker in busy:
            worker.stop()
        with _idle_lock:
            _idle.extend(worker for worker in team if worker not in busy)


def stop_idle_workers() -> None:
    """End the processes that wait for the next call of ``read_distinct``, but for one."""
    with _idle_lock:
        surplus = _idle[1:]
        del _idle[1:]
    for worker in surplus:
        worker.stop()


def _worker(reader: Reader, model: str) -> Worker:
    """Return a process that is left over from a call before, if it reads the same, else a new one."""
    while True:
        with _idle_lock:
            worker = _idle.pop() if _idle else None
        if worker is None:
            return Worker(reader, model)
        if worker.key == (reader, model) and worker.is_alive:
            return worker
        worker.stop()


def _outcomes(batch: Sequence[tuple[str, str]], result: list[str] | Failure) -> Iterator[tuple[str, Outcome]]:
    if isinstance(result, Failure):
        yield from ((key, Outcome(error=result.reason)) for key, _ in batch)
    else:
        yield from ((key, Outcome(reading_json=read)) for (key, _), read in zip(batch, result, strict=True))
