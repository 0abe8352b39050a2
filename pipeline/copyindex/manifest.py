"""The manifest: which files make up the index, written last and at once: there is always the index before or after.

Files that it does not name are left over from a run that was killed, and are deleted by the next one.
"""

import os
import shutil
import zlib
from pathlib import Path

import msgspec

from pipeline.copies.fact_guard import FACT_GUARD_VERSION
from pipeline.copies.index import INDEX_VERSION
from pipeline.copies.spellings import SPELLINGS_VERSION
from pipeline.copyindex.chunks import ShelfFile
from pipeline.copyindex.damage import IndexDamagedError
from pipeline.ids import text_key
from pipeline.records import Record

VERSION = f"{INDEX_VERSION}.{FACT_GUARD_VERSION}.{SPELLINGS_VERSION}-1"
"""Of all that the contents depend on, and of the layout of the files; an index of another version is made anew."""

MANIFEST = "manifest.json"
_BLOCK = 1 << 22


class StoredFile(Record, frozen=True):
    """A file of the index that is read as a whole."""

    name: str
    size: int
    checksum: int


class Segment(Record, frozen=True):
    """Texts that were filed together, in one folder: their texts, and their keys in one file or more."""

    name: str
    texts: int
    sizes: dict[str, int]
    """Bytes of each file. What is read of them is checked as it is read."""
    shelves: tuple[ShelfFile, ...]


class Manifest(Record, frozen=True):
    """What the index holds."""

    version: str
    threshold: float
    generation: int
    next_row: int
    segments: tuple[Segment, ...]
    members: StoredFile
    pairs: StoredFile
    origins: StoredFile
    ranks: StoredFile


def read_manifest(folder: Path) -> Manifest | None:
    """Return the manifest of an index; null where there is none, or one of another version.

    Raises:
        IndexDamagedError: it cannot be read, or a file that it names is missing or has another size.

    """
    path = folder / MANIFEST
    try:
        text, _, digest = path.read_text(encoding="utf-8").rstrip("\n").rpartition("\n")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise IndexDamagedError(path, str(error)) from error
    if text_key(text) != digest:
        raise IndexDamagedError(path, "its checksum does not agree with what it says")
    if msgspec.json.decode(text, type=dict[str, object]).get("version") != VERSION:
        return None
    manifest = msgspec.json.decode(text, type=Manifest)
    sizes = {stored.name: stored.size for stored in _whole_files(manifest)}
    for segment in manifest.segments:
        sizes |= {f"{segment.name}/{name}": size for name, size in segment.sizes.items()}
    for name, size in sizes.items():
        try:
            found = (folder / name).stat().st_size
        except OSError as error:
            raise IndexDamagedError(folder / name, str(error)) from error
        if found != size:
            raise IndexDamagedError(folder / name, f"it has {found} bytes instead of {size}")
    return manifest


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Make this the index, and delete the files that it does not name."""
    text = msgspec.json.encode(manifest).decode()
    aside = folder / f"{MANIFEST}.new"
    with aside.open("w", encoding="utf-8") as file:
        file.write(f"{text}\n{text_key(text)}\n")
        file.flush()
        os.fsync(file.fileno())
    aside.replace(folder / MANIFEST)
    delete_leftovers(folder, manifest)


def delete_leftovers(folder: Path, manifest: Manifest | None) -> None:
    """Delete what is in the folder and not in the index."""
    named: set[str] = set()
    if manifest is not None:
        named = (
            {MANIFEST}
            | {stored.name for stored in _whole_files(manifest)}
            | {segment.name for segment in manifest.segments}
        )
    for path in list(folder.iterdir()) if folder.is_dir() else []:
        if path.name in named:
            continue
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()


def stored_file(path: Path) -> StoredFile:
    """Describe a file that has been written."""
    size, checksum = _measured(path)
    return StoredFile(name=path.name, size=size, checksum=checksum)


def checked(folder: Path, stored: StoredFile) -> Path:
    """Return the path of a file that is what was written.

    Raises:
        IndexDamagedError: it is not.

    """
    path = folder / stored.name
    try:
        found = _measured(path)
    except OSError as error:
        raise IndexDamagedError(path, str(error)) from error
    if found != (stored.size, stored.checksum):
        raise IndexDamagedError(path, "its checksum does not agree with its contents")
    return path


def _whole_files(manifest: Manifest) -> tuple[StoredFile, ...]:
    return manifest.members, manifest.pairs, manifest.origins, manifest.ranks


def _measured(path: Path) -> tuple[int, int]:
    size = checksum = 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            size += len(block)
            checksum = zlib.crc32(block, checksum)
    return size, checksum
