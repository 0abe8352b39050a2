"""Where a reported clause begins after its cue.

Here belongs stepping over what stands between a reporting verb and what is reported: "that", the one spoken to, the day
and the occasion. Where the clause ends is in ``extent``.
"""

from typing import Final

from pipeline.quotes.cue_words import CUE_NOUNS, Cue
from pipeline.quotes.cues import CueVerb
from pipeline.quotes.phrases import DAYS
from pipeline.quotes.words import Words
from pipeline.word_lists import listed

DAY_UNITS: Final = frozenset(("week", "month", "year", "morning", "afternoon", "evening", "night"))
SUBORDINATORS: Final = frozenset(
    listed("if when because unless although while as no whether since until once even should win")
)
OCCASIONS: Final = frozenset(
    listed(
        """
        interview statement speech debate conference briefing broadcast tweet twitter facebook letter email report memo
        post
        """
    )
)
PHRASE_TAGS: Final = frozenset(listed("DT NN NNS NNP NNPS JJ CD POS PRP$ HYPH"))
FINITE: Final = frozenset(("VBD", "VBZ", "VBP", "MD"))
THAT_REACH: Final = 18


def content_begin(words: Words, verb: CueVerb, limit: int) -> int:
    """Return the first token of what a verb reports, at most ``limit``."""
    index = verb.token + 1
    that = _that(words, index, limit)
    if that is not None:
        return that + 1
    while index < limit and words.tag[index] in ("RP", "RB") and words.lower[index] not in ("not", "no"):
        index += 1
    if verb.flags & Cue.ADDRESSEE:
        index = _after_addressee(words, verb.token, index, limit)
    moved = True
    while moved and index < limit:
        moved = False
        if words.lower[index] in DAYS and words.dep[index] not in ("nsubj", "nsubjpass", "poss"):
            index, moved = index + 1, True
        elif words.lower[index] in ("last", "this", "late", "early") and index + 1 < limit:
            if words.lower[index + 1] in DAYS or words.lower[index + 1] in DAY_UNITS:
                index, moved = index + 2, True
        elif words.tag[index] == "IN" and index + 1 < limit:
            after = _after_occasion(words, index, limit)
            moved, index = after > index, after
    return min(index, limit)


def _that(words: Words, begin: int, limit: int) -> int | None:
    for index in range(begin, min(limit, begin + THAT_REACH)):
        if words.run[index] >= 0 or words.tag[index] in FINITE or words.raw[index] == ":":
            return None
        if words.lower[index] == "that" and words.tag[index] == "IN":
            return None if is_nominal(words, index - 1) else index
    return None


def is_nominal(words: Words, index: int) -> bool:
    """Whether a noun takes the clause after it ("the court's statement that"), unlike "in a statement that"."""
    if words.lower[index] not in CUE_NOUNS:
        return False
    return words.lower[words.head[index]] not in ("in", "during", "on", "at", "to")


def _after_addressee(words: Words, verb: int, index: int, limit: int) -> int:
    for kid in words.kids[verb]:
        is_object = kid > verb and words.dep[kid] in ("dobj", "dative", "iobj") and words.right(kid) < limit
        if is_object and words.lower[kid] not in ("it", "he", "she", "they", "we", "i"):
            return max(index, words.right(kid) + 1) if words.right(kid) - kid < 8 else index
    is_object = index < limit and words.lower[index] in ("him", "her", "them", "me", "us") and words.tag[index] == "PRP"
    if is_object and words.tag[min(index + 1, words.size - 1)] not in FINITE:
        return index + 1
    return index


def _after_occasion(words: Words, index: int, limit: int) -> int:
    """Step over "on Friday", "in an interview with the station"."""
    if words.lower[index] == "on" and words.lower[index + 1] in DAYS:
        return index + 2
    at = index + 1
    while at < limit and words.tag[at] in PHRASE_TAGS and words.lower[at] not in OCCASIONS:
        at += 1
    if at < limit and words.lower[at] in OCCASIONS:
        return at + 1
    return index
