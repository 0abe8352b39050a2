"""Which words two versions of a text have in common, for marking the others."""

import re
from difflib import SequenceMatcher
from typing import Final

from pipeline.release.report.model import Piece

MAX_WORDS: Final = 400
"""Longer texts are shown without marks: the comparison grows with the square of their length."""

MAX_CHARACTERS: Final = 20_000

_WORD: Final = re.compile(r"\S+\s*")


def compared(other: str, text: str) -> list[Piece]:
    """Return ``text`` in pieces: what ``other`` has too, what only ``other`` has, what only ``text`` has.

    Case, spacing and punctuation do not count. Without the pieces that are gone, the pieces make up ``text`` again.
    """
    if max(len(other), len(text)) > MAX_CHARACTERS:
        return [("same", text)]
    theirs, ours = _WORD.findall(other), _WORD.findall(text)
    if len(theirs) > MAX_WORDS or len(ours) > MAX_WORDS:
        return [("same", text)]
    matcher = SequenceMatcher(None, [_key(word) for word in theirs], [_key(word) for word in ours], autojunk=False)
    pieces: list[Piece] = [("same", text[: len(text) - len(text.lstrip())])]
    for kind, first, last, start, end in matcher.get_opcodes():
        gone, here = "".join(theirs[first:last]), "".join(ours[start:end])
        if kind != "equal" and _has_word(gone):
            pieces.append(_gone(gone, pieces))
        bare = here.rstrip() if kind != "equal" and _has_word(here) else ""
        pieces += [("added", bare), ("same", here[len(bare) :])]
    return [piece for piece in pieces if piece[1]]


def _gone(words: str, before: list[Piece]) -> Piece:
    """Return words that are left out, with a space on the side where the text has none."""
    text = "".join(words for _, words in before[-2:])
    is_spaced = not text or text[-1].isspace()
    return "gone", f"{words.strip()} " if is_spaced else f" {words.strip()}"


def _key(word: str) -> str:
    return "".join(filter(str.isalnum, word)).casefold() or word.strip()


def _has_word(text: str) -> bool:
    return any(map(str.isalnum, text))
