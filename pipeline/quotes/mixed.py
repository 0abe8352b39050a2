"""Reported clauses with quoted fragments in them: where the clause begins and ends.

The parser is often wrong around quotation marks. Here belongs what mends its clauses from the surface: a fragment within
a sentence belongs to the clause of the reporting verb before it, and the clause lasts at least to the fragment's end.
"""

from typing import Final

from pipeline.quotes.clauses import Clause, CueVerb, is_unreal, trim
from pipeline.quotes.cues import NO_CLAUSE, Cue
from pipeline.quotes.phrases import is_passive, speaker_span, surface_phrase_before, surface_span
from pipeline.quotes.runs import RunShape, token_span
from pipeline.quotes.words import Words

MAX_GAP: Final = 30
CLAUSE_TAGS: Final = frozenset(("VBD", "VBZ", "VBP", "MD"))
SKIPPED_AFTER_CUE: Final = frozenset("that reporters monday tuesday wednesday thursday friday saturday sunday".split())


def join_embedded(
    words: Words, looks: list[RunShape], verbs: list[CueVerb], clauses: list[Clause]
) -> list[Clause]:
    """Return the clauses, widened to the fragments in their sentences, with those added that the parser missed."""
    joined = list(clauses)
    for number, run in enumerate(words.runs):
        if not looks[number].is_embedded or not looks[number].count:
            continue
        first, end = token_span(words, run)
        verb = _governing(words, verbs, first)
        if verb is None:
            continue
        position = _clause_of(joined, verb, first)
        if position is not None:
            clause = joined[position]
            if clause.end < end:
                joined[position] = clause._replace(end=end)
            continue
        added = _surface_clause(words, verb, first, end)
        if added is not None:
            joined.append(added)
    joined.sort(key=lambda clause: (clause.begin, -clause.end))
    kept: list[Clause] = []
    for clause in joined:
        if kept and clause.begin < kept[-1].end:
            if clause.end > kept[-1].end and clause.cue == kept[-1].cue:
                kept[-1] = kept[-1]._replace(end=clause.end)
            continue
        kept.append(clause)
    return kept


def _governing(words: Words, verbs: list[CueVerb], first: int) -> CueVerb | None:
    """The nearest reporting verb before a fragment in its sentence."""
    sentence = words.sentence_of[first]
    found = None
    for verb in verbs:
        if verb.index >= first:
            break
        if words.sentence_of[verb.index] == sentence and first - verb.index <= MAX_GAP:
            found = verb
    return found


def _clause_of(clauses: list[Clause], verb: CueVerb, first: int) -> int | None:
    for position, clause in enumerate(clauses):
        if clause.cue[0] == verb.index and clause.begin <= first + 1 and clause.begin > verb.index:
            return position
        if clause.begin <= verb.index < clause.end and clause.begin <= first and clause.cue[0] < clause.begin:
            return position
    return None


def _surface_clause(words: Words, verb: CueVerb, first: int, end: int) -> Clause | None:
    index = verb.index
    if not verb.flags & Cue.SPEECH or verb.base in NO_CLAUSE or is_unreal(words, index):
        return None
    begin = index + 1
    while begin < first and words.lower[begin] in SKIPPED_AFTER_CUE:
        begin += 1
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
