"""New and gone texts -> their keys filed, and the verified pairs that they bring."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import duckdb
import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from pipeline.copies.buckets import high_half, joined, low_half, ordered_pairs, sorted_unique
from pipeline.copies.index import MIN_SHARED_ANCHORS, repeated
from pipeline.copies.signatures import BANDS
from pipeline.copyindex.chunks import (
    CANDIDATE_SCHEMA,
    CROWDED,
    HOLDING,
    NEAR,
    NEAR_REOPENED,
    NEAR_RESETTLED,
    NUMBER_SCHEMA,
    RANGES,
    SHARING,
    SHARING_REOPENED,
    SHARING_RESETTLED,
    SIMILAR,
    SearchPlan,
    ShelfFile,
    file_keys,
    find_candidates,
    ranks_of,
    sign_texts,
    verify_pairs,
)
from pipeline.copyindex.distinct import GONE, TEXTS_A_CHUNK, DistinctChange
from pipeline.copyindex.state import IndexState
from pipeline.copyindex.text_files import Texts
from pipeline.copyindex.tools import Tools
from pipeline.engine.chunks import Chunk
from pipeline.tables.sql import bounded_connection, even_tables, parquet_source

PAIRS_A_CHUNK = 65_536
KEYS_A_CHUNK = 8_000_000
FILED, SEARCHED, VERIFIED = 300_000, 350_000, 500_000
_KEYS_A_TEXT = 120
_NUMBERS_AT_ONCE = 4_000_000
"""Numbers of pairs that are put in order together; DuckDB fails where far more of them meet its limit of memory."""
_LARGEST = (1 << 64) - 1

_BOUNDS = """
    SELECT approx_quantile(number::DOUBLE, {shares}) FROM {source} WHERE kind = $kind
"""

_CANDIDATES = """
    SELECT $kind::UTINYINT AS kind, number AS pair FROM {source}
    WHERE kind = $kind AND number > $above AND number <= $up_to
    GROUP BY number HAVING count(*) >= $least ORDER BY pair
"""


@dataclass(frozen=True)
class _Again:
    """How older texts whose candidates of a kind change are looked at once more; chunks count from ``number``."""

    number: int
    ranges: range
    kind: int
    reopened: int
    resettled: int
    pair_kind: int
    least: int


_NEAR_AGAIN = _Again(400_000, range(BANDS), NEAR, NEAR_REOPENED, NEAR_RESETTLED, SIMILAR, 1)
_SHARING_AGAIN = _Again(
    450_000, range(BANDS, RANGES), SHARING, SHARING_REOPENED, SHARING_RESETTLED, HOLDING, MIN_SHARED_ANCHORS
)


@dataclass(frozen=True)
class SearchResult:
    """What the search brought: key files of the new texts, ranks of all rows, all pairs that hold now, and counts."""

    shelves: tuple[ShelfFile, ...]
    ranks: NDArray[np.uint64]
    pairs: pa.Table
    counts: dict[str, int]


def search(state: IndexState, change: DistinctChange, threshold: float, tools: Tools) -> SearchResult:
    """File the new texts and compare them with what is there.

    Raises:
        IndexDamagedError: the index cannot be used.
        ChunkError: a chunk could not be done.

    """
    threads = {"threads": tools.threads_for(change.to_sign)}
    counts = tools.do(sign_texts, change.to_sign, "Texts signed", threads)
    ranks = np.zeros(change.next_row, np.uint64)
    ranks[: state.next_row] = state.ranks
    for chunk in change.to_sign:
        ranks[pq.read_table(chunk.source, columns=["row"])["row"].to_numpy()] = ranks_of(chunk.target)
    np.save(tools.path("ranks.npy"), ranks)
    np.save(tools.path("dead.npy"), state.dead)
    shelves = filed(FILED, (), [chunk.target for chunk in change.to_sign], tools.path("dead.npy"), tools)
    gone = _signed_again(GONE, state.texts, change.gone, tools)
    plan = SearchPlan(
        shelves=state.shelves,
        new=shelves,
        gone=_paths(gone),
        again=(),
        ranks=str(tools.path("ranks.npy")),
        dead=str(tools.path("dead.npy")),
    )
    texts = len(change.to_sign) * TEXTS_A_CHUNK
    found = _searched(SEARCHED, plan, texts, tools) if texts or gone else []
    crowded = int(_numbers(found, CROWDED).sum())
    every = Texts([*state.texts.paths, change.texts])
    kept = _without(state.pairs, change.gone)
    np.save(tools.path("dead_now.npy"), np.union1d(state.dead, change.gone))
    after = SearchPlan(
        shelves=(*state.shelves, *shelves),
        new=(),
        gone=(),
        again=(),
        ranks=str(tools.path("ranks.npy")),
        dead=str(tools.path("dead_now.npy")),
    )
    for again in (_NEAR_AGAIN, _SHARING_AGAIN):
        more, kept = _resettled(again, after, found, kept, texts=every, tools=tools)
        found += more
    fresh = _verified(found, every, threshold, tools)
    counts |= {
        "candidates": sum(pq.read_metadata(chunk.source).num_rows for chunk in fresh),
        "crowded_buckets": crowded,
    }
    pairs = [kept, *(pq.read_table(chunk.target) for chunk in fresh)]
    return SearchResult(shelves, ranks, pa.concat_tables(pairs).combine_chunks(), counts)


def _resettled(
    again: _Again, plan: SearchPlan, found: Sequence[Path], kept: pa.Table, *, texts: Texts, tools: Tools
) -> tuple[list[Path], pa.Table]:
    """Return older texts' candidates that were none before, and the pairs without those that are none now."""
    doubtful = np.flatnonzero(_is_of(kept, again.pair_kind, np.unique(_numbers(found, again.resettled))))
    known = ordered_pairs(kept["left"].to_numpy(), kept["right"].to_numpy())
    reopened = sorted_unique(_numbers(found, again.reopened))
    reopened = reopened[~np.isin(reopened, known)] if len(reopened) else reopened
    asked = np.concatenate([known[doubtful], reopened])
    if not len(asked):
        return [], kept
    signed = _signed_again(again.number, texts, np.union1d(high_half(asked), low_half(asked)), tools)
    plan = msgspec.structs.replace(plan, again=_paths(signed))
    found = _searched(again.number + 20_000, plan, len(asked), tools, again.ranges)
    are = repeated(_numbers(found, again.kind), again.least)
    fresh = tools.path(f"resettled-{again.kind}.parquet")
    # A pair that comes as often as it must is a candidate for whoever counts.
    numbers = np.repeat(np.intersect1d(reopened, are, assume_unique=True), again.least)
    with pq.ParquetWriter(fresh, NUMBER_SCHEMA) as writer:
        for kind in range(CROWDED + 1):
            some = numbers if kind == again.kind else numbers[:0]
            columns = [pa.array(np.full(len(some), kind, np.uint8)), pa.array(some)]
            writer.write_table(pa.table(columns, schema=NUMBER_SCHEMA), row_group_size=1 << 26)
    is_lost = np.zeros(len(known), np.bool_)
    is_lost[doubtful] = ~np.isin(known[doubtful], are)
    return [fresh], kept.filter(pa.array(~is_lost)) if is_lost.any() else kept


def filed(
    number: int, shelves: Sequence[ShelfFile], signed: Sequence[Path], dead: Path, tools: Tools
) -> tuple[ShelfFile, ...]:
    """Make key files of other ones and of newly signed texts; chunks count from ``number``."""
    if not shelves and not signed:
        return ()
    sizes = [Path(file.path).stat().st_size for file in shelves] + [path.stat().st_size for path in signed]
    chunks, spans = _cut(number, sum(sizes) // 8, tools)
    options = {
        "shelves": msgspec.json.encode(list(shelves)).decode(),
        "signed": msgspec.json.encode([str(path) for path in signed]).decode(),
        "dead": str(dead),
    }
    tools.do(file_keys, chunks, "Keys filed", options)
    return tuple(
        ShelfFile(path=str(chunk.target), first=span.start, end=span.stop)
        for chunk, span in zip(chunks, spans, strict=True)
    )


def _paths(files: Sequence[Path]) -> tuple[str, ...]:
    return tuple(str(path) for path in files)


def _cut(number: int, keys: int, tools: Tools, ranges: range = range(RANGES)) -> tuple[list[Chunk], list[range]]:
    """Cut key ranges into chunks of about ``KEYS_A_CHUNK`` keys, of which there are so many in all ranges."""
    length = max(1, min(RANGES, RANGES * KEYS_A_CHUNK // max(1, keys)))
    spans = [ranges[first : first + length] for first in range(0, len(ranges), length)]
    sources = [pa.table({"range": list(span)}) for span in spans]
    return [tools.source(number + place, source) for place, source in enumerate(sources)], spans


def _signed_again(number: int, texts: Texts, rows: NDArray[np.int64], tools: Tools) -> list[Path]:
    """Sign texts that are in the index, as far as they are filed."""
    is_filed = texts.taken(rows, ["is_filed"])["is_filed"].to_numpy(zero_copy_only=False) if len(rows) else np.empty(0)
    rows = rows[is_filed.astype(np.bool_)]
    chunks: list[Chunk] = []
    for start in range(0, len(rows), TEXTS_A_CHUNK):
        some = rows[start : start + TEXTS_A_CHUNK]
        chunks.append(tools.source(number + len(chunks), pa.table({"row": some, "form": texts.forms(some)})))
    tools.do(sign_texts, chunks, "Texts signed once more", {"threads": tools.threads_for(chunks)})
    return [chunk.target for chunk in chunks]


def _searched(number: int, plan: SearchPlan, texts: int, tools: Tools, ranges: range = range(RANGES)) -> list[Path]:
    chunks, _ = _cut(number, texts * _KEYS_A_TEXT, tools, ranges)
    options: dict[str, str | int | float] = {
        "plan": msgspec.json.encode(plan).decode(),
        "threads": tools.threads_for(chunks),
    }
    tools.do(find_candidates, chunks, "Key ranges searched", options)
    return [chunk.target for chunk in chunks]


def _numbers(found: Sequence[Path], kind: int) -> NDArray[np.uint64]:
    # A row group for each kind; see ``find_candidates``.
    return joined([pq.ParquetFile(path).read_row_group(kind)["number"].to_numpy() for path in found])


def _verified(found: Sequence[Path], texts: Texts, threshold: float, tools: Tools) -> list[Chunk]:
    if not found:
        return []
    chunks = [tools.source(VERIFIED + place, table) for place, table in enumerate(_candidates(found, tools))]
    options: dict[str, str | int | float] = {
        "texts": msgspec.json.encode([str(path) for path in texts.paths]).decode(),
        "threshold": threshold,
        "threads": tools.threads_for(chunks),
    }
    tools.do(verify_pairs, chunks, "Pairs of texts compared", options)
    return chunks


def _candidates(found: Sequence[Path], tools: Tools) -> Iterator[pa.Table]:
    """Yield the distinct candidates in order of kind and pair."""
    with bounded_connection(tools.path("spilled"), reads=[tools.work.path]) as connection:
        for table in even_tables(_in_order(connection, found), PAIRS_A_CHUNK):
            yield table.cast(CANDIDATE_SCHEMA)


def _in_order(connection: duckdb.DuckDBPyConnection, found: Sequence[Path]) -> Iterator[pa.RecordBatch]:
    source = parquet_source(found)
    for kind, least in sorted({NEAR: 1, SHARING: MIN_SHARED_ANCHORS}.items()):
        # A row group for each kind; see ``find_candidates``.
        parts = -(-sum(pq.read_metadata(path).row_group(kind).num_rows for path in found) // _NUMBERS_AT_ONCE)
        bounds: list[int] = []
        if parts > 1:
            shares = [part / parts for part in range(1, parts)]
            ((found_bounds,),) = connection.execute(
                _BOUNDS.format(source=source, shares=shares), {"kind": kind}
            ).fetchall()
            bounds = sorted({int(bound) for bound in found_bounds} - {0})
        # No number is 0: a pair's larger row, in the lower half, is 1 or more.
        for above, up_to in pairwise([0, *bounds, _LARGEST]):
            values = {"kind": kind, "above": above, "up_to": up_to, "least": least}
            yield from connection.sql(_CANDIDATES.format(source=source), params=values).to_arrow_reader(PAIRS_A_CHUNK)


def _without(pairs: pa.Table, gone: NDArray[np.int64]) -> pa.Table:
    """Return the pairs of which neither text is gone."""
    if not len(gone):
        return pairs
    is_void = np.isin(pairs["left"].to_numpy(), gone) | np.isin(pairs["right"].to_numpy(), gone)
    return pairs.filter(pa.array(~is_void))


def _is_of(pairs: pa.Table, kind: int, numbers: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Return of which pairs, of a kind, both texts are among the rows."""
    rows = numbers.astype(np.int64)
    is_kind: NDArray[np.bool_] = pairs["kind"].to_numpy() == kind
    return is_kind & np.isin(pairs["left"].to_numpy(), rows) & np.isin(pairs["right"].to_numpy(), rows)
