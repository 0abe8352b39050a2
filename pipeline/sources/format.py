"""The small interface behind which each format stands, and what it is given to read.

A new format is one module with a class that has ``name``, ``detects`` and ``read``, and one line in ``registry.py``.
"""

from collections.abc import Iterator
from functools import cached_property
from typing import Protocol

from pipeline.records import SourceArticle, SourceReject
from pipeline.sources.encoding import Decoded, decode
from pipeline.sources.model import Limits, SourceDefaults

HEAD_BYTES = 64 * 1024


class Content:
    """The unpacked bytes of a file, its name for messages, and its text, decoded when first asked for."""

    def __init__(self, data: bytes, name: str, limits: Limits, defaults: SourceDefaults) -> None:
        self.data = data
        self.name = name
        self.limits = limits
        self.defaults = defaults
        self._declared: str | None = None

    def declare(self, encoding: str | None) -> None:
        """Say what encoding the content itself names; the text is decoded anew if it was decoded without."""
        if encoding != self._declared:
            self._declared = encoding
            self.__dict__.pop("decoded", None)

    @cached_property
    def decoded(self) -> Decoded:
        """The whole text. Raises RefusedError (binary, bad_encoding)."""
        return decode(self.data, self.name, self._declared)

    @property
    def decoded_if_done(self) -> Decoded | None:
        """The text as it was decoded, or null where nothing asked for it or it could not be."""
        found = self.__dict__.get("decoded")
        return found if isinstance(found, Decoded) else None

    @cached_property
    def head(self) -> str:
        """The beginning of the text, for detection. Raises RefusedError (binary, bad_encoding)."""
        if len(self.data) <= HEAD_BYTES:
            return self.decoded.text
        # Cut after a line's end or else at an even place, so that no character of UTF-8 or UTF-16 is torn apart.
        cut = self.data.rfind(b"\n", 0, HEAD_BYTES) + 1
        if cut < HEAD_BYTES // 2:
            cut = HEAD_BYTES
            while cut > HEAD_BYTES - 4 and self.data[cut] & 0xC0 == 0x80:
                cut -= 1
        if b"\x00" in self.data[:HEAD_BYTES]:
            cut = HEAD_BYTES
        return decode(self.data[:cut], self.name).text


class Format(Protocol):
    """A way in which articles are written into files."""

    @property
    def name(self) -> str:
        """The name that ``source_files.format`` shows."""

    def detects(self, content: Content) -> bool:
        """Tell from the content, never from the name, whether it is of this format."""

    def read(self, content: Content) -> Iterator[SourceArticle | SourceReject]:
        """Yield each article, or what was wrong with a record. Raises RefusedError where the whole file is refused."""
