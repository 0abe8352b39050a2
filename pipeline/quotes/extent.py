"""Where a reported clause ends: the parser's answer, mended from the surface.

Here belongs cutting a clause before another report of the same sentence, and lengthening it over words that the parser
tied to the wrong head. Where a clause begins is in ``clauses`` and ``mixed``.
"""

from typing import Final

from pipeline.quotes.clauses import Clause, outermost, trim
from pipeline.quotes.cue_words import Cue
from pipeline.quotes.cues import CueVerb
from pipeline.quotes.phrases import NAME_TAGS, Span
from pipeline.quotes.words import MARKS, Words
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
MAX_CLAUSE: Final = 200
MAX_EXTENSION: Final = 40
OUTSIDE_STARTS: Final = frozenset(("according",))
REMARKING: Final = frozenset(("referring", "referencing", "alluding", "speaking", "echoing", "citing"))
AUXILIARIES: Final = frozenset(listed("did does do has have had is was were are not n't n’t also then"))
FINITE: Final = frozenset(("VBD", "VBZ", "VBP", "MD"))
OCCASIONS: Final = frozenset(
    listed(
        """
        interview statement speech debate conference briefing broadcast tweet twitter facebook address testimony podcast
        interviews
        """
    )
)


def mend_ends(words: Words, clauses: list[Clause], verbs: list[CueVerb]) -> list[Clause]:
    """Return the clauses with their ends mended; a clause that ends in nothing is dropped."""
    cues = {verb.token: verb for verb in verbs}
    mended = []
    shared: dict[int, Span | None] = {}
    for found in sorted(clauses, key=lambda clause: clause.cue):
        clause = found._replace(speaker=shared.get(found.cue[0], found.speaker))
        end = _cut(words, clause, cues)
        if end < clause.end:
            second = next((at for at in range(end, min(end + 6, words.size)) if at in cues), None)
            if second is not None and words.raw[end] != "," and words.lower[end] in CONJUNCTIONS:
                shared[second] = clause.speaker
        if end == clause.end:
            end = _lengthened(words, clause, cues)
        begin, end = trim(words, clause.begin, end)
        if end > begin:
            mended.append(clause._replace(begin=begin, end=end))
    return outermost(mended)


def lengthen(words: Words, clauses: list[Clause], verbs: list[CueVerb]) -> list[Clause]:
    """Return the clauses lengthened over what goes on after a quoted fragment at their end."""
    cues = {verb.token: verb for verb in verbs}
    lengthened = []
    for position, clause in enumerate(clauses):
        end = clause.end
        if words.run[end - 1] >= 0 and words.raw[end - 1] in MARKS and not _ends_clause(words, end):
            end = _lengthened(words, clause, cues)
        if position + 1 < len(clauses):
            end = min(end, max(clause.end, clauses[position + 1].begin))
        lengthened.append(clause._replace(end=trim(words, clause.begin, end)[1]))
    return lengthened


def _ends_clause(words: Words, end: int) -> bool:
    """Whether the quoted fragment before this token ends with a comma or a full stop inside its marks."""
    return words.raw[end - 2] in (",", ".", "?", "!")


def _cut(words: Words, clause: Clause, cues: dict[int, CueVerb]) -> int:
    """Return where something begins that is no longer reported: another cue, a remark on the reporting."""
    main = clause.cue[0]
    follows = main < clause.begin
    for index in range(clause.begin + 2, min(clause.end - 1, clause.begin + MAX_CLAUSE)):
        if words.run[index] >= 0 and words.raw[index] not in MARKS:
            continue
        at = _separator(words, index)
        after = index + 1
        while after < clause.end and words.tag[after] == "RB":
            after += 1
        if after >= clause.end or words.run[after] >= 0:
            continue
        if follows and words.lower[index] == "than" and after in cues and cues[after].base == "say":
            return index
        if at is not None:
            if words.tag[after] == "VBG" and (after in cues or words.lower[after] in REMARKING):
                return at
            if words.lower[after] in OUTSIDE_STARTS:
                return at
            if words.lower[after] in ("which", "whom", "who") and _is_cue_clause(words, after, clause.end, cues):
                return at
            if words.tag[after] in ("IN", "TO") and _is_occasion(words, after, clause.end):
                return at
        if (
            follows
            and words.lower[index] in CONJUNCTIONS
            and words.run[index] < 0
            and _is_second_predicate(words, index, after, main, cues)
        ):
            return index
    return clause.end


def _separator(words: Words, index: int) -> int | None:
    """Return where a comma, a dash or the end of a quoted fragment begins that ends at this token."""
    word = words.raw[index]
    if words.run[index] < 0:
        return index if word in (",", "—", "–", "--") else None
    is_end = word in MARKS and (index + 1 >= words.size or words.run[index + 1] != words.run[index])
    return index + 1 if is_end else None


def _is_cue_clause(words: Words, index: int, end: int, cues: dict[int, CueVerb]) -> bool:
    """Whether a relative clause says what the speaker calls a thing ("which he described as")."""
    return any(at in cues and words.tag[index + 1] in ("PRP", "NNP") for at in range(index + 2, min(end, index + 5)))


def _is_occasion(words: Words, index: int, end: int) -> bool:
    """Whether the rest is the occasion of the speech ("in an interview with the station")."""
    if end - index > 14:
        return False
    return any(words.lower[at] in OCCASIONS for at in range(index + 1, end)) and not any(
        words.tag[at] in FINITE for at in range(index, end)
    )


def _is_second_predicate(words: Words, index: int, after: int, main: int, cues: dict[int, CueVerb]) -> bool:
    """Whether "and" goes on with what the speaker did, not with what was said."""
    if words.tag[main] not in FINITE_PAST_OR_PRESENT:
        return False
    at = after
    while at < words.size and (words.tag[at] in ("RB", "MD") or words.lower[at] in AUXILIARIES) and at not in cues:
        at += 1
    if at >= words.size:
        return False
    head = words.head[at]
    inner = words.child(head, "nsubj") if at in cues and head in cues and head > main else None
    if inner is not None and words.tag[inner] in NAME_TAGS and words.tag[head] == words.tag[at]:
        return False
    if at in cues and words.tag[after] == words.tag[main] and cues[at].flags & (Cue.SPEECH | Cue.NAMING):
        return cues[at].base != "ask" or words.lower[at + 1 : at + 2] != ["for"]
    is_apart = words.raw[index - 1] == "," or (words.raw[index - 1] in MARKS and words.run[index - 1] >= 0)
    return is_apart and words.tag[after] in FINITE_PAST_OR_PRESENT and words.tag[after] == words.tag[main]


def _lengthened(words: Words, clause: Clause, cues: dict[int, CueVerb]) -> int:
    end = clause.end
    high = words.sentence_bounds[words.sentence_of[clause.begin]][1]
    if clause.cue[0] > clause.begin or end >= high or high - end > MAX_EXTENSION:
        return end
    if words.tag[clause.cue[0]][0] == "N":
        return end
    if words.tag[end] in FINITE_PAST_OR_PRESENT and words.dep[clause.cue[0]] in ("acl", "relcl", "csubj", "pcomp"):
        return end
    if words.raw[end] in (",", "—", "–", "-", "--", ";", ":", "(") or words.lower[end] in NOT_CONTINUING:
        return end
    if words.lower[end] in CONJUNCTIONS and words.tag[end + 1 : end + 2] == [words.tag[clause.cue[0]]]:
        return end
    if any(index in cues or words.run[index] >= 0 for index in range(end, high)):
        return end
    return high
