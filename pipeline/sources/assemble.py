"""Put an article's text together from pieces that a format gives apart, and keep where each piece stands.

Offsets of plain text files are those of the file; everything else gets its text here: pieces in order, with a blank
line between them.
"""

import re

from pipeline.records import Block, Record, Role

SEPARATOR = "\n\n"
# Lone surrogates cannot be written as UTF-8.
SURROGATES = re.compile(r"[\ud800-\udfff]")


class Piece(Record, frozen=True, kw_only=True):
    """A paragraph or a run of plain text with the role that the format gives it.

    ``is_plain`` says that line breaks inside of it part paragraphs, which are found later.
    """

    text: str
    role: Role | None = None
    is_plain: bool = False


def assemble(pieces: list[Piece]) -> tuple[str, tuple[Block, ...]]:
    """Return the joined text, and a block for each piece that is a paragraph of its own. Empty pieces are left out."""
    parts: list[str] = []
    blocks: list[Block] = []
    position = 0
    for piece in pieces:
        text = SURROGATES.sub("\ufffd", piece.text)
        if not piece.is_plain:
            text = text.strip()
        if not text.strip():
            continue
        if parts:
            parts.append(SEPARATOR)
            position += len(SEPARATOR)
        if not piece.is_plain:
            blocks.append(Block(char_start=position, char_end=position + len(text), role=piece.role))
        parts.append(text)
        position += len(text)
    return "".join(parts), tuple(blocks)


def same_words(one: str, other: str) -> bool:
    """Tell whether two short texts are the same but for case, spaces and punctuation."""
    return bare(one) == bare(other)


def bare(text: str) -> str:
    """Return only the letters and digits of a text, in one case."""
    return re.sub(r"[\W_]+", "", text).casefold()
