"""Dagster's runs, events and ticks in a real PostgreSQL, by the settings that the documentation shows.

Then its processes apart from each other, as on several machines: a code server, the daemon, and a run from the queue.
"""

import importlib.util
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TypeVar

import dagster as dg
import pytest
from rich.console import Console

from pipeline.commands.run import DAGSTER_YAML, open_instance, run_pipeline
from pipeline.settings import Settings
from tests.integration.postgres_server import USER, PostgresServer, free_port, postgres_server, server_programs

PROJECT = Path(__file__).parents[2]
PATIENCE_S = 180.0
Found = TypeVar("Found")
PROGRAMS = server_programs()
IS_HERE = PROGRAMS is not None and importlib.util.find_spec("dagster_postgres") is not None

pytestmark = pytest.mark.skipif(
    not IS_HERE and os.environ.get("CI") != "true",
    reason="needs PostgreSQL (`apt-get install postgresql`) and the extra `postgres`",
)


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    assert PROGRAMS is not None, "PostgreSQL is not installed: apt-get install postgresql"
    with postgres_server(PROGRAMS) as running:
        yield running


def shown_in_docs(word: str) -> str:
    """Return the YAML block of docs/production.md that has a word."""
    text = (PROJECT / "docs" / "production.md").read_text(encoding="utf-8")
    blocks: list[str] = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    return next(block for block in blocks if word in block)


@pytest.fixture
def kept_in_postgres(desk: Settings, server: PostgresServer, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Return settings whose Dagster keeps its runs in the server, as the documentation says."""
    for name, value in {
        "COPYDESK_PG_USER": USER,
        "COPYDESK_PG_PASSWORD": server.password,
        "DAGSTER_HOME": str(desk.dagster_home),
        "COPYDESK_RAW": str(desk.raw),
        "COPYDESK_OUT": str(desk.out),
        "PYTHONPATH": str(PROJECT),
    }.items():
        monkeypatch.setenv(name, value)
    storage = shown_in_docs("postgres_db").replace("port: 5432", f"port: {server.port}")
    desk.dagster_home.mkdir(parents=True)
    (desk.dagster_home / "dagster.yaml").write_text(DAGSTER_YAML.read_text() + storage)
    return desk


def test_runs_events_partitions_and_ticks_are_kept_in_postgres(
    kept_in_postgres: Settings, server: PostgresServer, drop: Callable[..., Path]
) -> None:
    desk = kept_in_postgres
    drop("a.txt", day="2031-03-14")
    drop("b.txt", day="2031-03-20")
    first = run_pipeline(desk, [], Console(quiet=True))
    assert first.is_new
    assert not run_pipeline(desk, [], Console(quiet=True)).is_new
    with open_instance(desk) as instance:
        runs = instance.get_runs()
        assert {(run.job_name, run.status) for run in runs} == {
            ("intake", dg.DagsterRunStatus.SUCCESS),
            ("everything", dg.DagsterRunStatus.SUCCESS),
        }
        assert set(instance.get_dynamic_partitions("editions")) == set(first.editions)
        event = instance.get_latest_materialization_event(dg.AssetKey("release"))
        assert event is not None
        assert event.asset_materialization is not None
        assert event.asset_materialization.metadata["release"].value == str(first.release)
        launched = launched_from_queue(desk, instance)
        assert launched.is_success
        assert {"maintain_tables", "delete_superseded_runs"} == set(steps(instance, launched))
    assert int(server.query("SELECT count(*) FROM runs")) == len(runs) + 1
    assert int(server.query("SELECT count(*) FROM event_logs")) > 100
    assert int(server.query("SELECT count(*) FROM job_ticks")) > 0
    assert not list(desk.dagster_home.rglob("*.db")), "something was kept in SQLite"
    kept = [path for path in desk.out.rglob("*") if path.is_file() and not path.is_symlink()]
    assert not [path for path in kept if server.password.encode() in path.read_bytes()], "the password was written down"


def launched_from_queue(settings: Settings, instance: dg.DagsterInstance) -> dg.DagsterRun:
    """Return a run that the daemon took from the queue and a code server ran, once a sensor has ticked as well."""
    port = free_port()
    workspace = settings.out / "workspace.yaml"
    workspace.write_text(shown_in_docs("grpc_server").replace("port: 4000", f"port: {port}"))
    with ExitStack() as processes:
        serve = ["dagster", "code-server", "start", "-m", "pipeline.definitions", "-h", "127.0.0.1", "-p", str(port)]
        processes.enter_context(process(serve, settings.out))
        wait_for(lambda: answers(port) or None)
        launch = [program("dagster"), "job", "launch", "-w", str(workspace), "-j", "maintenance"]
        subprocess.run(launch, check=True, capture_output=True)
        queued = next(run for run in instance.get_runs() if run.job_name == "maintenance")
        assert queued.status == dg.DagsterRunStatus.QUEUED
        processes.enter_context(process(["dagster-daemon", "run", "-w", str(workspace)], settings.out))
        wait_for(lambda: ticked(instance) or None)
        return wait_for(lambda: finished(instance, queued.run_id))


def ticked(instance: dg.DagsterInstance) -> set[str]:
    """Return the names of the sensors and schedules that have ticked."""
    return {
        state.instigator_name
        for state in instance.all_instigator_state()
        if instance.get_ticks(state.instigator_origin_id, state.selector_id, limit=1)
    }


def finished(instance: dg.DagsterInstance, run_id: str) -> dg.DagsterRun | None:
    """Return a run once it has ended."""
    run = instance.get_run_by_id(run_id)
    return run if run is not None and run.is_finished else None


def steps(instance: dg.DagsterInstance, run: dg.DagsterRun) -> list[str]:
    """Return the steps of a run that have ended well."""
    return [stats.step_key for stats in instance.get_run_step_stats(run.run_id) if stats.end_time]


def program(name: str) -> str:
    """Return the path of a program of this environment."""
    return str(Path(sys.executable).with_name(name))


def answers(port: int) -> bool:
    """Tell whether something listens on a port of loopback."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def process(command: list[str], folder: Path) -> Iterator[None]:
    """Keep a program running; its log is shown where the test fails."""
    log = folder / f"{command[0]}.log"
    with log.open("wb") as lines:
        # Whoever starts the tests in the background has interrupts ignored, and what they start would ignore them too.
        heeding = ["env", "--default-signal=INT", program(command[0]), *command[1:]]
        running = subprocess.Popen(heeding, cwd=folder, stdout=lines, stderr=lines)
    try:
        yield
    except BaseException:
        sys.stderr.write(log.read_text())
        raise
    finally:
        running.send_signal(signal.SIGINT)
        running.wait(timeout=60)


def wait_for(look: Callable[[], Found | None]) -> Found:
    """Return what ``look`` finds as soon as it finds anything."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        found = look()
        if found is not None:
            return found
        time.sleep(0.5)
    raise AssertionError("it never came to be")
