"""Runs of the pipeline in processes that can be killed at any moment.

Started as a script it imports everything once and forks a process for each run, so that a run costs no imports:
each line of its input is ``{"raw": …, "out": …, "dies_before_commit": …}``, each line of its output a process id or,
when that process has ended, its exit code.
"""

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Any

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

    def start(self, raw: Path, out: Path, dies_before_commit: int = 0) -> int:
        """Start a run; return its process id. It can be told to kill itself before its so many-th commit."""
        assert self._server.stdin
        told = {"raw": str(raw), "out": str(out), "dies_before_commit": dies_before_commit}
        self._server.stdin.write(json.dumps(told) + "\n")
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
            _die_before(told["dies_before_commit"])
            run_pipeline(Settings(raw=Path(told["raw"]), out=Path(told["out"])), [], Console(quiet=True))
            os._exit(0)
        print(pid, flush=True)  # noqa: T201 - this is how it answers
        print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)  # noqa: T201 - as above


def _die_before(number: int) -> None:
    """Let this process end as by ``kill -9`` when that many commits would have been begun; 0 lets it live."""
    from pipeline.tables.store import TableStore  # noqa: PLC0415 - only the server needs it

    commit, begun = TableStore._commit, count(1)

    def counted(store: TableStore, *arguments: Any, **named: Any) -> Any:
        if next(begun) == number:
            os.kill(os.getpid(), signal.SIGKILL)
        return commit(store, *arguments, **named)

    TableStore._commit = counted  # type: ignore[assignment, method-assign] # where a run dies is nobody else's business


if __name__ == "__main__":
    _serve()
