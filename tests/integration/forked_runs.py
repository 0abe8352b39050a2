"""Runs of the pipeline in processes that can be killed at any moment.

Started as a script it imports everything once and forks a process for each run, so that a run costs no imports:
each line of its input is ``{"raw": …, "out": …}``, each line of its output a process id or, when that process has
ended, its exit code.
"""

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from types import TracebackType

PROJECT = Path(__file__).parents[2]


class ForkedRuns:
    """A server that forks runs; one at a time."""

    def __enter__(self) -> "ForkedRuns":
        """Start the server; its imports are done when the first run starts."""
        self._server = subprocess.Popen(
            [sys.executable, __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(PROJECT), os.environ.get("PYTHONPATH", "")])},
        )
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """End the server."""
        self._server.kill()
        self._server.communicate()

    def start(self, raw: Path, out: Path) -> int:
        """Start a run; return its process id."""
        assert self._server.stdin
        self._server.stdin.write(json.dumps({"raw": str(raw), "out": str(out)}) + "\n")
        self._server.stdin.flush()
        return self._answer()

    def wait(self) -> int:
        """Wait for the run to end; return its exit code, minus the signal's number where one ended it."""
        return self._answer()

    def kill(self, pid: int) -> int:
        """``kill -9`` a run, if it has not ended yet; return its exit code."""
        with suppress(ProcessLookupError):  # it has ended by itself, a moment ago
            os.kill(pid, signal.SIGKILL)
        return self._answer()

    def _answer(self) -> int:
        assert self._server.stdout
        return int(self._server.stdout.readline())


def _serve() -> None:
    import great_expectations  # noqa: F401, PLC0415 - imported before the fork, so that runs need not
    from rich.console import Console  # noqa: PLC0415 - only the server needs it

    from pipeline.commands.run import run_pipeline  # noqa: PLC0415 - only the server needs it
    from pipeline.settings import Settings  # noqa: PLC0415 - only the server needs it

    for line in sys.stdin:
        told = json.loads(line)
        pid = os.fork()
        if pid == 0:
            quiet = os.open(os.devnull, os.O_RDWR)
            os.dup2(quiet, 0)
            os.dup2(quiet, 1)
            run_pipeline(Settings(raw=Path(told["raw"]), out=Path(told["out"])), [], Console(quiet=True))
            os._exit(0)
        print(pid, flush=True)  # noqa: T201 - this is how it answers
        print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)  # noqa: T201 - as above


if __name__ == "__main__":
    _serve()
