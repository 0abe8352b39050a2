"""The heavy work on the index, as functions of one file each: ``(source, target, **options) -> counts``.

Which chunks there are and what becomes of their results is decided in ``update``. No result depends on the number of
workers, nor on the order in which chunks are done. Options are numbers, or lists of paths as JSON.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Lock

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from pipeline.copies.anchors import text_anchors
from pipeline.copies.book import MIN_NEAR_CHARS
from pipeline.copies.buckets import high_half, joined, low_half, packed, sorted_unique
from pipeline.copies.candidates import pairs_again, shared_keys, shelf_keys
from pipeline.copies.fact_guard import shown, turned_round
from pipeline.copies.index import ShelfChange, change_shelf
from pipeline.copies.normal_form import normal_form
from pipeline.copies.pairs import FactReader, TextPair, holding_pairs, similar_pairs
from pipeline.copies.shingles import encode
from pipeline.copies.signatures import BANDS, band_keys
from pipeline.copyindex.key_files import KeyFile, living, touched_entries, write_shelves
from pipeline.copyindex.text_files import Texts, check_of, form_key
from pipeline.records import Record

ANCHOR_RANGES = 64
"""Anchors are cut into as many key ranges, by their upper bits, so that each is about as long as a band's."""
RANGES = BANDS + ANCHOR_RANGES
"""A key range is a band, or a part of the anchors; what shares a key is in one range."""

NEAR, SHARING, NEAR_REOPENED, SHARING_REOPENED, NEAR_RESETTLED, SHARING_RESETTLED, CROWDED = range(7)
"""What a number that the search found is: a pair that may be similar, one of which one text may hold the other, a pair
of older texts that a bucket gives now and did not before, a row whose candidates of the one or the other kind may be
fewer, a count of crowded buckets."""

SIMILAR, HOLDING = 0, 1

FORM_SCHEMA = pa.schema(
    [
        pa.field("paragraph_id", pa.string()),
        pa.field("is_furniture", pa.bool_()),
        pa.field("arrival", pa.int64()),
        pa.field("key_high", pa.uint64()),
        pa.field("key_low", pa.uint64()),
        pa.field("is_filed", pa.bool_()),
        pa.field("is_plain", pa.bool_()),
        pa.field("form", pa.string()),
        pa.field("written", pa.string()),
    ]
)
NUMBER_SCHEMA = pa.schema([pa.field("kind", pa.uint8()), pa.field("number", pa.uint64())])
PAIR_SCHEMA = pa.schema(
    [
        pa.field("left", pa.int64()),
        pa.field("right", pa.int64()),
        pa.field("kind", pa.uint8()),
        pa.field("similarity", pa.float64()),
        pa.field("difference", pa.string()),
        pa.field("difference_turned", pa.string()),
    ]
)
"""``kind``: ``SIMILAR`` or ``HOLDING``. Facts differ where ``difference`` is not null; ``difference_turned`` is it
as read from the right text."""

ENTRY_SCHEMA = pa.schema([pa.field("entry", pa.uint64())])
CANDIDATE_SCHEMA = pa.schema([pa.field("kind", pa.uint8()), pa.field("pair", pa.uint64())])
_NOTHING = np.empty(0, np.uint64)
_SIGNED_TOGETHER = 16_384


class ShelfFile(Record, frozen=True):
    """A key file and the key ranges in it, from ``first`` to below ``end``."""

    path: str
    first: int
    end: int


class SearchPlan(Record, frozen=True):
    """What a search looks at: the shelves as they were, keys of new and of gone texts, ranks and dead rows."""

    shelves: tuple[ShelfFile, ...]
    new: tuple[ShelfFile, ...]
    gone: tuple[str, ...]
    again: tuple[str, ...]
    """Keys of texts of which it is asked which are candidates of each other, and nothing else."""
    ranks: str
    dead: str


def make_forms(source: Path, target: Path) -> dict[str, int]:
    """Paragraphs (``paragraph_id``, ``is_furniture``, ``text``, ``arrival``) -> their normal forms and keys."""
    rows = pq.read_table(source)
    distinct: dict[tuple[str, bool], tuple[str, tuple[int, int]]] = {}
    forms, keys = [], []
    for text, is_furniture in zip(rows["text"].to_pylist(), rows["is_furniture"].to_pylist(), strict=True):
        known = distinct.get((text, is_furniture))
        if known is None:
            # A text of marks alone has an empty normal form; it is a copy of the same marks only.
            form = normal_form(text) or text.strip()
            known = distinct[text, is_furniture] = form, form_key(form, is_furniture=is_furniture)
        forms.append(known[0])
        keys.append(known[1])
    is_filed = [
        len(form) >= MIN_NEAR_CHARS and not is_furniture
        for form, is_furniture in zip(forms, rows["is_furniture"].to_pylist(), strict=True)
    ]
    columns = {
        "paragraph_id": rows["paragraph_id"],
        "is_furniture": rows["is_furniture"],
        "arrival": rows["arrival"],
        "key_high": [high for high, _ in keys],
        "key_low": [low for _, low in keys],
        "is_filed": is_filed,
        "is_plain": [tells_least(text) for text in rows["text"].to_pylist()],
        "form": forms,
        "written": rows["text"],
    }
    pq.write_table(pa.table(columns, schema=FORM_SCHEMA), target)
    return {"texts": rows.num_rows}


def tells_least(text: str) -> bool:
    """Whether capitals tell no names in a text: it has none, or hardly anything else."""
    return not 0 < sum(map(str.isupper, text)) < len(text) / 8


def sign_texts(source: Path, target: Path, *, threads: int = 1) -> dict[str, int]:
    """Texts (``row``, ``form``) -> their keys and ranks.

    The target has a row group of sorted entries ``key << 32 | row`` for each key range, then one of the ranks in the
    order of the source.
    """
    rows = pq.read_table(source)
    numbers, forms = rows["row"].to_numpy(), rows["form"].to_pylist()
    keys, ranks = np.empty((len(forms), BANDS), np.uint32), np.empty(len(forms), np.uint64)
    anchors: list[NDArray[np.uint64]] = []
    for start in range(0, len(forms), _SIGNED_TOGETHER):
        some = slice(start, start + _SIGNED_TOGETHER)
        encoded = encode(forms[some])
        keys[some], ranks[some] = band_keys(encoded, threads)
        anchors.append(text_anchors(encoded, numbers[some]))
    filed = np.sort(joined(anchors))
    starts = np.arange(ANCHOR_RANGES, dtype=np.uint64) << np.uint64(58)
    cuts = [*np.searchsorted(filed, starts).tolist(), len(filed)]
    with pq.ParquetWriter(target, ENTRY_SCHEMA, compression="none", use_dictionary=False) as writer:
        for band in range(BANDS):
            writer.write_table(_entries(np.sort(packed(keys[:, band], numbers))), row_group_size=1 << 26)
        for part in range(ANCHOR_RANGES):
            writer.write_table(_entries(filed[cuts[part] : cuts[part + 1]]), row_group_size=1 << 26)
        writer.write_table(_entries(ranks), row_group_size=1 << 26)
    return {"texts_signed": len(forms)}


def file_keys(source: Path, target: Path, *, shelves: str, signed: str, dead: str) -> dict[str, int]:
    """Key ranges (``range``, consecutive) -> a key file of them, made of key files and of what ``sign_texts`` wrote.

    Args:
        source: the ranges.
        target: the key file.
        shelves: ``ShelfFile``s, as JSON.
        signed: paths of keys, as JSON.
        dead: path of rows that are left out.

    """
    files = _opened(msgspec.json.decode(shelves, type=tuple[ShelfFile, ...]))
    keys = _Signed(msgspec.json.decode(signed, type=tuple[str, ...]))
    gone = np.load(dead)

    def merged(number: int) -> NDArray[np.uint64]:
        parts = [living(file.shelf(number - first), gone) for file, first, end in files if first <= number < end]
        return np.sort(joined([*parts, *keys.parts(number)]))

    return {"keys_filed": write_shelves(target, (merged(number) for number in _ranges(source)))}


def find_candidates(source: Path, target: Path, *, plan: str, threads: int = 1) -> dict[str, int]:
    """Key ranges (``range``) -> candidate pairs and what else the search in them found (``kind``, ``number``).

    Args:
        source: the ranges.
        target: of ``NUMBER_SCHEMA``, with a row group for each kind. Near pairs come once, sharing ones once for each
            key that they share.
        plan: a ``SearchPlan``, as JSON.
        threads: how many to use.

    """
    searcher = _Searcher(msgspec.json.decode(plan, type=SearchPlan))
    with ThreadPoolExecutor(threads) as pool:
        results = list(pool.map(searcher.search, _ranges(source)))
    near = [found for number, found in results if number < BANDS]
    sharing = [found for number, found in results if number >= BANDS]
    numbers = (
        (NEAR, sorted_unique(joined([found.pairs for found in near]))),
        (SHARING, np.sort(joined([found.pairs for found in sharing]))),
        (NEAR_REOPENED, sorted_unique(joined([found.reopened for found in near]))),
        (SHARING_REOPENED, sorted_unique(joined([found.reopened for found in sharing]))),
        (NEAR_RESETTLED, sorted_unique(joined([found.resettled.astype(np.uint64) for found in near]))),
        (SHARING_RESETTLED, sorted_unique(joined([found.resettled.astype(np.uint64) for found in sharing]))),
        (CROWDED, np.array([sum(found.crowded_buckets for _, found in results)], np.uint64)),
    )
    with pq.ParquetWriter(target, NUMBER_SCHEMA, compression="lz4", use_dictionary=["kind"]) as writer:
        for kind, some in numbers:
            columns = [pa.array(np.full(len(some), kind, np.uint8)), pa.array(some)]
            writer.write_table(pa.table(columns, schema=NUMBER_SCHEMA), row_group_size=1 << 26)
    return {}


class _Searcher:
    """Searches one key range after the other."""

    def __init__(self, plan: SearchPlan) -> None:
        self._shelves, self._new = _opened(plan.shelves), _opened(plan.new)
        self._gone, self._again = _Signed(plan.gone), _Signed(plan.again)
        self._ranks, self._dead = np.load(plan.ranks, mmap_mode="r"), np.load(plan.dead)
        self._is_again = bool(plan.again)

    def search(self, number: int) -> tuple[int, ShelfChange]:
        """Return the range and what was found in it; near pairs come once."""
        is_anchors = number >= BANDS
        here = [(file, number - first) for file, first, end in self._shelves if first <= number < end]
        if self._is_again:
            again = self._again.shelf(number)
            after = touched_entries(here, shared_keys(again), self._dead)
            pairs = pairs_again(after, again, self._ranks, is_anchors=is_anchors)
            found = ShelfChange(after, pairs, _NOTHING, np.empty(0, np.int64), 0)
        else:
            new = joined([file.shelf(number - first) for file, first, end in self._new if first <= number < end])
            gone = self._gone.shelf(number)
            before = touched_entries(here, shelf_keys(joined([new, gone])), self._dead)
            found = change_shelf(before, new, gone, ranks=self._ranks, is_anchors=is_anchors)
        pairs = found.pairs if is_anchors else sorted_unique(found.pairs)
        return number, replace(found, after=_NOTHING, pairs=pairs)


def verify_pairs(source: Path, target: Path, *, texts: str, threshold: float, threads: int = 1) -> dict[str, int]:
    """Candidate pairs (``kind``, ``pair``) -> those that are similar, or of which one text holds the other.

    Args:
        source: of ``CANDIDATE_SCHEMA``; a pair is ``smaller row << 32 | larger row``.
        target: of ``PAIR_SCHEMA``, in order of kind, left and right.
        texts: paths of the text files, as JSON.
        threshold: least Jaccard similarity of a similar pair.
        threads: how many to use.

    """
    rows = pq.read_table(source)
    kinds, pairs = rows["kind"].to_numpy(), rows["pair"].to_numpy()
    stored = Texts([Path(path) for path in msgspec.json.decode(texts, type=tuple[str, ...])])
    fetched = low_half(sorted_unique(np.concatenate([high_half(pairs), low_half(pairs)]).astype(np.uint64)))
    form_of = dict(zip(fetched.tolist(), stored.forms(fetched), strict=True)).__getitem__
    similar = similar_pairs(form_of, pairs[kinds == NEAR], threshold, threads)
    holding = holding_pairs(form_of, pairs[kinds == SHARING], threshold, threads)
    judged = np.unique(np.array([end for pair in (*similar, *holding) for end in (pair.left, pair.right)], np.int64))
    facts = FactReader(dict(zip(judged.tolist(), stored.written(judged), strict=True)).__getitem__)
    found = [(kind, facts.judged(pair)) for kind, part in ((SIMILAR, similar), (HOLDING, holding)) for pair in part]
    found.sort(key=lambda one: (one[0], one[1].left, one[1].right))
    pq.write_table(pa.Table.from_pylist([_pair_row(*one) for one in found], schema=PAIR_SCHEMA), target)
    return {"pairs_compared": len(pairs)}


def text_columns(rows: NDArray[np.int64], found: pa.Table) -> dict[str, object]:
    """Return the columns of texts with their checksums, for rows with the columns of ``FORM_SCHEMA``."""
    return {
        "row": pa.array(rows),
        "key_high": found["key_high"],
        "key_low": found["key_low"],
        "is_filed": found["is_filed"],
        "form": found["form"],
        "written": found["written"],
        "form_check": pa.array(map(check_of, found["form"].to_pylist()), pa.uint32()),
        "written_check": pa.array(map(check_of, found["written"].to_pylist()), pa.uint32()),
    }


def _pair_row(kind: int, pair: TextPair) -> dict[str, object]:
    return {
        "left": pair.left,
        "right": pair.right,
        "kind": kind,
        "similarity": pair.similarity,
        "difference": shown(pair.changes),
        "difference_turned": shown(turned_round(pair.changes)),
    }


def _entries(numbers: NDArray[np.uint64]) -> pa.Table:
    return pa.table([pa.array(numbers)], schema=ENTRY_SCHEMA)


def _ranges(source: Path) -> list[int]:
    numbers: list[int] = pq.read_table(source)["range"].to_pylist()
    return numbers


def _opened(shelves: tuple[ShelfFile, ...]) -> list[tuple[KeyFile, int, int]]:
    return [(KeyFile(Path(file.path), file.end - file.first), file.first, file.end) for file in shelves]


class _Signed:
    """Files that ``sign_texts`` wrote."""

    def __init__(self, paths: tuple[str, ...]) -> None:
        self._files = [pq.ParquetFile(path, memory_map=True, pre_buffer=False) for path in paths]
        # Arrow's readers of one file wait for each other for ever where several threads read with them at once.
        self._lock = Lock()

    def parts(self, number: int) -> Iterator[NDArray[np.uint64]]:
        """Yield the entries of a key range, each part sorted."""
        for file in self._files:
            with self._lock:
                entries = file.read_row_group(number, use_threads=False)["entry"].to_numpy()
            yield entries

    def shelf(self, number: int) -> NDArray[np.uint64]:
        """Return the entries of a key range, sorted."""
        parts = list(self.parts(number))
        return parts[0] if len(parts) == 1 else np.sort(joined(parts))


def ranks_of(path: Path) -> NDArray[np.uint64]:
    """Return the ranks that ``sign_texts`` wrote, in the order of its source."""
    ranks: NDArray[np.uint64] = pq.ParquetFile(path).read_row_group(RANGES)["entry"].to_numpy()
    return ranks
