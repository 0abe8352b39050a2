"""``copydesk status``, ``releases``, ``check`` and ``open``: looking at what is there."""

import webbrowser
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import duckdb
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from pipeline.contracts import load_contracts
from pipeline.contracts.check import Checker, check_tables
from pipeline.contracts.results import RuleResult
from pipeline.extensions import load_extensions
from pipeline.orchestration.automation import pending_editions
from pipeline.release.audit import stored_report
from pipeline.release.changes import describe_changes
from pipeline.release.duckdb_file import FILE_NAME
from pipeline.release.files import open_release
from pipeline.release.folders import latest_release, list_releases, read_package
from pipeline.release.publish import ReadBackError, contracts_of, read_back
from pipeline.release.queries import opened
from pipeline.release.remote import remote_releases
from pipeline.settings import Settings
from pipeline.steps.intake import raw_changes
from pipeline.steps.workbench import open_workbench
from pipeline.tables.location import StorageError


def print_status(settings: Settings, console: Console) -> None:
    """Print what a run would do now, and the latest release."""
    bench = open_workbench(settings)
    changes = raw_changes(bench)
    for label, paths in (("new", changes.added), ("changed", changes.changed), ("gone", changes.vanished)):
        if paths:
            shown = ", ".join(escape(path) for path in paths[:5]) + (" …" if len(paths) > 5 else "")
            console.print(f"{len(paths)} files {label}: {shown}", soft_wrap=True)
    editions = pending_editions(bench)
    if editions:
        console.print(f"{len(editions)} editions out of date: {', '.join(editions[:10])}")
    if not changes and not editions:
        console.print("Everything in the drop folder has been processed.")
    report = stored_report(bench)
    print_failures(report.failures if report else (), console)
    latest = latest_release(settings.releases)
    place = f"{settings.storage}/releases/{latest.name}" if latest and settings.storage else latest
    console.print(f"Latest release: {place}" if latest else "There is no release yet. `copydesk run` makes one.")


def print_releases(settings: Settings, console: Console) -> None:
    """Print one line a release, oldest first."""
    table = Table("release", "articles", "quotes", "claims", "MB", "code", box=None)
    for package, size in _packages_and_bytes(settings):
        rows = {entry["title"]: entry["rowCount"] for entry in package["resources"]}
        counts = (f"{rows[name]:,}" for name in ("articles", "quotes", "claims"))
        table.add_row(package["version"], *counts, f"{size / 1e6:.1f}", package["codeVersion"])
    console.print(table)


def _packages_and_bytes(settings: Settings) -> Iterator[tuple[dict[str, Any], int]]:
    if remote := remote_releases(settings):
        for name in remote.names():
            yield remote.read_package(name), remote.bytes_of(name)
        return
    for release in list_releases(settings.releases):
        yield read_package(release), sum(path.stat().st_size for path in release.rglob("*") if path.is_file())


def check_release(release: Path, settings: Settings, console: Console) -> bool:
    """Check files against the manifest and rows against the contracts; print what fails; tell whether all holds."""
    contracts = contracts_of(release, load_extensions(settings.extensions).contracts)
    remote = remote_releases(settings) if release.parent == settings.releases.resolve() else None
    try:
        read_back(release, contracts)
        if remote:
            remote.verify(release.name)
    except (ReadBackError, StorageError, OSError) as error:
        console.print(str(error), style="red", markup=False, soft_wrap=True)
        return False
    tables = open_release(release, contracts)
    with opened(main=tables) as connection:
        results = check_tables(Checker(connection, tables, are_in_order=True), contracts)
    failures = [result for result in results if not result.success]
    print_failures(failures, console)
    console.print(f"{release}: {len(results) - len(failures)} of {len(results)} rules hold.", soft_wrap=True)
    return not failures


def describe_diff(old: Path, new: Path) -> str:
    """Return in markdown what changed between two releases."""
    contracts = load_contracts()
    return describe_changes(open_release(old, contracts), open_release(new, contracts), old.name, new.name)


def print_failures(failures: Iterable[RuleResult], console: Console) -> None:
    """Print each broken rule with the keys of some of the rows that break it."""
    for failure in failures:
        rows = f" {failure.failing_rows} rows, such as {', '.join(failure.sample)}." if failure.failing_rows else ""
        line = f"{failure.table}.{failure.rule} does not hold: {failure.reason}.{rows}"
        console.print(line, style="red", markup=False, soft_wrap=True)


def open_report(release: Path, console: Console) -> None:
    """Open the report in the browser."""
    report = release / "report" / "index.html"
    console.print(str(report), soft_wrap=True)
    webbrowser.open(report.as_uri())


def open_duckdb(release: Path, console: Console) -> None:
    """Read SQL statements, each ended by a semicolon, and show what they give on the release's tables."""
    with duckdb.connect(str(release / FILE_NAME), read_only=True) as connection:
        views = connection.sql("SELECT view_name FROM duckdb_views() WHERE NOT internal ORDER BY 1").fetchall()
        console.print(f"{release}: {', '.join(name for (name,) in views)}", markup=False, soft_wrap=True)
        console.print("End each statement with a semicolon; Ctrl-D leaves.")
        for statement in _statements():
            try:
                result = connection.sql(statement)
            except duckdb.Error as error:
                console.print(str(error), style="red", markup=False)
                continue
            if result is not None:
                console.print(str(result), markup=False)


def _statements() -> Iterator[str]:
    lines: list[str] = []
    while True:
        try:
            lines.append(input("   ... " if lines else "sql> "))
        except (EOFError, KeyboardInterrupt):
            return
        if lines[-1].rstrip().endswith(";"):
            yield "\n".join(lines)
            lines = []
