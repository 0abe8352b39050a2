"""Paragraphs that came and went -> the distinct texts that came and went, and which paragraph has which.

A text is a normal form, as it is written in that of its paragraphs whose capitals tell most. It has a row as long as
some paragraph has it; where it comes to be written otherwise, its row goes and another comes.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from pipeline.copyindex.chunks import FORM_SCHEMA, make_forms, tells_least, text_columns
from pipeline.copyindex.state import MEMBER_SCHEMA, TEXTS, IndexState, distinct_rows
from pipeline.copyindex.text_files import TEXT_SCHEMA, write_texts
from pipeline.copyindex.tools import Tools
from pipeline.engine.chunks import Chunk
from pipeline.tables.sql import bounded_connection, even_tables, parquet_source

PARAGRAPHS_A_CHUNK = 16_384
TEXTS_A_CHUNK = 16_384
FORMS, SIGNED, GONE = 0, 100_000, 200_000
"""Numbers that the chunks of each stage begin with."""

_KEYS = pa.schema([pa.field("key_high", pa.uint64()), pa.field("key_low", pa.uint64()), pa.field("row", pa.int64())])
_Written = tuple[bool, str]


@dataclass(frozen=True)
class Paragraphs:
    """Paragraphs that came and went since the index was brought up to date.

    ``added`` yields batches of ``paragraph_id``, ``is_furniture`` and ``text``; ``removed`` are ids, and may be among
    the added ones as well. ``texts_of`` gives ``paragraph_id`` and ``text`` of some that were there and stay.
    """

    added: Callable[[], Iterator[pa.RecordBatch]]
    removed: pa.Array
    texts_of: Callable[[pa.Array], pa.Table]


@dataclass(frozen=True)
class DistinctChange:
    """What that means for texts: rows from ``first_row`` to below ``next_row`` are new, ``gone`` are no more.

    ``texts`` is a file of the new ones, ``to_sign`` the chunks of those that are filed.
    """

    first_row: int
    next_row: int
    gone: NDArray[np.int64]
    members: pa.Table
    texts: Path
    to_sign: list[Chunk]
    paragraphs_added: int


def distinct_change(state: IndexState, paragraphs: Paragraphs, tools: Tools) -> DistinctChange:
    """Find the texts that came and went.

    Raises:
        IndexDamagedError: the index cannot be used.
        ChunkError: a chunk could not be done.

    """
    chunks = []
    for number, table in enumerate(even_tables(paragraphs.added(), PARAGRAPHS_A_CHUNK)):
        arrival = np.arange(table.num_rows) + number * PARAGRAPHS_A_CHUNK
        chunks.append(tools.source(FORMS + number, table.append_column("arrival", pa.array(arrival))))
    tools.do(make_forms, chunks, "Paragraphs brought to normal form", {})
    forms = [chunk.target for chunk in chunks]
    book = _Book(state, paragraphs)
    texts = tools.path(TEXTS)
    to_sign: list[Chunk] = []

    def batches() -> Iterator[pa.RecordBatch]:
        with pq.ParquetWriter(tools.path("rows.parquet"), _KEYS) as keys:
            for found in (*_in_pieces(forms, tools), None):
                table = book.place(found, keys) if found is not None else book.rewritten()
                filed = table.filter(table["is_filed"]).select(["row", "form"])
                if filed.num_rows:
                    to_sign.append(tools.source(SIGNED + len(to_sign), filed))
                yield from table.combine_chunks().to_batches()

    write_texts(texts, batches())
    return DistinctChange(
        first_row=state.next_row,
        next_row=book.next_row,
        gone=book.gone(),
        members=book.members(_new_members(forms, tools)),
        texts=texts,
        to_sign=to_sign,
        paragraphs_added=sum(pq.read_metadata(path).num_rows for path in forms),
    )


class _Book:
    """Which texts are there, while new ones are put in."""

    def __init__(self, state: IndexState, paragraphs: Paragraphs) -> None:
        self._state = state
        self.next_row = state.next_row
        self._moved: dict[int, int] = {}
        members = state.members
        is_removed = pc.is_in(members["paragraph_id"], value_set=paragraphs.removed)
        self._staying = members.filter(pc.invert(is_removed))
        left = np.unique(members.filter(is_removed)["row"].to_numpy())
        rows = self._staying["row"].to_numpy()
        is_left = np.isin(left, distinct_rows(rows, state.next_row))
        self._emptied = set(left[~is_left].tolist())
        # Of texts that lost a paragraph and have others, how those are written.
        self._reduced: dict[int, _Written] = {}
        if is_left.any():
            some = self._staying.filter(pa.array(np.isin(rows, left[is_left])))
            text_of = paragraphs.texts_of(some["paragraph_id"].combine_chunks())
            written = dict(zip(text_of["paragraph_id"].to_pylist(), text_of["text"].to_pylist(), strict=True))
            for name, row in zip(some["paragraph_id"].to_pylist(), some["row"].to_pylist(), strict=True):
                this = tells_least(written[name]), written[name]
                self._reduced[row] = min(this, self._reduced.get(row, this))

    def place(self, found: pa.Table, keys: pq.ParquetWriter) -> pa.Table:
        """Give rows to texts that paragraphs were added to, each key once; return those whose row is new."""
        texts = self._state.texts
        high, low = found["key_high"].to_numpy(), found["key_low"].to_numpy()
        rows = texts.rows_of(high, low, self._state.dead)
        known = np.flatnonzero(rows >= 0)
        written = found["written"].to_pylist() if len(known) else []
        is_plain = found["is_plain"].to_pylist() if len(known) else []
        stored = dict(zip(np.sort(rows[known]).tolist(), texts.written(np.sort(rows[known])), strict=True))
        rewritten: dict[int, str] = {}
        for place, row in zip(known.tolist(), rows[known].tolist(), strict=True):
            best = is_plain[place], written[place]
            if row in self._emptied:
                self._emptied.discard(row)
            elif row in self._reduced:
                best = min(best, self._reduced.pop(row))
            else:
                best = min(best, (tells_least(stored[row]), stored[row]))
            if best[1] != stored[row]:
                rewritten[place] = best[1]
        is_new = rows < 0
        is_new[list(rewritten)] = True
        old_rows = rows.copy()
        rows[is_new] = self._fresh(int(is_new.sum()))
        self._moved |= {int(old_rows[place]): int(rows[place]) for place in rewritten}
        keys.write_table(pa.table([pa.array(high), pa.array(low), pa.array(rows)], schema=_KEYS))
        if rewritten:
            for place, text in rewritten.items():
                written[place] = text
            found = found.set_column(found.column_names.index("written"), "written", pa.array(written, pa.string()))
        return _texts(rows[is_new], found.filter(pa.array(is_new)))

    def rewritten(self) -> pa.Table:
        """Return the texts that lost the paragraph by which they were written, and got no other."""
        rows = np.array(sorted(self._reduced), np.int64)
        texts = self._state.texts
        best = [self._reduced[row][1] for row in rows.tolist()]
        is_other = np.array([a != b for a, b in zip(best, texts.written(rows), strict=True)], np.bool_)
        rows = rows[is_other]
        fresh = self._fresh(len(rows))
        self._moved |= dict(zip(rows.tolist(), fresh.tolist(), strict=True))
        found = texts.taken(rows, ["key_high", "key_low", "is_filed"])
        written = [text for text, other in zip(best, is_other.tolist(), strict=True) if other]
        columns = {"form": pa.array(texts.forms(rows), pa.string()), "written": pa.array(written, pa.string())}
        for name, column in columns.items():
            found = found.append_column(name, column)
        return _texts(fresh, found)

    def gone(self) -> NDArray[np.int64]:
        """Return the rows that are no more, in order."""
        return np.array(sorted(self._emptied | self._moved.keys()), np.int64)

    def members(self, added: pa.Table) -> pa.Table:
        """Return all paragraphs with their rows."""
        rows = self._staying["row"].to_numpy().copy()
        if self._moved:
            old = np.array(sorted(self._moved), np.int64)
            new = np.array([self._moved[row] for row in old.tolist()], np.int64)
            places = np.minimum(np.searchsorted(old, rows), len(old) - 1)
            rows = np.where(old[places] == rows, new[places], rows)
        staying = self._staying.set_column(2, MEMBER_SCHEMA.field("row"), pa.array(rows))
        return pa.concat_tables([staying, added]).combine_chunks()

    def _fresh(self, count: int) -> NDArray[np.int64]:
        rows = np.arange(self.next_row, self.next_row + count, dtype=np.int64)
        self.next_row += count
        return rows


def _texts(rows: NDArray[np.int64], found: pa.Table) -> pa.Table:
    return pa.table(text_columns(rows, found)).cast(TEXT_SCHEMA)


def _in_pieces(forms: list[Path], tools: Tools) -> Iterator[pa.Table]:
    """Yield the texts of paragraphs, each key once, with how it is written best.

    They stay in order, because what comes together is looked at together: copies are mostly of the same days.
    """
    if not forms:
        return
    query = f"""
        SELECT {", ".join(name for name in FORM_SCHEMA.names if name != "paragraph_id")} FROM {parquet_source(forms)}
        QUALIFY row_number() OVER (PARTITION BY key_high, key_low ORDER BY is_plain, written, arrival) = 1
        ORDER BY arrival
    """  # noqa: S608 - names and paths of our own
    with bounded_connection(tools.path("spilled"), reads=[tools.work.path]) as connection:
        yield from even_tables(connection.sql(query).to_arrow_reader(TEXTS_A_CHUNK), TEXTS_A_CHUNK)


def _new_members(forms: list[Path], tools: Tools) -> pa.Table:
    if not forms:
        return MEMBER_SCHEMA.empty_table()
    query = f"""
        SELECT paragraph_id, is_furniture, row
        FROM {parquet_source(forms)} JOIN {parquet_source([tools.path("rows.parquet")])} USING (key_high, key_low)
        ORDER BY paragraph_id
    """  # noqa: S608 - names and paths of our own
    with bounded_connection(tools.path("spilled"), reads=[tools.work.path]) as connection:
        return connection.sql(query).to_arrow_table().cast(MEMBER_SCHEMA)
