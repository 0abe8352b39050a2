"""Bytes to text: byte-order marks, UTF-8, UTF-16 without a mark, and the older one-byte encodings.

Nothing is mended here: the text is what the bytes say. Bytes that say nothing are refused, or shown as U+FFFD and
counted.
"""

import codecs
import re

import charset_normalizer

from pipeline.records import Record
from pipeline.sources.model import RefusedError

SAMPLE_BYTES = 64 * 1024
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "utf-16"),
)
KNOWN_BINARIES = (
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "an image, sound or film"),
    (b"%PDF", "a PDF; turn it into text first"),
    (b"PK\x03\x04", "a ZIP archive or an office document; unpack or convert it first"),
    (b"\xd0\xcf\x11\xe0", "an old office document; convert it first"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"SQLite format 3", "a SQLite database"),
    (b"PAR1", "a Parquet file"),
    (b"7z\xbc\xaf", "a 7z archive; unpack it first"),
    (b"(\xb5/\xfd", "a Zstandard archive; unpack it first"),
)
ODD_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b"))
MULTIBYTE = re.compile(rb"[\xc3-\xf4][\x80-\xbf]{1,3}")


class Decoded(Record, frozen=True, kw_only=True):
    """A text, the encoding that it was in, and how many places could not be decoded and are U+FFFD now."""

    text: str
    encoding: str
    replaced: int = 0


def decode(data: bytes, name: str, declared: str | None = None) -> Decoded:
    """Return the text of ``data``.

    A byte-order mark decides and is dropped; then ``declared`` (what a page says of itself) if it fits, UTF-8, UTF-16
    without a mark, Windows-1252, and what charset-normalizer makes of the rest. Raises RefusedError (binary,
    bad_encoding).
    """
    for magic, what in KNOWN_BINARIES:
        if data.startswith(magic):
            raise RefusedError("binary", f"{name} is {what}. Only text is read; take it away.")
    for mark, encoding, shown in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _decode_loosely(data, encoding, shown)
    if (wide := _wide_encoding(data)) is not None:
        return _decode_loosely(data, wide, wide)
    sample = data[:SAMPLE_BYTES]
    odd = len(sample) - len(sample.translate(None, ODD_CONTROLS))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        if odd > 0.02 * len(sample):
            raise RefusedError("binary", f"{name} holds bytes that are no text. Take it away.") from None
        return _decode_legacy(data, name, declared)
    if odd > 0.3 * len(sample):
        raise RefusedError("binary", f"{name} is mostly control characters. Take it away.")
    if declared is not None and text.isascii() and declared.lower().startswith(("iso-2022", "hz")):
        # These are ASCII bytes that mean something else.
        return _try_declared(data, declared) or Decoded(text=text, encoding="utf-8")
    return Decoded(text=text, encoding="utf-8")


def _decode_legacy(data: bytes, name: str, declared: str | None) -> Decoded:
    # A page that could be read as far as its declaration is in no wide encoding, whatever it declares.
    is_likely = declared is not None and not declared.lower().startswith(("utf-16", "utf-32", "utf-7", "ucs"))
    if is_likely and (decoded := _try_declared(data, declared or "")) is not None:
        return decoded
    high = len(data) - len(data.translate(None, bytes(range(128, 256))))
    multibyte = len(MULTIBYTE.findall(data))
    if multibyte:
        loose = _decode_loosely(data, "utf-8", "utf-8")
        if loose.replaced * 4 <= multibyte or loose.replaced == 1:
            return loose
    if high < 0.15 * len(data) and (decoded := _try_declared(data, "windows-1252")) is not None:
        return decoded
    best = charset_normalizer.from_bytes(data[:SAMPLE_BYTES]).best()
    if best is not None and (decoded := _try_declared(data, best.encoding)) is not None:
        return decoded
    if high < 0.02 * len(data):
        return _decode_loosely(data, "windows-1252", "windows-1252")
    raise RefusedError("bad_encoding", f"{name} is in no encoding that is known here. Save it as UTF-8.")


def _try_declared(data: bytes, encoding: str) -> Decoded | None:
    try:
        # Unlike codecs.decode, this refuses codecs such as "hex" that are no text encodings.
        text = data.decode(encoding)
        codec = codecs.lookup(encoding).name
    except (LookupError, ValueError):
        return None
    return Decoded(text=text, encoding=_shown_name(codec))


def _shown_name(codec: str) -> str:
    return f"windows-{codec[2:]}" if re.fullmatch(r"cp125\d", codec) else codec


def _decode_loosely(data: bytes, encoding: str, shown: str) -> Decoded:
    try:
        return Decoded(text=data.decode(encoding), encoding=shown)
    except UnicodeDecodeError:
        text = data.decode(encoding, "replace")
        already = data.count("\ufffd".encode()) if encoding.startswith("utf-8") else 0
        return Decoded(text=text, encoding=shown, replaced=max(1, text.count("\ufffd") - already))


def _wide_encoding(data: bytes) -> str | None:
    """Tell UTF-16 without a byte-order mark by the zero bytes of its Latin letters, spaces and line breaks."""
    sample = data[:4096]
    if len(data) % 2 or b"\x00" not in sample:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > 0.2 * half and even < 0.02 * half:
        return "utf-16-le"
    if even > 0.2 * half and odd < 0.02 * half:
        return "utf-16-be"
    return None
