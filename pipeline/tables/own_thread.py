"""Batches made in a thread of their own, a few ahead of who takes them.

Delta asks for rows from inside of its own runtime, where tables cannot be read; in another thread they can.
"""

import queue
import threading
from collections.abc import Callable, Iterator

import pyarrow as pa

AHEAD = 2
"""Batches that wait to be taken, at most."""

_WAIT_SECONDS = 0.2


class _End:
    """All batches were made, or an error ended them."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error


def in_own_thread(batches: Callable[[], Iterator[pa.RecordBatch]]) -> Iterator[pa.RecordBatch]:
    """Yield the batches; what making them raises is raised here. The thread ends when nobody takes them any longer."""
    made: queue.Queue[pa.RecordBatch | _End] = queue.Queue(AHEAD)
    is_left = threading.Event()

    def hand_over(item: pa.RecordBatch | _End) -> None:
        while not is_left.is_set():
            try:
                made.put(item, timeout=_WAIT_SECONDS)
            except queue.Full:
                continue
            return

    def make() -> None:
        try:
            for batch in batches():
                hand_over(batch)
                if is_left.is_set():
                    return
        except Exception as error:  # noqa: BLE001  raised where the batches are taken
            hand_over(_End(error))
        else:
            hand_over(_End())

    thread = threading.Thread(target=make, name="batches", daemon=True)
    thread.start()
    try:
        while not isinstance(item := made.get(), _End):
            yield item
        if item.error is not None:
            raise item.error
    finally:
        is_left.set()
        thread.join()
