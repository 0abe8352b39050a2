"""What is written down of a run that failed: one line in ``failures.jsonl``, for whoever watches from outside.

A message that may quote an article is left out; the run's page in Dagster has it.
"""

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import dagster as dg

from pipeline.orchestration.resources import Desk

FAILURES_FILE = "failures.jsonl"
TOLD_CHARS = 400

TOLD_MESSAGES = frozenset(
    {
        "ContractError",
        "DecisionsError",
        "ExtensionError",
        "ModelMissingError",
        "OutputBusyError",
        "ReadBackError",
        "SettingsError",
        "StorageError",
        "TableBusyError",
        "TableDamagedError",
        "UnknownVersionsError",
        "OSError",
        "PermissionError",
        "FileNotFoundError",
        "OperationalError",
        "MemoryError",
    }
)
"""Errors whose messages name files, tables and settings, never what an article says."""

_FRAME = re.compile(r'File ".*?(pipeline/[\w/]+\.py)", line (\d+)')
_CLASS = re.compile(r"^[\w.]+: ")
"""Dagster puts the name of an error's class before its message."""


def failure_of(instance: dg.DagsterInstance, run: dg.DagsterRun) -> dict[str, Any]:
    """Return what is told of a failed run: time, run, job, step, error, and where in our code it arose."""
    records = instance.get_records_for_run(run.run_id, of_type=dg.DagsterEventType.STEP_FAILURE).records
    events = [record.event_log_entry.dagster_event for record in records]
    failed = next((event for event in events if event is not None), None)
    error = failed.step_failure_data.error if failed is not None else _run_error(instance, run)
    cause = error
    while cause is not None and cause.cause is not None:
        cause = cause.cause
    kind = cause.cls_name if cause is not None and cause.cls_name else "unknown"
    record = instance.get_run_record_by_id(run.run_id)
    ended = record.end_time if record is not None and record.end_time is not None else 0.0
    return {
        "ended_utc": datetime.fromtimestamp(ended, UTC).isoformat(timespec="seconds"),
        "run_id": run.run_id,
        "job": run.job_name,
        "step": failed.step_key if failed is not None else None,
        "error": kind,
        "message": _told(kind, cause.message) if cause is not None else None,
        "at": _place("".join(cause.stack)) if cause is not None else None,
    }


def write_failure(folder: Path, failure: dict[str, Any]) -> Path:
    """Add one line to the failures in a folder; return their file."""
    path = folder / FAILURES_FILE
    with path.open("a", encoding="utf-8") as lines:
        lines.write(json.dumps(failure, ensure_ascii=False) + "\n")
    return path


@dg.run_failure_sensor(
    name="run_failures",
    default_status=dg.DefaultSensorStatus.RUNNING,
    description=f"Adds a line to {FAILURES_FILE} in Dagster's folder for each run that failed. Sends nothing anywhere.",
)
def run_failures(context: dg.RunFailureSensorContext, desk: Desk) -> None:
    """Write down a run that failed."""
    folder = desk.settings.dagster_home
    folder.mkdir(parents=True, exist_ok=True)
    failure = failure_of(context.instance, context.dagster_run)
    context.log.error(f"Run {failure['run_id']} of {failure['job']} failed: {failure['error']} {failure['message']}")
    write_failure(folder, failure)


def _run_error(instance: dg.DagsterInstance, run: dg.DagsterRun) -> Any:
    """Return the error of a run that failed outside of any step; null where its process just ended."""
    records = instance.get_records_for_run(run.run_id, of_type=dg.DagsterEventType.RUN_FAILURE).records
    events = [record.event_log_entry.dagster_event for record in records]
    return next((event.job_failure_data.error for event in events if event is not None), None)


def _told(kind: str, message: str) -> str | None:
    if kind not in TOLD_MESSAGES:
        return None
    return _CLASS.sub("", " ".join(message.split()), count=1)[:TOLD_CHARS]


def _place(stack: str) -> str | None:
    frames = _FRAME.findall(stack)
    return f"{frames[-1][0]}:{frames[-1][1]}" if frames else None
