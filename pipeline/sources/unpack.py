"""Unpack gzip, bzip2 and xz without letting a small file fill the memory.

Archives of many files (zip, tar) are not unpacked; they are refused as binary.
"""

import bz2
import lzma
import zlib
from collections.abc import Callable, Iterator
from typing import Protocol

from pipeline.sources.model import Limits, RefusedError

STEP_BYTES = 256 * 1024


class _Unpacker(Protocol):
    @property
    def eof(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...

    def step(self, data: bytes) -> tuple[bytes, bytes]: ...


class _Gzip:
    def __init__(self) -> None:
        self._inner = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    def step(self, data: bytes) -> tuple[bytes, bytes]:
        return self._inner.decompress(data, STEP_BYTES), self._inner.unconsumed_tail


class _Buffered:
    """bz2 and lzma keep what they did not consume themselves."""

    def __init__(self, inner: bz2.BZ2Decompressor | lzma.LZMADecompressor) -> None:
        self._inner = inner

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    def step(self, data: bytes) -> tuple[bytes, bytes]:
        return self._inner.decompress(data, STEP_BYTES), b""


PACKINGS: tuple[tuple[bytes, str, Callable[[], _Unpacker]], ...] = (
    (b"\x1f\x8b\x08", "gzip", _Gzip),
    (b"BZh", "bzip2", lambda: _Buffered(bz2.BZ2Decompressor())),
    (b"\xfd7zXZ\x00", "xz", lambda: _Buffered(lzma.LZMADecompressor(memlimit=128 * 1024 * 1024))),
)


def unpack(data: bytes, name: str, limits: Limits) -> bytes:
    """Return what a gzip, bzip2 or xz file holds; other bytes come back as they are.

    Several packed members one after the other are joined. Raises RefusedError (expands_too_far, bad_archive).
    """
    for magic, packing, make in PACKINGS:
        if data.startswith(magic):
            return b"".join(_members(data, (magic, packing, make), name, limits))
    return data


def _members(
    data: bytes, kind: tuple[bytes, str, Callable[[], _Unpacker]], name: str, limits: Limits
) -> Iterator[bytes]:
    magic, packing, make = kind
    allowed = min(limits.max_expanded_bytes, max(limits.free_expanded_bytes, len(data) * limits.max_expansion_ratio))
    size = 0
    rest = data
    while rest.startswith(magic):
        unpacker = make()
        pending = rest
        while not unpacker.eof:
            try:
                piece, pending = unpacker.step(pending)
            except (zlib.error, OSError, EOFError, lzma.LZMAError, ValueError) as error:
                raise RefusedError("bad_archive", f"{name} is damaged {packing} ({error}). Deliver it again.") from None
            size += len(piece)
            if size > allowed:
                raise RefusedError(
                    "expands_too_far",
                    f"{name} unpacks to more than {allowed:,} bytes from {len(data):,}. "
                    "Unpack it yourself, or raise max_expanded_bytes or max_expansion_ratio.",
                )
            yield piece
            if not piece and not pending and not unpacker.eof:
                raise RefusedError("bad_archive", f"{name} is {packing} that breaks off. Deliver it again.")
        rest = unpacker.unused_data
