"""The yardstick: ``nlp.pipe`` of the same model over every paragraph, doing nothing with the result.

python -m benchmarks.pipeline.bare_model OUT --workers 2
"""

import argparse
from collections import deque
from pathlib import Path

import spacy

from pipeline.settings import DEFAULT_MODEL, Settings
from pipeline.steps.workbench import open_workbench


def main() -> None:
    """Read every paragraph of an output folder with the whole model."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--workers", type=int, default=1)
    chosen = parser.parse_args()
    texts = open_workbench(Settings(out=chosen.out)).store.read("paragraphs", columns=["text"])["text"].to_pylist()
    nlp = spacy.load(DEFAULT_MODEL)
    deque(nlp.pipe(texts, batch_size=64, n_process=chosen.workers), maxlen=0)
    print(f"{len(texts)} paragraphs")


if __name__ == "__main__":
    main()
