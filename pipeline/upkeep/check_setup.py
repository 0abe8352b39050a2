"""Settings, model, folders, disk, and Dagster's folder. Tables and releases are looked at elsewhere."""

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

import msgspec

from pipeline.reading.errors import ModelMissingError
from pipeline.reading.model import model_version
from pipeline.settings import Settings
from pipeline.upkeep.finding import MEND, Finding

LEAST_FREE_BYTES = 1024**3
"""Below this a small run may not end; large ones need as much again as the tables have."""


def check_settings(settings: Settings) -> Iterator[Finding]:
    """Yield what keeps the settings from being used."""
    if not settings.raw.is_dir():
        yield Finding("settings", "The drop folder does not exist.", settings.raw, f"mkdir -p {settings.raw}")
    for language, name in settings.models.items():
        try:
            model_version(name)
        except ModelMissingError as error:
            yield Finding("model", f"The model for {language!r} is missing. {error}", name, "make run")


def check_disk(settings: Settings) -> Iterator[Finding]:
    """Yield what keeps the output folder from being written."""
    out = settings.out
    if not out.is_dir():
        return
    for folder in (out, settings.tables, settings.releases):
        if folder.is_dir() and not _is_writable(folder):
            yield Finding("disk", "The folder cannot be written to.", folder, f"chmod u+w {folder}")
    free = shutil.disk_usage(out).free
    needed = max(LEAST_FREE_BYTES, _bytes_below(settings.tables))
    if free < needed:
        told = f"{free / 1e9:.1f} GB are free; a run that rewrites the tables needs {needed / 1e9:.1f} GB."
        yield Finding("disk", told, out, "copydesk maintain")


def check_dagster_home(settings: Settings, *, deep: bool) -> Iterator[Finding]:
    """Yield what is wrong with Dagster's folder: telemetry that is on, a database that is damaged.

    Args:
        settings: where it is.
        deep: also look at every page of the databases.

    """
    home = settings.dagster_home
    if not home.is_dir():
        return
    config = home / "dagster.yaml"
    if config.is_file():
        try:
            known = msgspec.yaml.decode(config.read_bytes())
        except (msgspec.MsgspecError, ValueError) as error:
            yield Finding("dagster", f"The file cannot be read ({error}).", config, f"rm {config} && copydesk run")
            return
        telemetry = known.get("telemetry") if isinstance(known, dict) else None
        if not isinstance(telemetry, dict) or telemetry.get("enabled") is not False:
            yield Finding("dagster", "Telemetry is not switched off.", config, MEND)
    elif any(home.iterdir()):
        yield Finding("dagster", "The file is missing, so Dagster would use its own settings.", config, MEND)
    for database in sorted(home.rglob("*.db")):
        trouble = _database_trouble(database, deep=deep)
        if trouble:
            yield Finding("dagster", f"The database is damaged ({trouble}).", database, f"rm -r {home} && copydesk run")


def _is_writable(folder: Path) -> bool:
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def _bytes_below(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _database_trouble(path: Path, *, deep: bool) -> str | None:
    try:
        connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
        try:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            (answer,) = connection.execute("PRAGMA quick_check(1)").fetchone() if deep else ("ok",)
        finally:
            connection.close()
    except sqlite3.OperationalError as error:
        return None if "locked" in str(error) else str(error)
    except sqlite3.Error as error:
        return str(error)
    return None if answer == "ok" else str(answer)
