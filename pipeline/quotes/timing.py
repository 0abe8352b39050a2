"""When something was said: the time expression that goes with a cue, not with what was said.

Here belongs choosing among a paragraph's time expressions ("said Sunday", "On Friday he told…"). What day a phrase
means is decided against the article's date in ``resolve``.
"""

from functools import cached_property
from typing import Final

from pipeline.dates import find_times
from pipeline.quotes.phrases import Span
from pipeline.quotes.words import Words
from pipeline.records import TimeExpression

AFTER_REACH: Final = 48
"""Characters after cue and speaker within which their time stands ("told reporters in the capital on Friday")."""
MAX_TIMES: Final = 12
MAX_LEAD: Final = 40
CLAUSE_BREAKS: Final = frozenset((",", ";", ":", "—", "–"))


class Times:
    """The time expressions of a paragraph outside quotation marks."""

    def __init__(self, words: Words) -> None:
        self._words = words

    @cached_property
    def _by_sentence(self) -> dict[int, list[tuple[int, TimeExpression]]]:
        """Sentence -> its time expressions outside quotation marks, each with its first token."""
        words = self._words
        found: dict[int, list[tuple[int, TimeExpression]]] = {}
        for time in find_times(words.text):
            at = words.token_at(time.char_start)
            if at < words.size and words.run[at] < 0:
                found.setdefault(words.sentence_of[at], []).append((at, time))
        return found

    def beside(self, cue: Span, speaker: Span | None, start: int, end: int) -> TimeExpression | None:
        """Return the time that goes with a cue; ``start`` and ``end`` are the offsets of what was said."""
        words = self._words
        parts = [cue, speaker] if speaker is not None else [cue]
        first = min(part[0] for part in parts)
        last = max(part[1] for part in parts)
        sentence = words.sentence_of[cue[0]]
        low = words.sentence_bounds[sentence][0]
        for at, time in self._by_sentence.get(sentence, [])[:MAX_TIMES]:
            if start <= time.char_start < end:
                continue
            after = last + 1 if last < at and words.raw[last] == "," else last
            if at >= last and time.char_start - words.end[last - 1] <= AFTER_REACH and not self._breaks(after, at):
                return time
            if min(cue[1], last) <= at < last:
                return time
            if low <= at < first and self._leads(low, at, first):
                return time
        return None

    def _breaks(self, begin: int, end: int) -> bool:
        """Whether a new clause begins between the cue and the time."""
        words = self._words
        return any(
            words.raw[t] in CLAUSE_BREAKS or words.lower[t] == "that" or words.tag[t] in ("VBD", "VBZ", "VBP", "MD")
            for t in range(begin, end)
        )

    def _leads(self, low: int, at: int, first: int) -> bool:
        """Whether the time stands at the head of the sentence, before the speaker, with no clause between."""
        words = self._words
        if first - low > MAX_LEAD or any(
            words.tag[t] in ("VBD", "VBZ", "VBP", "MD", "WP", "WDT") for t in range(low, first)
        ):
            return False
        return at - low <= 6 or first - at <= 4
