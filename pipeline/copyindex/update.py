"""Bring the index up to date with paragraphs that came and went; and forget it.

An update leaves the index as it was until it is committed. Work is what changed, but for passes over arrays and tables
of all paragraphs, in which Python does nothing for each of them.
"""

import logging
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.copyindex.chunks import ShelfFile
from pipeline.copyindex.damage import IndexDamagedError
from pipeline.copyindex.distinct import DistinctChange, Paragraphs, distinct_change
from pipeline.copyindex.manifest import (
    VERSION,
    Manifest,
    Segment,
    delete_leftovers,
    read_manifest,
    stored_file,
    write_manifest,
)
from pipeline.copyindex.search import SearchResult, filed, search
from pipeline.copyindex.state import TEXTS, IndexState, distinct_rows, placed, rows_outside
from pipeline.copyindex.text_files import Texts, living_batches, write_texts
from pipeline.copyindex.tools import Tools

MAX_ROWS = 1 << 32
"""Rows have 32 bits in the key files; an index that has used them up is made anew."""
GROWTH = 4
"""A segment is merged with those after it unless it has so many times their texts: there are few segments, and a key is
written again few times."""
_MAX_DEAD_SHARE = 0.25
_MERGED = 600_000

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Update:
    """An index that was brought up to date and is not committed yet."""

    before: IndexState
    distinct: DistinctChange
    found: SearchResult
    counts: dict[str, int]

    @property
    def members(self) -> pa.Table:
        """All paragraphs with the rows of their texts."""
        return self.distinct.members

    @property
    def pairs(self) -> pa.Table:
        """All verified pairs."""
        return self.found.pairs

    @property
    def texts(self) -> Texts:
        """All texts."""
        return Texts([*self.before.texts.paths, self.distinct.texts])


def open_index(folder: Path, threshold: float) -> IndexState:
    """Return the index of a folder; an empty one where there is none that can be used, and why is logged."""
    try:
        manifest = read_manifest(folder)
    except IndexDamagedError as error:
        _log.warning("The index of copies cannot be used and is made anew: %s", error)
        return IndexState(folder, None)
    if manifest is None:
        if folder.is_dir() and any(folder.iterdir()):
            _log.info("The index of copies in %s is of another version and is made anew", folder)
        return IndexState(folder, None)
    if manifest.threshold != threshold or manifest.next_row >= MAX_ROWS // 2:
        _log.info("The index of copies in %s is made anew: the threshold changed, or its rows are used up", folder)
        return IndexState(folder, None)
    return IndexState(folder, manifest)


def update_index(state: IndexState, paragraphs: Paragraphs, threshold: float, tools: Tools) -> Update:
    """Compare what came with what is there, and take out what went; ``commit`` makes it the index.

    Raises:
        IndexDamagedError: the index cannot be used.
        ChunkError: a chunk could not be done.

    """
    delete_leftovers(state.folder, state.manifest)
    tools.work.make()
    distinct = distinct_change(state, paragraphs, tools)
    found = search(state, distinct, threshold, tools)
    counts = {
        "paragraphs_added": distinct.paragraphs_added,
        "paragraphs_removed": len(paragraphs.removed),
        "texts_filed": distinct.next_row - distinct.first_row,
        "texts_gone": len(distinct.gone),
        **{name: found.counts[name] for name in ("candidates", "crowded_buckets")},
    }
    return Update(state, distinct, found, counts)


def commit(update: Update, origins: pa.Table, threshold: float, tools: Tools) -> None:
    """Make an update the index, at once; files that it needs no more are deleted.

    Raises:
        OSError: the disk is full or not writable.

    """
    state, folder = update.before, update.before.folder
    generation = state.manifest.generation + 1 if state.manifest else 1
    folder.mkdir(parents=True, exist_ok=True)
    whole = {}
    for name, table in (("members", update.members), ("pairs", update.pairs), ("origins", origins)):
        path = folder / f"{name}-{generation:06d}.parquet"
        pq.write_table(table, path, compression="zstd")
        whole[name] = stored_file(path)
    ranks = folder / f"ranks-{generation:06d}.npy"
    shutil.move(tools.path("ranks.npy"), ranks)
    segments = _segments(update, generation, tools)
    manifest = Manifest(
        version=VERSION,
        threshold=threshold,
        generation=generation,
        next_row=update.distinct.next_row,
        segments=segments,
        ranks=stored_file(ranks),
        **whole,
    )
    write_manifest(folder, manifest)
    tools.work.remove()


def forget_index(folder: Path) -> None:
    """Delete the index; the next run makes it anew."""
    shutil.rmtree(folder, ignore_errors=True)


def _segments(update: Update, generation: int, tools: Tools) -> tuple[Segment, ...]:
    """Put the new texts into a segment of their own, or with the last ones into one."""
    state, folder = update.before, update.before.folder
    old = state.manifest.segments if state.manifest else ()
    added = update.distinct.next_row - update.distinct.first_row
    rows, next_row = update.members["row"].to_numpy(), update.distinct.next_row
    living = len(distinct_rows(rows, next_row))
    total = sum(segment.texts for segment in old) + added
    kept = _kept(old, added) if total - living <= _MAX_DEAD_SHARE * total else ()
    merged = old[len(kept) :]
    if not merged and not added:
        return kept
    name = f"segment-{generation:06d}"
    place = folder / name
    place.mkdir()
    shelves: Sequence[ShelfFile]
    if merged:
        paths = [folder / segment.name / TEXTS for segment in merged]
        texts = Texts([*paths, update.distinct.texts])
        dead = rows_outside(texts.rows(), rows, next_row)
        np.save(tools.path("dead_merged.npy"), dead)
        count = write_texts(place / TEXTS, living_batches(texts, dead))
        sources = [placed(folder, segment.name, file) for segment in merged for file in segment.shelves]
        shelves = filed(_MERGED, [*sources, *update.found.shelves], [], tools.path("dead_merged.npy"), tools)
    else:
        shutil.move(update.distinct.texts, place / TEXTS)
        shelves, count = update.found.shelves, added
    files = []
    for file in shelves:
        target = place / f"keys-{file.first:03d}.arrow"
        shutil.move(file.path, target)
        files.append(ShelfFile(path=target.name, first=file.first, end=file.end))
    sizes = {path.name: path.stat().st_size for path in sorted(place.iterdir())}
    return (*kept, Segment(name=name, texts=count, sizes=sizes, shelves=tuple(files))) if count else kept


def _kept(segments: Sequence[Segment], added: int) -> tuple[Segment, ...]:
    """Return the segments that stay as they are when as many texts are added."""
    kept = list(segments)
    after = added
    while kept and after and kept[-1].texts < GROWTH * after:
        after += kept.pop().texts
    return tuple(kept)
