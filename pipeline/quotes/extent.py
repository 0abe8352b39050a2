"""Where a reported clause ends: the parser's answer, mended from the surface.

Here belongs cutting a clause before another report of the same sentence, and lengthening it over words that the parser
tied to the wrong head. Where a clause begins is in ``clauses`` and ``mixed``.
"""

from typing import Final

from pipeline.quotes.clauses import Clause, outermost, trim
from pipeline.quotes.cue_words import Cue
from pipeline.quotes.cues import CueVerb
from pipeline.quotes.phrases import NAME_TAGS, Span, is_passive
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
PRESENT: Final = frozenset(("VBZ", "VBP"))
BEING: Final = frozenset(("was", "were", "had"))
CONTRASTS: Final = frozenset(("while", "whereas", "though", "although"))
CLAUSAL: Final = frozenset(("ROOT", "conj", "ccomp", "advcl", "parataxis"))
CONDITIONS: Final = frozenset(("if", "because", "unless", "until"))
COMMENTS: Final = frozenset(
    listed(
        """
        view claim charge allegation accusation assertion contention remark comment reference swipe stance argument
        suggestion threat warning prediction theory notion move step sign signal reversal departure contrast nod jab
        """
    )
)
"""What a writer calls a report, or what came of it."""
OCCASION_STARTS: Final = frozenset(("after", "when"))
RELATIVES: Final = frozenset(("who", "whom", "whose", "which", "that"))
JOINING: Final = frozenset(("and", "but", "nor", "so", "yet", "while"))
"""What a second reported clause begins with."""
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
        is_occasion = words.lower[index] in OCCASION_STARTS or (
            words.lower[index] == "as" and words.raw[index - 1] == ","
        )
        if follows and is_occasion and _is_occasion_of_saying(words, clause, index):
            return index
        if follows and words.lower[index] in ("while", "whereas") and _is_other_report(words, clause, index, cues):
            return index
        at = _separator(words, index)
        after = index + 1
        while after < clause.end and words.tag[after] == "RB":
            after += 1
        if after >= clause.end or words.run[after] >= 0:
            continue
        if follows and words.lower[index] == "than" and after in cues and cues[after].base == "say":
            return index
        if follows and words.lower[index] in RELATIVES and _is_own_remark(words, clause, index, cues):
            return index
        if at is not None:
            if words.tag[after] == "VBG" and (after in cues or words.lower[after] in REMARKING):
                return at
            if words.lower[after] in OUTSIDE_STARTS or _is_comment(words, after, clause.end):
                return at
            if words.lower[after] in ("which", "whom", "who") and _is_cue_clause(words, after, clause.end, cues):
                return at
            if words.tag[after] in ("IN", "TO") and _is_occasion(words, after, clause.end):
                return at
            if follows and _is_other_report(words, clause, after, cues):
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


def _is_comment(words: Words, index: int, end: int) -> bool:
    """Whether an apposition tells what the writer makes of the report ("…, a view that few share")."""
    if words.lower[index] not in ("a", "an"):
        return False
    at = index + 1
    while (
        at < min(end, index + 4)
        and words.tag[at] in ("JJ", "RB", "VBN", "VBG", "NN", "HYPH")
        and words.lower[at] not in COMMENTS
    ):
        at += 1
    return at < end and words.lower[at] in COMMENTS


def _is_cue_clause(words: Words, index: int, end: int, cues: dict[int, CueVerb]) -> bool:
    """Whether a relative clause says what the speaker calls a thing ("which he described as")."""
    return any(at in cues and words.tag[index + 1] in ("PRP", "NNP") for at in range(index + 2, min(end, index + 5)))


def _is_other_report(words: Words, clause: Clause, after: int, cues: dict[int, CueVerb]) -> bool:
    """Whether another report begins after a comma: "…, and Rowe said that", "…, as he often claimed"."""
    is_joined = words.lower[after] in CONJUNCTIONS or words.lower[after] in CONTRASTS
    first = after + 1 if is_joined or words.lower[after] == "as" else after
    if words.lower[after] == "as" and _resumes(words, first, clause.end):
        return False
    if first == after and not _is_aside(words, clause.cue[0]):
        return False
    for at in range(first + 1, min(clause.end, first + 10)):
        verb = cues.get(at)
        if words.raw[at] == "," or words.run[at] >= 0:
            return False
        if words.tag[at] in FINITE and words.dep[at] in CLAUSAL:
            is_report = verb is not None and verb.flags & Cue.SPEECH and not is_passive(words, at)
            has_subject = verb is not None and verb.subject is not None and first <= verb.subject < at
            same = words.tag[at] == words.tag[clause.cue[0]] or words.lower[after] == "as" or first == after
            return bool(is_report and has_subject and same)
    return False


def _resumes(words: Words, begin: int, end: int) -> bool:
    """Whether the clause goes on after an aside between commas ("…, as he called them, would end")."""
    comma = next((t for t in range(begin, min(end, begin + MAX_EXTENSION)) if words.raw[t] == ","), None)
    return comma is not None and any(words.tag[t] in FINITE for t in range(comma, min(end, comma + MAX_EXTENSION)))


def _is_aside(words: Words, cue: int) -> bool:
    """Whether a cue's clause begins with "while", "although" and the like, so that the main clause follows it."""
    mark = words.child(cue, "mark")
    return mark is not None and words.lower[mark] in ("while", "although", "though", "as", "if", "after", "when")


def _is_own_remark(words: Words, clause: Clause, relative: int, cues: dict[int, CueVerb]) -> bool:
    """Whether a relative clause at the end tells what the speaker calls a thing ("which he called “a trap”")."""
    for at in range(relative + 2, min(clause.end, relative + 6)):
        if at in cues and cues[at].flags & Cue.NAMING:
            goes_on = any(
                words.tag[t] in FINITE and words.run[t] < 0 for t in range(at + 1, min(clause.end, at + MAX_EXTENSION))
            )
            return not goes_on and (words.lower[at - 1] in ("he", "she", "they") or words.tag[at - 1] == "NNP")
    return False


def _is_occasion_of_saying(words: Words, clause: Clause, index: int) -> bool:
    """Whether "after…" tells when it was said: a past event, while what is said is present, future or an infinitive."""
    then = next((t for t in range(index + 1, min(clause.end, index + MAX_EXTENSION)) if words.tag[t] in FINITE), None)
    if then is None or words.tag[then] != "VBD" or words.run[index] >= 0:
        return False
    begin = max(clause.begin, index - MAX_EXTENSION)
    said = [t for t in range(begin, index) if words.tag[t] in FINITE and words.run[t] < 0]
    if not said:
        return any(words.tag[t] == "TO" for t in range(begin, index))
    return all(words.tag[t] in PRESENT or words.lower[t] in ("will", "’ll", "'ll", "can") for t in said)


def _is_occasion(words: Words, index: int, end: int) -> bool:
    """Whether the rest is the occasion of the speech ("in an interview with the station")."""
    if end - index > 14:
        return False
    return any(words.lower[at] in OCCASIONS for at in range(index + 1, end)) and not any(
        words.tag[at] in FINITE for at in range(index, end)
    )


def _is_second_predicate(words: Words, index: int, after: int, main: int, cues: dict[int, CueVerb]) -> bool:
    """Whether "and" goes on with what the speaker did, not with what was said."""
    form = _form(words, main)
    if form is None:
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
    if (
        at in cues
        and words.tag[after] in (form, "VB" if form == "VBP" else form)
        and cues[at].flags & (Cue.SPEECH | Cue.NAMING)
    ):
        return cues[at].base != "ask" or words.lower[at + 1 : at + 2] != ["for"]
    if words.tag[after] not in FINITE_PAST_OR_PRESENT or words.tag[after] != form:
        return False
    if not any(words.tag[t] in FINITE for t in range(main + 1, index)):
        return True  # "suggested the captain be replaced and left"
    return words.raw[index - 1] == "," or (words.raw[index - 1] in MARKS and words.run[index - 1] >= 0)


def _form(words: Words, main: int) -> str | None:
    """The form in which a second predicate of the reporting verb would stand; null where that cannot be told."""
    tag = words.tag[main]
    if tag in FINITE_PAST_OR_PRESENT or tag == "VBG":
        return tag
    if tag == "VB" and any(words.lower[kid] == "did" for kid in words.kids[main]):
        return "VBD"
    return None


def _lengthened(words: Words, clause: Clause, cues: dict[int, CueVerb]) -> int:
    end = clause.end
    high = words.sentence_bounds[words.sentence_of[clause.begin]][1]
    if clause.cue[0] > clause.begin or end >= high or high - end > MAX_EXTENSION:
        return end
    is_whole = words.dep[clause.cue[0]] == "dobj" or words.lower[end] in CONDITIONS
    if words.tag[clause.cue[0]][0] == "N" and not is_whole:
        return end
    if words.tag[end] in FINITE_PAST_OR_PRESENT and words.dep[clause.cue[0]] in ("acl", "relcl", "csubj", "pcomp"):
        return end
    if _goes_on(words, clause, end, high, cues):
        return high
    if words.raw[end] in (",", "—", "–", "-", "--", ";", ":", "(") or words.lower[end] in NOT_CONTINUING:
        return end
    if words.lower[end] in CONJUNCTIONS and words.tag[end + 1 : end + 2] == [words.tag[clause.cue[0]]]:
        return end
    if any((index in cues and not is_passive(words, index)) or words.run[index] >= 0 for index in range(end, high)):
        return end
    return high


def _is_said(words: Words, index: int, cues: dict[int, CueVerb]) -> bool:
    """Whether a reporting verb stands here that reports something, unlike "would show" and "was told"."""
    if index not in cues or words.tag[index] == "VB":
        return False
    return bool(cues[index].flags & (Cue.SPEECH | Cue.FINDING)) and not is_passive(words, index)


def _goes_on(words: Words, clause: Clause, end: int, high: int, cues: dict[int, CueVerb]) -> bool:
    """Whether what follows is a second reported clause: "…, but the bridge was old", with a subject and no cue."""
    at = end + 1 if words.raw[end] == "," else end
    if at + 2 >= high or words.lower[at] not in JOINING or (words.lower[at] == "while" and at == end):
        return False
    if any(_is_said(words, index, cues) for index in range(at, high)):
        return False
    main = next((t for t in range(at + 1, high) if words.tag[t] in FINITE and words.run[t] < 0), None)
    if main is None:
        return False
    own = _subject_of(words, main)
    if own is None or not (at < own < main or words.lower[at] == "nor"):
        return False
    if (
        clause.speaker is not None
        and words.tag[own] in NAME_TAGS
        and words.lower[own] == words.lower[clause.speaker[1] - 1]
    ):
        return False
    if words.lower[own] in ("he", "she") and words.tag[main] == "VBD" and words.lower[main] not in BEING:
        return False  # what the speaker did rather than said
    is_past = words.tag[clause.cue[0]] == "VBD"
    tags = {words.tag[t] for t in range(max(clause.begin, clause.end - MAX_EXTENSION), clause.end)}
    return not (is_past and words.tag[main] in PRESENT) or bool(tags & PRESENT)


def _subject_of(words: Words, finite: int) -> int | None:
    """The subject of a finite verb, or of the verb that it is an auxiliary of."""
    verb = words.head[finite] if words.dep[finite] in ("aux", "auxpass") else finite
    return words.child(verb, "nsubj", "nsubjpass", "expl")
