"""``copydesk doctor``: what is wrong with an output folder, what mends it; ``--mend`` does so and runs the pipeline."""

import sqlite3
from contextlib import ExitStack

import dagster as dg
from rich.console import Console
from sqlalchemy.exc import SQLAlchemyError

from pipeline.commands.run import open_instance, run_pipeline
from pipeline.orchestration.dead_runs import dead_runs, release_dead_runs
from pipeline.orchestration.resources import RUN_LOCK
from pipeline.settings import Settings
from pipeline.steps.workbench import open_workbench
from pipeline.tables.lock import OutputBusyError, locked
from pipeline.upkeep.doctor import examine, mend
from pipeline.upkeep.finding import MEND, Finding

MADE_ANEW = frozenset({"tables", "readings", "index", "releases"})
"""Areas whose mending ends with a run."""


def print_findings(settings: Settings, console: Console, *, deep: bool) -> bool:
    """Print what is wrong and what mends it; tell whether all is well."""
    findings = _examined(settings, console, deep=deep)
    _print(findings, console)
    return not _wrong(findings)


def mend_findings(settings: Settings, console: Console, *, deep: bool) -> bool:
    """Mend what can be mended, run the pipeline where something is to be made anew, and print what is left.

    Raises:
        OutputBusyError: a run is at work in the folder.
        NotMendableError: tables lie in object storage.
        RunFailedError: what was put aside could not be made anew.
        OSError: something cannot be moved or written.

    """
    findings = _examined(settings, console, deep=deep)
    with locked(settings.out, RUN_LOCK):
        for done in mend(open_workbench(settings), findings):
            console.print(done, markup=False, soft_wrap=True)
        with open_instance(settings) as instance:
            dead = release_dead_runs(instance)
        if dead:
            console.print(f"{len(dead)} runs whose process is gone are called failed.")
    if any(finding.is_mended_here and finding.area in MADE_ANEW for finding in findings):
        run_pipeline(settings, [], console)
    return print_findings(settings, console, deep=deep)


def _examined(settings: Settings, console: Console, *, deep: bool) -> list[Finding]:
    with ExitStack() as held:
        is_quiet = settings.out.is_dir()
        if is_quiet:
            try:
                held.enter_context(locked(settings.out, RUN_LOCK))
            except OutputBusyError:
                is_quiet = False
                console.print("A run is at work; what it is writing may look unfinished.")
            except OSError:
                pass  # the folder cannot be written to, which is a finding of its own
        found = examine(open_workbench(settings), deep=deep, is_quiet=is_quiet)
        return [*found, *_dead_runs(settings)] if is_quiet else found


def _dead_runs(settings: Settings) -> list[Finding]:
    """Return whether killed runs still count as running; nothing where Dagster has never run here."""
    home = settings.dagster_home
    if not (home / "dagster.yaml").is_file():
        return []
    try:
        with open_instance(settings) as instance:
            dead = dead_runs(instance)
    except (OSError, sqlite3.Error, SQLAlchemyError, dg.DagsterError) as error:
        return [Finding("dagster", f"Its storage cannot be opened ({_short(error)}).", home, f"rm -r {home}")]
    told = f"{len(dead)} runs were killed and still count as running."
    return [Finding("dagster", told, home, MEND, is_advice=True)] if dead else []


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:200]


def _wrong(findings: list[Finding]) -> list[Finding]:
    return [finding for finding in findings if not finding.is_advice]


def _print(findings: list[Finding], console: Console) -> None:
    for finding in findings:
        style = "yellow" if finding.is_advice else "red"
        console.print(f"{finding.area}: {finding.problem}", style=style, markup=False, soft_wrap=True)
        console.print(f"    {finding.place}", markup=False, soft_wrap=True)
        console.print(f"    → {finding.mend}", markup=False, soft_wrap=True)
    wrong = len(_wrong(findings))
    advice = len(findings) - wrong
    console.print("All is well." if not findings else f"{wrong} to mend, {advice} to consider.")
