"""The ``copydesk`` command: arguments in, exit code out. What the commands do is in ``pipeline.commands``.

Exit codes: 0 done, 1 done with rejects over the limit, 2 bad use, 3 failed.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console

from pipeline.settings import Settings, SettingsError, load_settings

DONE, OVER_REJECT_LIMIT, BAD_USE, FAILED = 0, 1, 2, 3

app = typer.Typer(
    help="Turn a folder of news articles into tables of quotes, figures and copies, each row traced to its text.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
output = Console(highlight=False)
errors = Console(stderr=True, highlight=False)

RawOption = Annotated[Path | None, typer.Option("--raw", help="Drop folder with the articles.", show_default="raw")]
OutOption = Annotated[Path | None, typer.Option("--out", help="Where tables and releases go.", show_default="data")]
ConfigOption = Annotated[Path | None, typer.Option("--config", help="Settings file.", show_default="copydesk.yaml")]


def fail(message: str, code: int) -> typer.Exit:
    """Say what happened on stderr and return the exit to raise."""
    errors.print(message, style="red", markup=False, soft_wrap=True)
    return typer.Exit(code)


def settings_from(config: Path | None, raw: Path | None = None, out: Path | None = None) -> Settings:
    """Load the settings, or leave with exit code 2; extensions that they name are tried at once."""
    try:
        settings = load_settings(config, raw=raw, out=out)
    except SettingsError as error:
        raise fail(str(error), BAD_USE) from error
    if settings.extensions:
        from pipeline.contracts import ContractError
        from pipeline.extensions import ExtensionError, load_extensions

        try:
            load_extensions(settings.extensions)
        except (ContractError, ExtensionError) as error:
            raise fail(str(error), BAD_USE) from error
    return settings


@app.command()
def run(
    raw: RawOption = None,
    out: OutOption = None,
    edition: Annotated[
        list[str] | None, typer.Option("--edition", help="Process this edition again (repeatable): a day, or undated.")
    ] = None,
    config: ConfigOption = None,
) -> None:
    """Bring everything that is out of date up to date and publish a release."""
    from pipeline.commands.run import RunFailedError, UnknownEditionError, run_pipeline
    from pipeline.commands.summary import print_rejects, print_summary, reject_share
    from pipeline.reading.errors import ModelMissingError

    settings = settings_from(config, raw, out)
    require_raw(settings)
    try:
        outcome = run_pipeline(settings, edition or [], output)
    except UnknownEditionError as error:
        raise fail(str(error), BAD_USE) from error
    except (RunFailedError, ModelMissingError) as error:
        raise fail(str(error), FAILED) from error
    if outcome.release is None:
        print_rejects(settings, output)
        raise fail(f"There is nothing to publish: {settings.raw} holds no file that could be read.", FAILED)
    print_summary(outcome.release, settings, output, is_new=outcome.is_new)
    share = reject_share(outcome.release)
    if share > settings.max_reject_share:
        limit = f"the setting max_reject_share allows {settings.max_reject_share:.0%}"
        raise fail(f"{share:.0%} of the files were rejected; {limit}.", OVER_REJECT_LIMIT)


@app.command()
def annotate(
    file: Annotated[Path, typer.Argument(help='JSON lines, each {"doc_id", "text"}; "-" reads standard input.')],
    config: ConfigOption = None,
) -> None:
    """Print mentions, quotes and claims of each text as JSON lines, with offsets into that text. Stores nothing."""
    from pipeline.commands.annotate import AnnotateInputError, annotate_lines
    from pipeline.reading.errors import ModelMissingError

    settings = settings_from(config)
    if str(file) != "-" and not file.is_file():
        raise fail(f"There is no file {file}. Give a file of JSON lines.", BAD_USE)
    model = next(iter(settings.models.values()))
    try:
        with sys.stdin.buffer if str(file) == "-" else file.open("rb") as lines:
            for annotated in annotate_lines(lines, model, settings.worker_count):
                sys.stdout.write(msgspec.json.encode(annotated).decode() + "\n")
    except AnnotateInputError as error:
        raise fail(f"{file}: {error}", BAD_USE) from error
    except ModelMissingError as error:
        raise fail(str(error), FAILED) from error


@app.command()
def status(raw: RawOption = None, out: OutOption = None, config: ConfigOption = None) -> None:
    """Show what is new in the drop folder, which editions are out of date, and the latest release."""
    from pipeline.commands.inspect import print_status
    from pipeline.release.remote import bring_latest

    settings = settings_from(config, raw, out)
    require_raw(settings)
    with storage_failures():
        bring_latest(settings)
        print_status(settings, output)


@app.command()
def releases(out: OutOption = None, config: ConfigOption = None) -> None:
    """List the releases with their rows and sizes."""
    from pipeline.commands.inspect import print_releases

    settings = settings_from(config, None, out)
    with storage_failures():
        print_releases(settings, output)


@app.command()
def check(
    release: Annotated[Path | None, typer.Argument(help="Release folder; by default the latest.")] = None,
    out: OutOption = None,
    config: ConfigOption = None,
) -> None:
    """Check a release against the contracts and its manifest."""
    from pipeline.commands.inspect import check_release

    settings = settings_from(config, None, out)
    if not check_release(release_folder(release, settings), settings, output):
        raise typer.Exit(FAILED)


@app.command("open")
def open_release(
    what: Annotated[str, typer.Argument(help="report, or duckdb for an SQL prompt on the tables.")] = "report",
    out: OutOption = None,
    config: ConfigOption = None,
) -> None:
    """Open the latest release: its report in the browser, or an SQL prompt on its tables."""
    from pipeline.commands.inspect import open_duckdb, open_report

    openers = {"report": open_report, "duckdb": open_duckdb}
    if what not in openers:
        raise fail(f"There is nothing called {what} to open. Say report or duckdb.", BAD_USE)
    openers[what](release_folder(None, settings_from(config, None, out)), output)


@app.command()
def diff(
    old: Annotated[str, typer.Argument(help="Release, such as 0003.")],
    new: Annotated[str, typer.Argument(help="A later release, or latest.")] = "latest",
    out: OutOption = None,
    config: ConfigOption = None,
) -> None:
    """Say in plain words what changed between two releases."""
    from pipeline.commands.inspect import describe_diff
    from pipeline.release.folders import is_release_id
    from pipeline.release.remote import bring, bring_latest

    settings = settings_from(config, None, out)
    folder = settings.releases
    with storage_failures():
        bring_latest(settings)
        for name in (old, new):
            if is_release_id(name):
                bring(settings, name)
    chosen = [(folder / name).resolve() for name in (old, new)]
    for release in chosen:
        if release.parent != folder.resolve() or not (release / "datapackage.json").is_file():
            raise fail(f"There is no release {release.name} in {folder}. `copydesk releases` lists them.", BAD_USE)
    output.print(describe_diff(*chosen), markup=False, soft_wrap=True)


@app.command()
def export(
    file: Annotated[Path, typer.Argument(help="Workbook to write, ending in .xlsx.")],
    release: Annotated[Path | None, typer.Option("--release", help="Release folder; by default the latest.")] = None,
    out: OutOption = None,
    config: ConfigOption = None,
) -> None:
    """Write a release as an Excel workbook, for those who have only that."""
    from pipeline.contracts import load_contracts
    from pipeline.release.excel import write_excel
    from pipeline.release.files import open_release

    if file.suffix.lower() != ".xlsx":
        raise fail(f"{file} does not end in .xlsx. Parquet files and copydesk.duckdb are in the release.", BAD_USE)
    chosen = release_folder(release, settings_from(config, None, out))
    try:
        write_excel(open_release(chosen, load_contracts()), file)
    except OSError as error:
        raise fail(f"{file} cannot be written: {error.strerror}.", FAILED) from error
    output.print(f"Wrote {file}", markup=False, soft_wrap=True)


@app.command()
def entities(
    suggest: Annotated[bool, typer.Option("--suggest", help="List likely merges, ready for entities.yaml.")] = False,
    out: OutOption = None,
    config: ConfigOption = None,
) -> None:
    """List the entities of the latest release, or suggest which of them are one."""
    from pipeline.commands.entities import print_entities, print_suggestions

    release = release_folder(None, settings_from(config, None, out))
    (print_suggestions if suggest else print_entities)(release, output)


@app.command()
def relink(
    folder: Annotated[Path, typer.Argument(help="Release folder that was moved or copied.")],
    config: ConfigOption = None,
) -> None:
    """Write copydesk.duckdb of a release again, so that its views read the files where they lie now."""
    from pipeline.extensions import load_extensions
    from pipeline.release.duckdb_file import write_duckdb_file
    from pipeline.release.publish import contracts_of

    if not (folder / "datapackage.json").is_file():
        raise fail(f"{folder} is no release: it has no datapackage.json.", BAD_USE)
    contracts = contracts_of(folder, load_extensions(settings_from(config).extensions).contracts)
    output.print(f"Wrote {write_duckdb_file(folder, contracts)}", soft_wrap=True)


@app.command()
def maintain(out: OutOption = None, config: ConfigOption = None) -> None:
    """Put small files of the working tables together and delete what nothing needs; no row changes."""
    from pipeline.commands.maintain import maintain_output
    from pipeline.tables.lock import OutputBusyError
    from pipeline.tables.store import TableDamagedError
    from pipeline.upkeep.maintain import UnknownVersionsError

    settings = settings_from(config, None, out)
    try:
        with storage_failures():
            maintain_output(settings, output)
    except (OutputBusyError, TableDamagedError, UnknownVersionsError) as error:
        raise fail(str(error), FAILED) from error
    except OSError as error:
        raise fail(f"The folder {settings.out} cannot be written ({error}).", FAILED) from error


@app.command()
def doctor(
    deep: Annotated[bool, typer.Option("--deep", help="Also read every row and compare every hash.")] = False,
    mend: Annotated[bool, typer.Option("--mend", help="Make anew what is damaged, as far as it can be.")] = False,
    raw: RawOption = None,
    out: OutOption = None,
    config: ConfigOption = None,
) -> None:
    """Look for what is wrong with settings, tables, releases and Dagster's folder, and say what mends it."""
    from pipeline.commands.doctor import mend_findings, print_findings
    from pipeline.commands.run import RunFailedError
    from pipeline.tables.lock import OutputBusyError
    from pipeline.upkeep.rebuild import NotMendableError

    settings = settings_from(config, raw, out)
    try:
        with storage_failures():
            is_well = (mend_findings if mend else print_findings)(settings, output, deep=deep)
    except (OutputBusyError, NotMendableError, RunFailedError) as error:
        raise fail(str(error), FAILED) from error
    except OSError as error:
        raise fail(f"The folder {settings.out} cannot be mended ({error}).", FAILED) from error
    if not is_well:
        raise typer.Exit(1)


@app.command()
def ui(
    raw: RawOption = None,
    out: OutOption = None,
    config: ConfigOption = None,
    port: Annotated[int, typer.Option(help="Port on this machine.")] = 3000,
) -> None:
    """Start the Dagster UI on http://127.0.0.1:3000, with the sensor and the schedule at hand."""
    from pipeline.commands.ui import start_ui

    raise typer.Exit(start_ui(settings_from(config, raw, out), config, port))


def require_raw(settings: Settings) -> None:
    """Leave with exit code 2 where there is no drop folder."""
    if not settings.raw.is_dir():
        raise fail(f"{settings.raw} is no folder. Give the folder with your articles: --raw DIR.", BAD_USE)


def release_folder(release: Path | None, settings: Settings) -> Path:
    """Return the named release, or the latest; leave with exit code 2 where there is none."""
    from pipeline.release.folders import latest_release
    from pipeline.release.remote import bring_latest

    if release is None:
        with storage_failures():
            bring_latest(settings)
    found = release or latest_release(settings.releases)
    if found is None or not (found / "datapackage.json").is_file():
        where = release or settings.storage or settings.releases
        raise fail(f"There is no release in {where}. `copydesk run` makes one.", BAD_USE)
    return found


@contextmanager
def storage_failures() -> Iterator[None]:
    """Leave with exit code 3, and what to do, where object storage does not do what is asked of it."""
    from pipeline.tables.location import StorageError
    from pipeline.tables.lock import OutputBusyError

    try:
        yield
    except (OutputBusyError, StorageError) as error:
        raise fail(str(error), FAILED) from error


def main() -> None:
    """Run the command line."""
    app()
