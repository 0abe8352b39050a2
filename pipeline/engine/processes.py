"""Processes of this machine for heavy work: started from a server that has imported what they need once.

They compute with one thread each, and end when the process that asked for them ends, however it ends.
"""

import os
import threading
from multiprocessing import get_all_start_methods, get_context, parent_process
from typing import Any

PRELOADED = ("pipeline.engine.one_thread", "spacy", "pipeline.reading.matrix_ops", "pipeline.reading.reader")
"""Imported once for all processes, where the system can fork them from a server that has only this. The server is
started for whoever asks first, so the list holds what any of them needs."""


def process_context() -> Any:
    """Return what starts processes: never by a fork of this process, whose threads would be lost with their locks."""
    context: Any = get_context("forkserver" if "forkserver" in get_all_start_methods() else "spawn")
    if hasattr(context, "set_forkserver_preload"):
        context.set_forkserver_preload(list(PRELOADED))
    return context


def end_with_parent() -> None:
    """Let this process end as soon as the one that started it is gone: a killed run leaves no process behind."""
    threading.Thread(target=_wait_for_parent, daemon=True).start()


def _wait_for_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
