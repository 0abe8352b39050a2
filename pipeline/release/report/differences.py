"""Which words two versions of a text have in common, for marking the others."""

import re
from difflib import SequenceMatcher
from typing import Final

from pipeline.release.report.model import Piece

MAX_WORDS: Final = 400
"""Longer texts are shown without marks: the comparison grows with the square of their length."""

MAX_CHARACTERS: Final = 20_000

_WORD: Final = re.compile(r"\s*[\w'’-]+|\s*[^\w\s]")
_STRAIGHT: Final = str.maketrans("‘’“”–—", "''\"\"--")


def compared(other: str, text: str) -> list[Piece]:
    """Return ``text`` in pieces: what ``other`` has too, what only ``other`` has, what only ``text`` has.

    Case, spacing and punctuation do not count. Without the pieces that are gone, the pieces make up
    ``text`` again.
    """
    if max(len(other), len(text)) > MAX_CHARACTERS:
        return [("same", text)]
    theirs, ours = _words(other), _words(text)
    if len(theirs) > MAX_WORDS or len(ours) > MAX_WORDS:
        return [("same", text)]
    matcher = SequenceMatcher(None, [_key(word) for word in theirs], [_key(word) for word in ours], autojunk=False)
    pieces: list[Piece] = []
    for kind, first, last, start, end in matcher.get_opcodes():
        if kind == "equal":
            pieces.append(("same", "".join(ours[start:end])))
            continue
        gone, added = "".join(theirs[first:last]), "".join(ours[start:end])
        if _has_word(gone):
            pieces.append(("gone", gone))
        bare = added.lstrip()
        if not _has_word(added):
            pieces.append(("same", added))
        else:
            pieces += [("same", added.removesuffix(bare)), ("added", bare)]
    return [piece for piece in pieces if piece[1]]


def _words(text: str) -> list[str]:
    words = _WORD.findall(text)
    shown = sum(map(len, words))
    return [*words, text[shown:]] if shown < len(text) else words


def _key(word: str) -> str:
    return word.strip().translate(_STRAIGHT).casefold()


def _has_word(text: str) -> bool:
    return any(character.isalnum() for character in text)
