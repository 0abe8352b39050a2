"""Quotation marks of one paragraph: pure text in, quoted runs out.

Here belongs which characters quote, which of them open and which close, and how apostrophes are told from single
quotation marks. What a quoted run *is* (speech, fragment, title) is decided in ``runs``; nothing here needs a parser.
Every function is linear in the length of the text.
"""

import re
from typing import Final, NamedTuple

from pipeline.word_lists import listed

DOUBLE_CLOSERS: Final = {
    "“": '”"“',
    "„": '“”"',
    "‟": '”"',
    "«": "»",
    "»": "«",
    "”": "”",
    '"': '"”',
    "＂": "＂",
    "〝": "〞〟",
    "``": "''\"",
    "''": "''",
}
"""For each double mark that can open, the marks that can close it."""

ONLY_OPENING: Final = frozenset("“„‟«〝") | {"``"}
ONLY_CLOSING: Final = frozenset("〞〟")
SINGLE_MARKS: Final = frozenset("‘’‚‛'")
ELISIONS: Final = frozenset(
    listed(
        """
    em til till cause tis twas twere n bout round cos coz neath sup nuff ere tude kay allo ello im er is e
    """
    )
)
"""Words that an apostrophe begins; a mark before them does not open a quotation."""

_DOUBLE_MARK: Final = re.compile("``|''|[“”„‟«»\"＂〝〞〟]")
_SINGLE_MARK: Final = re.compile("[‘’‚‛']")
_SAID_AFTER: Final = re.compile(
    r"(?P<stop>[,.?!]) (?:(?:[A-Z]\w{1,20}|he|she|they|the \w{1,20}) )?(?:said|says|added|asked|told|wrote|replied)\b"
)
_WORD_AFTER: Final = re.compile(r"[A-Za-z]{1,8}")
_BEFORE_OPENING: Final = frozenset(' \t\u00a0\u2009\u202f([{—–-/…:;,.!?"“„«‘')


class QuotedRun(NamedTuple):
    """A run of text between quotation marks.

    ``start`` and ``end`` include the marks, ``inner_start`` and ``inner_end`` do not; all are half-open offsets in the
    paragraph. ``is_single`` tells single marks from double ones. ``is_open`` says that nothing closes the run in this
    paragraph, which then lasts to its end.
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    is_single: bool = False
    is_open: bool = False


def find_quoted_runs(text: str) -> tuple[QuotedRun, ...]:
    """Return the outermost quoted runs of a paragraph in the order of the text; nested ones belong to the outer run."""
    doubles = _double_runs(text)
    singles = _single_runs(text, doubles)
    outer: list[QuotedRun] = []
    for run in sorted((*doubles, *singles)):
        if not outer or run.start >= outer[-1].end:
            outer.append(_without_edge_blanks(text, run))
    return tuple(outer)


def _without_edge_blanks(text: str, run: QuotedRun) -> QuotedRun:
    """Guillemets and stray marks stand apart from what they quote."""
    start, end = run.inner_start, run.inner_end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return run._replace(inner_start=start, inner_end=end)


def _looks_opening(text: str, start: int, end: int) -> bool:
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    return not after.isspace() and (before in _BEFORE_OPENING or before.isspace())


def _looks_closing(text: str, start: int, end: int) -> bool:
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    return not before.isspace() and not (after.isalnum() and before in "([{")


def _double_runs(text: str) -> list[QuotedRun]:
    marks = [(m.start(), m.end(), m.group()) for m in _DOUBLE_MARK.finditer(text)]
    openings = sum(mark == "“" for *_, mark in marks)
    closings = sum(mark == "”" for *_, mark in marks)
    is_balanced = openings == closings
    runs: list[QuotedRun] = []
    opened: tuple[int, int, str] | None = None
    depth = 0
    for index, (start, end, mark) in enumerate(marks):
        if opened is None:
            if _opens(text, start, end, mark):
                opened, depth = (start, end, mark), 0
            continue
        if mark == "“" and opened[2] == '"' and _looks_opening(text, start, end):
            depth += 1  # curly marks within straight ones
            continue
        if mark == "“" and opened[2] == "“" and _looks_opening(text, start, end):
            if is_balanced:
                depth += 1
            elif _looks_opening(text, start, end) or index + 1 < len(marks):
                # The earlier mark was never closed: its run ends where the next quotation begins.
                stop = _unclosed_end(text, opened[1], start)
                _append(runs, text, opened, stop, stop)
                opened = (start, end, mark)
            continue
        is_turned = mark == opened[2] == "“"  # an opening mark where a closing one was meant
        if not is_turned and (mark not in _closers(opened[2]) or (mark in ONLY_OPENING and opened[2] not in "„»")):
            continue
        if depth and mark == "”":
            depth -= 1
            continue
        if mark == opened[2] and _looks_opening(text, start, end) and not _closes_here(text, start, end):
            stop = _unclosed_end(text, opened[1], start)
            _append(runs, text, opened, stop, stop)
            opened = (start, end, mark)
            continue
        _append(runs, text, opened, start, end)
        opened = None
    if opened is not None and _may_stay_open(text, opened):
        stop = len(text.rstrip())
        if stop > opened[1]:
            runs.append(QuotedRun(opened[0], stop, opened[1], stop, is_open=True))
    return runs


def _opens(text: str, start: int, end: int, mark: str) -> bool:
    if mark in ONLY_CLOSING or mark not in DOUBLE_CLOSERS:
        return False
    after = text[end : end + 1]
    if not after or (mark in "”»" and not _looks_opening(text, start, end)):
        return False
    if mark in {'"', "''", "”"} and start and text[start - 1].isdigit() and not after.isalpha():
        return False  # inches and seconds
    return mark in ONLY_OPENING or not after.isspace() or not start or text[start - 1].isspace()


def _closers(mark: str) -> tuple[str, ...]:
    if mark == "``":
        return ("''", '"')
    if mark == "''":
        return ("''",)
    return tuple(DOUBLE_CLOSERS[mark])


def _closes_here(text: str, start: int, end: int) -> bool:
    """A straight mark between two words closes when what stands before it is the end of a sentence or clause."""
    before = text[start - 1] if start else " "
    return not before.isspace() or not text[end : end + 1].isalnum()


def _may_stay_open(text: str, opened: tuple[int, int, str]) -> bool:
    """A mark left open counts when it begins the paragraph or a sentence of speech, not when it is a stray."""
    before = text[: opened[0]].rstrip()
    if not before:
        return True
    if before[-1] == ":":
        return True
    return opened[2] in ONLY_OPENING and before[-1] in ".?!”" and text[opened[1] : opened[1] + 1].isupper()


def _unclosed_end(text: str, begin: int, end: int) -> int:
    """Where speech ends that nothing closes before the next mark: at the comma before "she said", if there is one."""
    match = _SAID_AFTER.search(text, begin, end)
    return match.end("stop") if match is not None else end


def _append(runs: list[QuotedRun], text: str, opened: tuple[int, int, str], inner_end: int, end: int) -> None:
    if text[opened[1] : inner_end].strip():
        while inner_end == end and end > opened[1] and text[end - 1].isspace():
            inner_end = end = end - 1
        runs.append(QuotedRun(opened[0], end, opened[1], inner_end))


def _single_runs(text: str, doubles: list[QuotedRun]) -> list[QuotedRun]:
    runs: list[QuotedRun] = []
    opened = -1
    possessive = -1
    next_double = 0
    skip_to = 0
    has_turned_opening = "‘" in text
    for match in _SINGLE_MARK.finditer(text):
        at = match.start()
        while next_double < len(doubles) and doubles[next_double].start <= at:
            skip_to = max(skip_to, doubles[next_double].end)
            next_double += 1
            if opened >= 0 and not _in_single_style(text, opened):
                opened = -1
        if at < skip_to or text[at : at + 2] == "''" or text[max(0, at - 1) : at + 1] == "''":
            continue
        if _opens_single(text, at, has_turned_opening):
            if opened >= 0 and possessive >= 0:
                runs.append(QuotedRun(opened, possessive + 1, opened + 1, possessive, is_single=True))
            opened, possessive = at, -1
        elif opened >= 0 and at > opened + 1:
            closing = _closes_single(text, at)
            if closing == "yes":
                runs.append(QuotedRun(opened, at + 1, opened + 1, at, is_single=True))
                opened = possessive = -1
            elif closing == "perhaps" and possessive < 0:
                possessive = at
    if opened >= 0:
        if possessive >= 0:
            runs.append(QuotedRun(opened, possessive + 1, opened + 1, possessive, is_single=True))
        elif text[opened] == "‘" and not text[:opened].strip() and len(text) - opened > 40:
            stop = len(text.rstrip())
            runs.append(QuotedRun(opened, stop, opened + 1, stop, is_single=True, is_open=True))
    return [run for run in runs if text[run.inner_start : run.inner_end].strip()]


def _in_single_style(text: str, opened: int) -> bool:
    """British style nests double marks in single ones: the single mark must then begin a clause of speech."""
    return text[opened] == "‘" and text[opened + 1 : opened + 2].isupper()


def _opens_single(text: str, at: int, has_turned_opening: bool) -> bool:
    mark, after = text[at], text[at + 1 : at + 2]
    if mark in "‚‛":
        return bool(after) and after.isalnum()
    before = text[at - 1] if at else " "
    if not after or after.isspace() or before.isalnum() or not (before.isspace() or before in _BEFORE_OPENING):
        return False
    if mark == "’" and not (after.isupper() and before in " \t" and not has_turned_opening):
        return False
    if after.isdigit():
        return text[at + 1 : at + 4].isalnum() and mark == "‘" and not text[at + 1 : at + 4].endswith("s")
    word = _WORD_AFTER.match(text, at + 1)
    return not (word and word.group().lower() in ELISIONS and mark != "‘") and (after.isalnum() or after in '[($£€…“"')


def _closes_single(text: str, at: int) -> str:
    if text[at] in "‘‚‛":
        return "no"
    before, after = text[at - 1], text[at + 1 : at + 2]
    if before.isspace() or after.isalnum():
        return "no"
    if before in "sS" and after == " ":
        return "perhaps"
    return "yes"
