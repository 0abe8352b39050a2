"""Is a document a contract of the Open Data Contract Standard? Its JSON Schema decides, which refuses unknown keys."""

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft201909Validator, ValidationError

API_VERSION = "v3.1.0"
_JSON_SCHEMA = Path(__file__).parent / "odcs" / "odcs-json-schema-v3.1.0.json"


def standard_errors(document: object) -> list[str]:
    """Return what the standard finds wrong in a contract, each with its place in the document; empty if nothing."""
    errors: Iterable[ValidationError] = _validator().iter_errors(document)
    # The schema reaches some places by two ways and then reports them twice.
    return list(dict.fromkeys(f"at {_place(document, error.absolute_path)}: {error.message}" for error in errors))


@cache
def _validator() -> Draft201909Validator:
    return Draft201909Validator(json.loads(_JSON_SCHEMA.read_text(encoding="utf-8")))


def _place(document: Any, path: Iterable[str | int]) -> str:
    """Name a place for a reader: by the ``name`` of a list's item where it has one."""
    parts: list[str] = []
    for step in path:
        document = document[step]
        if isinstance(step, int) and parts:
            name = document.get("name") if isinstance(document, dict) else None
            parts[-1] += f"[{name or step}]"
        else:
            parts.append(str(step))
    return ".".join(parts) or "the top"
