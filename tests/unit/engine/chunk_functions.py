"""Chunk functions for tests: a file of numbers in, their squares out; some numbers are trouble."""

import os
import signal
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

DEADLY, BREAKING = 13, 17


def square(source_path: Path, target_path: Path, *, plus: int = 0, seconds: float = 0.0) -> dict[str, int]:
    """Write the squares of the numbers, each plus ``plus``, after that many seconds."""
    numbers = pq.read_table(source_path)["number"].to_pylist()
    time.sleep(seconds)
    if BREAKING in numbers:
        raise ValueError("I do not like 17")
    if DEADLY in numbers:
        os.kill(os.getpid(), signal.SIGKILL)
    pq.write_table(pa.table({"square": [number**2 + plus for number in numbers]}), target_path)
    return {"numbers": len(numbers)}


def die_once(source_path: Path, target_path: Path) -> dict[str, int]:
    """Die the first time that this chunk is tried, as for want of memory."""
    tried = source_path.with_suffix(".tried")
    if not tried.exists():
        tried.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return square(source_path, target_path)


def square_and_say_where(source_path: Path, target_path: Path, *, seconds: float) -> dict[str, int]:
    """Count a chunk for the process that has started this one."""
    return {**square(source_path, target_path, seconds=seconds), f"started by {os.getppid()}": 1}
