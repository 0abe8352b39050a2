"""Cut a text into the runs of characters that may be paragraphs: blocks that the format marks, and lines elsewhere.

Every character that is not white space falls into exactly one run. What a run is (headline, body, …) is decided in
``roles.py``.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.records import Block, Record, Role

LINE = re.compile(r"[^\r\n\v\f\x85\u2028\u2029]+")
# Letters and mails are wrapped at 65 to 80 columns; no paragraph of a site ends there again and again by chance.
MIN_WRAPPED_COLUMNS = 45
MAX_WRAPPED_COLUMNS = 100
MAX_JOINED_CHARS = 20_000
MIN_WRAPPED_BREAKS = 4
WRAPPED_SHARE = 0.9


class Run(Record, frozen=True, kw_only=True):
    """A stretch of text without white space at its ends; ``role`` is what the format says, if anything.

    ``is_apart`` says that a blank line, or the edge of a block, stands before it.
    """

    char_start: int
    char_end: int
    role: Role | None = None
    is_apart: bool = True


def cut(text: str, blocks: Sequence[Block] = ()) -> list[Run]:
    """Return the runs of ``text`` in order. Blocks that overlap or leave the text are cut to what is left for them."""
    runs: list[Run] = []
    position = 0
    for block in sorted(blocks, key=lambda item: (item.char_start, item.char_end)):
        start = min(max(block.char_start, position), len(text))
        end = min(max(block.char_end, start), len(text))
        runs += _plain_runs(text, position, start)
        if (run := _stripped(text, start, end, block.role)) is not None:
            runs.append(run)
        position = end
    runs += _plain_runs(text, position, len(text))
    return runs


def _plain_runs(text: str, start: int, end: int) -> list[Run]:
    lines = list(_lines(text, start, end))
    return _joined(text, lines) if _is_wrapped(text, lines) else lines


def _lines(text: str, start: int, end: int) -> Iterator[Run]:
    previous_end: int | None = None
    for match in LINE.finditer(text, start, end):
        run = _stripped(text, match.start(), match.end(), None)
        if run is None:
            continue
        between = "\n\n" if previous_end is None else text[previous_end : run.char_start]
        breaks = len(re.findall(r"\r\n|[\r\n\v\f\x85\u2028\u2029]", between))
        yield Run(char_start=run.char_start, char_end=run.char_end, is_apart=breaks > 1)
        previous_end = run.char_end


def _stripped(text: str, start: int, end: int, role: Role | None) -> Run | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Run(char_start=start, char_end=end, role=role) if start < end else None


def _is_wrapped(text: str, lines: Sequence[Run]) -> bool:
    """Tell text whose lines were broken to a width from text with a paragraph a line.

    Lines were broken to a width if each one is so long that the first word of the next would not have fitted.
    """
    breaks = [(one, two) for one, two in pairwise(lines) if not two.is_apart]
    if len(breaks) < MIN_WRAPPED_BREAKS:
        return False
    width = max(line.char_end - line.char_start for line in lines)
    if not MIN_WRAPPED_COLUMNS <= width <= MAX_WRAPPED_COLUMNS:
        return False
    full = 0
    for one, two in breaks:
        word = text[two.char_start : two.char_end].split(None, 1)[0]
        full += one.char_end - one.char_start + 1 + len(word) > width - 2
    return full >= WRAPPED_SHARE * len(breaks)


def _joined(text: str, lines: Sequence[Run]) -> list[Run]:
    runs: list[Run] = []
    for line in lines:
        # Furniture such as a bracketed credit keeps its own line even where the text is wrapped.
        continues = bool(runs) and not line.is_apart and text[line.char_start] not in "([-–—•*"
        if continues and line.char_end - runs[-1].char_start <= MAX_JOINED_CHARS:
            runs[-1] = Run(char_start=runs[-1].char_start, char_end=line.char_end, is_apart=runs[-1].is_apart)
        else:
            runs.append(line)
    return runs
