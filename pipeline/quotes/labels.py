"""Speakers named by a label: headlines ("Mayor: …", "…: ministry"), transcripts, questions and answers, signatures.

Here belongs what is read off the layout of a paragraph alone. Reporting verbs are looked for elsewhere.
"""

import re
from typing import Final, NamedTuple

from pipeline.quotes.words import MARKS, Words
from pipeline.word_lists import listed

_LABEL: Final = re.compile(r"(?:[A-Z]{4,12} [–—-] )?[\"“]?(?P<label>[^\W\d_][^:“”\"\n]{0,50}):\s+(?=\S)")
_TAIL: Final = re.compile(r"(?:[:;—–]|\s-)\s+(?P<label>[A-Z][^:;—–“”\"\n]{1,40})[.]?\s*$")
_CAPITALS: Final = re.compile(r"(?:[A-Z][A-Z.'’-]+)(?: [A-Z][A-Z.'’-]*){0,3}(?: \([^)]*\))?$|Q$|A$")
NOT_SPEAKERS: Final = frozenset(
    listed(
        """
        latest live update updated updates exclusive breaking watch photo photos video videos opinion analysis explainer
        review editor editors note source sources image images picture read more via credit caption related tags topics
        guide delegate here also correction clarification results score final name age city job pay date time location
        where when what why how who which still follow subscribe contact email phone tel monday tuesday wednesday
        thursday friday saturday sunday factbox timeline profile q&a interview transcript summary key coming election
        part chapter news
        """
    )
)
SPEAKING_NOUNS: Final = frozenset(
    listed(
        """
        poll report study survey police newspaper officials official minister ministry mayor president pm un spokesman
        spokeswoman lawyer court experts expert sources witness witnesses analysts family union government prosecutors
        camp adviser aide ap reuters judge critics scientists researchers authorities
        """
    )
)
HEADLINE_WORDS: Final = 24
LABEL_TAGS: Final = frozenset(listed("NNP NNPS NN NNS JJ DT POS HYPH CD . IN"))
NAME_TAGS: Final = frozenset(("NNP", "NNPS"))
NAMED: Final = frozenset(("PERSON", "ORG", "GPE"))


class Labelled(NamedTuple):
    """What a label's speaker says: offsets of the label and of the words, and whether it is a transcript."""

    label_start: int
    label_end: int
    start: int
    end: int
    is_transcript: bool


def find_labelled(words: Words) -> Labelled | None:
    """Return the labelled speech that a whole paragraph is, or null."""
    text = words.text
    match = _LABEL.match(text)
    if match is not None:
        found = _leading(words, match)
        if found is not None:
            return found
    if words.size > HEADLINE_WORDS:
        return None
    tail = _TAIL.search(text)
    return _trailing(words, tail) if tail is not None else None


def _leading(words: Words, match: re.Match[str]) -> Labelled | None:
    label = match["label"].strip()
    start, end = match.end(), len(words.text.rstrip())
    last = words.token_at(match.end("label"))
    content = [t for t in range(last + 1, words.size) if words.raw[t][0].isalnum()]
    is_transcript = _CAPITALS.match(label) is not None and not _is_sentence(words, last)
    first = words.token_at(match.start("label"))
    if len(content) < (2 if is_transcript else 3) or not _is_speaker(words, first, last, is_transcript):
        return None
    starts_well = words.text[start].isalnum() or words.text[start] in "‘'’“\"$"
    if not is_transcript and (words.size > HEADLINE_WORDS or not starts_well):
        return None
    if not is_transcript and words.runs and words.runs[0].start <= start + 1 and not words.runs[0].is_single:
        return None
    return Labelled(match.start("label"), match.start("label") + len(label), start, end, is_transcript)


def _is_sentence(words: Words, last: int) -> bool:
    """Whether a label in capitals is a shouted sentence ("THAT IS IT:") rather than a name."""
    return last > 2 and any(words.tag[t] in ("VBZ", "VBD", "VBP", "MD") for t in range(last))


def _trailing(words: Words, match: re.Match[str]) -> Labelled | None:
    first = words.token_at(match.start("label"))
    last = words.token_at(match.start("label") + len(match["label"].rstrip()))
    content = [t for t in range(words.token_at(match.start())) if words.raw[t][0].isalnum()]
    if len(content) < 4 or last - first > 4 or not _is_speaker(words, first, last, False):
        return None
    if any(words.tag[t] == "." for t in range(words.token_at(match.start()))):
        return None
    return Labelled(
        match.start("label"), match.start("label") + len(match["label"].rstrip(" .")), 0, match.start(), False
    )


def _is_speaker(words: Words, first: int, last: int, is_transcript: bool) -> bool:
    tokens = [t for t in range(first, last) if words.raw[t] not in MARKS]
    if not tokens or len(tokens) > 7:
        return False
    if any(words.lower[t] in NOT_SPEAKERS for t in tokens):
        return False
    if is_transcript:
        return True
    if any(words.tag[t] not in LABEL_TAGS for t in tokens):
        return False
    last_word = tokens[-1]
    is_name = words.tag[last_word] in NAME_TAGS or words.doc[last_word].ent_type_ in NAMED
    return is_name or words.lower[last_word] in SPEAKING_NOUNS
