"""The sentence around a span, for showing it: good enough for reading, never used for finding anything."""

import re
from typing import Final

REACH: Final = 400
"""Code points on either side of a span that are looked at, and shown at most."""

_END: Final = re.compile(r"[.!?…][\"'”’»)\]]*\s+(?=[\"'“‘«(\[]*[^\Wa-z_])")
_ABBREVIATION: Final = re.compile(
    r"(?:\b[A-Z]|\b(?:Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Col|Lt|Maj|Capt|Sgt|St|No|Nos|vs|approx|Rs))\.\s+$"
)


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Return start and end of the sentence, or sentences, that ``text[start:end]`` stands in.

    At most ``REACH`` code points are taken on either side; where no sentence ends within them, the cut is at a space.
    """
    first, last = max(0, start - REACH), min(len(text), end + REACH)
    begin = first
    if first > 0:
        space = text.find(" ", first, start)
        begin = first if space < 0 else space + 1
    for found in _END.finditer(text, first, start):
        if not _ABBREVIATION.search(text, max(first, found.end() - 12), found.end()):
            begin = found.end()
    stop = last
    if last < len(text):
        space = text.rfind(" ", end, last)
        stop = last if space < 0 else space
    for found in _END.finditer(text, max(start, end - 1), last):
        if found.end() > end and not _ABBREVIATION.search(text, max(first, found.end() - 12), found.end()):
            stop = len(text[: found.end()].rstrip())
            break
    return begin, max(stop, end)
