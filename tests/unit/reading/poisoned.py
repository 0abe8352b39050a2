"""A reader that some words hang, crash or break; for tests of what keeps the rest unharmed."""

import os
import signal
import time
from collections.abc import Iterable, Iterator

from pipeline.records import Reading, TimeExpression


def read(texts: Iterable[str], model: str) -> Iterator[Reading]:
    """Yield a reading that holds the text itself and the model's name."""
    for text in texts:
        if "hang" in text:
            time.sleep(600)
        if "crash" in text:
            os.kill(os.getpid(), signal.SIGKILL)
        if "break" in text:
            raise RecursionError("too deep for me")
        yield Reading(times=(TimeExpression(char_start=0, char_end=len(text), text=f"{model}: {text}"),))


def never_starts(texts: Iterable[str], model: str) -> Iterator[Reading]:
    """Die at once, as for want of memory."""
    os._exit(1)
