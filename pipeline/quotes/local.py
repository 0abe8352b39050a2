"""What one paragraph alone tells of its quotations.

Here quoted runs and reported clauses meet: overlaps are decided, runs of one paragraph share a speaker, and the result
becomes plain records with offsets. Who the speakers are is resolved over the article in ``resolve``.
"""

from typing import Final

from spacy.tokens import Doc

from pipeline.quotes.clauses import MIN_CLAUSE_WORDS, Clause, reported_clauses, trim
from pipeline.quotes.cues import CueVerb, cue_verbs
from pipeline.quotes.extent import lengthen, mend_ends
from pipeline.quotes.labels import HEADLINE_WORDS, Labelled, find_labelled
from pipeline.quotes.marks import find_quoted_runs
from pipeline.quotes.mixed import join_embedded
from pipeline.quotes.phrases import Span
from pipeline.quotes.runs import RunCue, RunShape, cue_after, cue_at_end, cue_before, is_continuation, is_on_thing, shape, token_span
from pipeline.quotes.words import Words
from pipeline.records import LocalQuote, QuoteType

MAX_COST: Final = 24.0
PARTIAL_COST: Final = 9.0
TITLE_COST: Final = 1.5
LONG_RUN: Final = 8


def read_quotes(doc: Doc) -> tuple[LocalQuote, ...]:
    """Return the quotations of a parsed paragraph; offsets count from its start.

    A quoted run without a cue of its own is kept without speaker where it may be speech: only the article can tell.
    """
    words = Words(doc, find_quoted_runs(doc.text))
    labelled = find_labelled(words) if ":" in words.text or words.size <= HEADLINE_WORDS else None
    if labelled is not None:
        return (_labelled_quote(labelled),)
    verbs = cue_verbs(words)
    if not verbs and not words.runs and "ccording" not in words.text and ":" not in words.text:
        return ()
    clauses = reported_clauses(words, verbs)
    looks = [shape(words, number) for number in range(len(words.runs))]
    clauses = join_embedded(words, looks, verbs, mend_ends(words, clauses, verbs))
    clauses = lengthen(words, clauses, verbs)
    found, taken = _quoted(words, looks, verbs, clauses)
    used = {quote.cue_start for quote in found}
    for clause in clauses:
        for quote in _without(words, clause, taken):
            if not any(cue is not None and quote.char_start <= cue < quote.char_end for cue in used):
                found.append(quote)
    lead = cue_at_end(words, {verb.index: verb for verb in verbs})
    if lead is not None:
        found.append(_record(words, len(words.text), len(words.text), "direct", lead, is_lead=True))
    found.sort(key=lambda quote: (quote.char_start, quote.char_end))
    return tuple(found)


def _labelled_quote(labelled: Labelled) -> LocalQuote:
    return LocalQuote(
        char_start=labelled.start,
        char_end=labelled.end,
        quote_type="direct" if labelled.is_transcript else "indirect",
        speaker_start=labelled.label_start,
        speaker_end=labelled.label_end,
    )


def _quoted(
    words: Words, looks: list[RunShape], verbs: list[CueVerb], clauses: list[Clause]
) -> tuple[list[LocalQuote], list[Span]]:
    by_index = {verb.index: verb for verb in verbs}
    found: list[LocalQuote] = []
    taken: list[Span] = []
    last: RunCue | None = None
    for number, run in enumerate(words.runs):
        look = looks[number]
        if not look.count:
            continue
        first, end = token_span(words, run)
        inside = _clause_around(clauses, first, end)
        if inside is not None and look.is_embedded and not _is_whole(words, inside, look):
            continue
        after = cue_after(words, number, by_index) if look.ends_clause or look.count > 3 else None
        before = cue_before(words, number, by_index)
        if inside is not None and not _is_whole(words, inside, look) and not _stands_alone(look, after, before):
            continue
        goes_on = last is not None and number > 0 and is_continuation(words, number, by_index)
        choice = _better(look, after, before)
        if choice is None and inside is not None:
            choice = RunCue(inside.cue, inside.speaker, 2.0)
        if choice is not None and is_on_thing(words, choice.speaker):
            continue
        is_direct = _is_direct(look, choice)
        if choice is None and is_direct and last is not None and look.fills_sentence:
            choice = last
        is_direct = is_direct or goes_on
        if goes_on:
            choice = last
        if is_direct:
            found.append(_record(words, run.inner_start, run.inner_end, "direct", choice, is_open=run.is_open))
            last = choice or last
        elif choice is not None and choice.speaker is not None and choice.cost <= PARTIAL_COST and not look.is_title:
            found.append(_record(words, run.inner_start, run.inner_end, "partial", choice, is_open=run.is_open))
        else:
            continue
        taken.append((run.start, run.end))
    return found, taken


def _clause_around(clauses: list[Clause], first: int, end: int) -> Clause | None:
    for clause in clauses:
        if clause.begin <= first + 1 and end - 1 <= clause.end:
            return clause
    return None


def _is_whole(words: Words, clause: Clause, look: RunShape) -> bool:
    """Whether the run is all that the clause holds."""
    inside = sum(1 for t in range(clause.begin, clause.end) if words.raw[t][0].isalnum())
    return look.count >= (inside if look.is_embedded else 0.9 * inside)


def _stands_alone(look: RunShape, after: RunCue | None, before: RunCue | None) -> bool:
    """Whether a run inside a reported clause is a quotation of its own rather than a part of the clause."""
    return (after is not None and look.ends_clause and look.count > 2) or (look.is_led and before is not None)


def _better(look: RunShape, after: RunCue | None, before: RunCue | None) -> RunCue | None:
    choices = []
    if after is not None and after.cost <= MAX_COST:
        choices.append((after.cost, 0, after))
    if before is not None and before.cost <= MAX_COST:
        choices.append((before.cost + (0 if look.is_led else 3), 1, before))
    return min(choices, key=lambda choice: choice[:2])[2] if choices else None


def _is_direct(look: RunShape, choice: RunCue | None) -> bool:
    if look.is_title and (choice is None or choice.cost > TITLE_COST or look.is_embedded):
        return False
    if look.has_verb and look.count >= 3 and (look.starts_high or look.count >= LONG_RUN):
        return True
    if look.count >= LONG_RUN:
        return True
    if look.starts_high and look.ends_clause and look.count >= 2 and (choice is not None or look.fills_sentence):
        return True
    return look.is_led and look.count >= 2 and choice is not None


def _without(words: Words, clause: Clause, taken: list[Span]) -> list[LocalQuote]:
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
    if high - low < MIN_CLAUSE_WORDS:
        return []
    start, end = words.start[low], words.end[high - 1]
    for run in words.runs:
        if run.start <= end < run.end and end > run.start + 2:
            end = run.end
        if run.start < start < run.end and run.end <= end:
            start = run.start
    choice = RunCue(clause.cue, clause.speaker, 0.0)
    return [_record(words, start, end, "indirect", choice, is_belief=clause.is_belief)]


def _offsets(words: Words, span: Span | None) -> tuple[int | None, int | None]:
    return (words.start[span[0]], words.end[span[1] - 1]) if span is not None else (None, None)


def _record(
    words: Words,
    start: int,
    end: int,
    quote_type: QuoteType,
    choice: RunCue | None,
    *,
    is_open: bool = False,
    is_belief: bool = False,
    is_lead: bool = False,
) -> LocalQuote:
    cue = _offsets(words, choice.cue if choice else None)
    speaker = _offsets(words, choice.speaker if choice else None)
    return LocalQuote(
        char_start=start,
        char_end=end,
        quote_type=quote_type,
        cue_start=cue[0],
        cue_end=cue[1],
        speaker_start=speaker[0],
        speaker_end=speaker[1],
        is_open=is_open,
        is_belief=is_belief,
        is_floating=choice is None,
        is_lead=is_lead,
    )
