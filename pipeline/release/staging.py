"""What would be published, as files: assembled once for a state of the working tables, in ``staging/STATE``.

Audit and release look at the same files. They go when they are published, or when the tables have moved on; what a
killed run left half written is made anew.
"""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import msgspec

from pipeline.contracts import Contract
from pipeline.release import folders
from pipeline.release.assemble import assemble
from pipeline.release.files import TableFiles, WrittenTable, open_release
from pipeline.steps.workbench import Workbench

FOLDER = "staging"
MANIFEST = "staged.json"


class Manifest(msgspec.Struct, frozen=True):
    """What lies in a staging folder; it is written last."""

    release_id: str
    tables: dict[str, WrittenTable]


@dataclass(frozen=True, slots=True)
class Staged:
    """The published tables of one state, ready to be moved into a release."""

    folder: Path
    release_id: str
    written: Mapping[str, WrittenTable]

    @property
    def content_sha256(self) -> str:
        """A hash of all values of all tables: equal for equal content, whatever the release's number."""
        digest = sha256()
        for name in sorted(self.written):
            digest.update(f"{name}\0{self.written[name].content_sha256}\0".encode())
        return digest.hexdigest()

    def is_whole(self) -> bool:
        """Tell whether all files are there, at their size."""
        parts = [part for table in self.written.values() for part in table.parts]
        return all(_size(self.folder / part.path) == part.bytes for part in parts)

    def tables(self, contracts: Mapping[str, Contract]) -> dict[str, TableFiles]:
        """Return the tables by name."""
        return open_release(self.folder, contracts)

    def move_to(self, target: Path) -> None:
        """Move the files into another folder, and remove this one."""
        for table in self.written.values():
            for part in table.parts:
                place = target / part.path
                place.parent.mkdir(exist_ok=True)
                shutil.move(self.folder / part.path, place)
        self.remove()

    def remove(self) -> None:
        """Remove all that is staged."""
        shutil.rmtree(self.folder, ignore_errors=True)


def stage(bench: Workbench, state: str) -> Staged:
    """Return what would be published of the working tables in this state, assembled where it does not lie there yet.

    Raises:
        TableDamagedError: a working table cannot be read.
        OSError: the disk is full or not writable.

    """
    release_id = folders.next_release_id(bench.settings.releases)
    staged = _staged(bench.settings.out / FOLDER / state)
    if staged and staged.release_id == release_id and staged.is_whole():
        return staged
    clear(bench.settings.out)
    folder = bench.settings.out / FOLDER / state
    folder.mkdir(parents=True)
    try:
        written = assemble(bench, folder, release_id)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)  # a full disk must not stay full
        raise
    (folder / MANIFEST).write_bytes(msgspec.json.encode(Manifest(release_id, written)))
    return Staged(folder, release_id, written)


def clear(out: Path) -> None:
    """Remove whatever is staged below an output folder."""
    shutil.rmtree(out / FOLDER, ignore_errors=True)


def _staged(folder: Path) -> Staged | None:
    try:
        found = msgspec.json.decode((folder / MANIFEST).read_bytes(), type=Manifest)
    except (OSError, msgspec.MsgspecError):
        return None
    return Staged(folder, found.release_id, found.tables)


def _size(path: Path) -> int | None:
    return path.stat().st_size if path.is_file() else None
