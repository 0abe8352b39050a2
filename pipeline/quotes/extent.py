"""Where a reported clause ends: the parser's answer, mended from the surface.

Here belongs cutting a clause before another report of the same sentence, and lengthening it over words that the parser
tied to the wrong head. Where a clause begins is in ``clauses`` and ``mixed``.
"""

from typing import Final

from pipeline.quotes.clauses import Clause, CueVerb, trim
from pipeline.quotes.words import Words
from pipeline.word_lists import listed

CONJUNCTIONS: Final = frozenset(("and", "but", "or"))
FINITE_PAST_OR_PRESENT: Final = frozenset(("VBD", "VBZ", "VBP"))
NOT_CONTINUING: Final = frozenset(
    listed(
        """
        after when while despite as before during following amid although though even citing according in on at since
        """
    )
)
MAX_EXTENSION: Final = 40


def mend_ends(words: Words, clauses: list[Clause], verbs: list[CueVerb]) -> list[Clause]:
    """Return the clauses with their ends mended; a clause that ends in nothing is dropped."""
    cues = {verb.index: verb for verb in verbs}
    mended = []
    for clause in clauses:
        end = _cut(words, clause, cues)
        if end == clause.end:
            end = _lengthened(words, clause, cues)
        begin, end = trim(words, clause.begin, end)
        if end > begin:
            mended.append(clause._replace(begin=begin, end=end))
    return mended


def _cut(words: Words, clause: Clause, cues: dict[int, CueVerb]) -> int:
    main = clause.cue[0]
    for index in range(clause.begin + 2, clause.end):
        verb = cues.get(index)
        if verb is None or index == main:
            continue
        back = index - 1
        while back > clause.begin and words.tag[back] == "RB":
            back -= 1
        if words.raw[back] == "," and words.tag[index] == "VBG" and words.dep[index] in ("advcl", "ccomp", "conj", "dep"):
            return back
        if main > clause.begin or words.tag[index] not in FINITE_PAST_OR_PRESENT or words.tag[main] not in FINITE_PAST_OR_PRESENT:
            continue
        if words.lower[back] in CONJUNCTIONS and words.tag[index] == words.tag[main]:
            return back
        if verb.subject is not None and clause.begin < verb.subject < index and words.tag[index] == words.tag[main]:
            before = words.left(verb.subject) - 1
            if before > clause.begin and words.lower[before] in CONJUNCTIONS and words.raw[before - 1] == ",":
                return before
    return clause.end


def _lengthened(words: Words, clause: Clause, cues: dict[int, CueVerb]) -> int:
    end = clause.end
    high = words.sentence_bounds[words.sentence_of[clause.begin]][1]
    if clause.cue[0] > clause.begin or end >= high or high - end > MAX_EXTENSION:
        return end
    if words.raw[end] in (",", "—", "–", "-", "--", ";", ":", "(") or words.lower[end] in NOT_CONTINUING:
        return end
    if any(index in cues or words.run[index] >= 0 for index in range(end, high)):
        return end
    return high
