"""Ids: short hashes of what identifies a thing, the same on every machine and in every order of arrival."""

import hashlib


def stable_id(*parts: str | int | None) -> str:
    """Return 16 hex characters that depend only on the parts and their order.

    Parts carry their length, so that ``("ab", "c")`` and ``("a", "bc")`` differ; a null differs from an empty string.
    """
    digest = hashlib.blake2b(digest_size=8)
    for part in parts:
        encoded = b"" if part is None else str(part).encode("utf-8", "surrogatepass")
        digest.update(b"-" if part is None else str(len(encoded)).encode() + b":")
        digest.update(encoded)
    return digest.hexdigest()


def text_key(text: str) -> str:
    """Return 32 hex characters that stand for a text: the key under which its reading is kept."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
