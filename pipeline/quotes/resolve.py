"""Quotations resolved over an article: whose each one is, and when it was said.

Here belongs what needs more than one paragraph: quotations continued over paragraphs, the running speaker of quotations
without cue, and the day of the saying. Nothing of spaCy is needed.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final

from pipeline.dates import resolve_date
from pipeline.quotes.cue_words import CUE_NOUNS
from pipeline.quotes.missed import addresser, is_somebodys, named_beside, nearer_body, seated, subject_before
from pipeline.quotes.speakers import Speaker, Speakers
from pipeline.records import LocalMention, LocalQuote, Mention, Quote, ReadParagraph

RUNNING_REACH: Final = 3
"""Paragraphs for which a speaker stays the running one without a cue."""
QUESTION_LABEL: Final = "Q"
ANSWER_LABEL: Final = "A"


def resolve_quotes(
    paragraphs: Sequence[ReadParagraph], mentions: Sequence[Mention], published_on: date | None
) -> tuple[Quote, ...]:
    """Return the quotations of an article with their speakers, in the order of the text.

    ``speaker`` is what stands in the text, ``speaker_name`` what it resolves to (null where unsure), ``speaker_method``
    how: named, surname, pronoun, epithet, organisation, described, anonymous, continued, interview.
    """
    speakers = Speakers(mentions)
    quotes: list[Quote] = []
    running: Speaker | None = None
    running_at = unknown_at = -1000
    is_open = False
    for order, paragraph in enumerate(paragraphs):
        offset = paragraph.paragraph.char_start
        text = paragraph.paragraph.text
        open_before, is_open = is_open, False
        for local in paragraph.reading.quotes:
            speaker: Speaker | None = None
            if local.speaker_start is not None and local.speaker_end is not None:
                label = text[local.speaker_start : local.speaker_end]
                if label == QUESTION_LABEL:
                    continue
                named = named_beside(paragraph, local)
                span = (named.char_start, named.char_end) if named else (local.speaker_start, local.speaker_end)
                speaker = speakers.read(text, offset, *span)
                is_person = speaker.label == "PERSON"
                other = nearer_body(paragraph, local) if is_person else _mended(paragraph, local)
                if other is not None:
                    speaker = speakers.read(text, offset, other.char_start, other.char_end)
                if label == ANSWER_LABEL:
                    speaker = speaker._replace(name=speakers.main_person, label="PERSON", method="interview")
                if local.cue_start is None or text[local.cue_start : local.cue_end].lower() not in CUE_NOUNS:
                    running, running_at = speaker, order
            elif (subject := subject_before(paragraph, local)) is not None:
                speaker = speakers.read(text, offset, subject.char_start, subject.char_end)
                running, running_at = speaker, order
            elif is_somebodys(paragraph, local):
                running, unknown_at = None, order
            elif running is not None and (open_before or order - running_at <= _reach(local)):
                speaker = running._replace(method="continued")
                running_at = order
            is_nobodys = local.is_floating and speaker is None and order - unknown_at > RUNNING_REACH
            if local.is_lead or local.is_belief or is_nobodys:
                continue
            quotes.append(_quote(paragraph, local, speaker, published_on))
            is_open = is_open or local.is_open
    return tuple(quotes)


def _mended(paragraph: ReadParagraph, local: LocalQuote) -> LocalMention | None:
    """Who speaks where the parse gives whom one spoke to, or what stands in brackets behind a name."""
    if local.speaker_start is None or local.speaker_end is None:
        return None
    return seated(paragraph, local.speaker_start, local.speaker_end) or addresser(paragraph, local)


def _reach(local: LocalQuote) -> int:
    """How many paragraphs back the running speaker may stand; a participle's clause needs one in its own."""
    return 0 if local.quote_type == "indirect" else RUNNING_REACH


def _quote(paragraph: ReadParagraph, local: LocalQuote, speaker: Speaker | None, published_on: date | None) -> Quote:
    offset = paragraph.paragraph.char_start
    text = paragraph.paragraph.text
    has_cue = local.cue_start is not None and local.cue_end is not None
    said_on = None
    if local.time_start is not None and published_on is not None:
        said_on = resolve_date(text[local.time_start : local.time_end], published_on)
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
        said_on=said_on,
    )
