"""What the tests of sources share: a folder to drop files into, and a short way to read one."""

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.sources import FileReading, Limits, defaults_for, read_file

Read = Callable[..., FileReading]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Write bytes or text to a file of the folder and read it with its defaults."""

    def write_and_read(data: bytes | str, name: str = "file.txt", limits: Limits | None = None) -> FileReading:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return read_file(path, tmp_path, limits or Limits(), defaults_for(path, tmp_path))

    return write_and_read
