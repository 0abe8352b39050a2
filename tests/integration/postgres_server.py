"""A PostgreSQL server of our own on loopback: a fresh cluster in a temporary folder, a random port and password."""

import os
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from pwd import getpwnam

USER = "copydesk"
DATABASE = "copydesk"
PATIENCE_S = 60.0
UNPRIVILEGED = ("postgres", "nobody")
"""Users of the system that the server runs as where the tests run as root, which PostgreSQL refuses."""


@dataclass(frozen=True)
class PostgresServer:
    """How to reach the server, and where its programs are."""

    port: int
    password: str
    programs: Path

    def query(self, statement: str) -> str:
        """Return what ``psql`` answers, without decoration."""
        command = [str(self.programs / "psql"), "-h", "127.0.0.1", "-p", str(self.port), "-U", USER, "-d", DATABASE]
        return self._run([*command, "-tAc", statement])

    def create_database(self) -> None:
        """Make the database of the documentation."""
        self._run([str(self.programs / "createdb"), "-h", "127.0.0.1", "-p", str(self.port), "-U", USER, DATABASE])

    def _run(self, command: list[str]) -> str:
        environment = {**os.environ, "PGPASSWORD": self.password}
        return subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout.strip()


def server_programs() -> Path | None:
    """Return the folder of PostgreSQL's programs, the newest; null where it is not installed."""
    found = shutil.which("initdb")
    candidates = [Path(found).resolve().parent] if found else []
    candidates += sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True
    )
    return next((folder for folder in candidates if (folder / "postgres").exists()), None)


@contextmanager
def postgres_server(programs: Path) -> Iterator[PostgresServer]:
    """Run a server until the block ends; its files go with it."""
    folder = Path(tempfile.mkdtemp(prefix="copydesk-postgres-"))
    data, secret, log = folder / "data", folder / "password", folder / "log"
    server = PostgresServer(free_port(), secrets.token_hex(16), programs)
    secret.write_text(server.password)
    log.touch()
    user = _unprivileged()
    if user is not None:
        for path in (folder, secret, log):
            shutil.chown(path, user)
    secured = ["-A", "scram-sha-256", f"--pwfile={secret}", "--no-sync"]
    initdb = [str(programs / "initdb"), "-D", str(data), "-U", USER, *secured]
    subprocess.run(initdb, check=True, capture_output=True, user=user, cwd=folder)
    options = {
        "listen_addresses": "127.0.0.1",
        "port": server.port,
        "unix_socket_directories": folder,
        "fsync": "off",
    }
    command = [str(programs / "postgres"), "-D", str(data), *(f"--{name}={value}" for name, value in options.items())]
    with log.open("ab") as lines:
        process = subprocess.Popen(command, stdout=lines, stderr=lines, user=user, cwd=folder)
    try:
        _wait(server, process, log)
        server.create_database()
        yield server
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE_S)
        shutil.rmtree(folder, ignore_errors=True)


def _wait(server: PostgresServer, process: "subprocess.Popen[bytes]", log: Path) -> None:
    ready = [str(server.programs / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(server.port)]
    end = time.monotonic() + PATIENCE_S
    while subprocess.run(ready, check=False).returncode != 0:
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < end, log.read_text()
        time.sleep(0.1)


def free_port() -> int:
    """Return a port of loopback that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _unprivileged() -> str | None:
    if os.geteuid() != 0:
        return None
    for name in UNPRIVILEGED:
        try:
            getpwnam(name)
        except KeyError:
            continue
        return name
    raise AssertionError("PostgreSQL does not run as root, and there is no other user")
