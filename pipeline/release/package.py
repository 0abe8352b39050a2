"""datapackage.json: what is in a release, by the Frictionless Data Package 2 standard, with hashes and versions."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline.contracts import Column, Contract
from pipeline.release.files import WrittenTable, sha256_of

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"


def resource(contract: Contract, folder: Path, written: WrittenTable, delta_version: int | None) -> dict[str, Any]:
    """Describe one table: its Parquet file beside the package, or several; size in bytes, hashes, rows and schema.

    ``hash`` is that of the file's bytes; where there are several files, ``path`` lists them, ``hash`` is that of their
    bytes one after the other, and ``parts`` has each. ``contentSha256`` is a hash of the values, ``contractSha256`` of
    the contract that they were checked against.
    """
    parts = written.parts
    is_one = len(parts) == 1
    found: dict[str, Any] = {
        "name": contract.name.replace("_", "-"),
        "title": contract.name,
        "description": contract.description,
        "path": parts[0].path if is_one else [part.path for part in parts],
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "bytes": sum(part.bytes for part in parts),
        "hash": f"sha256:{parts[0].sha256 if is_one else sha256_of([folder / part.path for part in parts])}",
        "rowCount": written.rows,
        "contentSha256": written.content_sha256,
        "contractSha256": contract.fingerprint,
        "contractVersion": contract.version,
        "deltaVersion": delta_version,
        "schema": {
            "fields": [_field(column) for column in contract.columns_at("published")],
            "primaryKey": list(contract.primary_key),
            "foreignKeys": [
                {
                    "fields": [key.column],
                    "reference": {"resource": key.other_table.replace("_", "-"), "fields": [key.other_column]},
                }
                for key in contract.foreign_keys
            ],
        },
    }
    if not is_one:
        found["parts"] = [
            {"path": part.path, "bytes": part.bytes, "hash": f"sha256:{part.sha256}", "rowCount": part.rows}
            for part in parts
        ]
    return found


def hashed_files(resource: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the files of one entry of ``resources`` with their ``path``, ``bytes`` and ``hash``, in order."""
    parts: list[dict[str, Any]] = resource.get("parts") or [dict(resource)]
    return parts


def package(release_id: str, resources: list[dict[str, Any]], facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the whole ``datapackage.json``; ``facts`` are what the release was made with."""
    return {
        "$schema": PROFILE,
        "name": "copydesk-release",
        "title": f"Copydesk release {release_id}",
        "version": release_id,
        **facts,
        "resources": resources,
    }


def _field(column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    if column.is_required:
        constraints["required"] = True
    if column.is_unique:
        constraints["unique"] = True
    if column.values:
        constraints["enum"] = list(column.values)
    for name, value in (("minimum", column.minimum), ("maximum", column.maximum), ("pattern", column.pattern)):
        if value is not None:
            constraints[name] = value if isinstance(value, int | float | str) else value.isoformat()
    field: dict[str, Any] = {"name": column.name, "type": _type(column.type), "description": column.description}
    return field | ({"constraints": constraints} if constraints else {})


def _type(kind: pa.DataType) -> str:
    if pa.types.is_timestamp(kind):
        return "datetime"
    names = {pa.string(): "string", pa.int64(): "integer", pa.float64(): "number", pa.bool_(): "boolean"}
    return names.get(kind, "date")
