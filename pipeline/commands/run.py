"""``copydesk run``: what the Dagster UI would do, in the terminal: take in, process what is out of date, publish."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import dagster as dg
from pydantic import PrivateAttr
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from sqlalchemy.exc import SQLAlchemyError

from pipeline import orchestration
from pipeline.orchestration.automation import CORPUS_ONLY, EVERYTHING, INTAKE, pending_editions
from pipeline.orchestration.build import build_definitions
from pipeline.orchestration.dead_runs import TERMINAL_TAG, release_dead_runs
from pipeline.orchestration.event_log import open_events
from pipeline.orchestration.partitions import range_tags, register_editions
from pipeline.orchestration.resources import RUN_LOCK, Desk
from pipeline.release import publish
from pipeline.release.audit import working_state
from pipeline.release.folders import latest_release
from pipeline.release.remote import bring_latest
from pipeline.settings import Settings
from pipeline.steps import workbench
from pipeline.steps.intake import raw_changes
from pipeline.steps.source_rows import edition_inputs
from pipeline.steps.workbench import Workbench, open_workbench
from pipeline.tables.location import StorageError
from pipeline.tables.lock import OutputBusyError, locked
from pipeline.tables.store import TableBusyError, TableDamagedError

DAGSTER_YAML = Path(orchestration.__file__).with_name("dagster.yaml")


class RunFailedError(RuntimeError):
    """A step failed; the message is that of the error which a person can act upon."""


class UnknownEditionError(ValueError):
    """An edition was named that has no articles."""


@dataclass(frozen=True)
class RunOutcome:
    """What a run led to: the latest release, and whether this run made it."""

    release: Path | None
    is_new: bool
    editions: tuple[str, ...]


class TerminalDesk(Desk):
    """A desk of settings that are loaded already, whose progress is shown as bars in the terminal."""

    _settings: Settings = PrivateAttr()
    _bars: Progress = PrivateAttr()

    @classmethod
    def of(cls, settings: Settings, bars: Progress) -> "TerminalDesk":
        """Return the desk of these settings."""
        desk = cls()
        desk._settings, desk._bars = settings, bars
        return desk

    def open(self, log: dg.DagsterLogManager | None = None) -> Workbench:
        """Open the workbench; the log is not used."""
        del log
        return open_workbench(self._settings, terminal_progress(self._bars))


def terminal_progress(bars: Progress) -> workbench.Progress:
    """Return a progress that moves one bar for each label."""
    tasks: dict[str, TaskID] = {task.description: task.id for task in bars.tasks}

    def say(label: str, done: int, total: int) -> None:
        if label not in tasks:
            tasks[label] = bars.add_task(label, total=total)
        bars.update(tasks[label], completed=done, total=total)

    return say


def open_instance(settings: Settings) -> dg.DagsterInstance:
    """Open Dagster's storage in the output folder, with telemetry off; it is made where it is missing."""
    settings.dagster_home.mkdir(parents=True, exist_ok=True)
    config = settings.dagster_home / "dagster.yaml"
    if not config.exists():
        config.write_bytes(DAGSTER_YAML.read_bytes())
    return open_events(settings.dagster_home)


def run_pipeline(settings: Settings, editions: Sequence[str], console: Console) -> RunOutcome:
    """Bring everything that is out of date up to date, through the same definitions that the UI uses.

    Args:
        settings: raw and output folders, models, limits.
        editions: process just these again, whether out of date or not; empty for all that are out of date.
        console: where progress is shown.

    Raises:
        RunFailedError: a step failed, the output folder cannot be used, or another run is at work in it; working tables
            hold what was finished, and ``latest`` is as it was.
        UnknownEditionError: an edition that was named has no articles.
        ModelMissingError: a model that the settings name is not installed.

    """
    bars = Progress(
        TextColumn("{task.description:<20}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=console
    )
    desk = TerminalDesk.of(settings, bars)
    # Handed over as it is: Dagster would make a configurable resource anew, without its bars.
    resources = {"desk": dg.ResourceDefinition.hardcoded_resource(desk)}
    definitions = build_definitions(resources, extensions=settings.extensions)
    with _told_to_people(settings), locked(settings.out, RUN_LOCK), open_instance(settings) as instance, bars:
        bring_latest(settings)
        before = latest_release(settings.releases)
        release_dead_runs(instance)
        bench = open_workbench(settings, terminal_progress(bars))
        if raw_changes(bench) or bench.store.version("source_files") is None:
            _execute(definitions, instance, INTAKE.name)
        due = _editions_due(bench, instance, editions)
        if not (due or edition_inputs(bench)):
            return RunOutcome(release=before, is_new=False, editions=())
        if due:
            recompute = {"config": {"recompute": bool(editions)}}
            ops = {"split_articles": recompute, "resolve_articles": recompute}
            _execute(definitions, instance, EVERYTHING.name, range_tags(instance, due), {"ops": ops})
        elif not is_current(bench):
            _execute(definitions, instance, CORPUS_ONLY.name)
    release = latest_release(settings.releases)
    return RunOutcome(release=release, is_new=release != before, editions=tuple(due))


@contextmanager
def _told_to_people(settings: Settings) -> Iterator[None]:
    """Turn what can befall an output folder into an error whose message says what to do."""
    try:
        yield
    except (OutputBusyError, StorageError, TableBusyError, TableDamagedError) as error:
        raise RunFailedError(str(error)) from error
    except (OSError, sqlite3.Error, SQLAlchemyError) as error:
        raise RunFailedError(
            f"The folder {settings.out} cannot be written ({' '.join(str(error).split())[:300]}). Make room or give "
            "another with --out, then run again. The latest release is as it was."
        ) from error


def is_current(bench: Workbench) -> bool:
    """Tell whether the latest release was made of the working tables, contracts, settings and decisions of now."""
    is_published = latest_release(bench.settings.releases) is not None
    return is_published and bench.fingerprint(publish.STEP) == working_state(bench)


def _editions_due(bench: Workbench, instance: dg.DagsterInstance, named: Sequence[str]) -> list[str]:
    pending = pending_editions(bench)
    register_editions(instance, pending)
    if not named:
        return pending
    known = set(instance.get_dynamic_partitions("editions"))
    unknown = [edition for edition in named if edition not in known]
    if unknown:
        raise UnknownEditionError(
            f"There are no articles of {', '.join(unknown)}. "
            "Editions are publication days such as 2031-03-14, or undated."
        )
    return sorted(set(named))


def _execute(
    definitions: dg.Definitions,
    instance: dg.DagsterInstance,
    job: str,
    tags: Mapping[str, str] | None = None,
    run_config: Mapping[str, Any] | None = None,
) -> None:
    quiet = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
    result = definitions.resolve_job_def(job).execute_in_process(
        instance=instance,
        tags={TERMINAL_TAG: "run", **(tags or {})},
        run_config={**quiet, **(run_config or {})},
        raise_on_error=False,
    )
    if not result.success:
        raise RunFailedError(_why(result))


def _why(result: dg.ExecuteInProcessResult) -> str:
    broken = [check for check in result.get_asset_check_evaluations() if not check.passed]
    if broken:
        tables = ", ".join(check.check_name for check in broken)
        return (
            f"No release was made: rules of the contracts of {tables} do not hold. `copydesk status` lists them. "
            "The latest release is as it was."
        )
    errors = [event.step_failure_data.error for event in result.all_events if event.is_step_failure]
    error = next((error.cause or error for error in errors if error), None)
    return error.message.strip() if error else "The run failed before any step began."
