"""The spaCy pipeline: loaded once a process, only with the components that reading needs."""

from functools import cache
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.util import get_model_meta, get_package_path

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


@cache
def model_version(name: str) -> str:
    """Return name and version of a pipeline, such as ``core_web_sm 3.8.0``, as part of the reader's version.

    The pipeline itself is not loaded: who asks this need not read.

    Raises:
        ModelMissingError: no such pipeline is installed.

    """
    try:
        meta = get_model_meta(name if Path(name).is_dir() else get_package_path(name))
    except (OSError, ImportError) as error:
        raise ModelMissingError(name) from error
    return f"{meta['lang']}_{meta['name']} {meta['version']}"
