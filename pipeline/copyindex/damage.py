"""What is said when a file of the index is not what was written."""

from pathlib import Path


class IndexDamagedError(RuntimeError):
    """A file of the stored index is missing, unreadable or changed. The index can always be made anew."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(path, reason)
        self.path, self.reason = path, reason

    def __str__(self) -> str:
        return f"{self.path} is damaged: {self.reason}"
