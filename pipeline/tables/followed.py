"""Delta tables far away, kept open: their log is read once a process, afterwards only what was added to it."""

import os

from deltalake import DeltaTable

_OPEN: dict[tuple[str, str | None], DeltaTable] = {}


def current(uri: str) -> DeltaTable:
    """Return the table at a URL as it is now.

    Raises:
        TableNotFoundError: there is none.
        OSError, DeltaError: it cannot be read.

    """
    key = uri, os.environ.get("AWS_ENDPOINT_URL")
    known = _OPEN.pop(key, None)
    if known is None:
        known = DeltaTable(uri)
    else:
        known.update_incremental()
    _OPEN[key] = known
    return known
