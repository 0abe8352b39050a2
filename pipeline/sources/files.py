"""Find the files of a folder and take their bytes without being led astray.

Links out of the folder, pipes, files that change under the reader and files too large are refused here. What the bytes
mean is not decided here.
"""

import hashlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from pipeline.records import Record
from pipeline.sources.model import Limits, RefusedError

SOURCE_FILE = "_source.yaml"
SIDECAR_SUFFIX = ".meta.yaml"
CHUNK_BYTES = 1024 * 1024


class LoadedFile(Record, frozen=True, kw_only=True):
    """The bytes of a file and their hash."""

    data: bytes
    sha256: str


def list_files(root: Path) -> Iterator[str]:
    """Yield every file below ``root`` that may hold articles, in the order of its path, which is a plain string.

    Hidden files and folders, ``_source.yaml``, sidecars (``NAME.meta.yaml``) and ``README*`` are passed over. Links to
    folders are not entered: one that leads to a place inside of ``root`` is passed over, because its files are listed
    there, and one that leads outside is yielded, so that reading it says why it is refused.
    """
    return _walk(os.fspath(root), root.resolve())


def _walk(folder: str, root: Path) -> Iterator[str]:
    try:
        with os.scandir(folder) as scan:
            entries = sorted(scan, key=lambda entry: os.fsencode(entry.name))
    except OSError:
        # A folder that cannot be opened is itself yielded: the refusal of it is the row that says so.
        yield folder
        return
    for entry in entries:
        if is_passed_over(entry.name):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(entry.path, root)
        elif not (entry.is_symlink() and _leads_inside(Path(entry.path), root)):
            yield entry.path


def _leads_inside(link: Path, root: Path) -> bool:
    return link.is_dir() and link.resolve().is_relative_to(root)


def is_passed_over(name: str) -> bool:
    """Tell whether a file or folder of this name holds no articles by convention."""
    return (
        name.startswith((".", "README", "readme"))
        or name in {SOURCE_FILE, "_source.yml"}
        or name.endswith((SIDECAR_SUFFIX, ".meta.yml"))
    )


def relative_name(path: Path | str, root: Path) -> str:
    """Return the path from ``root`` with ``/`` between its parts; bytes that are not UTF-8 are shown in hex."""
    top = f"{root}{os.sep}"
    if isinstance(path, str) and path.startswith(top):  # as ``list_files`` has it
        name = path.removeprefix(top).replace(os.sep, "/")
    else:
        whole = Path(path)
        name = (whole.relative_to(root) if whole.is_relative_to(root) else whole).as_posix()
    return name if name.isascii() else os.fsencode(name).decode("utf-8", "backslashreplace")


def load_file(path: Path, root: Path, limits: Limits) -> LoadedFile:
    """Return the bytes of ``path``.

    Raises RefusedError (outside_root, vanished, unreadable, not_a_file, empty_file, too_large, changed_while_read).
    """
    name = relative_name(path, root)
    real_path = _real_path(path, root, name)
    try:
        # Non-blocking, or a named pipe without a writer would stop the run here.
        descriptor = os.open(real_path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOFOLLOW)
    except FileNotFoundError:
        raise _vanished(name) from None
    except OSError as error:
        raise RefusedError(
            "unreadable", f"{name} could not be opened ({error.strerror}). Give the user of this run leave to read it."
        ) from None
    with os.fdopen(descriptor, "rb", buffering=0) as file:
        before = os.fstat(descriptor)
        _check_kind_and_size(before, name, limits)
        try:
            data = _read_at_most(descriptor, limits.max_file_bytes)
            after = os.fstat(descriptor)
            named_now = real_path.stat()
        except FileNotFoundError:
            raise _vanished(name) from None
        except OSError as error:
            raise RefusedError(
                "unreadable", f"{name} broke off while it was read ({error.strerror}). Copy it anew."
            ) from None
        del file
    if not (_identity(before) == _identity(after) == _identity(named_now) and len(data) == after.st_size):
        raise RefusedError(
            "changed_while_read", f"{name} changed while it was read. Run again when it is written to its end."
        )
    return LoadedFile(data=data, sha256=hashlib.sha256(data).hexdigest())


def size_of(path: Path) -> int:
    """Return the size of a file in bytes, or 0 where that cannot be told."""
    try:
        status = path.stat()
    except (OSError, ValueError):
        return 0
    return status.st_size if stat.S_ISREG(status.st_mode) else 0


def _real_path(path: Path, root: Path, name: str) -> Path:
    try:
        real_root = root.resolve(strict=True)
        real_path = path.resolve(strict=True)
    except FileNotFoundError:
        raise _vanished(name) from None
    except (OSError, RuntimeError, ValueError) as error:
        raise RefusedError(
            "unreadable", f"{name} cannot be followed to a file ({error}). Put a plain file there."
        ) from None
    if not real_path.is_relative_to(real_root):
        raise RefusedError(
            "outside_root", f"{name} is a link that leads out of the folder. Copy the file itself into the folder."
        )
    return real_path


def _check_kind_and_size(status: os.stat_result, name: str, limits: Limits) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise RefusedError(
            "unreadable", f"{name} is a folder that could not be listed. Give the user leave to read it."
        )
    if not stat.S_ISREG(status.st_mode):
        raise RefusedError("not_a_file", f"{name} is a pipe, a socket or a device. Put a plain file there.")
    if status.st_size == 0:
        raise RefusedError("empty_file", f"{name} is empty. Deliver it again, or take it away.")
    if status.st_size > limits.max_file_bytes:
        raise RefusedError(
            "too_large",
            f"{name} has {status.st_size:,} bytes, more than max_file_bytes ({limits.max_file_bytes:,}). "
            "Split it, or raise the limit.",
        )


def _read_at_most(descriptor: int, limit: int) -> bytes:
    chunks = []
    size = 0
    while size <= limit:
        chunk = os.read(descriptor, CHUNK_BYTES)
        if not chunk:
            break
        chunks.append(chunk)
        size += len(chunk)
    return b"".join(chunks)


def _identity(status: os.stat_result) -> tuple[int, int, int, int]:
    return (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)


def _vanished(name: str) -> RefusedError:
    return RefusedError("vanished", f"{name} is not there any more, or is a link to nothing. Deliver it again.")
