"""Audited tables -> ``releases/NNNN/``: written aside, renamed, read back, and only then switched in as ``latest``."""

import subprocess
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

import duckdb
import msgspec

from pipeline.contracts import Contract
from pipeline.contracts.results import RuleResult
from pipeline.reading.reader import reader_version
from pipeline.release import folders
from pipeline.release.audit import AuditedTables
from pipeline.release.changes import describe_changes
from pipeline.release.croissant import CROISSANT_FILE, croissant
from pipeline.release.duckdb_file import FILE_NAME, FLAT_VIEWS, write_duckdb_file
from pipeline.release.files import TableFiles, content_of, open_release, open_table, part_files, sha256_of
from pipeline.release.package import hashed_files, package, resource
from pipeline.release.queries import count
from pipeline.release.readme import release_readme
from pipeline.release.remote import bring_latest, remote_releases
from pipeline.release.report import write_report
from pipeline.release.staging import stage
from pipeline.steps.workbench import CORPUS, Workbench
from pipeline.tables.lock import locked
from pipeline.tables.sql import quoted

STEP = "release"

RELEASE_WAIT_SECONDS = 600.0
"""How long one run waits for another that is publishing."""

PROJECT = Path(__file__).parents[2]


class AuditFailedError(RuntimeError):
    """The contracts do not hold; nothing was published."""

    def __init__(self, failures: tuple[RuleResult, ...]) -> None:
        shown = "; ".join(f"{failure.table}.{failure.rule}: {failure.reason}" for failure in failures[:5])
        more = f" (and {len(failures) - 5} more)" if len(failures) > 5 else ""
        super().__init__(
            f"No release was made: {len(failures)} rules of the contracts do not hold. {shown}{more}. "
            "The latest release is as it was."
        )


class ReadBackError(RuntimeError):
    """A release that was just written does not read back as it was meant; it was not switched in."""


def publish(bench: Workbench, audited: AuditedTables) -> Path | None:
    """Publish a release and return its folder; null where the content equals that of the latest.

    Raises:
        AuditFailedError: a contract does not hold.
        ReadBackError: the written files do not hold what was to be published.
        OutputBusyError: another run kept publishing.
        StorageError: the object storage failed; what it had as the latest release still is.
        OSError: the disk is full or not writable; ``latest`` is as it was.

    """
    if audited.report.failures:
        raise AuditFailedError(audited.report.failures)
    with locked(bench.settings.out, "release", RELEASE_WAIT_SECONDS):
        bring_latest(bench.settings)
        return _publish(bench, audited)


def _publish(bench: Workbench, audited: AuditedTables) -> Path | None:
    releases = bench.settings.releases
    releases.mkdir(parents=True, exist_ok=True)
    folders.clear_unfinished(releases)
    staged = audited.staged
    content = staged.content_sha256
    latest = folders.latest_release(releases)
    if latest is not None and folders.read_package(latest).get("contentSha256") == content:
        staged.remove()
        bench.remember(STEP, {CORPUS: audited.report.state})
        return None

    release_id = folders.next_release_id(releases)
    if staged.release_id != release_id or not staged.is_whole():  # somebody has published meanwhile, or tidied up
        staged = stage(bench, audited.report.state)
    aside = releases / f"{release_id}{folders.PARTIAL_SUFFIX}"
    aside.mkdir()
    staged.move_to(aside)
    resources = [
        resource(bench.contracts[name], aside, written, bench.store.version(name))
        for name, written in staged.written.items()
    ]
    facts = {
        "contentSha256": content,
        "codeVersion": code_version(),
        "models": {language: reader_version(model) for language, model in bench.settings.models.items()},
        "nearCopyThreshold": bench.settings.near_copy_threshold,
        "extensions": bench.extensions.files,
    }
    described = package(release_id, resources, facts)
    (aside / folders.PACKAGE_FILE).write_bytes(msgspec.json.format(msgspec.json.encode(described)))
    described_again = croissant(release_id, bench.contracts, resources)
    (aside / CROISSANT_FILE).write_bytes(msgspec.json.format(msgspec.json.encode(described_again)))
    tables = open_release(aside, bench.contracts)
    before = open_release(latest, bench.contracts) if latest else None
    changes = describe_changes(before, tables, latest.name if latest else None, release_id)
    (aside / "CHANGELOG.md").write_text(changes, encoding="utf-8")
    (aside / "README.md").write_text(release_readme(bench.contracts, tables, release_id), encoding="utf-8")
    write_report(tables, aside, release_id, kept_in=bench.settings.out / "index" / "report")

    release = releases / release_id
    aside.rename(release)
    write_duckdb_file(release, bench.contracts)
    folders.sync_tree(release)
    read_back(release, bench.contracts)
    if remote := remote_releases(bench.settings):
        remote.publish(release, bench.settings.keep_releases)
    folders.switch_latest(release)
    folders.delete_old(releases, 1 if remote else bench.settings.keep_releases)
    bench.remember(STEP, {CORPUS: audited.report.state})
    return release


def contracts_of(release: Path, contracts: Mapping[str, Contract]) -> dict[str, Contract]:
    """Return the contracts of those tables that a release has: one that is older may have fewer."""
    return {name: contract for name, contract in contracts.items() if part_files(release, name)}


def read_back(release: Path, contracts: Mapping[str, Contract]) -> None:
    """Compare what lies on disk with what the manifest says, from the bytes of files to the values in rows.

    Raises:
        ReadBackError: a file or table differs from the manifest, a table from its contract, or a view fails.

    """
    entries = folders.read_package(release)["resources"]
    for entry in entries:
        if entry["title"] not in contracts:
            raise ReadBackError(f"No contract describes {entry['path']}. Name the extensions that it was made with.")
        for part in hashed_files(entry):
            file = release / part["path"]
            if sha256_of([file]) != part["hash"].removeprefix("sha256:"):
                raise ReadBackError(
                    f"{file} is not what was written: its hash differs from the manifest's. Check the disk."
                )
        table = open_table(release, contracts[entry["title"]])
        if table.num_rows != entry["rowCount"] or _content(entry, table) != entry.get("contentSha256"):
            raise ReadBackError(
                f"The table {entry['title']} of {release} does not read back as it was written. "
                "Check the disk and run again."
            )
        if not table.schema.equals(contracts[entry["title"]].arrow_schema("published")):
            raise ReadBackError(f"The table {entry['title']} of {release} does not have the columns of its contract.")
    rows = {entry["title"]: entry["rowCount"] for entry in entries}
    with duckdb.connect(str(release / FILE_NAME), read_only=True) as connection:
        for view in (*rows, *FLAT_VIEWS):
            if view not in rows:
                connection.execute(f"FROM {view} LIMIT 0").fetchall()  # its columns and files are there
            elif count(connection, f"FROM {quoted(view)}") != rows[view]:
                raise ReadBackError(f"The view {view} of {release / FILE_NAME} does not show its table.")


def _content(entry: Mapping[str, Any], table: TableFiles) -> str | None:
    return content_of(table) if "contentSha256" in entry else None  # older releases do not say


def code_version() -> str:
    """Return the version of this code: the package's, with the commit where it runs from a checkout."""
    installed = version("copydesk")
    try:
        commit = subprocess.run(  # noqa: S603 - the arguments are ours
            ["git", "-C", str(PROJECT), "rev-parse", "--short=12", "HEAD"],  # noqa: S607 - git is found on the PATH
            capture_output=True,
            text=True,
            check=True,
            timeout=5,
        ).stdout.strip()
    except (OSError, subprocess.SubprocessError):
        return installed
    return f"{installed}+{commit}"
