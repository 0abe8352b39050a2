"""Delta tables kept open in a process: their log is read once, afterwards only what was added to it."""

import os
from dataclasses import dataclass

from deltalake import DeltaTable
from deltalake.exceptions import TableNotFoundError

from pipeline.tables.location import Location

LOG = "_delta_log"

LogFiles = dict[str, tuple[int, int, int, int]]
"""Of each file of a log its inode, size and times; another folder of the same name, or a damaged file, has others."""


@dataclass(frozen=True)
class _Followed:
    table: DeltaTable
    log: LogFiles


_OPEN: dict[tuple[str, str | None], _Followed] = {}


def current(place: Location) -> DeltaTable:
    """Return the table at a place as it is now, whoever has written it meanwhile.

    Raises:
        TableNotFoundError: there is none.
        OSError, DeltaError: it cannot be read.

    """
    key = place.uri, os.environ.get("AWS_ENDPOINT_URL") if place.is_remote else None
    known = _OPEN.pop(key, None)
    log = {} if place.is_remote else _log_files(place)
    if known is None or not known.log.items() <= log.items():
        table = DeltaTable(place.uri)
    else:
        table = known.table
        if place.is_remote or known.log != log:
            table.update_incremental()
    _OPEN[key] = _Followed(table, log)  # what came after the look at the log is found at the next
    return table


def _log_files(place: Location) -> LogFiles:
    try:
        with os.scandir(f"{place.uri}/{LOG}") as files:
            found = [(file.name, file.stat()) for file in files]
    except FileNotFoundError:
        raise TableNotFoundError(f"There is no log in {place}.") from None
    return {name: (status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns) for name, status in found}
