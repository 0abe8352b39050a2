"""``copydesk ui``: the Dagster UI on the same folders as ``copydesk run``, on this machine only."""

import os
import subprocess
import sys
from pathlib import Path

from pipeline.commands.run import open_instance
from pipeline.settings import Settings

TICK_SECONDS = {"DAGSTER_SENSOR_GRPC_TIMEOUT_SECONDS": "600", "DAGSTER_SCHEDULE_GRPC_TIMEOUT_SECONDS": "3600"}
"""A large drop folder takes longer to look through than the minute that Dagster gives a tick."""


def start_ui(settings: Settings, config: Path | None, port: int) -> int:
    """Run web server and daemon until interrupted; return their exit code."""
    with open_instance(settings):
        pass
    environment = {
        **TICK_SECONDS,
        **os.environ,
        "DAGSTER_HOME": str(settings.dagster_home),
        "COPYDESK_RAW": str(settings.raw),
        "COPYDESK_OUT": str(settings.out),
    }
    if config:
        environment["COPYDESK_CONFIG"] = str(config.absolute())
    command = [sys.executable, "-m", "dagster", "dev", "-m", "pipeline.definitions", "-h", "127.0.0.1", "-p", str(port)]
    try:
        return subprocess.run(command, env=environment, check=False).returncode  # noqa: S603 - the arguments are ours
    except KeyboardInterrupt:
        return 0
