"""The resource that opens the working tables for an asset."""

from pathlib import Path

import dagster as dg

from pipeline.settings import load_settings
from pipeline.steps.workbench import Progress, Workbench, open_workbench

LOG_EVERY_SHARE = 0.1
"""Long work is logged each time another tenth of it is done."""


class Desk(dg.ConfigurableResource):  # type: ignore[type-arg] # Dagster leaves the resource's own type open
    """Where the raw files, the settings and the working tables are.

    Empty fields fall back to ``COPYDESK_CONFIG``, ``COPYDESK_RAW`` and ``COPYDESK_OUT``, then to ``copydesk.yaml``,
    ``raw`` and ``data`` in the working directory.
    """

    config: str | None = None
    raw: str | None = None
    out: str | None = None

    def open(self, log: dg.DagsterLogManager | None = None) -> Workbench:
        """Open the workbench; progress goes to the given log."""
        settings = load_settings(_path(self.config), raw=_path(self.raw), out=_path(self.out))
        return open_workbench(settings, self.progress(log))

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
