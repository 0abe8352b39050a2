"""Run the whole pipeline on invented corpora and print what it takes, beside the bare model on the same paragraphs.

python -m benchmarks.pipeline --articles 300 1000 3000 --out docs/pipeline-speed.md

Each size is run three times on one output folder: everything new, nothing new, and one article in a hundred new. With
``--stand-in`` no trained model reads, so that everything else can be measured on corpora that it would read for hours.
"""

import argparse
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import pyarrow.parquet as pq

from benchmarks.corpus.files import write_articles
from benchmarks.corpus.newsroom import first_delivery, later_delivery
from benchmarks.pipeline.processes import Measured, measure
from benchmarks.pipeline.stages import stage_seconds
from benchmarks.pipeline.stand_in_model import write_stand_in

COPYDESK = "from pipeline.cli import main; main()"


class Outcome(NamedTuple):
    """What was measured at one size; ``stages`` are seconds of the first and of the last run."""

    articles: int
    paragraphs: int
    first: Measured
    nothing_new: Measured
    some_new: Measured
    start_up: Measured
    bare: Measured | None
    """Not measured beside a stand-in."""
    stages: tuple[dict[str, float], dict[str, float]]


def main() -> None:
    """Run the benchmark and print, or write, its tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, nargs="+", default=[300, 1_000])
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="where the corpora go; by default a folder that is removed again")
    parser.add_argument("--out", type=Path, help="write the tables here as well")
    parser.add_argument("--stand-in", action="store_true", help="read with patterns instead of the trained model")
    chosen = parser.parse_args()
    folder = chosen.folder or Path(tempfile.mkdtemp())
    outcomes: list[Outcome] = []
    try:
        for size in chosen.articles:
            outcomes.append(_run(size, chosen.seed, chosen.workers, folder / str(size), is_stand_in=chosen.stand_in))
            table = "\n".join([*_sizes(outcomes), "", *_stages(outcomes), ""])
            print(table, flush=True)
            if chosen.out:
                chosen.out.write_text(table, encoding="utf-8")
    finally:
        if chosen.folder is None:
            shutil.rmtree(folder)


def _run(articles: int, seed: int, workers: int, folder: Path, *, is_stand_in: bool) -> Outcome:
    raw, out = folder / "raw", folder / "out"
    shutil.rmtree(folder, ignore_errors=True)
    write_articles(first_delivery(articles, seed), raw, "both")
    env = {"COPYDESK_WORKERS": str(workers)}
    if is_stand_in:
        write_stand_in(folder / "stand_in")
        (folder / "copydesk.yaml").write_text(f"models: {{en: {folder / 'stand_in'}}}\n", encoding="utf-8")
        env["COPYDESK_CONFIG"] = str(folder / "copydesk.yaml")
    command = ["-c", COPYDESK, "run", "--raw", str(raw), "--out", str(out)]
    start_up = _told("imports", measure(["-c", "import pipeline.commands.run, pipeline.commands.summary"]))
    began = time.time()
    first = _told("first run", measure(command, env))
    stages = stage_seconds(out, began)
    nothing_new = _told("nothing new", measure(command, env))
    write_articles(later_delivery(articles, seed, max(1, articles // 100)), raw, "both")
    began = time.time()
    some_new = _told("1 % new", measure(command, env))
    stages_then = stage_seconds(out, began)
    bare = None
    if not is_stand_in:
        bare = _told(
            "bare model", measure(["-m", "benchmarks.pipeline.bare_model", str(out), "--workers", str(workers)])
        )
    paragraphs = pq.read_metadata(out / "releases" / "latest" / "paragraphs.parquet").num_rows
    return Outcome(articles, paragraphs, first, nothing_new, some_new, start_up, bare, (stages, stages_then))


def _told(what: str, measured: Measured) -> Measured:
    """Say at once what was measured, since a large size takes hours."""
    print(f"{what}: {measured}", file=sys.stderr, flush=True)
    return measured


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
            if measured is None:
                continue
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
