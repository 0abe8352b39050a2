"""Scores of found quotations against annotated ones: spans, kinds, speakers, and both together.

Here belongs the measure only; running `copydesk annotate` and writing the table is in ``__main__``. A gold line is
``{"doc_id", "text", "quotes": [{"start", "end", "speaker", "speaker_ref"}]}``; ``speaker`` is what stands in the text,
``speaker_ref`` (optional) the full name. Both sides are cut at line breaks and trimmed to letters and digits, a leading
"that" is dropped, and spans match one to one where they share 0.8 of what either covers, the best pairs first.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from pipeline.word_lists import listed

SAME_SPAN: Final = 0.8
KINDS: Final = ("direct", "indirect", "mixed")
DIRECT_FROM: Final = 0.9
INDIRECT_UP_TO: Final = 0.1
_LINE: Final = re.compile(r"[^\n]+")
_THAT: Final = re.compile(r"that\b", re.IGNORECASE)
_DOUBLE_QUOTED: Final = re.compile(r"[“„«][^“„«”»\n]*[”»“]|\"[^\"\n]*\"|``.*?''")
_OPEN_AT_START: Final = re.compile(r"^[“\"][^”\"\n]*$", re.MULTILINE)
_WORD: Final = re.compile(r"\w+")
_POSSESSIVE: Final = re.compile(r"['’]s\b")
_SMALL: Final = frozenset(listed("the a an mr mrs ms dr sir of and in for at on to with by from as s"))


class Span(NamedTuple):
    """A piece of a quotation in one line of the text."""

    start: int
    end: int
    kind: str
    quote: Mapping[str, Any]


@dataclass
class Tally:
    """Counts over many articles."""

    gold: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    gold_hit: Counter[str] = field(default_factory=Counter)
    found_hit: Counter[str] = field(default_factory=Counter)
    speakers: int = 0
    speakers_right: int = 0
    names: int = 0
    names_right: int = 0
    both_right: int = 0

    def span_scores(self, kind: str) -> tuple[float, float, float]:
        """Return precision, recall and F1 of the spans of a kind, or of all kinds."""
        precision = self.found_hit[kind] / self.found[kind] if self.found[kind] else 0.0
        recall = self.gold_hit[kind] / self.gold[kind] if self.gold[kind] else 0.0
        return precision, recall, _harmonic(precision, recall)

    def both_score(self) -> float:
        """Return the F1 of quotations whose span and speaker are both right."""
        precision = self.both_right / self.found["all"] if self.found["all"] else 0.0
        recall = self.both_right / self.gold["all"] if self.gold["all"] else 0.0
        return _harmonic(precision, recall)


def add(tally: Tally, text: str, gold: Sequence[Mapping[str, Any]], found: Sequence[Mapping[str, Any]]) -> None:
    """Add one article; ``found`` are rows of `copydesk annotate`."""
    quoted = _quoted(text)
    expected = _spans(text, [(q["start"], q["end"], q) for q in gold], quoted)
    got = _spans(text, [(q["char_start"], q["char_end"], q) for q in found], quoted)
    for span in expected:
        tally.gold.update(("all", span.kind))
    for span in got:
        tally.found.update(("all", span.kind))
    for one, other in _matches(expected, got):
        tally.gold_hit.update(("all", one.kind))
        tally.found_hit.update(("all", other.kind))
        _add_speaker(tally, one.quote, other.quote)


def is_same_speaker(one: str | None, other: str | None) -> bool:
    """Whether two names mean the same: last words equal, one within the other, or half of all words shared."""
    first, second = _words(one), _words(other)
    if not first or not second:
        return False
    shared, either = set(first) & set(second), set(first) | set(second)
    return first[-1] == second[-1] or shared in (set(first), set(second)) or 2 * len(shared) >= len(either)


def _add_speaker(tally: Tally, gold: Mapping[str, Any], found: Mapping[str, Any]) -> None:
    written, name = gold.get("speaker"), gold.get("speaker_ref")
    answers = (found.get("speaker_name") or found.get("speaker"), found.get("speaker"))
    if not written and not name:
        tally.both_right += not answers[0]
        return
    is_right = any(is_same_speaker(answer, wanted) for answer in answers for wanted in (written, name))
    tally.speakers += 1
    tally.speakers_right += is_right
    tally.both_right += is_right
    if name:
        tally.names += 1
        tally.names_right += is_same_speaker(answers[0], name)


def _matches(expected: list[Span], got: list[Span]) -> list[tuple[Span, Span]]:
    pairs = sorted(
        (-_shared(one, other), i, j)
        for i, one in enumerate(expected)
        for j, other in enumerate(got)
        if one.start < other.end and other.start < one.end
    )
    used_gold: set[int] = set()
    used_found: set[int] = set()
    matched = []
    for shared, i, j in pairs:
        if -shared >= SAME_SPAN and i not in used_gold and j not in used_found:
            used_gold.add(i)
            used_found.add(j)
            matched.append((expected[i], got[j]))
    return matched


def _shared(one: Span, other: Span) -> float:
    inside = min(one.end, other.end) - max(one.start, other.start)
    return max(0, inside) / (max(one.end, other.end) - min(one.start, other.start))


def _spans(text: str, quotes: list[tuple[int, int, Mapping[str, Any]]], quoted: bytearray) -> list[Span]:
    spans: dict[tuple[int, int], Span] = {}
    for begin, stop, quote in quotes:
        for line in _LINE.finditer(text, begin, stop):
            start, end = _trimmed(text, line.start(), line.end())
            if _THAT.match(text, start, end):
                start, end = _trimmed(text, start + len("that"), end)
            if end > start:
                spans.setdefault((start, end), Span(start, end, _kind(text, start, end, quoted), quote))
    return list(spans.values())


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    return start, end


def _quoted(text: str) -> bytearray:
    mask = bytearray(len(text))
    for pattern in (_DOUBLE_QUOTED, _OPEN_AT_START):
        for match in pattern.finditer(text):
            mask[match.start() : match.end()] = b"\x01" * (match.end() - match.start())
    return mask


def _kind(text: str, start: int, end: int, quoted: bytearray) -> str:
    letters = [at for at in range(start, end) if text[at].isalnum()]
    share = sum(quoted[at] for at in letters) / len(letters)
    return "direct" if share >= DIRECT_FROM else "indirect" if share <= INDIRECT_UP_TO else "mixed"


def _words(name: str | None) -> list[str]:
    if not name:
        return []
    plain = unicodedata.normalize("NFKD", name)
    plain = "".join(char for char in plain if not unicodedata.combining(char)).lower()
    return [word for word in _WORD.findall(_POSSESSIVE.sub("", plain)) if word not in _SMALL]


def _harmonic(one: float, other: float) -> float:
    return 2 * one * other / (one + other) if one + other else 0.0
