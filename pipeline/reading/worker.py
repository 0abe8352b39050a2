"""A process that reads batches of texts, and can be given up: it may hang or die without harm to the one that asked.

Knows neither how texts are cut into batches nor what becomes of those that cannot be read.
"""

import signal
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection, wait

import msgspec

from pipeline.engine.processes import end_with_parent, process_context
from pipeline.records import Reading

Reader = Callable[[Iterable[str], str], Iterator[Reading]]
"""What reads: texts and the name of the model -> one reading a text, in order. Must be importable by its name."""


class ReaderStartError(RuntimeError):
    """A reading process ended before it was ready."""

    def __init__(self) -> None:
        super().__init__(
            "The process that reads texts ended while it was starting, most likely for want of memory. "
            "Free some, or set `workers` to 1 in copydesk.yaml, and run again: what was read is kept."
        )


class Failure(msgspec.Struct, frozen=True):
    """A batch could not be read."""

    reason: str


class Worker:
    """A reading process. It has a batch, or is idle."""

    def __init__(self, reader: Reader, model: str) -> None:
        """Start the process; it loads the model before it takes its first batch."""
        self.key = (reader, model)
        self.batch: Sequence[tuple[str, str]] = ()
        self._limit = self._deadline = 0.0
        self._is_ready = False
        context = process_context()
        self.connection, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, reader, model), daemon=True)
        self._process.start()
        theirs.close()

    def give(self, batch: Sequence[tuple[str, str]], limit_seconds: float) -> None:
        """Hand over texts by key; the time limit counts from when the process is ready."""
        self.batch = batch
        self._limit = limit_seconds
        self._deadline = time.monotonic() + limit_seconds
        with suppress(BrokenPipeError, ConnectionResetError):  # where it has died, ``result`` says so
            self.connection.send([text for _, text in batch])

    def seconds_left(self) -> float | None:
        """Return how long it may still take; null while it is starting."""
        return max(0.0, self._deadline - time.monotonic()) if self._is_ready else None

    def result(self) -> list[str] | Failure | None:
        """Return readings as JSON in order of the batch, or why there are none; null while it is still at work.

        Raises:
            ReaderStartError: the process ended before it was ready.

        """
        try:
            while self.connection.poll():
                answer: list[str] | Failure | None = self.connection.recv()
                if answer is not None:
                    return answer
                self._is_ready = True
                self._deadline = time.monotonic() + self._limit
        except (EOFError, ConnectionResetError):
            if not self._is_ready:
                raise ReaderStartError from None
            return Failure("The process that read this paragraph died. It is kept unread.")
        if self.seconds_left() == 0:
            return Failure(f"This paragraph was not read within {self._limit:.0f} seconds. It is kept unread.")
        return None

    def stop(self) -> None:
        """End the process, whatever it is doing."""
        self._process.kill()
        self._process.join()
        self._process.close()
        self.connection.close()

    @property
    def is_alive(self) -> bool:
        """Tell whether the process is there."""
        alive: bool = self._process.is_alive()
        return alive


def wait_for_any(workers: Sequence[Worker]) -> None:
    """Wait until one of the workers has something to say, or has used up its time."""
    left = [seconds for worker in workers if (seconds := worker.seconds_left()) is not None]
    wait([worker.connection for worker in workers], timeout=min(left, default=None))


def _serve(connection: Connection, reader: Reader, model: str) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one that asked, who ends this process
    end_with_parent()
    list(reader(["Ready."], model))
    connection.send(None)
    while True:
        try:
            texts = connection.recv()
        except EOFError:
            return
        try:
            connection.send([msgspec.json.encode(reading).decode() for reading in reader(texts, model)])
        except Exception as error:  # noqa: BLE001 - whatever a text does to the reader, it must only cost that text
            reason = f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"
            connection.send(Failure(f"The reader failed on this paragraph ({reason}). It is kept unread."))
