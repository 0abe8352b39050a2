"""Run a command and measure it: seconds, processor seconds and peak memory of it and all its children. Linux only."""

import ctypes
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

SAMPLE_SECONDS = 0.2
_PR_SET_CHILD_SUBREAPER = 36
"""Of ``prctl(2)``: processes whose parent has ended become ours, and so do their processor seconds when they end."""
_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Measured:
    """What a command took; ``peak_mib`` adds up all its processes, so that pages they share count twice."""

    seconds: float
    processor_seconds: float
    peak_mib: float


def measure(arguments: Sequence[str], env: Mapping[str, str] | None = None) -> Measured:
    """Run Python with these arguments and measure it.

    Raises:
        SystemExit: the command failed; what it said is passed on.

    """
    if ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "prctl failed: processes of the run would not be counted")
    before, start = os.times(), time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *arguments],
        env={**os.environ, **(env or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    peak = 0
    while True:
        try:
            said, _ = process.communicate(timeout=SAMPLE_SECONDS)
            break
        except subprocess.TimeoutExpired:
            peak = max(peak, _tree_bytes(process.pid))
    seconds = time.perf_counter() - start
    if process.returncode:
        raise SystemExit(f"{' '.join(arguments)} failed:\n{said}")
    _wait_for_orphans()
    after = os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return Measured(seconds, used, peak / 2**20)


def _wait_for_orphans() -> None:
    """Wait for the processes that the command left behind; they end with it, a moment later."""
    try:
        while True:
            os.wait()
    except ChildProcessError:
        return


def _tree_bytes(root: int) -> int:
    """Return the resident bytes of a process and its descendants."""
    parents: dict[int, int] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            fields = _read(folder / "stat").rpartition(")")[2].split()
            if fields:
                parents[int(folder.name)] = int(fields[1])
    family, grown = {root}, True
    while grown:
        more = {child for child, parent in parents.items() if parent in family} - family
        family |= more
        grown = bool(more)
    return sum(int((_read(Path(f"/proc/{pid}/statm")).split() or ["0", "0"])[1]) * _PAGE for pid in family)


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8", "replace")
    except OSError:  # the process has ended meanwhile
        return ""
