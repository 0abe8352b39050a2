"""A Ray cluster of two nodes on loopback, each with one processor, as ``ray start`` makes them."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PROJECT = Path(__file__).parents[2]
START_SECONDS = 120
HEAD, SECOND = "127.0.0.2", "127.0.0.3"
"""Two addresses of the loopback interface; for 127.0.0.1 Ray would take the machine's own."""


class RayNode:
    """One ``ray start`` with all processes that it starts."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.log = folder / f"ray start {options[0].strip('-')}.log"
        command = [str(Path(sys.executable).with_name("ray")), "start", *options]
        command += ["--num-cpus=1", "--object-store-memory=80000000", "--disable-usage-stats", "--block"]
        environment = {**os.environ, "PYTHONPATH": str(PROJECT), "RAY_USAGE_STATS_ENABLED": "0"}
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, env=environment, start_new_session=True)

    def wait_until_started(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while "Ray runtime started" not in self.log.read_text("utf-8", "replace"):
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"ray start failed:\n{self.log.read_text('utf-8', 'replace')[-3_000:]}")
            time.sleep(0.2)

    def kill(self) -> None:
        """End all its processes at once, as when a machine loses power."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


class RayCluster:
    """A head and a second node."""

    def __init__(self) -> None:
        # not pytest's folder: its path may be too long for the sockets that Ray puts there
        self.folder = Path(tempfile.mkdtemp(prefix="ray"))
        self.port = free_port()
        self.address = f"{HEAD}:{self.port}"
        self.head = RayNode(
            self.folder,
            "--head",
            f"--port={self.port}",
            f"--node-ip-address={HEAD}",
            f"--ray-client-server-port={free_port()}",
            "--include-dashboard=false",
            f"--temp-dir={self.folder}",
        )
        self.head.wait_until_started()
        self.second = self.add_node()

    def add_node(self) -> RayNode:
        """Start another second node."""
        node = RayNode(self.folder, f"--address={self.address}", f"--node-ip-address={SECOND}")
        node.wait_until_started()
        return node

    def stop(self) -> None:
        """End everything and leave nothing."""
        self.second.kill()
        self.head.kill()
        shutil.rmtree(self.folder, ignore_errors=True)


def free_port() -> int:
    with socket.socket() as sought:
        sought.bind((HEAD, 0))
        port: int = sought.getsockname()[1]
        return port
