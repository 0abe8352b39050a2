"""Reported clauses: what somebody said in the article's words, with cue and speaker.

Here belong the reporting verbs and nouns of a parsed paragraph, their clauses ("said that…", "…, he said", "according to
…"), and when such a clause is no report at all (negated, hypothetical, asked). Quoted runs are joined to cues in
``runs``; both meet in ``local``.
"""

from typing import Final, NamedTuple

from pipeline.quotes.cues import (
    CLAUSE_ONLY_WITH_THAT,
    CUE_BASES,
    CUE_FLAGS,
    CUE_NOUNS,
    NEGATIONS,
    NO_CLAUSE,
    UNREAL_AUXILIARIES,
    Cue,
)
from pipeline.quotes.phrases import NOT_SPEAKERS, Span, is_passive, speaker_span, subject
from pipeline.quotes.words import MARKS, Words
from pipeline.word_lists import listed

MIN_CLAUSE_WORDS: Final = 3
PLAIN_SPEECH: Final = frozenset(
    listed(
        """
        say tell claim argue insist note add announce warn suggest state declare acknowledge admit report explain
        maintain assert contend allege confirm predict promise
        """
    )
)
"""Verbs that are nearly always followed by what was said."""
ADDRESSEE_TAGS: Final = frozenset(("PRP", "NNS", "NNP", "NNPS", "DT", "NN"))
CLAUSE_STARTS: Final = frozenset("DT PRP PRP$ NNP NNPS NNS NN JJ VBG EX CD".split())
FINITE_TAGS: Final = frozenset("VBD VBZ VBP MD".split())
TIME_WORDS: Final = frozenset(
    listed("monday tuesday wednesday thursday friday saturday sunday yesterday today earlier later")
)
EDGE_WORDS: Final = frozenset([",", ";", ":", "—", "–", "--", "-"])


class CueVerb(NamedTuple):
    """A reporting verb in its sentence."""

    index: int
    base: str
    flags: Cue
    subject: int | None


class Clause(NamedTuple):
    """A reported clause: its tokens, the tokens of its cue, and those of its speaker."""

    begin: int
    end: int
    cue: Span
    speaker: Span | None
    is_belief: bool = False


def cue_verbs(words: Words) -> list[CueVerb]:
    """Return the reporting verbs outside quotation marks."""
    found = []
    for index, word in enumerate(words.lower):
        flags = CUE_FLAGS.get(word)
        if flags is None or words.run[index] >= 0 or words.tag[index][0] != "V":
            continue
        if words.dep[index] in ("amod", "compound"):
            continue
        found.append(CueVerb(index, CUE_BASES[word], flags, subject(words, index)))
    return found


def reported_clauses(words: Words, verbs: list[CueVerb]) -> list[Clause]:
    """Return the reported clauses of a paragraph in the order of the text; the outer one of nested clauses only."""
    clauses: list[Clause] = []
    for verb in verbs:
        clauses.extend(_of_verb(words, verb))
    for index, word in enumerate(words.lower):
        if words.run[index] >= 0:
            continue
        if word == "according" and index + 2 < words.size and words.lower[index + 1] == "to":
            clauses.extend(_according_to(words, index))
        elif word in CUE_NOUNS and words.tag[index] in ("NN", "NNS"):
            clauses.extend(_of_noun(words, index))
    return _outermost(clauses)


def is_unreal(words: Words, verb: int) -> bool:
    """Whether the saying is negated, hypothetical or asked about, so that nothing was said."""
    for kid in words.kids[verb]:
        if kid > verb + 1:
            break
        word = words.lower[kid]
        if (words.dep[kid] == "neg" or word in NEGATIONS) and word != "only":
            return True
        if words.dep[kid] == "aux" and word in UNREAL_AUXILIARIES:
            return True
        if words.dep[kid] == "mark" and word in ("if", "unless", "whether"):
            return True
        if (
            words.dep[kid] == "aux"
            and word in ("did", "does", "do")
            and kid == words.sentence_bounds[words.sentence_of[verb]][0]
        ):
            return True
    head = words.head[verb]
    if words.dep[verb] == "xcomp" and head != verb:
        if words.lower[head] in (
            "refused",
            "declined",
            "refuses",
            "declines",
            "refusing",
            "declining",
            "failed",
            "fails",
            "reluctant",
            "unable",
            "wants",
            "want",
            "wanted",
            "afraid",
            "stop",
            "stopped",
        ):
            return True
        return is_unreal(words, head)
    return words.dep[verb] == "conj" and words.tag[verb] == "VB" and head != verb and is_unreal(words, head)


def trim(words: Words, begin: int, end: int) -> Span:
    """Drop separators, a leading "that" and stray closing marks at the edges of a span."""
    while begin < end and (
        words.raw[begin] in EDGE_WORDS
        or words.tag[begin] == "_SP"
        or (words.lower[begin] == "that" and words.tag[begin] == "IN")
        or (words.raw[begin] in MARKS and words.run[begin] < 0)
    ):
        begin += 1
    while end > begin and (
        words.raw[end - 1] in EDGE_WORDS
        or (words.raw[end - 1] in ".?!" and words.run[end - 1] < 0)
        or words.tag[end - 1] == "_SP"
        or (words.raw[end - 1] in MARKS and words.run[end - 1] < 0)
    ):
        end -= 1
    return begin, end


def _of_verb(words: Words, verb: CueVerb) -> list[Clause]:
    index, flags = verb.index, verb.flags
    if not flags & (Cue.SPEECH | Cue.BELIEF | Cue.FINDING) or is_unreal(words, index):
        return []
    is_belief = not flags & Cue.SPEECH
    spans = _complements(words, verb)
    if not spans and flags & Cue.SPEECH and verb.base not in NO_CLAUSE:
        spans = _inverted(words, verb) or _following(words, verb)
    if not spans:
        return []
    speaker = None if verb.subject is None or is_passive(words, index) else speaker_span(words, verb.subject)
    if speaker is not None and words.lower[speaker[1] - 1] in NOT_SPEAKERS:
        return []
    cue = (index, index + 1)
    clauses = []
    for begin, end in spans:
        begin, end = trim(words, begin, end)
        if end - begin >= MIN_CLAUSE_WORDS:
            clauses.append(Clause(begin, end, cue, speaker, is_belief))
    return clauses


def _complements(words: Words, verb: CueVerb) -> list[Span]:
    index = verb.index
    low, high = words.sentence_bounds[words.sentence_of[index]]
    spans: list[Span] = []
    for kid in words.kids[index]:
        dep = words.dep[kid]
        if kid == verb.subject or (words.run[kid] >= 0 and dep != "ccomp"):
            continue
        if dep == "ccomp" or (dep == "xcomp" and verb.flags & Cue.INFINITIVE and kid > index):
            has_that = words.child(kid, "mark") is not None
            if verb.base in NO_CLAUSE and not (verb.base in CLAUSE_ONLY_WITH_THAT and has_that):
                if not (dep == "xcomp" and verb.flags & Cue.INFINITIVE):
                    continue
            if dep == "xcomp" and words.tag[kid] != "VB":
                continue
            left, right = words.left(kid), words.right(kid) + 1
            if kid > index:
                begin = max(left, index + 1)
                if (
                    dep == "ccomp"
                    and words.tag[kid] == "VB"
                    and verb.flags & Cue.ADDRESSEE
                    and words.child(kid, "aux") is not None
                ):
                    to = words.child(kid, "aux")
                    if to is not None and words.lower[to] == "to":
                        begin = to
                spans.append((begin, min(right, high)))
            else:
                stop = index if verb.subject is None else min(index, words.left(verb.subject))
                spans.append((max(left, low), min(right, stop)))
    return spans


def _inverted(words: Words, verb: CueVerb) -> list[Span]:
    """The clause around a cue that stands in or after it: "…, he said", "…, said Rowe, …"."""
    index = verb.index
    if verb.subject is None:
        return []
    low, high = words.sentence_bounds[words.sentence_of[index]]
    span = speaker_span(words, verb.subject)
    if span is None:
        return []
    begin, end = min(span[0], index), max(span[1], index + 1)
    if words.dep[index] in ("parataxis", "ccomp") and words.head[index] != index:
        spans = []
        if begin - 1 > low and words.raw[begin - 1] in (",", "”", '"'):
            spans.append((low, begin))
        while end < high and words.raw[end] != ",":
            end += 1
        if end + MIN_CLAUSE_WORDS < high and spans:
            spans.append((end, high))
        return spans
    if begin - MIN_CLAUSE_WORDS > low and words.raw[begin - 1] == "," and words.run[begin - 2] < 0:
        clause_verbs = [
            t for t in range(low, begin) if words.tag[t] in ("VBD", "VBZ", "VBP", "MD") and words.run[t] < 0
        ]
        after = [t for t in range(end, high) if words.tag[t] in ("VBD", "VBZ", "VBP", "MD")]
        if clause_verbs and not after and words.dep[index] in ("ROOT", "parataxis", "ccomp"):
            return [(low, begin)]
    return []


def _following(words: Words, verb: CueVerb) -> list[Span]:
    """The rest of the sentence after a verb of saying whose clause the parser did not see."""
    index = verb.index
    if verb.base not in PLAIN_SPEECH or is_passive(words, index):
        return []
    high = words.sentence_bounds[words.sentence_of[index]][1]
    begin = index + 1
    if verb.flags & Cue.ADDRESSEE:
        while begin < high and words.tag[begin] in ADDRESSEE_TAGS and words.lower[begin] != "that":
            begin += 1
    while begin < high and words.lower[begin] in TIME_WORDS:
        begin += 1
    if begin >= high or words.raw[begin] in EDGE_WORDS or words.run[begin] >= 0:
        return []
    has_that = words.lower[begin] == "that" and words.tag[begin] == "IN"
    if not has_that and (verb.base != "say" or words.tag[begin] not in CLAUSE_STARTS):
        return []
    if not any(words.tag[t] in FINITE_TAGS and words.run[t] < 0 for t in range(begin, high)):
        return []
    return [(begin, high)]


def _according_to(words: Words, index: int) -> list[Clause]:
    source = words.child(index + 1, "pobj")
    low, high = words.sentence_bounds[words.sentence_of[index]]
    if source is None:
        return []
    speaker = speaker_span(words, source)
    if speaker is None:
        return []
    end = speaker[1]
    if index <= low + 1:
        while end < high and words.raw[end] != ",":
            end += 1
        begin, stop = trim(words, end, high)
    else:
        begin, stop = trim(words, low, index)
    if stop - begin < MIN_CLAUSE_WORDS:
        return []
    return [Clause(begin, stop, (index, index + 2), speaker)]


def _of_noun(words: Words, index: int) -> list[Clause]:
    for kid in words.kids[index]:
        if words.dep[kid] != "acl" or kid < index or words.tag[kid] in ("VBG", "VBN"):
            continue
        mark = words.child(kid, "mark")
        if mark is None or words.lower[mark] != "that":
            continue
        begin, end = trim(words, max(words.left(kid), index + 1), words.right(kid) + 1)
        owner = words.child(index, "poss")
        speaker = speaker_span(words, owner) if owner is not None else None
        if end - begin >= MIN_CLAUSE_WORDS:
            return [Clause(begin, end, (index, index + 1), speaker)]
    return []


def _outermost(clauses: list[Clause]) -> list[Clause]:
    clauses.sort(key=lambda clause: (clause.begin, -clause.end))
    kept: list[Clause] = []
    for clause in clauses:
        if kept and clause.begin < kept[-1].end:
            continue
        kept.append(clause)
    return kept
