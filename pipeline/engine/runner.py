"""The runner that the settings choose."""

from importlib.util import find_spec

from pipeline.engine.chunks import Runner
from pipeline.engine.local import LocalRunner
from pipeline.settings import RayEngine, Settings, SettingsError


def runner_of(settings: Settings, *, most_workers: int | None = None, is_waiting: bool = False) -> Runner:
    """Return the runner that the settings choose; its results are the same whichever it is.

    Args:
        settings: the settings.
        most_workers: more processes of this machine are not worth their start; null where there is no such bound.
        is_waiting: the function hands its work to processes of its own and only waits for them.

    Raises:
        SettingsError: the settings choose Ray, which is not installed.

    """
    if isinstance(settings.engine, RayEngine):
        return _ray_runner(settings.engine)
    workers = settings.worker_count if most_workers is None else max(1, min(settings.worker_count, most_workers))
    return LocalRunner(workers, is_waiting=is_waiting)


def _ray_runner(engine: RayEngine) -> Runner:
    if find_spec("ray") is None:
        raise SettingsError(
            "The setting engine chooses Ray, which is not installed. Install Copydesk with its extra: "
            "pip install 'copydesk[ray]' (docs/production.md says how)."
        )
    from pipeline.engine.ray import RayRunner  # noqa: PLC0415 - an optional extra, which takes a second to import

    return RayRunner(engine.address)
