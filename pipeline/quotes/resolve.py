"""Quotations resolved over an article: whose each one is, by name.

Here belongs what needs more than one paragraph: quotations continued over paragraphs, the running speaker of quotations
without cue, and the step from a speaker as written to a name. Nothing of spaCy is needed.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple

from pipeline.records import LocalQuote, Mention, Quote, ReadParagraph
from pipeline.word_lists import listed

_CORE_END: Final = re.compile(r",| (?:of|for|in|at|from|with|on|to|and|behind|who|which) ")
_ARTICLE: Final = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
ANONYMOUS_WORDS: Final = frozenset(
    listed(
        """
    official officials source sources spokesperson spokesman spokeswoman people person resident residents witness
    witnesses analyst analysts expert experts critic critics some others many one another aide aides man woman
    police authorities investigators prosecutors lawyers lawyer supporter supporters observers scientists
    researchers
    """
    )
)
RUNNING_REACH: Final = 3
"""Paragraphs for which a speaker stays the running one without a cue."""


class _Speaker(NamedTuple):
    surface: str
    start: int
    end: int
    name: str | None
    label: str | None
    method: str


def resolve_quotes(
    paragraphs: Sequence[ReadParagraph], mentions: Sequence[Mention], published_on: date | None
) -> tuple[Quote, ...]:
    """Return the quotations of an article with their speakers, in the order of the text.

    ``speaker`` is what stands in the text, ``speaker_name`` what it resolves to (null where unsure), ``speaker_method``
    how: named, surname, pronoun, epithet, organisation, described, anonymous, continued.
    """
    starts = [mention.char_start for mention in mentions]
    quotes: list[Quote] = []
    running: _Speaker | None = None
    running_at = -1000
    is_open = False
    for order, paragraph in enumerate(paragraphs):
        offset = paragraph.paragraph.char_start
        text = paragraph.paragraph.text
        open_before, is_open = is_open, False
        for local in paragraph.reading.quotes:
            if local.speaker_start is not None and local.speaker_end is not None:
                speaker = _speaker(text, offset, local.speaker_start, local.speaker_end, mentions, starts)
                running, running_at = speaker, order
            elif local.quote_type == "indirect":
                speaker = None
            elif running is not None and (order - running_at <= RUNNING_REACH or open_before):
                speaker = running._replace(method="continued")
                running_at = order
            else:
                speaker = None
            if local.is_lead or (local.is_floating and speaker is None):
                continue
            quotes.append(_quote(paragraph, local, speaker))
            is_open = is_open or local.is_open
    return tuple(quotes)


def _speaker(text: str, offset: int, start: int, end: int, mentions: Sequence[Mention], starts: list[int]) -> _Speaker:
    surface = text[start:end]
    core = _CORE_END.search(surface)
    core_end = offset + start + (core.start() if core and core.start() else len(surface))
    low = bisect_left(starts, offset + start)
    inside = []
    for mention in mentions[max(0, low - 1) :]:
        if mention.char_start >= offset + end:
            break
        if mention.char_end > offset + start:
            inside.append(mention)
    best: Mention | None = None
    for mention in inside:
        if mention.char_start >= core_end:
            continue
        if mention.char_end >= core_end - 1 and (best is None or mention.label == "PERSON" or best.label != "PERSON"):
            if best is not None and best.kind == "name" and mention.kind != "name":
                continue
            best = mention
    span = (offset + start, offset + end)
    if best is None:
        words = {word.strip(".,").lower() for word in surface.split()}
        method = "anonymous" if words & ANONYMOUS_WORDS else "described"
        return _Speaker(surface, *span, None, None, method)
    if best.kind == "name":
        if best.label == "PERSON":
            method = "named" if best.name is None or best.name in surface else "surname"
        else:
            method = "organisation"
        return _Speaker(surface, *span, best.name, best.label, method)
    return _Speaker(surface, *span, best.name, best.label, best.kind)


def _quote(paragraph: ReadParagraph, local: LocalQuote, speaker: _Speaker | None) -> Quote:
    offset = paragraph.paragraph.char_start
    text = paragraph.paragraph.text
    has_cue = local.cue_start is not None and local.cue_end is not None
    return Quote(
        position=paragraph.paragraph.position,
        char_start=offset + local.char_start,
        char_end=offset + local.char_end,
        text=text[local.char_start : local.char_end],
        quote_type=local.quote_type,
        cue=text[local.cue_start : local.cue_end] if has_cue else None,
        cue_start=offset + local.cue_start if local.cue_start is not None else None,
        cue_end=offset + local.cue_end if local.cue_end is not None else None,
        speaker=speaker.surface if speaker else None,
        speaker_start=speaker.start if speaker else None,
        speaker_end=speaker.end if speaker else None,
        speaker_name=speaker.name if speaker else None,
        speaker_label=speaker.label if speaker else None,
        speaker_method=speaker.method if speaker else None,
    )
