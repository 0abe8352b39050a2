"""Where the files of unfinished heavy work lie: ``work/<step>/<hash of the inputs>/000001.in.parquet``.

The result is ``000001.out.parquet`` beside it. Both outlive a run that fails or is killed, so that the next one takes
up what was done. Once the results are committed to the tables, the folder is removed.
"""

import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.engine.chunks import Chunk


class WorkFolder:
    """The chunk files of one step for one set of inputs."""

    def __init__(self, root: Path, step: str, inputs: str) -> None:
        """Name the folder; ``make`` makes it.

        Args:
            root: the folder of all unfinished work.
            step: whose work it is.
            inputs: a hash of all that the results depend on.

        """
        self.step_folder = root / step
        self.path = self.step_folder / inputs

    def make(self) -> None:
        """Make the folder, and remove what was left of other inputs."""
        self.path.mkdir(parents=True, exist_ok=True)
        for other in self.step_folder.iterdir():
            if other != self.path:
                shutil.rmtree(other)

    def chunk(self, number: int) -> Chunk:
        """Return the chunk of that number, which may be any."""
        return Chunk(
            source=self.path / f"{number:06d}.in.parquet",
            target=self.path / f"{number:06d}.out.parquet",
        )

    def remove(self) -> None:
        """Remove the folder: the results are committed."""
        shutil.rmtree(self.path, ignore_errors=True)


def finished_targets(root: Path, step: str) -> list[Path]:
    """Return the results of chunks that earlier runs of a step finished but did not commit, whatever their inputs."""
    return sorted(path for path in (root / step).glob("*/*.out.parquet") if _is_readable(path))


def remove_work(root: Path, step: str) -> None:
    """Remove what all runs of a step have left."""
    shutil.rmtree(root / step, ignore_errors=True)


def _is_readable(path: Path) -> bool:
    try:
        pq.read_metadata(path)
    except (OSError, pa.ArrowException):
        return False
    return True
