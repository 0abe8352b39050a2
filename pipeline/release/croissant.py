"""croissant.json: the release as MLCommons Croissant 1.0 describes data sets, for tools that load data by it.

It says the same as ``datapackage.json`` in another vocabulary. A release carries no clock, and knows
neither its owner nor the rights in the articles: ``datePublished``, ``creator`` and ``license`` are left to whoever
passes it on. Foreign keys stand in ``datapackage.json`` only: loaders of Croissant follow each reference with an inner
join, which loses rows where it is null, and give up where two tables refer to each other.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa

from pipeline.contracts import Column, Contract
from pipeline.release.package import hashed_files

CROISSANT_FILE = "croissant.json"
CONFORMS_TO = "http://mlcommons.org/croissant/1.0"
PARQUET = "application/x-parquet"
"""Croissant's own word for Parquet; loaders know no other."""

CONTEXT: Mapping[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
"""The context that the specification asks for, word for word."""

_TYPES: Mapping[pa.DataType, str] = {
    pa.string(): "sc:Text",
    pa.int64(): "sc:Integer",
    pa.float64(): "sc:Float",
    pa.bool_(): "sc:Boolean",
    pa.date32(): "sc:Date",
    pa.timestamp("us", tz="UTC"): "sc:DateTime",
}


def croissant(
    release_id: str, contracts: Mapping[str, Contract], resources: Iterable[Mapping[str, Any]]
) -> dict[str, Any]:
    """Return ``croissant.json``: one file, or a set of them, and one record set a table.

    Args:
        release_id: the release's number.
        contracts: the contract of each table.
        resources: the entries of ``datapackage.json``, for sizes and hashes.

    """
    files = list(resources)
    return {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": CONFORMS_TO,
        "name": f"copydesk-release-{release_id}",
        "description": "Who said what, which numbers were claimed and by whom, and which paragraphs are copies of "
        "each other, read from news articles; every row points at the characters that it was read from.",
        "version": f"{int(release_id)}.0.0",
        "isLiveDataset": False,
        "distribution": [entry for resource in files for entry in _distribution(resource)],
        "recordSet": [_record_set(contracts[resource["title"]], _source(resource)) for resource in files],
    }


def _distribution(resource: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the table's file; where it has several, each of them and the set that they are."""
    files = [
        {
            "@type": "cr:FileObject",
            "@id": file["path"],
            "name": file["path"],
            "description": resource["description"],
            "contentUrl": file["path"],
            "contentSize": f"{file['bytes']} B",
            "encodingFormat": PARQUET,
            "sha256": file["hash"].removeprefix("sha256:"),
        }
        for file in hashed_files(resource)
    ]
    if isinstance(resource["path"], str):
        return files
    together = {
        "@type": "cr:FileSet",
        "@id": f"{resource['title']}-parts",
        "name": f"{resource['title']}-parts",
        "description": resource["description"],
        "encodingFormat": PARQUET,
        "includes": f"{resource['title']}/part-*.parquet",
    }
    return [*files, together]


def _source(resource: Mapping[str, Any]) -> dict[str, Any]:
    if isinstance(resource["path"], str):
        return {"fileObject": {"@id": resource["path"]}}
    return {"fileSet": {"@id": f"{resource['title']}-parts"}}


def _record_set(contract: Contract, source: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "@type": "cr:RecordSet",
        "@id": contract.name,
        "name": contract.name,
        "description": contract.description,
        "key": [{"@id": f"{contract.name}/{column}"} for column in contract.primary_key],
        "field": [_field(contract.name, source, column) for column in contract.columns_at("published")],
    }


def _field(table: str, source: Mapping[str, Any], column: Column) -> dict[str, Any]:
    return {
        "@type": "cr:Field",
        "@id": f"{table}/{column.name}",
        "name": f"{table}/{column.name}",
        "description": column.description,
        "dataType": _TYPES[column.type],
        "source": {**source, "extract": {"column": column.name}},
    }
