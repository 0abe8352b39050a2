"""Superset in an environment of its own: installed once, and served on loopback for as long as it is asked."""

import json
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
REQUIREMENTS = HERE / "requirements.lock"
USER = "checker"
PATIENCE_S = 180.0


class SupersetError(RuntimeError):
    """Superset did not start, or refused what it was asked."""


@dataclass(frozen=True)
class Superset:
    """A running Superset and the token that it takes."""

    address: str
    token: str | None = None

    def ask(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        """Send a request to ``/api/v1`` and return its JSON answer.

        Raises:
            SupersetError: the answer is an error; the message holds what Superset said.

        """
        headers = {"Accept": "application/json"}
        if body is not None:
            headers["Content-Type"] = "application/json"
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        request = urllib.request.Request(
            f"{self.address}/api/v1{path}",
            data=json.dumps(body).encode() if body is not None else None,
            headers=headers,
            method=method,
        )
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            said = error.read().decode(errors="replace")[:2000]
            raise SupersetError(f"{method} {path}: {error.code} {said}") from error


def install(home: Path) -> None:
    """Make Superset's environment below ``home``, unless it was made of these very requirements before."""
    stamp = home / "requirements.installed"
    if stamp.is_file() and stamp.read_bytes() == REQUIREMENTS.read_bytes():
        return
    home.mkdir(parents=True, exist_ok=True)
    print(f"Installing Superset into {home} …", flush=True)
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(home / "venv")], check=True)
    pip = [str(home / "venv" / "bin" / "python"), "-m", "pip", "--disable-pip-version-check"]
    subprocess.run([*pip, "install", "--quiet", "--no-deps", "--require-hashes", "-r", str(REQUIREMENTS)], check=True)
    stamp.write_bytes(REQUIREMENTS.read_bytes())


@contextmanager
def serve(home: Path) -> Iterator[Superset]:
    """Start Superset with an empty store of its own, and stop it again.

    Raises:
        SupersetError: it did not start; the end of its log is in the message.

    """
    store = home / "store"
    store.mkdir(exist_ok=True)
    (store / "superset.db").unlink(missing_ok=True)
    password = secrets.token_urlsafe(16)
    environment = {
        **os.environ,
        "FLASK_APP": "superset.app:create_app()",
        "SUPERSET_CONFIG_PATH": str(HERE / "superset_config.py"),
        "SUPERSET_HOME": str(store),
        "SUPERSET_SECRET_KEY": secrets.token_hex(32),
    }
    log_file = store / "superset.log"
    with log_file.open("wb") as log:

        def command(*arguments: str) -> list[str]:
            return [str(home / "venv" / "bin" / "superset"), *arguments]

        account = ["--username", USER, "--firstname", "Release", "--lastname", "Check", "--email", "check@desk.example"]
        for step in (
            ["db", "upgrade"],
            ["fab", "create-admin", *account, "--password", password],
            ["init"],
        ):
            print(f"superset {' '.join(step[:2])} …", flush=True)
            if subprocess.run(command(*step), env=environment, stdout=log, stderr=log, check=False).returncode:
                raise SupersetError(f"superset {step[0]} failed. {_end_of(log_file)}")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        run = command("run", "-h", "127.0.0.1", "-p", str(port))
        process = subprocess.Popen(run, env=environment, stdout=log, stderr=log)
        try:
            yield _log_in(Superset(f"http://127.0.0.1:{port}"), password, process, log_file)
        finally:
            process.terminate()
            process.wait(timeout=30)


def _log_in(superset: Superset, password: str, process: subprocess.Popen[bytes], log_file: Path) -> Superset:
    account = {"username": USER, "password": password, "provider": "db", "refresh": False}
    deadline = time.monotonic() + PATIENCE_S
    while True:
        try:
            token = superset.ask("POST", "/security/login", account)["access_token"]
        except urllib.error.URLError as error:
            if process.poll() is not None or time.monotonic() > deadline:
                raise SupersetError(f"Superset did not start. {_end_of(log_file)}") from error
            time.sleep(1)
        else:
            return Superset(superset.address, token)


def _end_of(log_file: Path) -> str:
    return f"{log_file} ends with:\n{log_file.read_text(errors='replace')[-2000:]}"
