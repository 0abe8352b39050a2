"""What one paragraph alone tells of its quotations.

Here quoted runs and reported clauses meet: overlaps are decided, runs of one paragraph share a speaker, and the result
becomes plain records with offsets. Who the speakers are is resolved over the article in ``resolve``.
"""

from typing import Final

from spacy.tokens import Doc

from pipeline.quotes.clauses import Clause, CueVerb, cue_verbs, reported_clauses, trim
from pipeline.quotes.marks import find_quoted_runs
from pipeline.quotes.phrases import Span
from pipeline.quotes.runs import RunCue, RunShape, cue_after, cue_before, shape, token_span
from pipeline.quotes.words import Words
from pipeline.records import LocalQuote

MAX_COST: Final = 24.0


def read_quotes(doc: Doc) -> tuple[LocalQuote, ...]:
    """Return the quotations of a parsed paragraph; offsets count from its start.

    A quoted run without a cue of its own is kept without speaker where it may be speech: only the article can tell.
    """
    words = Words(doc, find_quoted_runs(doc.text))
    verbs = cue_verbs(words)
    clauses = reported_clauses(words, verbs)
    found = _quoted(words, verbs, clauses)
    taken = [(quote.char_start, quote.char_end) for quote in found]
    for clause in clauses:
        found.extend(_without(words, clause, taken))
    found.sort(key=lambda quote: (quote.char_start, quote.char_end))
    return tuple(found)


def _quoted(words: Words, verbs: list[CueVerb], clauses: list[Clause]) -> list[LocalQuote]:
    by_index = {verb.index: verb for verb in verbs}
    found: list[LocalQuote] = []
    last: RunCue | None = None
    for number, run in enumerate(words.runs):
        looks = shape(words, number)
        if not looks.count:
            continue
        first, end = token_span(words, run)
        after = cue_after(words, number, by_index) if looks.ends_clause or looks.count > 3 else None
        before = cue_before(words, number, by_index)
        inside = _clause_around(clauses, first, end)
        if inside is not None and not _stands_alone(words, inside, looks, first, end, after, before):
            continue
        choice = _better(words, first, after, before, looks)
        if choice is None and inside is not None:
            choice = RunCue(inside.cue, inside.speaker, 2.0)
        is_direct = _is_direct(looks, choice, words, first)
        if choice is None and is_direct and last is not None and looks.fills_sentence:
            choice = last
        if is_direct:
            found.append(_record(words, run.start, run.end, "direct", choice, is_open=run.is_open))
            if choice is not None:
                last = choice
        elif choice is not None and choice.speaker is not None and (choice.cost <= 9 or looks.ends_clause):
            found.append(_record(words, run.start, run.end, "partial", choice, is_open=run.is_open))
    return found


def _clause_around(clauses: list[Clause], first: int, end: int) -> Clause | None:
    for clause in clauses:
        if clause.begin <= first + 1 and end - 1 <= clause.end:
            return clause
    return None


def _stands_alone(
    words: Words, clause: Clause, looks: RunShape, first: int, end: int, after: RunCue | None, before: RunCue | None
) -> bool:
    """Whether a run inside a reported clause is a quotation of its own rather than a part of the clause."""
    inside = sum(1 for t in range(clause.begin, clause.end) if words.raw[t][0].isalnum())
    if looks.count >= 0.85 * inside:
        return True
    if not looks.starts_high:
        return False
    led = first > 0 and words.raw[first - 1] in (",", ":")
    return (after is not None and looks.ends_clause and looks.count > 2) or (led and before is not None)


def _better(words: Words, first: int, after: RunCue | None, before: RunCue | None, looks: RunShape) -> RunCue | None:
    choices = []
    if after is not None and after.cost <= MAX_COST:
        choices.append((after.cost, 0, after))
    if before is not None and before.cost <= MAX_COST:
        led = first > 0 and words.raw[first - 1] in (",", ":")
        choices.append((before.cost + (0 if led else 3), 1, before))
    return min(choices)[2] if choices else None


def _is_direct(looks: RunShape, choice: RunCue | None, words: Words, first: int) -> bool:
    if looks.has_verb and looks.count >= 3 and (looks.starts_high or looks.count >= 8):
        return True
    if looks.count >= 8:
        return True
    if looks.starts_high and looks.ends_clause and looks.count >= 2:
        return True
    led = first > 0 and words.raw[first - 1] in (",", ":")
    return led and looks.count >= 2 and choice is not None


def _without(words: Words, clause: Clause, taken: list[tuple[int, int]]) -> list[LocalQuote]:
    """Return a clause less the runs that became quotations of their own."""
    low, high = clause.begin, clause.end
    start, end = words.start[low], words.end[high - 1]
    for run_start, run_end in taken:
        if run_end <= start or run_start >= end:
            continue
        if run_start - start > end - run_end:
            end = run_start
        else:
            start = run_end
    low, high = words.token_at(start), words.token_at(end)
    if high <= low:
        return []
    low, high = trim(words, low, high)
    if high - low < 3:
        return []
    start, end = words.start[low], words.end[high - 1]
    for run in words.runs:
        if run.start < end < run.end:
            end = run.end
        elif end == run.start:
            continue
        if run.start < start < run.end and run.end <= end:
            start = run.start
    return [_record(words, start, end, "indirect", RunCue(clause.cue, clause.speaker, 0.0), is_belief=clause.is_belief)]


def _offsets(words: Words, span: Span | None) -> tuple[int | None, int | None]:
    return (words.start[span[0]], words.end[span[1] - 1]) if span is not None else (None, None)


def _record(
    words: Words,
    start: int,
    end: int,
    quote_type: str,
    choice: RunCue | None,
    *,
    is_open: bool = False,
    is_belief: bool = False,
) -> LocalQuote:
    cue = _offsets(words, choice.cue if choice else None)
    speaker = _offsets(words, choice.speaker if choice else None)
    return LocalQuote(
        char_start=start,
        char_end=end,
        quote_type=quote_type,  # type: ignore[arg-type]
        cue_start=cue[0],
        cue_end=cue[1],
        speaker_start=speaker[0],
        speaker_end=speaker[1],
        is_open=is_open,
    )
