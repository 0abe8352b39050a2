"""Speakers that the parse missed: found among a paragraph's mentions, by where they stand and what is said.

Here belong the last resorts for quotations whose cue has no subject in the parse, or plainly the wrong one. Speakers
that the parse gives are in ``phrases``; whom they name is resolved in ``speakers``.
"""

import re
from bisect import bisect_right
from typing import Final

from pipeline.records import LocalMention, LocalQuote, ReadParagraph
from pipeline.word_lists import listed

_SENTENCE_END: Final = re.compile(r"[.!?][\"”’')\]]*\s+(?=[\"“‘(\[]?[A-Z])")
_BESIDE_CUE: Final = re.compile(r"\s*(?:\([^()]{1,30}\)\s*)?(?:,\s*)?(?:has |have |had |also |then |once |later )*$")
REACH: Final = 400
"""Characters before a cue within which its subject stands."""
PASSIVE: Final = frozenset(listed("asked told reminded informed advised urged called dubbed branded"))
"""Cues whose subject is often the one spoken to or of, so that none is guessed."""
NESTED: Final = 3
"""Quotations looked at before an offset: a report may hold fragments."""
_ADDRESSED: Final = re.compile(
    r"\b(?:e-?mailed|told|wrote|texted|messaged|addressed|urged|warned|reminded|rallied|briefed|phoned|called|cabled)"
    r"(?: to)? $"
)
_SEAT: Final = re.compile(r"\([A-Z]-[A-Z][\w. ]{1,20}\)")
BODIES: Final = frozenset(("ORG", "GPE", "NORP"))
APPOSED_REACH: Final = 90
"""Characters between a description and the name in apposition to it."""
_BRACKETS: Final = re.compile(r" \([^()]{1,30}\) $")
_APPOSED: Final = re.compile(r", (?!(?:wh|that\b|as\b|and\b|but\b|in\b|on\b|at\b))(?:[\w.’'-]+ ){0,6}$")
_BEFORE_DESCRIPTION: Final = re.compile(r", (?:an? |the )?$")


def subject_before(paragraph: ReadParagraph, quote: LocalQuote) -> LocalMention | None:
    """Return who stands before the cue of a quotation without speaker, as its subject or right beside it.

    "Ann Rowe (R-Ohio) said: …" has the name beside the cue; "Flea shared the news, writing …" the subject of the
    participle's main clause.
    """
    if quote.cue_start is None or quote.cue_end is None or quote.is_lead:
        return None
    text = paragraph.paragraph.text
    cue = text[quote.cue_start : quote.cue_end].lower()
    if cue in PASSIVE or quote.char_start < quote.cue_start:
        return None
    low = _sentence_start(text, quote.cue_start)
    is_participle = cue.endswith("ing")
    subject: LocalMention | None = None
    for mention in _between(paragraph, low, quote.cue_start):
        if not is_participle and mention.kind == "name" and _BESIDE_CUE.match(text, mention.char_end, quote.cue_start):
            return mention
        if mention.is_subject:
            subject = mention
    return subject if is_participle else None


def seated(paragraph: ReadParagraph, start: int, end: int) -> LocalMention | None:
    """Return the name before brackets for what stands in them: Ann Rowe for "R-Ohio" of "Ann Rowe (R-Ohio)"."""
    text = paragraph.paragraph.text
    if not _SEAT.match(text, max(0, start - 1), end + 1):
        return None
    names = [mention for mention in _between(paragraph, max(0, start - REACH), start) if mention.kind == "name"]
    return names[-1] if names and text[names[-1].char_end : start].strip() == "(" else None


def named_beside(paragraph: ReadParagraph, quote: LocalQuote) -> LocalMention | None:
    """Return the person in apposition to a speaker who is only described: "his wife, Ana", "Ana, a baker, who said"."""
    if quote.speaker_start is None or quote.speaker_end is None or quote.cue_start is None:
        return None
    text, start, end = paragraph.paragraph.text, quote.speaker_start, quote.speaker_end
    if any(mention.kind != "epithet" and mention.char_end == end for mention in _between(paragraph, start, end)):
        return None
    after = _between(paragraph, end, end + APPOSED_REACH)
    person = next((mention for mention in after if mention.kind == "name"), None)
    if person is not None and person.label == "PERSON" and not end <= quote.cue_start < person.char_start:
        gap = text[end : person.char_start]
        if _BRACKETS.match(gap) or (_APPOSED.match(gap) and text[person.char_end : person.char_end + 1] in (",", ".")):
            return person
    before = [m for m in _between(paragraph, max(0, start - APPOSED_REACH), start) if m.kind == "name"]
    is_apposition = before and before[-1].label == "PERSON" and text.startswith((", who ", " who "), end)
    if is_apposition and _BEFORE_DESCRIPTION.match(text[before[-1].char_end : start]):
        return before[-1]
    return None


def addresser(paragraph: ReadParagraph, quote: LocalQuote) -> LocalMention | None:
    """Return who speaks where the parse gives the one spoken to: "Rowe emailed supporters saying …"."""
    if quote.cue_start is None or quote.speaker_start is None or quote.speaker_end is None:
        return None
    text = paragraph.paragraph.text
    is_beside = text[quote.speaker_end : quote.cue_start].strip(" ,") == "" and quote.speaker_end < quote.cue_start
    if not is_beside or not text[quote.cue_start : quote.cue_end].endswith("ing"):
        return None
    verb = _ADDRESSED.search(text, max(0, quote.speaker_start - 20), quote.speaker_start)
    if verb is None:
        return None
    before = _between(paragraph, _sentence_start(text, verb.start()), verb.start())
    subject = next((mention for mention in reversed(before) if mention.is_subject), None)
    return subject and (seated(paragraph, subject.char_start, subject.char_end) or subject)


def is_somebodys(paragraph: ReadParagraph, quote: LocalQuote) -> bool:
    """Whether a quotation without speaker has a cue of its own whose subject is just not known.

    It is not the running speaker's then; a participle may well be ("…, claiming that").
    """
    if quote.cue_start is None or quote.cue_end is None or quote.is_lead:
        return False
    cue = paragraph.paragraph.text[quote.cue_start : quote.cue_end]
    return cue.isalpha() and cue.islower() and not cue.endswith("ing")


def nearer_body(paragraph: ReadParagraph, quote: LocalQuote) -> LocalMention | None:
    """Return the body that says "it …" of itself, where the parse ties the cue to a person before it.

    In "Rowe said the news came after the ministry called for talks and warned it would…", "it" is the ministry.
    """
    if quote.quote_type != "indirect" or quote.speaker_end is None or quote.cue_start is None:
        return None
    text = paragraph.paragraph.text
    if quote.cue_start < quote.speaker_end or not text.startswith("it ", quote.char_start):
        return None
    low = max(quote.speaker_end, _sentence_start(text, quote.cue_start))
    found: LocalMention | None = None
    for mention in _between(paragraph, low, quote.cue_start):
        is_finite = not text.startswith(" to ", mention.char_end)  # "called for the town to leave"
        if mention.is_subject and is_finite and mention.kind != "pronoun":
            found = mention
    return found if found is not None and found.label in BODIES else None


def _sentence_start(text: str, before: int) -> int:
    """The offset at which the sentence of an offset begins, as far as it lies within reach."""
    low = max(0, before - REACH)
    ends = [match.end() for match in _SENTENCE_END.finditer(text, low, before)]
    return ends[-1] if ends else low


def _between(paragraph: ReadParagraph, low: int, high: int) -> list[LocalMention]:
    """The mentions between two offsets, outside what is quoted."""
    mentions = paragraph.reading.mentions
    found = []
    position = bisect_right(mentions, low - 1, key=lambda mention: mention.char_start)
    while position < len(mentions) and mentions[position].char_start < high:
        mention = mentions[position]
        position += 1
        if mention.char_end <= high and not _is_quoted(paragraph, mention.char_start):
            found.append(mention)
    return found


def _is_quoted(paragraph: ReadParagraph, at: int) -> bool:
    """Whether an offset lies within quotation marks."""
    quotes = paragraph.reading.quotes
    last = bisect_right(quotes, at, key=lambda quote: quote.char_start)
    return any(at < q.char_end and q.quote_type != "indirect" for q in quotes[max(0, last - NESTED) : last])
