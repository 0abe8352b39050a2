"""Dagster's web server and daemon on ``workspace.yaml``: an asset materialised through GraphQL, as the UI does it."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.commands.run import open_instance
from pipeline.settings import Settings
from pipeline.steps.workbench import open_workbench

PROJECT = Path(__file__).parents[2]
PATIENCE_S = 90.0

LAUNCH = """
mutation($params: ExecutionParams!) {
  launchRun(executionParams: $params) {
    __typename
    ... on LaunchRunSuccess { run { runId } }
    ... on PythonError { message }
    ... on RunConfigValidationInvalid { errors { message } }
  }
}
"""
STATUS = "query($id: ID!) { runOrError(runId: $id) { ... on Run { status } } }"
REPOSITORIES = "{ repositoriesOrError { ... on RepositoryConnection { nodes { name location { name } } } } }"


@pytest.fixture
def webserver(desk: Settings) -> Iterator[Callable[..., Any]]:
    """Start the web server on loopback and return a function that sends it a query."""
    with open_instance(desk), socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **os.environ,
        "DAGSTER_HOME": str(desk.dagster_home),
        "COPYDESK_RAW": str(desk.raw),
        "COPYDESK_OUT": str(desk.out),
    }
    # Whoever starts the tests in the background has interrupts ignored, and what they start would ignore them too.
    heeding = ["env", "--default-signal=INT", sys.executable]
    command = [*heeding, "-m", "dagster", "dev", "-w", "workspace.yaml", "-h", "127.0.0.1", "-p", str(port)]
    log = (desk.out / "webserver.log").open("wb")
    process = subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=log, stderr=log)

    def ask(query: str, **variables: object) -> Any:
        request = urllib.request.Request(
            f"http://127.0.0.1:{port}/graphql",
            data=json.dumps({"query": query, "variables": variables}).encode(),
            headers={"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=30) as response:
            return json.load(response)["data"]

    try:
        deadline = time.monotonic() + PATIENCE_S
        while True:
            try:
                ask("{ version }")
                break
            except OSError:
                assert process.poll() is None, (desk.out / "webserver.log").read_text()
                assert time.monotonic() < deadline, "the web server did not start"
                time.sleep(0.5)
        yield ask
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=60)
        log.close()


def test_an_asset_is_materialised_from_the_web_server(
    webserver: Callable[..., Any], desk: Settings, drop: Callable[..., Path]
) -> None:
    drop("ferries.txt")
    repository = webserver(REPOSITORIES)["repositoriesOrError"]["nodes"][0]
    selector = {
        "repositoryName": repository["name"],
        "repositoryLocationName": repository["location"]["name"],
        "pipelineName": "intake",
        "assetSelection": [{"path": ["source_files"]}],
    }
    launched = webserver(LAUNCH, params={"selector": selector, "mode": "default"})["launchRun"]
    assert launched["__typename"] == "LaunchRunSuccess", launched
    deadline = time.monotonic() + PATIENCE_S
    status = "STARTING"
    while status not in {"SUCCESS", "FAILURE", "CANCELED"}:
        assert time.monotonic() < deadline, f"the run is still {status}"
        time.sleep(1)
        status = webserver(STATUS, id=launched["run"]["runId"])["runOrError"]["status"]
    with open_instance(desk) as instance:
        events = [entry.dagster_event for entry in instance.all_logs(launched["run"]["runId"]) if entry.dagster_event]
    failures = [str(event.event_specific_data) for event in events if event.is_step_failure]
    assert (status, failures) == ("SUCCESS", [])
    assert open_workbench(desk).store.read("source_files")["path"].to_pylist() == ["ferries.txt"]
