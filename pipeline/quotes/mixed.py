"""Reported clauses with quoted fragments in them: where the clause begins and ends.

The parser is often wrong around quotation marks. Here belongs what mends its clauses from the surface: a fragment
within a sentence belongs to the clause of the reporting verb before it, and the clause lasts at least to the
fragment's end.
"""

from bisect import bisect_left, bisect_right
from typing import Final

from pipeline.quotes.clauses import Clause, outermost, trim
from pipeline.quotes.cue_words import NO_CLAUSE, Cue
from pipeline.quotes.cues import CueVerb, is_unreal
from pipeline.quotes.onset import SUBORDINATORS, content_begin
from pipeline.quotes.phrases import is_passive, speaker_span, surface_phrase_before, surface_span
from pipeline.quotes.runs import RunShape, cue_after, is_continuation, token_span
from pipeline.quotes.words import Words

MAX_GAP: Final = 30
CLAUSE_TAGS: Final = frozenset(("VBD", "VBZ", "VBP", "MD"))
REACH: Final = 80
NEAR: Final = 6.0


def join_embedded(words: Words, looks: list[RunShape], verbs: list[CueVerb], clauses: list[Clause]) -> list[Clause]:
    """Return the clauses, widened to the fragments in their sentences, with those added that the parser missed."""
    joined = list(clauses)
    begins = [clause.begin for clause in clauses]
    of_cue = {clause.cue[0]: position for position, clause in enumerate(clauses)}
    by_index = {verb.token: verb for verb in verbs}
    for number, run in enumerate(words.runs):
        if not looks[number].is_embedded or not looks[number].word_count:
            continue
        if number and is_continuation(words, number, by_index):
            continue
        first, end = token_span(words, run)
        verb = _governing(words, verbs, first)
        if verb is None:
            leading = _led_by_text(words, number, first, end, by_index) if looks[number].ends_clause else None
            if leading is not None:
                joined.append(leading)
            continue
        position = of_cue.get(verb.token)
        if position is None or not verb.token < joined[position].begin <= first + 1:
            position = _covering(joined, begins, verb, first)
        if position is not None:
            joined[position] = _widened(words, joined[position], verb, first, end)
            continue
        added = _surface_clause(words, verb, first, end)
        if added is not None:
            joined.append(added)
    return outermost(joined)


def _covering(clauses: list[Clause], begins: list[int], verb: CueVerb, first: int) -> int | None:
    """The clause that the reporting verb itself stands in."""
    position = bisect_right(begins, verb.token) - 1
    if position < 0:
        return None
    clause = clauses[position]
    is_around = clause.begin <= verb.token < clause.end and clause.begin <= first and clause.cue[0] < clause.begin
    return position if is_around else None


def _widened(words: Words, clause: Clause, verb: CueVerb, first: int, end: int) -> Clause:
    begin = clause.begin
    if clause.cue[0] == verb.token and begin >= first:
        after_cue = content_begin(words, verb, first)
        begin = after_cue if words.lower[after_cue] in SUBORDINATORS else begin
    return clause._replace(begin=begin, end=max(end, clause.end))


def _led_by_text(words: Words, number: int, first: int, end: int, verbs: dict[int, CueVerb]) -> Clause | None:
    """A sentence that ends in a fragment and is then reported as a whole: It was also “a trap,” Rowe said."""
    after = cue_after(words, number, verbs)
    low = words.sentence_bounds[words.sentence_of[first]][0]
    if after is None or after.cue is None or after.speaker is None or after.cost > NEAR or low >= first - 1:
        return None
    verb = verbs[after.cue[0]]
    if not verb.flags & Cue.SPEECH or verb.base in NO_CLAUSE or words.tag[verb.token] not in CLAUSE_TAGS:
        return None
    if not any(words.tag[t] in CLAUSE_TAGS for t in range(max(low, end - REACH), end)):
        return None
    begin, stop = trim(words, low, end)
    return Clause(begin, stop, after.cue, after.speaker)


def _governing(words: Words, verbs: list[CueVerb], first: int) -> CueVerb | None:
    """The nearest reporting verb before a fragment in its sentence."""
    position = bisect_left(verbs, first, key=lambda verb: verb.token) - 1
    if position < 0:
        return None
    verb = verbs[position]
    is_near = words.sentence_of[verb.token] == words.sentence_of[first] and first - verb.token <= MAX_GAP
    return verb if is_near else None


def _surface_clause(words: Words, verb: CueVerb, first: int, end: int) -> Clause | None:
    index = verb.token
    if not verb.flags & Cue.SPEECH or verb.base in NO_CLAUSE or is_unreal(words, index):
        return None
    begin = content_begin(words, verb, first)
    has_clause = any(words.tag[t] in CLAUSE_TAGS for t in range(begin, end)) or words.lower[begin] == "to"
    if begin >= first or not has_clause or any(words.raw[t] == ";" for t in range(begin, first)):
        return None
    head = verb.subject
    speaker = None
    if not is_passive(words, index):
        if head is None:
            low = words.sentence_bounds[words.sentence_of[index]][0]
            found = surface_phrase_before(words, index, low)
            speaker = surface_span(words, found, low, words.size) if found is not None else None
        else:
            speaker = speaker_span(words, head)
    begin, stop = trim(words, begin, end)
    return Clause(begin, stop, (index, index + 1), speaker)
