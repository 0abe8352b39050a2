"""The book of copies: paragraphs, their distinct texts, the index and the pairs, kept while paragraphs come and go.

Holds the state between updates and changes it; what is in it is told by ``passages``. Updating equals starting anew
with the paragraphs that are there.
"""

import os
from collections.abc import Iterable, Mapping

from pipeline.copies.index import empty_index, update_index
from pipeline.copies.normal_form import normal_form
from pipeline.copies.pairs import FactReader, TextPair, holding_pairs, similar_pairs
from pipeline.copies.records import CopyInput

MIN_NEAR_CHARS = 32
"""Texts whose normal form is shorter are copies only where it is equal: two subheads or source lines of a few words are
similar by chance, and one letter of difference can be the whole difference."""


class CopyBook:
    """Paragraphs and the pairs of their texts. A *row* is a distinct normal form, as long as some paragraph has it."""

    def __init__(self, threshold: float = 0.65, threads: int | None = None) -> None:
        """Start with nothing.

        Args:
            threshold: least Jaccard similarity of similar texts; the index is laid out for 0.65 and above.
            threads: how many to use, by default one for each processor; the result does not depend on it.

        Raises:
            ValueError: the threshold is not above 0 and at most 1.

        """
        if not 0 < threshold <= 1:
            raise ValueError(f"threshold must be above 0 and at most 1, not {threshold}")
        self.threshold = threshold
        self.paragraphs: dict[str, CopyInput] = {}
        self.candidates = 0
        self.crowded_buckets = 0
        self._threads = threads or os.cpu_count() or 1
        self._index = empty_index()
        # Rows of the index are counted up; texts too short for it have rows below zero.
        self._next_row, self._next_short = 0, -1
        self._row_of: dict[str, int] = {}
        self._texts: dict[int, DistinctText] = {}
        self._similar: dict[tuple[int, int], TextPair] = {}
        self._holding: dict[tuple[int, int], TextPair] = {}

    @property
    def texts(self) -> Mapping[int, "DistinctText"]:
        """The distinct texts by row."""
        return self._texts

    @property
    def near(self) -> list[TextPair]:
        """Similar pairs in which no fact differs."""
        return [pair for pair in self._similar.values() if not pair.changes]

    @property
    def altered(self) -> list[TextPair]:
        """Similar pairs in which a fact differs."""
        return [pair for pair in self._similar.values() if pair.changes]

    @property
    def holding(self) -> list[TextPair]:
        """Pairs of which the left text holds the right one."""
        return list(self._holding.values())

    def update(self, added: Iterable[CopyInput] = (), removed: Iterable[str] = ()) -> None:
        """Take paragraphs out, by id, and put others in; a corrected paragraph is taken out and put in at once.

        Raises:
            ValueError: an id that is taken out is not there, or one that is put in is there already.

        """
        before: dict[str, str | None] = {}
        for paragraph_id in removed:
            if paragraph_id not in self.paragraphs:
                raise ValueError(f"no paragraph {paragraph_id!r} to take out")
            self._take_out(self.paragraphs.pop(paragraph_id), before)
        for paragraph in added:
            if paragraph.paragraph_id in self.paragraphs:
                raise ValueError(f"paragraph ids must be unique: {paragraph.paragraph_id!r}")
            self.paragraphs[paragraph.paragraph_id] = paragraph
            self._put_in(paragraph, before)
        self._compare(before)

    def _put_in(self, paragraph: CopyInput, before: dict[str, str | None]) -> None:
        # A text of marks alone has an empty normal form; it is a copy of the same marks only.
        form = normal_form(paragraph.text) or paragraph.text.strip()
        row = self._row_of.get(form)
        if row is None:
            before[form] = None
            row = self._row_of[form] = self._new_row(form)
            self._texts[row] = DistinctText(form)
        elif form not in before:
            before[form] = self._texts[row].written
        self._texts[row].add(paragraph)

    def _new_row(self, form: str) -> int:
        if len(form) < MIN_NEAR_CHARS:
            self._next_short -= 1
            return self._next_short + 1
        self._next_row += 1
        return self._next_row - 1

    def _take_out(self, paragraph: CopyInput, before: dict[str, str | None]) -> None:
        form = normal_form(paragraph.text) or paragraph.text.strip()
        text = self._texts[self._row_of[form]]
        if form not in before:
            before[form] = text.written
        text.remove(paragraph)

    def _compare(self, before: Mapping[str, str | None]) -> None:
        """Bring index and pairs up to date with the texts that came, went or are written otherwise now."""
        new: list[str] = []
        gone: list[tuple[int, str]] = []
        rewritten: set[int] = set()
        for form, written in before.items():
            row = self._row_of[form]
            if not self._texts[row].members:
                del self._texts[row], self._row_of[form]
                if row >= 0:
                    gone.append((row, form))
            elif written is None:
                if row >= 0:
                    new.append(form)
            elif self._texts[row].written != written:
                rewritten.add(row)
        change = update_index(self._index, new, gone, self._form, threads=self._threads)
        self._index = change.index
        self.candidates += len(change.near)
        self.crowded_buckets = change.crowded_buckets
        lost, resettled = {row for row, _ in gone}, set(change.resettled.tolist())
        for pairs in (self._similar, self._holding):
            for ends in [ends for ends in pairs if not lost.isdisjoint(ends) or resettled.issuperset(ends)]:
                del pairs[ends]
        facts = FactReader(lambda row: self._texts[row].written)
        for pairs, fresh in (
            (self._similar, similar_pairs(self._form, change.near, self.threshold, self._threads)),
            (self._holding, holding_pairs(self._form, change.sharing, self.threshold, self._threads)),
        ):
            stale = [pair for ends, pair in pairs.items() if not rewritten.isdisjoint(ends)]
            for pair in (*stale, *fresh):
                pairs[pair.left, pair.right] = facts.judged(pair)

    def _form(self, row: int) -> str:
        return self._texts[row].form


class DistinctText:
    """A normal form with the paragraphs that have it."""

    def __init__(self, form: str) -> None:
        """Start without paragraphs."""
        self.form = form
        self.members: dict[str, CopyInput] = {}
        self._written: str | None = None

    @property
    def written(self) -> str:
        """The text as written, for the fact guard; of several, one whose capitals tell most."""
        if self._written is None:
            texts = {member.text for member in self.members.values()}
            self._written = min(texts, key=lambda text: (not 0 < sum(map(str.isupper, text)) < len(text) / 8, text))
        return self._written

    def add(self, paragraph: CopyInput) -> None:
        """Put a paragraph in."""
        self.members[paragraph.paragraph_id] = paragraph
        self._written = None

    def remove(self, paragraph: CopyInput) -> None:
        """Take a paragraph out."""
        del self.members[paragraph.paragraph_id]
        self._written = None
