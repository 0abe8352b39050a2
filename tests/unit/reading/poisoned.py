"""A reader that some words hang, crash or break; for tests of what keeps the rest unharmed."""

import os
import resource
import signal
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.records import Reading, TimeExpression


def read(texts: Iterable[str], model: str) -> Iterator[Reading]:
    """Yield a reading that holds the text itself and the model's name."""
    for text in texts:
        if "hang" in text:
            time.sleep(600)
        if "hoard" in text:
            hoard()
        if "crash" in text:
            os.kill(os.getpid(), signal.SIGKILL)
        if "break" in text:
            raise RecursionError("too deep for me")
        yield Reading(times=(TimeExpression(char_start=0, char_end=len(text), text=f"{model}: {text}"),))


def hoard() -> None:
    """Take memory without end, where the system allows this process 64 MiB more than it has."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    limit = pages * resource.getpagesize() + 64 * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    heap = []
    while True:
        heap.append(bytearray(2**20))


def never_starts(texts: Iterable[str], model: str) -> Iterator[Reading]:
    """Die at once, as for want of memory."""
    os._exit(1)


def read_slowly(texts: Iterable[str], model: str) -> Iterator[Reading]:
    """Take a fifth of a second for each text."""
    for reading in read(texts, model):
        time.sleep(0.2)
        yield reading
