"""Time the finder of near-identical paragraphs on an invented corpus and check that it misses none.

python -m benchmarks.copies.speed --texts 100000 --out docs/copies-speed.md
"""

import argparse
import resource
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks.copies.corpus import make_corpus
from benchmarks.copies.exact import exact_pairs
from benchmarks.copies.finders import finders
from pipeline.copies.book import CopyBook
from pipeline.copies.normal_form import normal_form
from pipeline.copies.passages import find_passages
from pipeline.copies.records import CopyInput

_THRESHOLD = 0.65
_EXACT_UP_TO = 200_000


def main() -> None:
    """Run the benchmark and print, or write, its table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=int, default=20_000, help="paragraphs in the corpus")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--new", type=int, default=0, help="also time as many new paragraphs against the rest")
    parser.add_argument("--whole", action="store_true", help="also time passages with fact guard and links")
    parser.add_argument("--out", type=Path, help="write the table here as well")
    chosen = parser.parse_args()
    samples = make_corpus(chosen.texts, chosen.seed)
    forms = sorted({normal_form(sample.text) for sample in samples})
    for finder in finders().values():
        finder(forms[:200], _THRESHOLD)
    lines = [
        f"{chosen.texts:,} invented paragraphs (seed {chosen.seed}), {len(forms):,} distinct; "
        f"character 5-grams, threshold {_THRESHOLD}.",
        "",
        *_finder_table(forms),
    ]
    inputs = [
        CopyInput(paragraph_id=f"p{number:09}", text=sample.text, article_id=f"a{number:09}", position=0)
        for number, sample in enumerate(samples)
    ]
    if chosen.new:
        lines += ["", *_update_lines(inputs, chosen.new)]
    if chosen.whole:
        start = time.perf_counter()
        stats = find_passages(inputs).stats
        lines += ["", f"Passages with fact guard and links: {time.perf_counter() - start:.1f} s; {stats}"]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 / 1024
    lines += ["", f"Peak memory of the whole benchmark: {peak:.1f} GiB."]
    table = "\n".join(lines) + "\n"
    print(table)
    if chosen.out:
        chosen.out.write_text(table, encoding="utf-8")


def _finder_table(forms: Sequence[str]) -> list[str]:
    found = {name: finder(forms, _THRESHOLD) for name, finder in finders().items()}
    truth, truth_name = found["ours"][0], "found by ours"
    if len(forms) <= _EXACT_UP_TO:
        start = time.perf_counter()
        truth = exact_pairs(forms, _THRESHOLD)
        truth_name = f"exact search, {time.perf_counter() - start:.1f} s"
    base = found["ours"][1]
    lines = [
        f"| finder | seconds | times ours | pairs | missed of {len(truth):,} ({truth_name}) | below the threshold |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for name, (pairs, seconds) in found.items():
        missed = len(np.setdiff1d(truth, pairs))
        extra = len(np.setdiff1d(pairs, truth))
        share = f"{missed:,} ({missed / max(1, len(truth)):.2%})"
        lines.append(f"| {name} | {seconds:.2f} | {seconds / base:.1f} | {len(pairs):,} | {share} | {extra:,} |")
    return lines


def _update_lines(inputs: Sequence[CopyInput], new: int) -> list[str]:
    """Time the last paragraphs against the book of the others, beside the time of all of them at once."""
    book = CopyBook(_THRESHOLD)
    start = time.perf_counter()
    book.update(inputs[:-new])
    first = time.perf_counter() - start
    start = time.perf_counter()
    book.update(inputs[-new:])
    then = time.perf_counter() - start
    return [f"{len(inputs) - new:,} paragraphs put in: {first:.1f} s; {new:,} more: {then:.2f} s ({then / first:.1%})."]


if __name__ == "__main__":
    main()
