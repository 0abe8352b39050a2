"""Reported clauses: what somebody said in the article's words, with cue and speaker.

Here belong the clauses that the parse gives to reporting verbs and nouns ("said that…", "…, he said", "as she noted",
"his claim that…", "according to…"). Their edges are mended in ``onset`` and ``extent``, their quoted fragments in
``mixed``; quoted runs with cues of their own are in ``runs``.
"""

from typing import Final, NamedTuple

from pipeline.quotes.cue_words import CLAUSE_ONLY_WITH_THAT, NO_CLAUSE, Cue
from pipeline.quotes.cues import CueVerb, is_unreal
from pipeline.quotes.nominal import NOUN_CUES, noun_clause
from pipeline.quotes.onset import SUBORDINATORS, content_begin, is_nominal
from pipeline.quotes.phrasal import phrasal_contents
from pipeline.quotes.phrases import NOT_SPEAKERS, THINGS_WITH_WORDS, Span, is_passive, speaker_span
from pipeline.quotes.words import MARKS, Words
from pipeline.word_lists import listed

MIN_CLAUSE_WORDS: Final = 3
CLAUSE_STARTS: Final = frozenset(("DT", "PRP", "PRP$", "NNP", "NNPS", "NNS", "NN", "JJ", "VBG", "EX", "CD"))
FINITE_TAGS: Final = frozenset(("VBD", "VBZ", "VBP", "MD"))
PLAINEST: Final = frozenset(("said", "says", "told", "added"))
REACH: Final = 80
"""Tokens that are looked at on either side of a cue: longer sentences are lists or worse."""
MAX_AS: Final = 14
NAMING_TAGS: Final = frozenset(listed("DT NN NNS NNP NNPS JJ POS PRP PRP$ RB MD VBZ VBP VBD HYPH CD IN CC"))
HEADLINE_WORDS: Final = 20
HANGING: Final = frozenset(("and", "but", "or"))
ADDING: Final = frozenset(("state", "claim", "argue", "insist", "add", "note", "suggest", "warn"))
VIEWS: Final = (["the", "view", "of"], ["the", "words", "of"], ["the", "opinion", "of"])
EDGE_WORDS: Final = frozenset((",", ";", ":", "—", "–", "--", "-"))
SUBJECTLESS: Final = frozenset(("i", "you", "we", "one"))
"""Speakers whose beliefs outside quotation marks are the writer's manner of speaking."""


class Clause(NamedTuple):
    """A reported clause: its tokens, the tokens of its cue, and those of its speaker."""

    begin: int
    end: int
    cue: Span
    speaker: Span | None
    is_belief: bool = False


def reported_clauses(words: Words, verbs: list[CueVerb]) -> list[Clause]:
    """Return the reported clauses of a paragraph ; clauses within clauses are among them."""
    clauses: list[Clause] = []
    for verb in verbs:
        clauses.extend(_of_verb(words, verb))
    for index, word in enumerate(words.lower):
        if words.run[index] >= 0:
            continue
        if word == "in" and words.lower[index + 1 : index + 4] in VIEWS:
            clauses.extend(_according_to(words, index, index + 3))
        elif word == "according" and index + 2 < words.size and words.lower[index + 1] == "to":
            clauses.extend(_according_to(words, index, index + 1))
        elif word in NOUN_CUES and words.tag[index] in ("NN", "NNS", "JJ"):
            clauses.extend(_of_noun(words, index))
    return clauses


def outermost(clauses: list[Clause]) -> list[Clause]:
    """Return the clauses in order without those that begin inside another; one of the same cue lengthens it."""
    kept: list[Clause] = []
    for clause in sorted(clauses, key=lambda clause: (clause.begin, -clause.end)):
        if kept and clause.begin < kept[-1].end:
            if clause.end > kept[-1].end and clause.cue == kept[-1].cue:
                kept[-1] = kept[-1]._replace(end=clause.end)
            continue
        kept.append(clause)
    return kept


def trim(words: Words, begin: int, end: int) -> Span:
    """Drop separators, a leading "that" and stray marks at the edges of a span."""
    while begin < end and (
        words.raw[begin] in EDGE_WORDS
        or words.tag[begin] == "_SP"
        or (words.lower[begin] == "that" and begin > 0 and _is_that(words, begin, end))
        or (words.raw[begin] in MARKS and words.run[begin] < 0)
    ):
        begin += 1
    while end > begin and (
        words.raw[end - 1] in EDGE_WORDS
        or words.lower[end - 1] in HANGING
        or (words.raw[end - 1] in ".?!" and words.run[end - 1] < 0)
        or words.tag[end - 1] == "_SP"
        or (words.raw[end - 1] in MARKS and words.run[end - 1] < 0)
    ):
        end -= 1
    return begin, end


def _is_that(words: Words, index: int, end: int) -> bool:
    """Whether "that" opens a clause rather than being its subject or part of it."""
    if words.tag[index] != "DT":
        return True
    return index + 1 < end and words.tag[index + 1] in ("PRP", "DT", "NNP", "PRP$", "EX", "NNS")


def _of_verb(words: Words, verb: CueVerb) -> list[Clause]:
    index, flags = verb.token, verb.flags
    if not flags & (Cue.SPEECH | Cue.BELIEF | Cue.FINDING) or is_unreal(words, index):
        return []
    is_belief = not flags & (Cue.SPEECH | Cue.FINDING)
    spans = (phrasal_contents(words, verb) if flags & Cue.SPEECH else []) or _complements(words, verb)
    if not spans and flags & Cue.SPEECH and verb.base not in NO_CLAUSE:
        spans = _as_clause(words, verb) or _inverted(words, verb) or _following(words, verb)
    if not spans or (verb.base == "ask" and _is_one_asked(words, index)):
        return []
    speaker = None if verb.subject is None else speaker_span(words, verb.subject)
    if speaker is not None and words.run[speaker[0]] >= 0:
        return _unnamed(words, index, spans, is_belief) if words.tag[index] == "VBG" else []
    if speaker is None or (is_passive(words, index) and words.child(index, "agent") is None):
        return []
    head = words.lower[speaker[1] - 1]
    if head in THINGS_WITH_WORDS:
        return []
    if head in NOT_SPEAKERS or (is_belief and head in SUBJECTLESS):
        return []
    clauses = []
    for span in spans:
        begin, end = trim(words, *span)
        is_headless = words.tag[begin] in FINITE_TAGS and begin > index and words.raw[begin - 1] != ","
        if is_headless and words.dep[index] in ("ROOT", "conj"):
            continue  # a verb whose subject is elsewhere: the parse has gone astray
        is_named_thing = not flags & Cue.SPEECH and words.lower[begin] == "what"
        if end - begin >= MIN_CLAUSE_WORDS and not is_named_thing:
            clauses.append(Clause(begin, end, (index, index + 1), speaker, is_belief))
    return clauses


def _is_one_asked(words: Words, verb: int) -> bool:
    """Whether the subject of "asked" is the one who was asked: "Rowe, asked what he would do, said"."""
    if words.tag[verb] not in ("VBN", "VBD") or words.child(verb, "agent") is not None:
        return False
    return words.dep[verb] == "acl" or (
        words.dep[verb] == "ccomp" and words.raw[verb - 1] == "," and words.head[verb] > verb
    )


def _unnamed(words: Words, index: int, spans: list[Span], is_belief: bool) -> list[Clause]:
    """The clause of a participle after a quotation, whose speaker is that of the quotation ("…," claiming that…)."""
    begin, end = trim(words, *spans[0])
    return [Clause(begin, end, (index, index + 1), None, is_belief)] if end - begin >= MIN_CLAUSE_WORDS else []


def _complements(words: Words, verb: CueVerb) -> list[Span]:
    """The clauses that the parse makes the verb's complement, on either side of it."""
    index = verb.token
    low, high = words.sentence_bounds[words.sentence_of[index]]
    spans: list[Span] = []
    for kid in words.kids[index]:
        if kid == verb.subject or not _is_complement(words, verb, kid):
            continue
        left, right = words.left(kid), words.right(kid) + 1
        if kid > index:
            begin = max(left, index + 1)
            after_cue = content_begin(words, verb, kid)
            if words.lower[begin - 1] == "that" and begin - 2 > index and is_nominal(words, begin - 2):
                continue
            has_that = words.lower[after_cue - 1] == "that" and after_cue - 1 > index
            if has_that or begin < after_cue or words.lower[after_cue] in SUBORDINATORS:
                begin = after_cue
            lost = words.child(index, "dobj")
            if lost is not None and words.right(lost) + 1 == begin and words.tag[begin] in FINITE_TAGS:
                begin = max(index + 1, words.left(lost))  # the subject, which the parse takes for an object
            if words.lower[begin - 1] == "of":
                continue
            if spans and spans[-1][0] > index and 0 <= begin - spans[-1][1] <= 1 and words.run[begin] < 0:
                # The parse has torn one clause apart, or taken an apposition for another.
                if words.raw[begin - 1] == "," and not _has_finite(words, begin, right):
                    continue
                begin = spans.pop()[0] if words.lower[begin] != "however" else begin
            spans.append((begin, min(right, high)))
        else:
            stop = index if verb.subject is None else min(index, words.left(verb.subject))
            end = min(right, stop)
            if end >= stop or words.raw[end] not in (";", ":"):
                spans.append((max(left, low), end))
    return spans


def _has_finite(words: Words, begin: int, end: int) -> bool:
    return any(words.tag[t] in FINITE_TAGS for t in range(begin, end))


def _is_complement(words: Words, verb: CueVerb, kid: int) -> bool:
    dep = words.dep[kid]
    takes_infinitive = bool(verb.flags & Cue.INFINITIVE)
    if dep == "ccomp":
        if verb.base in NO_CLAUSE:
            return verb.base in CLAUSE_ONLY_WITH_THAT and words.child(kid, "mark") is not None
        return True
    return dep == "xcomp" and takes_infinitive and kid > verb.token and words.tag[kid] == "VB" and words.run[kid] < 0


def _as_clause(words: Words, verb: CueVerb) -> list[Span]:
    """What "as she noted" goes with: the rest of the sentence, before it or after."""
    index = verb.token
    if verb.subject is None or not index - MAX_AS < verb.subject < index or words.child(index, "dobj") is not None:
        return []
    mark = index - 1
    low, high = words.sentence_bounds[words.sentence_of[index]]
    while mark > max(low, index - MAX_AS) and words.lower[mark] != "as" and words.tag[mark] in NAMING_TAGS:
        mark -= 1
    if mark < low or words.lower[mark] != "as" or mark == index - 1 or (mark > low + 1 and words.raw[mark - 1] != ","):
        return []
    end = index + 1
    while end < min(high, index + REACH) and words.raw[end] not in (",", ":", ".", ";"):
        end += 1
    if end - index > 6 or end >= high:
        return []
    return [(end + 1, high)] if mark <= low + 1 else [(low, mark)]


def _inverted(words: Words, verb: CueVerb) -> list[Span]:
    """The clause around a cue that stands in or after it: "…, he said", "…, said Rowe, …"."""
    index = verb.token
    if verb.subject is None:
        return []
    low, high = words.sentence_bounds[words.sentence_of[index]]
    span = speaker_span(words, verb.subject)
    if span is None:
        return []
    begin, end = min(span[0], index), max(span[1], index + 1)
    if any(words.lower[t] in PLAINEST and words.run[t] < 0 for t in range(max(low, begin - REACH), begin)):
        return []
    if words.dep[index] in ("parataxis", "ccomp") and words.head[index] != index:
        spans = []
        low = max((at + 1 for at in range(low, begin) if words.raw[at] == ";" and words.run[at] < 0), default=low)
        if begin - 1 > low and words.raw[begin - 1] in (",", "”", '"'):
            spans.append((low, begin))
        while end < min(high, index + REACH) and words.raw[end] != ",":
            end += 1
        # "…, she said, amid cheers": what has no verb, behind what has one, was not said.
        is_said = _has_finite(words, end, high) or not _has_finite(words, low, begin)
        if end + MIN_CLAUSE_WORDS < high and spans and is_said:
            spans.append((end, high))
        return spans
    if begin - MIN_CLAUSE_WORDS > low and words.raw[begin - 1] == "," and words.run[begin - 2] < 0:
        if words.tag[low] in ("IN", "VBG", "VBN") or words.lower[low] in ("asked", "while"):
            return []
        before = any(words.tag[t] in FINITE_TAGS and words.run[t] < 0 for t in range(max(low, begin - REACH), begin))
        after = any(words.tag[t] in FINITE_TAGS for t in range(end, min(high, end + REACH)))
        if before and not after and words.dep[index] in ("ROOT", "parataxis", "ccomp"):
            return [(low, begin)]
        # Headlines leave verbs out, so that the parser sees none: "…, minister says".
        if words.size <= HEADLINE_WORDS and end >= high - 1 and index > verb.subject:
            return [(low, begin)]
    return []


def _following(words: Words, verb: CueVerb) -> list[Span]:
    """The rest of the sentence after a verb of saying whose clause the parser did not see."""
    index = verb.token
    if is_passive(words, index):
        return []
    high = words.sentence_bounds[words.sentence_of[index]][1]
    begin = content_begin(words, verb, high)
    if begin >= high or words.raw[begin] in EDGE_WORDS or words.run[begin] >= 0:
        return []
    has_that = words.lower[begin - 1] == "that" and begin - 1 > index
    is_plain = verb.base == "say" or (words.tag[index] == "VBG" and verb.base in ADDING)
    if not has_that and (not is_plain or (words.tag[begin] not in CLAUSE_STARTS and words.lower[begin] != "about")):
        return []
    if not any(words.tag[t] in FINITE_TAGS and words.run[t] < 0 for t in range(begin, min(high, begin + REACH))):
        return []
    return [(begin, high)]


def _according_to(words: Words, index: int, preposition: int) -> list[Clause]:
    source = words.child(preposition, "pobj")
    low, high = words.sentence_bounds[words.sentence_of[index]]
    if source is None:
        return []
    speaker = speaker_span(words, source)
    if speaker is None:
        return []
    end = speaker[1]
    if index <= low + 1:
        after = words.right(source) + 1
        if end < after < min(high, index + REACH) and words.raw[after] == ",":
            end = after  # over what is told of the source
        while end < min(high, index + REACH) and words.raw[end] != ",":
            end += 1
        begin, stop = trim(words, end, high)
    else:
        begin, stop = trim(words, low, index)
    if stop - begin < MIN_CLAUSE_WORDS or words.lower[stop - 1] == "that":
        return []
    return [Clause(begin, stop, (index, preposition + 1), speaker)]


def _of_noun(words: Words, index: int) -> list[Clause]:
    found = noun_clause(words, index)
    if found is None:
        return []
    begin, end = trim(words, *found.content)
    if end - begin < MIN_CLAUSE_WORDS or words.lower[found.speaker[1] - 1] in NOT_SPEAKERS:
        return []
    return [Clause(begin, end, found.cue, found.speaker)]
