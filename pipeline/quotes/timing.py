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

AFTER_REACH: Final = 70
"""Characters after cue and speaker within which their time stands ("told reporters in the capital on Friday")."""
MAX_TIMES: Final = 12
MAX_LEAD: Final = 60
MAX_APPOSITION: Final = 10
MAX_BETWEEN: Final = 30
CLAUSE_BREAKS: Final = frozenset((",", ";", ":", "—", "–"))
FINITE_TAGS: Final = frozenset(("VBD", "VBZ", "VBP", "MD"))
RELATIVE_TAGS: Final = frozenset(("WP", "WDT", "WRB", "WP$"))
POSSESSIVES: Final = ("'s", "’s")
NAMED_DAYS: Final = frozenset(("super", "black", "ash", "good", "bloody", "easter", "palm", "giving"))
"""Before a weekday these make the name of an occasion rather than the day of a saying ("on Super Tuesday")."""
SPEAKING: Final = frozenset(("speaking", "talking", "writing", "appearing", "testifying"))
SUBORDINATORS: Final = frozenset(("as", "while", "when", "after", "before", "hours", "minutes", "days"))


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
            if at < words.size and words.run[at] < 0 and (not at or words.lower[at - 1] not in NAMED_DAYS):
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
        times = [
            (at, time)
            for at, time in self._by_sentence.get(sentence, [])[:MAX_TIMES]
            if not start <= time.char_start < end
        ]
        for at, time in times:
            is_near = at >= last and time.char_start - words.end[last - 1] <= AFTER_REACH
            if is_near and not self._owns(at, time) and not self._breaks(self._after_apposition(last, at), at):
                return time
            if min(cue[1], last) <= at < last:
                return time
        for at, time in times:
            if words.text.startswith(POSSESSIVES, time.char_end):
                continue
            if low <= at < first and self._leads(low, at, first, time):
                return time
            if speaker is not None and speaker[1] <= at < cue[0] and self._stands_between(speaker[1], at, cue[0]):
                return time
        return None

    def _owns(self, at: int, time: TimeExpression) -> bool:
        """Whether it says when something else is: "said Friday's vote", though "said at Friday's debate" is a when."""
        return self._words.text.startswith(POSSESSIVES, time.char_end) and self._words.tag[at] != "IN"

    def _after_apposition(self, last: int, at: int) -> int:
        """Where the words after a speaker go on: behind a comma, or behind an apposition between two."""
        words = self._words
        if last >= at or words.raw[last] != ",":
            return last
        for index in range(last + 1, min(at, last + MAX_APPOSITION)):
            if words.raw[index] == ",":
                return index + 1
            if words.tag[index] in RELATIVE_TAGS or words.tag[index].startswith("VB"):
                return last + 1 if words.lower[index] in SPEAKING else last
        return last + 1

    def _stands_between(self, begin: int, at: int, cue: int) -> bool:
        """Whether a time between speaker and cue is the cue's.

        "Rowe on Friday said", "Rowe left on Friday, saying", "Rowe spoke on Friday and said".
        """
        words = self._words
        if cue - begin > MAX_BETWEEN:
            return False
        verbs = [words.tag[t] for t in range(begin, cue) if words.tag[t] in FINITE_TAGS]
        is_shared = words.tag[cue] == "VBG" or (words.tag[cue] == "VBD" and words.tag[cue - 1] == "CC")
        if verbs and not (is_shared and verbs == ["VBD"]):
            return False
        return not any(
            words.tag[t] in RELATIVE_TAGS
            or (words.lower[t] == "that" and words.tag[t] == "IN")
            or (t < at and words.tag[t] in ("VBN", "VBG"))
            for t in range(begin, cue)
        )

    def _breaks(self, begin: int, end: int) -> bool:
        """Whether a new clause begins between the cue and the time."""
        words = self._words
        return any(
            (words.raw[t] in CLAUSE_BREAKS and not self._is_within_place(t))
            or words.lower[t] == "that"
            or words.tag[t] in FINITE_TAGS
            or (words.tag[t] == "VBG" and words.lower[t] not in SPEAKING and words.lower[t - 1] != "after")
            for t in range(begin, end)
        )

    def _is_within_place(self, comma: int) -> bool:
        """Whether a comma stands within the name of a place ("in Portmere, Halvenia on Friday")."""
        words = self._words
        return 0 < comma < words.size - 1 and words.tag[comma - 1] == "NNP" and words.tag[comma + 1] == "NNP"

    def _leads(self, low: int, at: int, first: int, time: TimeExpression) -> bool:
        """Whether the time stands at the head of the sentence, before the speaker, with no clause between.

        "Friday morning, as the boats came in, Rowe said" begins with its time, whatever clause stands beside it.
        """
        words = self._words
        if first - low > MAX_LEAD:
            return False
        after = words.token_at(time.char_end)
        if at == low and after + 1 < first and words.raw[after] == "," and words.lower[after + 1] in SUBORDINATORS:
            return words.raw[first - 1] == "," and sum(words.raw[t] == "," for t in range(low, first)) == 2
        if any(words.tag[t] in FINITE_TAGS or words.tag[t] in ("WP", "WDT") for t in range(low, first)):
            return False
        return at - low <= 6 or first - at <= 4
