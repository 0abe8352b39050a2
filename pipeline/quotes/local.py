"""What one paragraph alone tells of its quotations.

Here quoted runs and reported clauses meet: overlaps are decided, runs of one paragraph share a speaker, and the result
becomes plain records with offsets. Who the speakers are is resolved over the article in ``resolve``.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Final

from pipeline.columns import columns_of
from pipeline.quotes.clauses import FINITE_TAGS, MIN_CLAUSE_WORDS, Clause, reported_clauses, trim
from pipeline.quotes.cues import CueVerb, cue_verbs
from pipeline.quotes.extent import lengthen, mend_ends
from pipeline.quotes.labels import HEADLINE_WORDS, Labelled, find_labelled
from pipeline.quotes.marks import find_quoted_runs
from pipeline.quotes.mixed import join_embedded
from pipeline.quotes.nominal import NOUN_CUES
from pipeline.quotes.phrases import Span
from pipeline.quotes.runs import (
    RunCue,
    RunShape,
    cue_after,
    cue_at_end,
    cue_before,
    inner_credit,
    is_chanted,
    is_continuation,
    is_credited,
    is_fragment,
    is_on_thing,
    shape,
    token_span,
)
from pipeline.quotes.timing import Times
from pipeline.quotes.words import Words
from pipeline.records import LocalQuote, QuoteType

if TYPE_CHECKING:
    from spacy.tokens import Doc

CUE_WORDS: Final = NOUN_CUES | {"according", "view", "opinion", "words"}
"""Words without one of which a paragraph that holds no reporting verb holds no report."""
MAX_COST: Final = 24.0
PARTIAL_COST: Final = 9.0
INTERJECTION_COST: Final = 2.0
TITLE_COST: Final = 1.5
LISTING: Final = frozenset((",", "and", "or", "but", "also", "as"))
MAX_LISTING: Final = 3
LONG_RUN: Final = 8
NOT_LED: Final = 3.0


def read_quotes(doc: Doc) -> tuple[LocalQuote, ...]:
    """Return the quotations of a parsed paragraph; offsets count from its start.

    A quoted run without a cue of its own is kept without speaker where it may be speech: only the article can tell.
    """
    words = Words(doc, find_quoted_runs(columns_of(doc).text))
    labelled = find_labelled(words) if ":" in words.text or words.size <= HEADLINE_WORDS else None
    if labelled is not None:
        return (_labelled_quote(labelled),)
    verbs = cue_verbs(words)
    if not verbs and not words.runs and ":" not in words.text and CUE_WORDS.isdisjoint(words.lower):
        return ()
    looks = [shape(words, number) for number in range(len(words.runs))]
    clauses = mend_ends(words, reported_clauses(words, verbs), verbs)
    clauses = lengthen(words, join_embedded(words, looks, verbs, clauses), verbs)
    return _Paragraph(words, looks, verbs, clauses).read()


def _labelled_quote(labelled: Labelled) -> LocalQuote:
    return LocalQuote(
        char_start=labelled.start,
        char_end=labelled.end,
        quote_type="direct" if labelled.is_transcript else "indirect",
        speaker_start=labelled.label_start,
        speaker_end=labelled.label_end,
    )


class _Paragraph:
    """Runs, cues and clauses of a paragraph on their way to records."""

    def __init__(self, words: Words, looks: list[RunShape], verbs: list[CueVerb], clauses: list[Clause]) -> None:
        self.words = words
        self.looks = looks
        self.verbs = {verb.token: verb for verb in verbs}
        self.clauses = clauses
        self.clause_begins = [clause.begin for clause in clauses]
        self.times = Times(words)
        self.found: list[LocalQuote] = []
        self.last_partial: tuple[int, RunCue] | None = None
        self.taken: list[Span] = []
        """Offsets of the runs that became quotations of their own, marks included."""

    def read(self) -> tuple[LocalQuote, ...]:
        """Return all quotations in the order of the text."""
        last: RunCue | None = None
        for number in range(len(self.words.runs)):
            if self.looks[number].word_count:
                last = self._run(number, last) or last
        cues = sorted(quote.cue_start for quote in self.found if quote.cue_start is not None)
        for clause in self.clauses:
            quote = self._clause(clause)
            # What is left of a clause between runs may hold nothing but their cue.
            if quote is not None and bisect_left(cues, quote.char_start) == bisect_left(cues, quote.char_end):
                self.found.append(quote)
        lead = cue_at_end(self.words, self.verbs)
        if lead is not None:
            end = len(self.words.text)
            self.found.append(self._record(end, end, "direct", lead, is_lead=True))
        self.found.sort(key=lambda quote: (quote.char_start, quote.char_end))
        return tuple(self.found)

    def _run(self, number: int, last: RunCue | None) -> RunCue | None:
        """Decide on one quoted run; return the cue that later runs may share, if it is speech."""
        words, look, run = self.words, self.looks[number], self.words.runs[number]
        if last is not None and number and not look.is_title and is_continuation(words, number, self.verbs):
            self._take(number, "direct", last)
            return last
        inside = self._clause_around(*token_span(words, run))
        is_part = inside is not None and not self._is_whole(inside, look)
        if is_part and look.is_embedded and inside is not None:
            credit = inner_credit(words, number, self.verbs, inside.begin)
            if credit is not None:
                self.found.append(self._record(run.inner_start, run.inner_end, "partial", credit))
            return None
        after = cue_after(words, number, self.verbs) if look.ends_clause or look.word_count > 3 else None
        before = cue_before(words, number, self.verbs)
        if is_part and not _stands_alone(look, after, before):
            return None
        choice = _better(look, after, before)
        if choice is None and inside is not None:
            choice = RunCue(inside.cue, inside.speaker, 2.0)
        if choice is not None and is_on_thing(words, choice.speaker):
            return None
        if is_chanted(words, number):
            return None
        is_direct = _is_direct(look, choice)
        if choice is None and is_direct and look.fills_sentence:
            choice = last
        if is_direct and choice is not None and is_fragment(words, number, look, choice):
            self._take(number, "partial", choice)
            return None
        if is_direct:
            self._take(number, "direct", choice)
            return choice
        listed_with = self._coordinated(number)
        if listed_with is not None and not look.is_title:
            self._take(number, "partial", listed_with)
            return None
        if choice is None or choice.speaker is None or choice.cost > PARTIAL_COST or look.is_title:
            return None
        if is_credited(words, number, choice.cue):
            self._take(number, "partial", choice)
        return None

    def _coordinated(self, number: int) -> RunCue | None:
        """The cue of the fragment before, where only commas and "and" stand between: "frank", "useful" and "late"."""
        if self.last_partial is None or self.last_partial[0] != number - 1:
            return None
        words = self.words
        between = range(token_span(words, words.runs[number - 1])[1], token_span(words, words.runs[number])[0])
        is_list = all(words.lower[t] in LISTING for t in between)
        return self.last_partial[1] if is_list and len(between) <= MAX_LISTING else None

    def _take(self, number: int, quote_type: QuoteType, choice: RunCue | None) -> None:
        run = self.words.runs[number]
        self.last_partial = (number, choice) if quote_type == "partial" and choice is not None else None
        self.taken.append((run.start, run.end))
        self.found.append(self._record(run.inner_start, run.inner_end, quote_type, choice, is_open=run.is_open))

    def _clause_around(self, first: int, end: int) -> Clause | None:
        position = bisect_right(self.clause_begins, first + 1) - 1
        if position >= 0 and end - 1 <= self.clauses[position].end:
            return self.clauses[position]
        return None

    def _is_whole(self, clause: Clause, look: RunShape) -> bool:
        """Whether the run is all that the clause holds."""
        inside = self.words.spoken_before[clause.end] - self.words.spoken_before[clause.begin]
        return look.word_count >= (inside if look.is_embedded else 0.9 * inside)

    def _clause(self, clause: Clause) -> LocalQuote | None:
        """Return a clause less the runs that became quotations of their own."""
        words = self.words
        start, end = words.start[clause.begin], words.end[clause.end - 1]
        position = max(0, bisect_left(self.taken, (start, start)) - 1)
        while position < len(self.taken) and self.taken[position][0] < end:
            run_start, run_end = self.taken[position]
            position += 1
            if run_end <= start:
                continue
            if run_start - start > end - run_end:
                end = run_start
            else:
                start = run_end
        low, high = words.token_at(start), words.token_at(end)
        if high <= low:
            return None
        low, high = trim(words, low, high)
        if high - low < MIN_CLAUSE_WORDS:
            return None
        is_rest = (start, end) != (words.start[clause.begin], words.end[clause.end - 1])
        if is_rest and not any(words.tag[t] in FINITE_TAGS for t in range(low, high)):
            return None
        start, end = words.start[low], words.end[high - 1]
        last_run = words.run[high - 1]
        if last_run >= 0:
            end = words.runs[last_run].end
        first_run = words.run[low]
        if first_run >= 0 and words.runs[first_run].end <= end:
            start = words.runs[first_run].start
        return self._record(start, end, "indirect", RunCue(clause.cue, clause.speaker, 0.0), is_belief=clause.is_belief)

    def _record(
        self,
        start: int,
        end: int,
        quote_type: QuoteType,
        choice: RunCue | None,
        *,
        is_open: bool = False,
        is_belief: bool = False,
        is_lead: bool = False,
    ) -> LocalQuote:
        cue = choice.cue if choice is not None else None
        speaker = choice.speaker if choice is not None else None
        cue_start, cue_end = self._offsets(cue)
        speaker_start, speaker_end = self._offsets(speaker)
        time = self.times.beside(cue, speaker, start, end) if cue is not None else None
        return LocalQuote(
            char_start=start,
            char_end=end,
            quote_type=quote_type,
            cue_start=cue_start,
            cue_end=cue_end,
            speaker_start=speaker_start,
            speaker_end=speaker_end,
            time_start=time.char_start if time is not None else None,
            time_end=time.char_end if time is not None else None,
            is_open=is_open,
            is_belief=is_belief,
            is_floating=choice is None,
            is_lead=is_lead,
        )

    def _offsets(self, span: Span | None) -> tuple[int | None, int | None]:
        return (self.words.start[span[0]], self.words.end[span[1] - 1]) if span is not None else (None, None)


def _stands_alone(look: RunShape, after: RunCue | None, before: RunCue | None) -> bool:
    """Whether a run inside a reported clause is a quotation of its own rather than a part of the clause."""
    return (after is not None and look.ends_clause and look.word_count > 2) or (look.is_led and before is not None)


def _better(look: RunShape, after: RunCue | None, before: RunCue | None) -> RunCue | None:
    choices = []
    if after is not None and after.cost <= MAX_COST:
        choices.append((after.cost, 0, after))
    if before is not None and before.cost <= MAX_COST:
        choices.append((before.cost + (0 if look.is_led else NOT_LED), 1, before))
    return min(choices, key=lambda choice: choice[:2])[2] if choices else None


def _is_direct(look: RunShape, choice: RunCue | None) -> bool:
    """Whether a run is a clause that was said, rather than a fragment or a name."""
    if _is_interjection(look, choice):
        return True
    if look.is_title and (choice is None or choice.cost > TITLE_COST or look.is_embedded):
        return False
    if look.has_verb and look.word_count >= 3 and (look.starts_high or look.word_count >= LONG_RUN):
        return True
    if look.word_count >= LONG_RUN:
        return True
    if look.starts_high and look.ends_clause and look.word_count >= 2 and (choice is not None or look.fills_sentence):
        return True
    return look.is_led and look.word_count >= 2 and choice is not None


def _is_interjection(look: RunShape, choice: RunCue | None) -> bool:
    """Whether one word is all that was said: “Yes,” she said."""
    if choice is None or choice.speaker is None or choice.cost > INTERJECTION_COST:
        return False
    return look.word_count == 1 and look.starts_high and look.ends_clause and not look.is_embedded
