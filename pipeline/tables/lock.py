"""One writer at a time: a lock on an output folder, which the system lets go of when its holder dies."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout


class OutputBusyError(RuntimeError):
    """Another run is writing the output folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"Another run is writing {folder}. Wait until it has ended, then run again; this one has changed nothing."
        )


@contextmanager
def locked(
    folder: Path, name: str, wait_seconds: float = 0.0, on_wait: Callable[[], None] | None = None
) -> Iterator[None]:
    """Hold the lock of that name in a folder, which is made where it is missing.

    Args:
        folder: where the lock lies.
        name: its name; the file is ``NAME.lock``.
        wait_seconds: how long to wait for whoever holds it.
        on_wait: called once where there is somebody to wait for.

    Raises:
        OutputBusyError: another process still holds it after ``wait_seconds``.
        OSError: the folder cannot be made or written to.

    """
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / f"{name}.lock", fallback_to_soft=False, thread_local=False)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        if on_wait is not None:
            on_wait()
        try:
            lock.acquire(timeout=wait_seconds)
        except Timeout:
            raise OutputBusyError(folder) from None
    try:
        yield
    finally:
        lock.release()
