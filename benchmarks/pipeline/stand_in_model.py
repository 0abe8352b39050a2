"""A stand-in for the model, to measure everything but the model on corpora that it would read for hours.

python -m benchmarks.pipeline.stand_in_model FOLDER

Names in the generator's manner are found by patterns, sentences by their full stops; there are no tags and no syntax,
so quotes without marks and what numbers count are not found. Time per text and results mean nothing; rows, files and
memory of all that comes after reading do. Use it as ``models: {en: FOLDER}`` in the settings.
"""

import argparse
from pathlib import Path

import spacy

from benchmarks.corpus.vocabulary import BODIES, FIRST_NAMES

_LAST_WORDS = sorted({name.split()[-1] for name in BODIES})
_PATTERNS = [
    {"label": "PERSON", "pattern": [{"ORTH": {"IN": list(FIRST_NAMES)}}, {"IS_TITLE": True}]},
    {"label": "ORG", "pattern": [{"IS_TITLE": True}, {"IS_TITLE": True}, {"ORTH": {"IN": _LAST_WORDS}}]},
    {"label": "GPE", "pattern": [{"LOWER": "in"}, {"IS_TITLE": True}]},
]


def main() -> None:
    """Write the stand-in to a folder, as a spaCy pipeline."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    write_stand_in(parser.parse_args().folder)


def write_stand_in(folder: Path) -> None:
    """Write a spaCy pipeline without a trained component."""
    nlp = spacy.blank("en", meta={"name": "stand_in", "version": "1.0.0"})
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("entity_ruler").add_patterns(_PATTERNS)  # type: ignore[attr-defined]  # typed as any component
    nlp.to_disk(folder)


if __name__ == "__main__":
    main()
