"""The spaCy pipeline: loaded once a process, only with the components that reading needs."""

from functools import cache
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.util import get_model_meta, get_package_path
from thinc.api import NumpyOps
from threadpoolctl import threadpool_limits

from pipeline.reading.errors import ModelMissingError
from pipeline.reading.matrix_ops import OpenBlasOps

UNUSED_COMPONENTS = ("lemmatizer", "attribute_ruler", "senter")
"""Rules read ``tag_``, ``dep_`` and ``lower_``; lemmas and coarse tags would cost time and are never looked at."""


@cache
def load_model(name: str) -> Language:
    """Return the spaCy pipeline of that package name or path, loaded once a process.

    Raises:
        ModelMissingError: no such pipeline is installed.

    """
    try:
        nlp = spacy.load(name, exclude=list(UNUSED_COMPONENTS))
    except OSError as error:
        raise ModelMissingError(name) from error
    for _, component in nlp.pipeline:
        for node in component.model.walk() if hasattr(component, "model") else ():
            if type(node.ops) is NumpyOps:  # a model that sits on a graphics card stays there
                node.ops = OpenBlasOps()
    threadpool_limits(1, user_api="blas")  # cores are used by processes, one text to each
    return nlp


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
