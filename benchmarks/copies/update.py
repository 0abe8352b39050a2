"""Time the stored index of copies: made of many invented texts, then brought up to date with a few new ones.

    python -m benchmarks.copies.update --texts 100000 --new 1000

Both are the whole work between paragraphs and passages: normal forms, keys, search, exact check, fact guard, files,
groups. Processor seconds are those of this process, so of all the work with one worker only. The corpus is written to a
file by another process first, so that the peak of memory is that of the index.
"""

import argparse
import multiprocessing
import resource
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.copies.corpus import make_corpus
from benchmarks.copies.progress import show
from pipeline.copyindex.distinct import Paragraphs
from pipeline.copyindex.passages import passage_tables
from pipeline.copyindex.tools import Tools
from pipeline.copyindex.update import commit, open_index, update_index
from pipeline.engine.local import LocalRunner
from pipeline.engine.work import WorkFolder

_THRESHOLD = 0.65
_BATCH = 16_384


@dataclass(frozen=True)
class _Took:
    """Seconds of the index and of the passages, and what was counted."""

    index: float
    processor: float
    passages: float
    counts: dict[str, int]


def main() -> None:
    """Run the benchmark and print, or write, its table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=int, default=100_000, help="paragraphs in the index")
    parser.add_argument("--new", type=int, default=1_000, help="paragraphs that come in each update")
    parser.add_argument("--updates", type=int, default=3, help="updates one after the other")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, help="write the table here as well")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        corpus = folder / "corpus.parquet"
        total = chosen.texts + chosen.new * chosen.updates
        maker = multiprocessing.get_context("spawn").Process(target=_write, args=(corpus, total, chosen.seed))
        maker.start()
        maker.join()
        _load(folder / "loaded", corpus)
        took = [_update(folder, corpus, 0, chosen.texts, chosen.workers)]
        for number in range(chosen.updates):
            first = chosen.texts + number * chosen.new
            took.append(_update(folder, corpus, first, chosen.new, chosen.workers))
        table = "\n".join([*_lines(chosen, took), *_sizes(folder / "index", chosen.texts)]) + "\n"
    print(table)
    if chosen.out:
        chosen.out.write_text(table, encoding="utf-8")


def _write(path: Path, count: int, seed: int) -> None:
    texts = [sample.text for sample in make_corpus(count, seed)]
    pq.write_table(pa.table({"text": texts}), path, row_group_size=_BATCH)


def _load(folder: Path, corpus: Path) -> None:
    """Load libraries and what numba has compiled, which every process does once."""
    for number in range(2):
        _update(folder, corpus, number * 100, 100, 1)


def _update(folder: Path, corpus: Path, first: int, count: int, workers: int) -> _Took:
    tools = Tools(
        work=WorkFolder(folder / "work", "copies", "inputs"),
        runner_of=lambda most: LocalRunner(min(most, workers)),
        threads=workers,
        progress=show,
    )
    start, processor = time.perf_counter(), time.process_time()
    state = open_index(folder / "index", _THRESHOLD)
    nothing = pa.table({"paragraph_id": pa.array([], pa.string()), "text": pa.array([], pa.string())})
    paragraphs = Paragraphs(
        added=lambda: _batches(corpus, first, count),
        removed=pa.array([], pa.string()),
        texts_of=lambda _: nothing,
    )
    update = update_index(state, paragraphs, _THRESHOLD, tools)
    found, processor = time.perf_counter(), time.process_time() - processor
    tables = passage_tables(update, _placed(update.members))
    grouped, again = time.perf_counter(), time.process_time()
    commit(update, tables.origins, _THRESHOLD, tools)
    ended = time.perf_counter()
    processor += time.process_time() - again
    return _Took(found - start + ended - grouped, processor, grouped - found, update.counts)


def _batches(corpus: Path, first: int, count: int) -> Iterator[pa.RecordBatch]:
    file = pq.ParquetFile(corpus)
    for group in range(first // _BATCH, -(-(first + count) // _BATCH)):
        start = group * _BATCH
        begin, end = max(first - start, 0), min(first + count - start, _BATCH)
        some = file.read_row_group(group).slice(begin, end - begin)
        ids = [f"p{number:09}" for number in range(start + begin, start + begin + len(some))]
        columns = {"paragraph_id": ids, "is_furniture": np.zeros(len(ids), np.bool_), "text": some["text"]}
        yield from pa.table(columns).to_batches()


def _placed(members: pa.Table) -> pa.Table:
    ordered = members.sort_by("paragraph_id")
    numbers = pa.array(np.arange(len(members), dtype=np.int32))
    columns = {"paragraph_id": ordered["paragraph_id"], "row": ordered["row"], "article": numbers, "outlet": numbers}
    return pa.table(columns)


def _lines(chosen: argparse.Namespace, took: list[_Took]) -> list[str]:
    mine, children = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    whole = took[0]
    lines = [
        f"{chosen.texts:,} invented paragraphs (seed {chosen.seed}), then {chosen.new:,} new ones at a time; "
        f"{chosen.workers} workers. Peak memory {mine / 1024:,.0f} MiB; of the largest other process "
        f"{children / 1024:,.0f} MiB (it made the corpus, unless a worker was larger).",
        "",
        "| run | new texts | candidates | index, seconds | of the first | its processor seconds | of the first "
        "| passages, seconds |",
        "|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for number, one in enumerate(took):
        name = f"update {number}" if number else "first"
        lines.append(
            f"| {name} | {one.counts['texts_filed']:,} | {one.counts['candidates']:,} | {one.index:.2f} | "
            f"{one.index / whole.index:.1%} | {one.processor:.2f} | {one.processor / whole.processor:.1%} | "
            f"{one.passages:.2f} |"
        )
    return [*lines, "", f"Crowded buckets met by the first run: {whole.counts['crowded_buckets']:,}."]


def _sizes(folder: Path, texts: int) -> list[str]:
    sizes: dict[str, int] = {}
    for path in folder.rglob("*"):
        if path.is_file():
            kind = path.name.split("-")[0].split(".")[0]
            sizes[kind] = sizes.get(kind, 0) + path.stat().st_size
    lines = ["", "| files of the index | bytes a paragraph |", "|---|---:|"]
    lines += [f"| {kind} | {size / texts:.1f} |" for kind, size in sorted(sizes.items(), key=lambda item: -item[1])]
    return [*lines, f"| all | {sum(sizes.values()) / texts:.1f} |"]


if __name__ == "__main__":
    main()
