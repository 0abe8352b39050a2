"""Releases in object storage: uploaded, verified, and switched in by one small object that is written last.

Object stores have neither renames nor links. ``releases/NNNN/…`` holds the files of a release, and
``releases/latest.json`` names the latest; a reader reads it once and then stays below that one prefix. What is built,
checked and read on this machine is a copy below ``out``, brought up to date from there. How a release is made is not
told here.
"""

import hashlib
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
from pyarrow import fs

from pipeline.extensions import load_extensions
from pipeline.release import folders
from pipeline.release.duckdb_file import FILE_NAME, write_duckdb_file
from pipeline.release.package import hashed_files
from pipeline.settings import Settings
from pipeline.tables.location import Location, StorageError
from pipeline.tables.lock import locked

POINTER = "latest.json"
PARALLEL = 8
"""Objects that are moved at once."""
CHUNK_BYTES = 8 * 1024 * 1024
COPY_WAIT_SECONDS = 600.0
"""How long one process waits for another that copies a release to this machine."""


class Pointer(msgspec.Struct, frozen=True):
    """What ``latest.json`` says."""

    release: str
    package_sha256: str
    """Hash of its ``datapackage.json``, which has the hashes of the tables."""


class RemoteReleases:
    """The releases below one URL. All methods raise ``StorageError`` where the store does not do what is asked."""

    def __init__(self, location: Location) -> None:
        self.location = location
        self._system, self._path = location.open()

    def latest(self) -> Pointer | None:
        """Return what ``latest.json`` says; null where nothing was published yet."""
        with self._errors():
            if self._info(POINTER).type != fs.FileType.File:
                return None
            return msgspec.json.decode(self._read(POINTER), type=Pointer)

    def names(self) -> list[str]:
        """Return the ids of all releases up to the latest, oldest first."""
        latest = self.latest()
        return [name for name in self._numbered() if latest and int(name) <= int(latest.release)]

    def read_package(self, name: str) -> dict[str, Any]:
        """Return the ``datapackage.json`` of a release."""
        with self._errors():
            package: dict[str, Any] = msgspec.json.decode(self._read(f"{name}/{folders.PACKAGE_FILE}"))
        return package

    def bytes_of(self, name: str) -> int:
        """Return the size of a release."""
        with self._errors():
            return sum(info.size for info in self._files(name))

    def publish(self, release: Path, keep: int) -> None:
        """Upload a finished release, read each object back, switch it in, and let go of all but the newest ``keep``.

        Raises:
            StorageError: the store failed, an object does not read back as it was written, or another machine has
                published meanwhile. What ``latest.json`` said still holds.

        """
        before = self.latest()
        if before and int(before.release) >= int(release.name):
            raise StorageError(self.location, f"another machine has published release {before.release} meanwhile")
        for name in self._numbered():  # what a killed run left
            if before is None or int(name) > int(before.release):
                self._delete(name)
        self._upload(release)
        if self.latest() != before:
            raise StorageError(self.location, "another machine has published a release meanwhile")
        pointer = Pointer(release.name, _sha256(release / folders.PACKAGE_FILE))
        with self._errors():
            self._write(POINTER, msgspec.json.encode(pointer))
        for name in self.names()[: -max(keep, 1)]:
            self._delete(name)

    def fetch(self, name: str, into: Path) -> Path:
        """Copy a release to this machine, below a folder, and return its place; all its files are verified.

        Raises:
            StorageError: the store failed, or there is no such release, or it is damaged.

        """
        into.mkdir(parents=True, exist_ok=True)
        aside, place = into / f"{name}{folders.PARTIAL_SUFFIX}", into / name
        for leftover in (aside, place):
            shutil.rmtree(leftover, ignore_errors=True)
        with self._errors():
            infos = self._files(name)
            if not infos:
                raise StorageError(self.location / name, "there is no such release")
            with ThreadPoolExecutor(PARALLEL) as pool:
                list(pool.map(lambda info: self._download(info.path, aside / self._below(info.path, name)), infos))
        self.verify(name, aside)
        aside.rename(place)
        return place

    def verify(self, name: str, folder: Path | None = None) -> None:
        """Compare the tables of a release, in the store or fetched to a folder, with its manifest.

        Raises:
            StorageError: an object is missing or differs.

        """
        with self._errors():
            for path, sha256 in _hashes(self.read_package(name)):
                found = _sha256(folder / path) if folder else self._sha256(f"{name}/{path}")
                if found != sha256:
                    raise StorageError(self.location / name / path, "its hash differs from the manifest's")

    def _upload(self, release: Path) -> None:
        paths = [path for path in sorted(release.rglob("*")) if path.is_file() and path.name != FILE_NAME]

        def move(path: Path) -> None:
            target = f"{release.name}/{path.relative_to(release).as_posix()}"
            with path.open("rb") as source, self._system.open_output_stream(f"{self._path}/{target}") as sink:
                shutil.copyfileobj(source, sink, CHUNK_BYTES)
            if self._sha256(target) != _sha256(path):
                raise StorageError(self.location / target, "it does not read back as it was written")

        with self._errors(), ThreadPoolExecutor(PARALLEL) as pool:
            list(pool.map(move, paths))

    def _download(self, path: str, target: Path) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        with self._system.open_input_stream(path) as source, target.open("wb") as sink:
            shutil.copyfileobj(source, sink, CHUNK_BYTES)

    def _numbered(self) -> list[str]:
        with self._errors():
            infos = self._system.get_file_info(fs.FileSelector(self._path, allow_not_found=True))
        return sorted((info.base_name for info in infos if folders.is_release_id(info.base_name)), key=int)

    def _files(self, name: str) -> list[fs.FileInfo]:
        selector = fs.FileSelector(f"{self._path}/{name}", allow_not_found=True, recursive=True)
        return [info for info in self._system.get_file_info(selector) if info.type == fs.FileType.File]

    def _below(self, path: str, name: str) -> str:
        """Return an object's path in its release, which the store's listing could otherwise lead out of the folder."""
        below = path.removeprefix(f"{self._path}/{name}/")
        if below == path or ".." in below.split("/"):
            raise StorageError(self.location / name, "an object has a path that leads out of its release")
        return below

    def _delete(self, name: str) -> None:
        with self._errors():
            self._system.delete_dir(f"{self._path}/{name}")

    def _info(self, name: str) -> fs.FileInfo:
        return self._system.get_file_info(f"{self._path}/{name}")

    def _read(self, name: str) -> bytes:
        with self._system.open_input_stream(f"{self._path}/{name}") as stream:
            return bytes(stream.read())

    def _write(self, name: str, data: bytes) -> None:
        with self._system.open_output_stream(f"{self._path}/{name}") as stream:
            stream.write(data)

    def _sha256(self, name: str) -> str:
        digest = hashlib.sha256()
        with self._system.open_input_stream(f"{self._path}/{name}") as stream:
            while data := stream.read(CHUNK_BYTES):
                digest.update(data)
        return digest.hexdigest()

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except (OSError, msgspec.MsgspecError) as error:
            raise StorageError(self.location, error) from error


def remote_releases(settings: Settings) -> RemoteReleases | None:
    """Return the releases in object storage; null where the settings name none."""
    return RemoteReleases(Location(f"{settings.storage}/releases")) if settings.storage else None


def bring_latest(settings: Settings) -> None:
    """Make the copies of this machine show the latest release of the object storage; nothing where there is none.

    Raises:
        StorageError: the store failed, or the release there is damaged.
        OutputBusyError: another process kept copying.

    """
    remote = remote_releases(settings)
    if remote is None:
        return
    pointer = remote.latest()
    with locked(settings.out, "mirror", COPY_WAIT_SECONDS):
        if pointer is None:
            shutil.rmtree(settings.releases, ignore_errors=True)
            return
        place = _bring(remote, settings, pointer.release, pointer.package_sha256)
        if folders.latest_release(settings.releases) != place.resolve():
            folders.switch_latest(place)


def bring(settings: Settings, name: str) -> Path:
    """Return the folder of a release, copied to this machine where it is not here.

    Raises:
        StorageError: the store failed, or there is no such release, or it is damaged.
        OutputBusyError: another process kept copying.

    """
    remote = remote_releases(settings)
    if remote is None:
        return settings.releases / name
    with locked(settings.out, "mirror", COPY_WAIT_SECONDS):
        return _bring(remote, settings, name)


def _bring(remote: RemoteReleases, settings: Settings, name: str, package_sha256: str | None = None) -> Path:
    place = settings.releases / name
    manifest = place / folders.PACKAGE_FILE
    if not (manifest.is_file() and package_sha256 in {None, _sha256(manifest)}):
        place = remote.fetch(name, settings.releases)
    if not (place / FILE_NAME).is_file():
        tables = {entry["title"] for entry in folders.read_package(place)["resources"]}
        contracts = load_extensions(settings.extensions).contracts
        write_duckdb_file(place, {table: contract for table, contract in contracts.items() if table in tables})
    return place


def _hashes(package: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for entry in package["resources"]:
        for file in hashed_files(entry):
            yield file["path"], file["hash"].removeprefix("sha256:")


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
