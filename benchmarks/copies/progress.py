"""How far a long measurement is, on standard error: a line for each tenth of what there is to do."""

import sys

_last: dict[str, int] = {}


def show(label: str, done: int, total: int) -> None:
    """Say how far it is where another tenth is done; called with rising numbers."""
    tenths = 10 * done // total
    if total > 1 and tenths != _last.get(label):
        print(f"{label}: {done:,} of {total:,}", file=sys.stderr, flush=True)
    _last[label] = tenths
