"""A parsed paragraph as plain columns: what the rules for cues, speakers and clauses look at.

Here belongs how the parse is held and walked (heads, subtrees, surface sentences), not what any word means. Building
the columns once keeps the rules quick: they index lists instead of asking spaCy for each attribute again.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cached_property
from typing import TYPE_CHECKING, Final

from pipeline.columns import columns_of
from pipeline.quotes.marks import QuotedRun

if TYPE_CHECKING:
    from spacy.tokens import Doc

STOPS: Final = frozenset(".?!…") | {"...", "...."}
MARKS: Final = frozenset("\"“”„‟«»‘’'＂〝〞") | {"''", "``"}
CLOSING_MARKS: Final = frozenset("\"”»’'“") | {"''"}
SENTENCE_STARTS: Final = frozenset(
    ("the", "he", "she", "it", "they", "we", "but", "in", "and", "a", "his", "her", "this")
)
DATELINE: Final = re.compile(
    r"[A-Z][A-Z.'’-]{2,}[^\n()—–]{0,40}?(?: ?\([^)]{2,30}\))? ?(?:—|–|--|-) "
    r"|[A-Z][^\n()—–]{2,40} \([^)]{2,30}\) ?(?:—|–|--|-) "
)
SPACE_TAG: Final = "_SP"


class Words:
    """The words of a paragraph in columns, indexed by token.

    ``lower``, ``tag``, ``dep`` and ``head`` are the written form, Penn tag, dependency and head; ``start`` and ``end``
    the offsets in ``text``; ``run`` the number of the quoted run that the token stands in, or -1.
    """

    def __init__(self, doc: Doc, runs: tuple[QuotedRun, ...] = ()) -> None:
        columns = columns_of(doc)
        self.text = columns.text
        self.doc = doc
        self.size = len(doc)
        self.raw = columns.raw
        self.lower = columns.lower
        self.tag = columns.tag
        self.dep = columns.dep
        self.head = columns.head
        self.start = columns.start
        self.end = [start + len(word) for start, word in zip(self.start, self.raw, strict=True)]
        self.runs = runs
        self.run = [-1] * self.size
        for number, run in enumerate(runs):
            for index in range(bisect_left(self.start, run.start), self.size):
                if self.start[index] >= run.end:
                    break
                self.run[index] = number

    @cached_property
    def kids(self) -> list[list[int]]:
        """The children of each token in the order of the text."""
        kids: list[list[int]] = [[] for _ in range(self.size)]
        for index, head in enumerate(self.head):
            if head != index:
                kids[head].append(index)
        return kids

    @cached_property
    def _edges(self) -> tuple[list[int], list[int]]:
        left = list(range(self.size))
        right = list(range(self.size))
        waiting = [len(kids) for kids in self.kids]
        ready = [index for index in range(self.size) if not waiting[index]]
        while ready:
            index = ready.pop()
            head = self.head[index]
            if head == index:
                continue
            left[head] = min(left[head], left[index])
            right[head] = max(right[head], right[index])
            waiting[head] -= 1
            if not waiting[head]:
                ready.append(head)
        return left, right

    def left(self, index: int) -> int:
        """Return the first token of the subtree."""
        return self._edges[0][index]

    def right(self, index: int) -> int:
        """Return the last token of the subtree."""
        return self._edges[1][index]

    def child(self, index: int, *deps: str) -> int | None:
        """Return the first child with one of these dependencies."""
        for kid in self.kids[index]:
            if self.dep[kid] in deps:
                return kid
        return None

    @cached_property
    def spoken_before(self) -> list[int]:
        """How many words, without marks and punctuation, stand before each token, and before the end."""
        counts = [0]
        for word in self.raw:
            counts.append(counts[-1] + word[0].isalnum())
        return counts

    @cached_property
    def sentence_of(self) -> list[int]:
        """The number of the surface sentence that each token stands in.

        The parser often breaks sentences at quotation marks; here a sentence ends at a full stop, question or
        exclamation mark outside marks, or at the end of a quotation that ends with one when a capital follows.
        """
        numbers: list[int] = []
        number = 0
        pending = False
        for index, word in enumerate(self.raw):
            if pending and not (self.run[index] >= 0 and index and self.run[index] == self.run[index - 1]):
                first = word[0]
                opens = index and self.run[index] >= 0 and self.run[index] != self.run[index - 1]
                if word not in CLOSING_MARKS or opens:
                    if not first.islower() and first not in ",;:)]—–-":
                        number += 1
                    pending = False
            numbers.append(number)
            if word in STOPS:
                pending = True
            elif len(word) > 2 and word[-1] == "." and index + 1 < self.size and self.doc[index + 1].is_sent_start:
                pending = self.lower[index + 1] in SENTENCE_STARTS
            elif word not in CLOSING_MARKS and word not in ")]":
                pending = False
        return numbers

    @cached_property
    def sentence_bounds(self) -> list[tuple[int, int]]:
        """First token and token after the last of each surface sentence."""
        bounds: list[tuple[int, int]] = []
        begin = self._after_dateline()
        for index in range(1, self.size + 1):
            if index == self.size or self.sentence_of[index] != self.sentence_of[index - 1]:
                bounds.append((begin, index))
                begin = index
        return bounds

    def _after_dateline(self) -> int:
        """The first token of the article's own words: a dateline ("OSLO, May 3 (Agency) —") is stepped over."""
        match = DATELINE.match(self.text)
        if match is None:
            return 0
        at = self.token_at(match.end())
        return at if at < self.size and self.sentence_of[at] == 0 else 0

    def token_at(self, offset: int) -> int:
        """Return the first token that starts at or after the offset."""
        return bisect_left(self.start, offset)
