"""The resource that opens the working tables for an asset, and lets one run at a time write them."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import dagster as dg

from pipeline.orchestration.dead_runs import release_dead_runs
from pipeline.settings import Settings, load_settings
from pipeline.steps.workbench import Progress, Workbench, open_workbench
from pipeline.tables.lock import locked

LOG_EVERY_SHARE = 0.1
"""Long work is logged each time another tenth of it is done."""

RUN_LOCK = "run"
"""Name of the lock that a run holds from its first step to its last, in the terminal and in Dagster alike."""


class Desk(dg.ConfigurableResource):  # type: ignore[type-arg] # Dagster leaves the resource's own type open
    """Where the raw files, the settings and the working tables are.

    Empty fields fall back to ``COPYDESK_CONFIG``, ``COPYDESK_RAW`` and ``COPYDESK_OUT``, then to ``copydesk.yaml``,
    ``raw`` and ``data`` in the working directory.
    """

    config: str | None = None
    raw: str | None = None
    out: str | None = None
    wait_seconds: float = 12 * 3600.0
    """How long a run waits for another that writes the same output folder."""

    @property
    def settings(self) -> Settings:
        """The settings of these folders."""
        return load_settings(_path(self.config), raw=_path(self.raw), out=_path(self.out))

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Generator["Desk", None, None]:
        """Hold the lock of the output folder while a run lasts; sensors and schedules, which only look, go without.

        All steps of a run share one process and one resource, so no other run comes between two of its steps. Pools
        alone would let it: they are held step by step.

        Raises:
            OutputBusyError: another run still wrote the folder after ``wait_seconds``.

        """
        if context.run is None:
            yield self
            return
        out = self.settings.out

        def tell() -> None:
            if context.log is not None:
                context.log.info(f"Another run is writing {out}; this one waits until it has ended.")

        with locked(out, RUN_LOCK, self.wait_seconds, tell):
            if context.instance is not None:
                release_dead_runs(context.instance, context.run.run_id)
            yield self

    def open(self, log: dg.DagsterLogManager | None = None) -> Workbench:
        """Open the workbench; progress goes to the given log."""
        return open_workbench(self.settings, self.progress(log))

    def progress(self, log: dg.DagsterLogManager | None) -> Progress:
        """Return what steps report their progress to."""
        shown: dict[str, float] = {}

        def say(label: str, done: int, total: int) -> None:
            share = done / total if total else 1.0
            if log and total and (share >= shown.get(label, 0.0) + LOG_EVERY_SHARE or done == total):
                shown[label] = share
                log.info(f"{label}: {done:,} of {total:,}")

        return say


def _path(text: str | None) -> Path | None:
    return Path(text) if text else None
