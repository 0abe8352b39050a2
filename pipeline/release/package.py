"""datapackage.json: what is in a release, by the Frictionless Data Package 2 standard, with hashes and versions."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline.contracts import Column, Contract

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"


def resource(contract: Contract, file: Path, rows: int, delta_version: int | None) -> dict[str, Any]:
    """Describe one table's Parquet file: its path beside the package, size in bytes, sha256, rows and schema."""
    return {
        "name": contract.name.replace("_", "-"),
        "title": contract.name,
        "description": contract.description,
        "path": file.name,
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "bytes": file.stat().st_size,
        "hash": f"sha256:{sha256_of(file)}",
        "rowCount": rows,
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


def sha256_of(file: Path) -> str:
    """Return the hash of a file's bytes, in hex."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def content_sha256(tables: Mapping[str, pa.Table]) -> str:
    """Return a hash of all values of all tables: equal for equal content, whatever wrote it."""
    digest = hashlib.sha256()
    for name in sorted(tables):
        table = tables[name].combine_chunks()
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, table.schema.remove_metadata()) as writer:
            for batch in table.to_batches(max_chunksize=65_536):
                writer.write_batch(batch)
        digest.update(name.encode() + b"\0")
        digest.update(sink.getvalue())
    return digest.hexdigest()


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
