"""The spaCy pipeline: loaded once a process, only with the components that reading needs."""

from functools import cache

import spacy
from spacy.language import Language

from pipeline.reading.errors import ModelMissingError

UNUSED_COMPONENTS = ("lemmatizer", "attribute_ruler", "senter")
"""Rules read ``tag_``, ``dep_`` and ``lower_``; lemmas and coarse tags would cost time and are never looked at."""


@cache
def load_model(name: str) -> Language:
    """Return the spaCy pipeline of that package name or path, loaded once a process.

    Raises:
        ModelMissingError: no such pipeline is installed.

    """
    try:
        return spacy.load(name, exclude=list(UNUSED_COMPONENTS))
    except OSError as error:
        raise ModelMissingError(name) from error


def model_version(name: str) -> str:
    """Return name and version of a pipeline, such as ``core_web_sm 3.8.0``, as part of the reader's version."""
    meta = load_model(name).meta
    return f"{meta['lang']}_{meta['name']} {meta['version']}"
