"""The JavaScript that draws the page's plots: Vega, Vega-Lite and Vega-Embed, put together by vl-convert.

Putting them together takes two seconds and gives the same text each time, so an output folder keeps it. What is kept
there is run by readers' browsers: it is only taken where its hash is the one that is written here.
"""

import hashlib
import os
import tempfile
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Final

EXPORTS: Final = "window.vegaEmbed = vegaEmbed;"
"""All that the page calls."""

VEGA_LITE: Final = "6.4"
"""The version that the page's plots are written for."""

SHA256: Final = "373b1f84072b31010f15ceb787be6b415c53936411aae267c8c2b2b6ccde46e7"
"""What the release of vl-convert in ``requirements.lock`` makes; of any other, nothing is kept."""


def scripts(kept_in: Path | None = None) -> str:
    """Return the JavaScript as one text that needs no network.

    Args:
        kept_in: a folder where it is looked for, and kept if it can be.

    """
    if kept_in is None:
        return _made()
    file = kept_in / f"vega-{version('vl-convert-python')}.js"
    kept = _read(file)
    if kept is not None and _is_known(kept):
        return kept.decode()
    made = _made()
    if _is_known(made.encode()):
        with suppress(OSError):  # a disk that is full or not writable is told by what must be written
            _keep(file, made.encode())
    return made


@cache
def _made() -> str:
    import vl_convert as vlc  # noqa: PLC0415 - it takes seconds, and most runs find what they need kept

    return vlc.javascript_bundle(EXPORTS, vl_version=VEGA_LITE)


def _is_known(code: bytes) -> bool:
    return hashlib.sha256(code).hexdigest() == SHA256


def _read(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except OSError:
        return None


def _keep(file: Path, code: bytes) -> None:
    """Write a file that is there whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor, aside = tempfile.mkstemp(dir=file.parent, prefix=".vega-")
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(code)
        Path(aside).replace(file)
    except BaseException:
        Path(aside).unlink(missing_ok=True)
        raise
