"""Give each run of a text its role, from what it says itself and from where it stands.

Works on ``Part``s in the order of the text. What a line says by its own words alone is in ``marks.py`` and
``datelines.py``; the text is cut in ``cut.py``.
"""

import re
from functools import cached_property
from itertools import pairwise

from pipeline.articles.cut import Run
from pipeline.articles.datelines import SPEAKER_LABEL, Dateline, date_line, glued_date, press_dateline
from pipeline.articles.marks import (
    byline_of,
    credit_of,
    ends_as_sentence,
    ends_with_saying,
    ends_with_stop,
    has_sentence_break,
    is_caption,
    is_graphic,
    is_list_item,
    is_names,
    is_notice,
    is_section_label,
    is_title_case,
    word_count,
)
from pipeline.articles.seen import Seen
from pipeline.records import Role
from pipeline.sources import Zone, same_words

MAX_HEADLINE_WORDS = 24
MAX_HEADLINE_CHARS = 200
MAX_SUBHEAD_WORDS = 14
MAX_SUBHEAD_CHARS = 110
MAX_STANDFIRST_WORDS = 50
# Of a line right below the headline without a full stop; a shorter one is the first subhead.
MIN_UNSTOPPED_WORDS = 6
# Furniture (bylines, dates, section labels) stands among the first lines and the last.
HEAD_PARTS = 9
TAIL_PARTS = 4
# Share of a standfirst's longer words that the paragraph after it says again; a lead shares less with the next.
STANDFIRST_OVERLAP = 0.34
STANDFIRST_OVERLAP_UNMARKED = 0.4
# Words of a lead; a standfirst is written in the present tense and names no day.
REPORTED = re.compile(
    r"\b(?:said|told|stated|was|were|has|have|had|did|added|announced|claimed|according to|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b",
    re.IGNORECASE,
)
FURNITURE: frozenset[Role | None] = frozenset({"byline", "dateline", "notice", "credit"})


class Part:
    """A run on its way to becoming a paragraph; ``shown`` is its visible text, or the beginning of it."""

    def __init__(self, text: str, run: Run) -> None:
        self.char_start = run.char_start
        self.char_end = run.char_end
        self.is_apart = run.is_apart
        self.role: Role | None = run.role
        self.seen = Seen(text, run.char_start, run.char_end)
        self.shown = self.seen.text.strip()
        self.dateline: Dateline | None = None
        self.credit: str | None = None

    @cached_property
    def is_sentence(self) -> bool:
        """Whether this reads as running text: long, ended by a full stop, or more than one sentence."""
        if not self.seen.is_whole or has_sentence_break(self.shown):
            return True
        return word_count(self.shown) > MAX_HEADLINE_WORDS or ends_with_stop(self.shown)


def split_datelines(text: str, runs: list[Run], zone: Zone) -> list[Part]:
    """Return a part for each run, and two where a dateline is glued to the front of a sentence."""
    parts: list[Part] = []
    labels = sum(1 for run in runs if SPEAKER_LABEL.match(text, run.char_start, run.char_end))
    for run in runs:
        part = Part(text, run)
        glued = None
        if run.role in {None, "body"} and date_line(part.shown, zone) is None:
            glued = glued_date(part.seen.text, zone) or press_dateline(
                part.seen.text, zone, may_end_with_colon=labels == 1
            )
        if glued is not None:
            end = part.seen.offset(glued.end - 1) + 1
            rest = end
            while rest < run.char_end and text[rest].isspace():
                rest += 1
            if rest < run.char_end:
                first = Part(text, Run(char_start=run.char_start, char_end=end, role="dateline", is_apart=run.is_apart))
                first.dateline = glued
                parts.append(first)
                part = Part(text, Run(char_start=rest, char_end=run.char_end, role="body", is_apart=False))
        parts.append(part)
    return parts


def assign_roles(parts: list[Part], zone: Zone, headline: str | None = None, standfirst: str | None = None) -> None:
    """Set the role of every part. ``headline`` and ``standfirst`` are what the article's metadata calls so."""
    _assign_alone(parts, zone)
    _match(parts[:HEAD_PARTS], headline, "headline")
    _match(parts[: HEAD_PARTS + 2], standfirst, "standfirst")
    _assign_headline(parts)
    _assign_labels(parts)
    _assign_standfirst(parts)
    _assign_body(parts)


def _assign_alone(parts: list[Part], zone: Zone) -> None:
    for index, part in enumerate(parts):
        shown = part.shown
        if part.role is None or part.role in FURNITURE:
            is_edge = index < HEAD_PARTS or index >= len(parts) - TAIL_PARTS
            found = date_line(shown, zone) if part.dateline is None else None
            if found is not None and (is_edge or part.role == "dateline" or not shown[:1].isdigit()):
                part.dateline = found
                part.role = part.role or "dateline"
        if part.role in {None, "credit"} and (credit := credit_of(shown)) is not None:
            part.credit = credit
            part.role = "credit"
        if part.role is not None:
            continue
        if byline_of(shown) is not None and index < HEAD_PARTS + 3:
            part.role = "byline"
            part.dateline = _date_beside(shown, zone)
        elif is_notice(shown):
            part.role = "notice"
        elif is_caption(shown) or is_graphic(shown):
            part.role = "caption"
    _assign_alt_texts(parts)


def _date_beside(shown: str, zone: Zone) -> Dateline | None:
    """Find the date in a byline ("By Ana Breck | 31 May 2024")."""
    _, separator, rest = re.sub(r"[|·•]|\s[-–—]\s", ",", shown).partition(",")
    return date_line(rest.strip(), zone) if separator else None


def _match(parts: list[Part], words: str | None, role: Role) -> None:
    if words is None or any(part.role == role for part in parts):
        return
    for part in parts:
        if part.role in {None, "caption"} and part.seen.is_whole and same_words(part.shown, words):
            part.role = role
            return


def _is_headline_like(part: Part) -> bool:
    shown = part.shown
    return (
        not part.is_sentence
        and len(shown) <= MAX_HEADLINE_CHARS
        and not is_list_item(shown)
        and not ends_with_saying(shown)
        and not shown[:1].islower()
    )


def _is_stopped_headline(parts: list[Part], part: Part) -> bool:
    """Tell a headline with a full stop behind it: in title case, or right above a dateline of the press."""
    shown = part.shown
    if has_sentence_break(shown) or len(shown) > MAX_HEADLINE_CHARS or word_count(shown) > MAX_HEADLINE_WORDS:
        return False
    index = parts.index(part) + 1
    below = parts[index].dateline if index < len(parts) else None
    return is_title_case(shown) or (below is not None and below.is_press)


def _assign_headline(parts: list[Part]) -> None:
    if any(part.role == "headline" for part in parts):
        return
    open_parts = [part for part in parts if part.role in {None, "body"}]
    if len(open_parts) < 2 or open_parts[0] not in parts[:HEAD_PARTS] or open_parts[0].role == "body":
        return
    first, second = open_parts[0], open_parts[1]
    if not _is_headline_like(first) and not _is_stopped_headline(parts, first):
        return
    if (
        second.role is None
        and word_count(first.shown) <= 2
        and _is_headline_like(second)
        and word_count(second.shown) >= 4
        and len(open_parts) > 2
    ):
        # A kicker: the section's name above the headline.
        first.role = "notice"
        first = second
    first.role = "headline"
    for part in parts[:HEAD_PARTS]:
        if part.role is None and part.seen.is_whole and same_words(part.shown, first.shown):
            part.role = "headline"


def _assign_labels(parts: list[Part]) -> None:
    """Read section labels and bare names by what stands beside them near the headline; elsewhere they are text."""
    for index, part in enumerate(parts[:HEAD_PARTS]):
        below = parts[index + 1] if index + 1 < len(parts) else None
        is_name = part.role is None and is_names(part.shown) and 2 <= word_count(part.shown) <= 5
        is_above_date = below is not None and below.dateline is not None and not below.dateline.is_press
        if is_name and index and is_above_date:
            part.role = "byline"
        if part.role is None and is_section_label(part.shown):
            beside = [other.role for other in parts[max(0, index - 1) : index + 2] if other is not part]
            if "headline" in beside or not FURNITURE.isdisjoint(beside):
                part.role = "notice"


def _assign_standfirst(parts: list[Part]) -> None:
    if any(part.role == "standfirst" for part in parts):
        return
    headline = next((index for index, part in enumerate(parts) if part.role == "headline"), None)
    if headline is None:
        return
    following = [index for index in range(headline + 1, len(parts)) if parts[index].role in {None, "body"}]
    if len(following) < 2 or parts[following[0]].role == "body":
        return
    first, second = parts[following[0]], parts[following[1]]
    if not first.seen.is_whole or (has_sentence_break(first.shown) and word_count(first.shown) > 40):
        return
    if (
        not 5 <= word_count(first.shown) <= MAX_STANDFIRST_WORDS
        or first.shown[:1] in "\"“‘'"
        or not _is_running(second)
    ):
        return
    between = {part.role for part in parts[following[0] + 1 : following[1]]}
    overlap = _overlap(first.shown, second.shown)
    is_report = REPORTED.search(first.shown) is not None
    is_marked = "caption" in between and (overlap >= STANDFIRST_OVERLAP or not is_report)
    is_apart_from_body = bool(between & {"byline", "dateline", "notice"})
    is_summary = overlap >= STANDFIRST_OVERLAP_UNMARKED and not is_report and word_count(first.shown) >= 8
    is_next = following[0] == headline + 1 and word_count(first.shown) >= MIN_UNSTOPPED_WORDS
    is_unstopped = (
        is_next
        and not is_report
        and not has_sentence_break(first.shown)
        and word_count(first.shown) <= MAX_HEADLINE_WORDS
        and (first.shown[-1].isalnum() or first.shown[-1] == "?")
    )
    if is_apart_from_body or is_marked or is_summary or is_unstopped:
        first.role = "standfirst"


def _is_running(part: Part) -> bool:
    return part.is_sentence or ends_as_sentence(part.shown)


def _overlap(one: str, other: str) -> float:
    stems = [{word[:5].casefold() for word in re.findall(r"[^\W\d_]{4,}", text)} for text in (one, other)]
    return len(stems[0] & stems[1]) / len(stems[0]) if len(stems[0]) >= 4 else 0.0


def _assign_alt_texts(parts: list[Part]) -> None:
    """Make a caption of the picture's description that pages put on the line above its caption."""
    has_blank_lines = any(part.is_apart for part in parts[1:])
    for part, below in pairwise(parts):
        if part.role is None and below.role == "caption" and not _is_running(part) and part is not parts[0]:
            is_close = not below.is_apart if has_blank_lines else word_count(part.shown) > 5
            if is_close and len(part.shown) <= MAX_HEADLINE_CHARS:
                part.role = "caption"


def _assign_body(parts: list[Part]) -> None:
    open_parts = [index for index, part in enumerate(parts) if part.role is None]
    heads = {index for index in open_parts if _is_subhead_like(parts[index])}
    # Where most lines are short and unstopped the text is a list, a table or verse; none of them is a heading.
    running = sum(1 for part in parts if part.role == "body" or (part.role is None and _is_running(part)))
    if len(heads) > max(1, running):
        heads = set()
    for index in open_parts:
        parts[index].role = "body"
    after: Part | None = None
    for index in range(len(parts) - 1, -1, -1):
        part = parts[index]
        if index in heads and after is not None and not _runs_on(index, heads):
            is_above_text = after.role != "body" or _is_running(after) or is_list_item(after.shown)
            if is_above_text:
                part.role = "subhead"
        if part.role in {"body", "caption", "dateline"}:
            after = part


def _runs_on(index: int, heads: set[int]) -> bool:
    """Tell whether a line stands at an end of three or more short lines: items of a list, not headings."""
    return {index - 1, index - 2} <= heads or {index + 1, index + 2} <= heads or {index - 1, index + 1} <= heads


def _is_subhead_like(part: Part) -> bool:
    shown = part.shown
    if part.is_sentence or len(shown) > MAX_SUBHEAD_CHARS or word_count(shown) > MAX_SUBHEAD_WORDS:
        return False
    if is_list_item(shown) and not re.match(r"\d", shown):
        return False
    if (
        SPEAKER_LABEL.match(shown)
        or shown[:1] in "\"“‘'"
        or shown[-1:] in ",;:-–—"
        or ends_with_saying(shown)
        or not any(char.isalnum() for char in shown)
    ):
        return False
    return not shown[:1].islower()
