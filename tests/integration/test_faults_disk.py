"""A full disk and one that cannot be written: a clear message, exit code 3, and ``latest`` as it was.

The output folder is a small file system of its own, which only the test's process sees; where the system does not
allow that, the tests are passed over.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.settings import Settings

Drop = Callable[..., Path]

PROJECT = Path(__file__).parents[2]
RUN = f'{sys.executable} -c \'from pipeline.cli import main; main()\' run --raw "$RAW" --out "$OUT"'


@pytest.fixture
def on_small_disk(desk: Settings, drop: Drop) -> Callable[[str], str]:
    """Return a function that makes a release on a disk of 64 MB, drops an article, and tells what a script says."""
    mount = "mount -t tmpfs -o size=64m tmpfs"
    desk.out.mkdir()
    probe = ["unshare", "--mount", "--map-root-user", "sh", "-c", f"{mount} {desk.out}"]
    if not shutil.which("unshare") or subprocess.run(probe, capture_output=True, check=False).returncode:
        pytest.skip("a file system of our own cannot be mounted here")
    drop("first.txt")
    (later := drop("later/second.txt", day="2031-03-20")).rename(desk.raw.parent / "second.txt")
    later.parent.rmdir()

    def run(script: str) -> str:
        prepared = f'{mount} "$OUT" && {RUN} && cp ../second.txt "$RAW" && {script}'
        paths = {"RAW": str(desk.raw), "OUT": str(desk.out), "PYTHONPATH": str(PROJECT), "COPYDESK_WORKERS": "1"}
        done = subprocess.run(
            ["unshare", "--mount", "--map-root-user", "sh", "-c", prepared],
            cwd=desk.raw,
            env={**os.environ, **paths},
            capture_output=True,
            text=True,
            check=False,
            timeout=600,
        )
        return done.stdout + done.stderr

    return run


def test_a_full_disk_is_said_and_mended_by_making_room(on_small_disk: Callable[[str], str]) -> None:
    said = on_small_disk(
        'dd if=/dev/zero of="$OUT/filler" bs=64k 2>/dev/null;'
        f'{RUN}; echo "full: $? $(readlink "$OUT/releases/latest")";'
        f'truncate -s -600k "$OUT/filler"; {RUN}; echo "nearly: $? $(readlink "$OUT/releases/latest")";'
        f'rm "$OUT/filler"; {RUN}; echo "mended: $? $(readlink "$OUT/releases/latest")"'
    )
    assert "full: 3 0001" in said, said
    assert "nearly: 3 0001" in said, said
    assert "mended: 0 0002" in said, said
    assert "Make room" in said, said
    assert "Traceback" not in said, said


def test_a_folder_that_cannot_be_written_is_said(on_small_disk: Callable[[str], str]) -> None:
    said = on_small_disk(
        'until mount -o remount,ro "$OUT" 2>/dev/null; do sleep 0.2; done;'
        f'{RUN}; echo "read-only: $? $(readlink "$OUT/releases/latest")"'
    )
    assert "read-only: 3 0001" in said, said
    assert "cannot be written" in said, said
    assert "Traceback" not in said, said
