"""The runner that the settings choose."""

from pipeline.engine.chunks import Runner
from pipeline.engine.local import LocalRunner
from pipeline.settings import Settings


def runner_of(settings: Settings, *, most_workers: int | None = None, is_waiting: bool = False) -> Runner:
    """Return the runner that the settings choose; its results are the same whichever it is.

    Args:
        settings: the settings.
        most_workers: more processes of this machine are not worth their start; null where there is no such bound.
        is_waiting: the function hands its work to processes of its own and only waits for them.

    """
    workers = settings.worker_count if most_workers is None else max(1, min(settings.worker_count, most_workers))
    return LocalRunner(workers, is_waiting=is_waiting)
