"""The spaCy pipeline: loaded once a process, only with the components that reading needs.

spaCy itself is imported where the pipeline is loaded: it takes most of a second, and who only asks for a version, or
hands texts to other processes, needs none of it.
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from pipeline.reading.errors import ModelMissingError

if TYPE_CHECKING:
    from spacy.language import Language

UNUSED_COMPONENTS = ("lemmatizer", "attribute_ruler", "senter")
"""Rules read ``tag_``, ``dep_`` and ``lower_``; lemmas and coarse tags would cost time and are never looked at."""


class _Meta(msgspec.Struct):
    """What ``meta.json`` of a pipeline says of it."""

    lang: str
    name: str
    version: str


@cache
def load_model(name: str) -> Language:
    """Return the spaCy pipeline of that package name or path, loaded once a process.

    Raises:
        ModelMissingError: no such pipeline is installed.

    """
    import spacy  # noqa: PLC0415 - see above
    from thinc.api import NumpyOps  # noqa: PLC0415
    from threadpoolctl import threadpool_limits  # noqa: PLC0415

    from pipeline.reading.matrix_ops import OpenBlasOps  # noqa: PLC0415

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
        meta = msgspec.json.decode((_folder(name) / "meta.json").read_bytes(), type=_Meta)
    except (OSError, ImportError, ValueError) as error:
        raise ModelMissingError(name) from error
    return f"{meta.lang}_{meta.name} {meta.version}"


def _folder(name: str) -> Path:
    """Return the folder of a pipeline, without importing its package, which would import spaCy."""
    if Path(name).is_dir():
        return Path(name)
    package = find_spec(name)
    if package is None or package.origin is None:
        raise ModuleNotFoundError(name)
    return Path(package.origin).parent
