"""A text as a reader sees it: without invisible characters, with plain spaces; offsets lead back to the text itself.

Marks are looked for in this copy. What is published is always the text itself.
"""

import re
import unicodedata
from collections.abc import Sequence

import ftfy

# Invisible too, but words of Persian or Hindi are misspelt without them.
JOINERS = "\u200c\u200d"
# Furniture is short, and what is glued to a paragraph stands at its beginning.
MAX_SEEN_CHARS = 1_000
_SPACE = re.compile(r"\s")


class Seen:
    """The visible copy of the first characters of ``text[char_start:char_end]``."""

    def __init__(self, text: str, char_start: int, char_end: int) -> None:
        end = min(char_end, char_start + MAX_SEEN_CHARS)
        shown = _SPACE.sub(" ", text[char_start:end])
        offsets: Sequence[int] = range(char_start, end)
        if not shown.isprintable():
            # Controls, zero-width and direction marks, soft hyphens.
            kept = [place for place, char in enumerate(shown) if not _is_invisible(char)]
            offsets = [offsets[place] for place in kept]
            shown = "".join(shown[place] for place in kept)
        self.text = shown
        self.is_whole = char_end - char_start <= MAX_SEEN_CHARS
        self._offsets = offsets
        self._end = char_end

    def offset(self, position: int) -> int:
        """Return where in the text itself the visible character at ``position`` stands; its end past the last one."""
        return self._offsets[position] if position < len(self._offsets) else self._end


def _is_invisible(char: str) -> bool:
    return unicodedata.category(char) in {"Cc", "Cf"} and char not in JOINERS


def display(text: str) -> str:
    """Return a short text as it is fit to show: visible characters, single spaces, mojibake mended."""
    visible = " ".join(Seen(text, 0, len(text)).text.split())
    return str(ftfy.fix_encoding(visible))
