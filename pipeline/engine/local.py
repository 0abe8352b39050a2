"""The runner of one machine: a process for each worker, or none where one after the other is as quick."""

import signal
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from queue import SimpleQueue

from pipeline.engine.chunks import Chunk, ChunkDone, ChunkError, ChunkFunction, Options, do_chunk, split_done
from pipeline.engine.processes import end_with_parent, process_context

ATTEMPTS = 2
"""A process may be killed for what another one took of the memory; a chunk that ends two of them is to blame itself."""


class LocalRunner:
    """Hands chunks to processes of this machine."""

    def __init__(self, workers: int, *, is_waiting: bool = False) -> None:
        """Set how chunks are handed out.

        Args:
            workers: chunks that are worked on at the same time, 1 or more.
            is_waiting: the function hands its work to processes of its own and only waits for them, so that it needs
                none here.

        """
        self.workers = workers
        self.is_waiting = is_waiting

    def run(self, function: ChunkFunction, chunks: Sequence[Chunk], options: Options) -> Iterator[ChunkDone]:
        """Yield chunks as they end; see ``Runner``."""
        done, left = split_done(chunks)
        yield from done
        if min(self.workers, len(left)) <= 1:
            for chunk in left:
                yield do_chunk(function, chunk, options)
            return
        waiting = deque(left)
        ended: SimpleQueue[ChunkDone | BaseException] = SimpleQueue()
        hands = [
            (_Hand if self.is_waiting else _ProcessHand)(function, options, waiting, ended)
            for _ in range(min(self.workers, len(left)))
        ]
        try:
            for hand in hands:
                hand.start()
            for _ in left:
                result = ended.get()
                if isinstance(result, BaseException):
                    raise result
                yield result
        finally:
            waiting.clear()
            for hand in hands:
                hand.stop()


class _Hand(threading.Thread):
    """Takes one chunk after the other. It does not keep the program from ending."""

    def __init__(
        self,
        function: ChunkFunction,
        options: Options,
        waiting: deque[Chunk],
        ended: "SimpleQueue[ChunkDone | BaseException]",
    ) -> None:
        super().__init__(daemon=True)
        self.function, self.options, self.waiting, self.ended = function, options, waiting, ended

    def run(self) -> None:
        """Take chunks until none is left."""
        with suppress(IndexError):  # none is left
            while True:
                chunk = self.waiting.popleft()
                try:
                    self.ended.put(self.do(chunk))
                except BaseException as error:  # noqa: BLE001 - raised again where the chunks were asked for
                    self.ended.put(error)

    def do(self, chunk: Chunk) -> ChunkDone:
        """Do one chunk."""
        return do_chunk(self.function, chunk, self.options)

    def stop(self) -> None:
        """Take no more chunks; the one at hand is left to itself."""


class _ProcessHand(_Hand):
    """Does its chunks in a process of its own, which may die without harm to this one."""

    process: "_ChunkProcess | None" = None
    is_stopped = False

    def run(self) -> None:
        """Take chunks until none is left, then let the process go."""
        try:
            super().run()
        finally:
            self.stop()

    def do(self, chunk: Chunk) -> ChunkDone:
        """Do one chunk; a process that dies is replaced."""
        for _ in range(ATTEMPTS):
            if self.process is None:
                self.process = _ChunkProcess(self.function, self.options)
            result = self.process.do(chunk)
            if isinstance(result, ChunkDone):
                return result
            if result is not None:
                raise result
            self.process = None
            if self.is_stopped:
                break
        raise ChunkError(
            f"The process that worked on {chunk.source} died {ATTEMPTS} times, most likely for want of memory. "
            "Free some, or set `workers` to 1 in copydesk.yaml, and run again: the chunks that were done are kept."
        )

    def stop(self) -> None:
        """End the process, whatever it is doing."""
        self.is_stopped = True
        process = self.process
        if process is not None:
            process.kill()


class _ChunkProcess:
    """A process that does chunks until it is killed."""

    def __init__(self, function: ChunkFunction, options: Options) -> None:
        context = process_context()
        self.connection, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs, function, options), daemon=True)
        self.process.start()
        theirs.close()

    def do(self, chunk: Chunk) -> ChunkDone | ChunkError | None:
        """Return what came of the chunk; null where the process died."""
        try:
            self.connection.send(chunk)
            result: ChunkDone | ChunkError = self.connection.recv()
        except (EOFError, OSError):
            return None
        return result

    def kill(self) -> None:
        """End the process."""
        self.process.kill()


def _serve(connection: Connection, function: ChunkFunction, options: Options) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one that asked, who ends this process
    end_with_parent()
    with suppress(EOFError):
        while True:
            chunk = connection.recv()
            try:
                result: ChunkDone | ChunkError = do_chunk(function, chunk, options)
            except ChunkError as error:
                result = error
            connection.send(result)
