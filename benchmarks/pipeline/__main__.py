"""Run the whole pipeline on invented corpora and print what it takes, beside the bare model on the same paragraphs.

python -m benchmarks.pipeline --articles 300 1000 3000 --out docs/pipeline-speed.md

Each size is run three times on one output folder: everything new, nothing new, and one article in a hundred new.
"""

import argparse
import shutil
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import pyarrow.parquet as pq

from benchmarks.corpus.files import write_articles
from benchmarks.corpus.newsroom import first_delivery, later_delivery
from benchmarks.pipeline.processes import Measured, measure
from benchmarks.pipeline.stages import stage_seconds

COPYDESK = "from pipeline.cli import main; main()"


class Outcome(NamedTuple):
    """What was measured at one size; ``stages`` are seconds of the first and of the last run."""

    articles: int
    paragraphs: int
    first: Measured
    nothing_new: Measured
    some_new: Measured
    bare: Measured
    start_up: Measured
    stages: tuple[dict[str, float], dict[str, float]]


def main() -> None:
    """Run the benchmark and print, or write, its tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, nargs="+", default=[300, 1_000])
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="where the corpora go; by default a folder that is removed again")
    parser.add_argument("--out", type=Path, help="write the tables here as well")
    chosen = parser.parse_args()
    folder = chosen.folder or Path(tempfile.mkdtemp())
    outcomes: list[Outcome] = []
    try:
        for size in chosen.articles:
            outcomes.append(_run(size, chosen.seed, chosen.workers, folder / str(size)))
            table = "\n".join([*_sizes(outcomes), "", *_stages(outcomes), ""])
            print(table, flush=True)
            if chosen.out:
                chosen.out.write_text(table, encoding="utf-8")
    finally:
        if chosen.folder is None:
            shutil.rmtree(folder)


def _run(articles: int, seed: int, workers: int, folder: Path) -> Outcome:
    raw, out = folder / "raw", folder / "out"
    shutil.rmtree(folder, ignore_errors=True)
    write_articles(first_delivery(articles, seed), raw, "both")
    env = {"COPYDESK_WORKERS": str(workers)}
    command = ["-c", COPYDESK, "run", "--raw", str(raw), "--out", str(out)]
    start_up = measure(["-c", "import pipeline.commands.run, pipeline.commands.summary"])
    began = time.time()
    first = measure(command, env)
    stages = stage_seconds(out, began)
    nothing_new = measure(command, env)
    write_articles(later_delivery(articles, seed, max(1, articles // 100)), raw, "both")
    began = time.time()
    some_new = measure(command, env)
    bare = measure(["-m", "benchmarks.pipeline.bare_model", str(out), "--workers", str(workers)])
    paragraphs = pq.read_metadata(out / "releases" / "latest" / "paragraphs.parquet").num_rows
    stages_then = stage_seconds(out, began)
    return Outcome(articles, paragraphs, first, nothing_new, some_new, bare, start_up, (stages, stages_then))


def _sizes(outcomes: list[Outcome]) -> list[str]:
    lines = [
        "| articles | paragraphs | run | seconds | processor seconds | of the first | articles a second | peak MiB |",
        "|---:|---:|---|---:|---:|---:|---:|---:|",
    ]
    for outcome in outcomes:
        for name, measured in (
            ("first", outcome.first),
            ("nothing new", outcome.nothing_new),
            ("1 % new", outcome.some_new),
            ("bare `nlp.pipe`", outcome.bare),
            ("imports alone", outcome.start_up),
        ):
            share = measured.processor_seconds / outcome.first.processor_seconds
            rate = outcome.articles / measured.seconds if name in ("first", "bare `nlp.pipe`") else None
            lines.append(
                f"| {outcome.articles:,} | {outcome.paragraphs:,} | {name} | {measured.seconds:.1f} "
                f"| {measured.processor_seconds:.1f} | {share:.1%} | {f'{rate:.1f}' if rate else ''} "
                f"| {measured.peak_mib:,.0f} |"
            )
    return lines


def _stages(outcomes: list[Outcome]) -> list[str]:
    heads = [f"{outcome.articles:,} {run}" for outcome in outcomes for run in ("first", "1 % new")]
    columns = [stages for outcome in outcomes for stages in outcome.stages]
    names = list(dict.fromkeys(name for stages in columns for name in stages))
    return [
        f"| seconds of stage | {' | '.join(heads)} |",
        "|---|" + "---:|" * len(heads),
        *(f"| {name} | {' | '.join(f'{stages.get(name, 0):.1f}' for stages in columns)} |" for name in names),
    ]


if __name__ == "__main__":
    main()
