"""Time the finder of near-identical paragraphs on an invented corpus and check that it misses none.

python -m benchmarks.copies.speed --texts 100000 --out docs/copies-speed.md

A million texts take some ten gigabytes of memory, nearly all of it datasketch's, and at most ``--minutes`` for each of
the other finders: the table then says among how many of the texts it sought, and what that would be for all of them.
"""

import argparse
import math
import os
import random
import resource
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks.copies.corpus import make_corpus
from benchmarks.copies.exact import exact_pairs
from benchmarks.copies.finders import Found, finders
from benchmarks.copies.progress import show
from pipeline.copies.buckets import low_half
from pipeline.copies.index import empty_index, update_index
from pipeline.copies.normal_form import normal_form
from pipeline.copies.pairs import similar_pairs
from pipeline.copies.passages import find_passages
from pipeline.copies.records import CopyInput

_THRESHOLD = 0.65
_EXACT_UP_TO = 30_000


def main() -> None:
    """Run the benchmark and print, or write, its table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=int, default=20_000, help="paragraphs in the corpus")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--new", type=int, default=0, help="also time as many new texts against the rest")
    parser.add_argument("--minutes", type=float, default=15, help="most that another finder may take")
    parser.add_argument("--whole", action="store_true", help="also time passages with fact guard and links")
    parser.add_argument("--out", type=Path, help="write the table here as well")
    chosen = parser.parse_args()
    samples = make_corpus(chosen.texts, chosen.seed)
    forms = sorted({normal_form(sample.text) for sample in samples})
    show("texts made", chosen.texts, chosen.texts)
    for finder in finders().values():
        finder(forms[:200], _THRESHOLD, math.inf)
    lines = [
        f"{chosen.texts:,} invented paragraphs (seed {chosen.seed}), {len(forms):,} distinct; "
        f"character 5-grams, threshold {_THRESHOLD}.",
        "",
        *_finder_table(forms, 60 * chosen.minutes),
    ]
    if chosen.new:
        lines += ["", *_update_lines(forms, chosen.new)]
    if chosen.whole:
        inputs = [
            CopyInput(paragraph_id=f"p{number:09}", text=sample.text, article_id=f"a{number:09}", position=0)
            for number, sample in enumerate(samples)
        ]
        start = time.perf_counter()
        stats = find_passages(inputs).stats
        lines += ["", f"Passages with fact guard and links: {time.perf_counter() - start:.1f} s; {stats}"]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 / 1024
    lines += ["", f"Peak memory of the whole benchmark: {peak:.1f} GiB."]
    table = "\n".join(lines) + "\n"
    print(table)
    if chosen.out:
        chosen.out.write_text(table, encoding="utf-8")


def _finder_table(forms: Sequence[str], limit: float) -> list[str]:
    found: dict[str, Found] = {}
    for name, finder in finders().items():
        found[name] = finder(forms, _THRESHOLD, limit)
        show(name, len(forms), len(forms))
    truth, truth_name = found["ours"].pairs, "found by ours"
    if len(forms) <= _EXACT_UP_TO:
        start = time.perf_counter()
        truth = exact_pairs(forms, _THRESHOLD)
        truth_name = f"exact search, {time.perf_counter() - start:.1f} s"
    base = found["ours"].seconds
    lines = [
        f"| finder | texts | seconds | times ours | pairs | missed ({truth_name}) | below the threshold |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for name, one in found.items():
        there = truth[low_half(truth) < one.texts]
        missed = len(np.setdiff1d(there, one.pairs))
        extra = len(np.setdiff1d(one.pairs, there))
        # One that was stopped is taken to go on as quickly as it began, which is kind to it.
        whole = one.seconds * len(forms) / one.texts
        seconds = (
            f"{one.seconds:.2f}" if one.texts == len(forms) else f"{one.seconds:.2f}, for all at least {whole:.0f}"
        )
        lines.append(
            f"| {name} | {one.texts:,} | {seconds} | {whole / base:.1f} | {len(one.pairs):,} | "
            f"{missed:,} of {len(there):,} ({missed / max(1, len(there)):.2%}) | {extra:,} |"
        )
    return lines


def _update_lines(forms: Sequence[str], new: int) -> list[str]:
    """Time some new texts against the index of the others, beside the time of finding all pairs of those.

    Both with anchors for texts inside longer ones, and with the exact check.
    """
    threads = os.cpu_count() or 1
    shuffled = list(forms)
    random.Random(1).shuffle(shuffled)
    seconds: list[float] = []
    index = empty_index()
    for part in (shuffled[:-new], shuffled[-new:]):
        start = time.perf_counter()
        change = update_index(index, part, [], shuffled.__getitem__, threads=threads)
        pairs = similar_pairs(shuffled.__getitem__, change.near, _THRESHOLD, threads)
        seconds.append(time.perf_counter() - start)
        index = change.index
    return [
        f"{len(shuffled) - new:,} texts filed and compared: {seconds[0]:.2f} s; {new:,} more against them: "
        f"{seconds[1]:.2f} s ({seconds[1] / seconds[0]:.1%}), {len(pairs):,} pairs."
    ]


if __name__ == "__main__":
    main()
