"""Reads the word lists of ``data/``: plain files, so that a word can be added without touching code."""

from functools import cache
from importlib import resources

from pipeline.ids import stable_id


@cache
def data_lines(filename: str) -> tuple[str, ...]:
    """Return the lines of a file of ``data/`` that are neither empty nor comments (``#``)."""
    text = resources.files("pipeline.entities").joinpath("data", filename).read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line and not line.startswith("#"))


def data_version() -> str:
    """Return a hash of all files of ``data/``."""
    files = sorted(resources.files("pipeline.entities").joinpath("data").iterdir(), key=lambda file: file.name)
    return stable_id(*(part for file in files if file.is_file() for part in (file.name, file.read_text("utf-8"))))


@cache
def word_list(section: str) -> frozenset[str]:
    """Return the words below ``[section]`` in ``data/word_lists.txt``.

    Raises:
        KeyError: the file has no such section.

    """
    sections: dict[str, set[str]] = {}
    words: set[str] = set()
    for line in data_lines("word_lists.txt"):
        if line.startswith("["):
            words = sections[line.strip("[]")] = set()
        else:
            words.update(line.split())
    return frozenset(sections[section])
