"""A text as a reader sees it: without invisible characters, with plain spaces; offsets lead back to the text itself.

Marks are looked for in this copy. What is published is always the text itself.
"""

import unicodedata

import ftfy

# Invisible too, but words of Persian or Hindi are misspelt without them.
JOINERS = "\u200c\u200d"
# Furniture is short, and what is glued to a paragraph stands at its beginning.
MAX_SEEN_CHARS = 1_000


class Seen:
    """The visible copy of the first characters of ``text[char_start:char_end]``."""

    def __init__(self, text: str, char_start: int, char_end: int) -> None:
        shown: list[str] = []
        offsets: list[int] = []
        for offset in range(char_start, min(char_end, char_start + MAX_SEEN_CHARS)):
            char = text[offset]
            if char.isspace():
                char = " "
            elif unicodedata.category(char) in {"Cc", "Cf"} and char not in JOINERS:
                # Controls, zero-width and direction marks, soft hyphens.
                continue
            shown.append(char)
            offsets.append(offset)
        self.text = "".join(shown)
        self.is_whole = char_end - char_start <= MAX_SEEN_CHARS
        self._offsets = offsets
        self._end = char_end

    def offset(self, position: int) -> int:
        """Return where in the text itself the visible character at ``position`` stands; its end past the last one."""
        return self._offsets[position] if position < len(self._offsets) else self._end


def display(text: str) -> str:
    """Return a short text as it is fit to show: visible characters, single spaces, mojibake mended."""
    visible = " ".join(Seen(text, 0, len(text)).text.split())
    return str(ftfy.fix_encoding(visible))
