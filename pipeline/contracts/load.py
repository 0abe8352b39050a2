"""Contracts from ``schemas/*.odcs.yaml``: read, checked against the standard, checked against each other.

A contract uses of the Open Data Contract Standard what this module reads; what the standard allows but nobody here
would look at (a quality metric of another kind, an unknown custom property) is refused: no rule is written in vain.
"""

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, cast, get_args

import pyarrow as pa
import yaml

from pipeline.contracts.model import Column, Contract, ContractError, ForeignKey, RowRule, Span, Stage, TableRule
from pipeline.contracts.standard import API_VERSION, standard_errors

SUFFIX = ".odcs.yaml"

_TYPES: dict[str, tuple[str, pa.DataType]] = {
    "string": ("string", pa.string()),
    "int64": ("integer", pa.int64()),
    "double": ("number", pa.float64()),
    "bool": ("boolean", pa.bool_()),
    "date32": ("date", pa.date32()),
    "timestamp[us, tz=UTC]": ("timestamp", pa.timestamp("us", tz="UTC")),
}
_TABLE_PROPERTIES = frozenset({"partitionedBy", "maxRejectShare", "maxRejectRows", "spans"})
_COLUMN_PROPERTIES = frozenset({"stage"})
_ROW_RULE = re.compile(r"SELECT COUNT\(\*\) FROM (\w+) WHERE NOT \((.+)\)")


def schemas_folder() -> Path:
    """Return the folder of the project's contracts: ``schemas/`` of the repository, or of the installed package."""
    packaged = Path(__file__).parent / "schemas"
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / "schemas"


def load_contracts(folder: Path | None = None, *, also: Path | None = None) -> dict[str, Contract]:
    """Return the contracts in a folder by the names of their tables, in alphabetical order.

    Args:
        folder: where the ``*.odcs.yaml`` files are; by default the project's own ``schemas/``.
        also: a folder with more of them, which may refer to the first; it may be empty.

    Raises:
        ContractError: a file is not a contract of the standard, a name is taken, or a contract refers to what no
            contract there has.

    """
    if also:
        return _load(folder or schemas_folder(), also)
    return _load(folder) if folder else dict(_project_contracts())


@cache
def _project_contracts() -> Mapping[str, Contract]:
    return _load(schemas_folder())


def _load(folder: Path, also: Path | None = None) -> dict[str, Contract]:
    found: dict[str, Contract] = {}
    for path in [*folder.glob(f"*{SUFFIX}"), *(also.glob(f"*{SUFFIX}") if also else ())]:
        contract = _read(path)
        if contract.name in found:
            raise ContractError(f"{path}: the name {contract.name} is taken by {found[contract.name].path}.")
        found[contract.name] = contract
    contracts = dict(sorted(found.items()))
    if not contracts:
        raise ContractError(f"{folder} holds no contract (*{SUFFIX}).")
    for contract in contracts.values():
        _check_references(contract, contracts)
    return contracts


def _read(path: Path) -> Contract:
    try:
        document = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ContractError(f"{path} is not YAML: {error}") from error
    if errors := standard_errors(document):
        raise ContractError(f"{path} is not a contract of the Open Data Contract Standard: " + "; ".join(errors))
    if document["apiVersion"] != API_VERSION:
        raise ContractError(f"{path}: apiVersion must be {API_VERSION}, not {document['apiVersion']}.")
    try:
        contract = _contract(path, document)
    except KeyError as error:
        raise ContractError(f"{path}: {error.args[0]} is missing.") from error
    except (TypeError, ValueError) as error:
        raise ContractError(f"{path}: {error}") from error
    if f"{contract.name}{SUFFIX}" != path.name:
        raise ContractError(f"{path} describes the table {contract.name}: call it {contract.name}{SUFFIX}.")
    return contract


def _contract(path: Path, document: dict[str, Any]) -> Contract:
    if len(document["schema"]) != 1:
        raise ValueError("schema must hold exactly one table.")
    table = document["schema"][0]
    name: str = table["name"]
    custom = _custom_properties(table, _TABLE_PROPERTIES)
    properties = table["properties"]
    columns = [_column(one) for one in properties]
    partitioned_by: str | None = custom.get("partitionedBy")
    if partitioned_by and partitioned_by not in {column.name for column in columns}:
        columns.append(_partition_column(partitioned_by))
    row_rules, table_rules, unique_together, min_rows = _quality(name, table.get("quality", []))
    description = document["description"]
    return Contract(
        name=name,
        version=document["version"],
        path=path,
        row_is=table["dataGranularityDescription"],
        purpose=description["purpose"],
        usage=description.get("usage"),
        limitations=description.get("limitations"),
        columns=tuple(columns),
        primary_key=_primary_key(properties),
        unique_together=unique_together,
        foreign_keys=tuple(
            ForeignKey(column=one["name"], other_table=table_name, other_column=column_name)
            for one in properties
            for relationship in one.get("relationships", [])
            for table_name, column_name in [relationship["to"].split(".")]
        ),
        row_rules=row_rules,
        table_rules=table_rules,
        spans=tuple(_span(one) for one in custom.get("spans", [])),
        partitioned_by=partitioned_by,
        min_rows=min_rows,
        max_reject_share=float(custom.get("maxRejectShare", 0.0)),
        max_reject_rows=int(custom.get("maxRejectRows", 0)),
    )


def _column(one: dict[str, Any]) -> Column:
    name: str = one["name"]
    physical = one.get("physicalType")
    if physical not in _TYPES:
        raise ValueError(f"column {name}: physicalType must be one of {', '.join(_TYPES)}, not {physical}.")
    logical, arrow_type = _TYPES[physical]
    if one.get("logicalType") != logical:
        raise ValueError(f"column {name}: logicalType of {physical} must be {logical}, not {one.get('logicalType')}.")
    if not one.get("description"):
        raise ValueError(f"column {name} has no description.")
    stage = _custom_properties(one, _COLUMN_PROPERTIES).get("stage", "own")
    if stage not in get_args(Stage):
        raise ValueError(f"column {name}: stage must be one of {', '.join(get_args(Stage))}, not {stage}.")
    options = one.get("logicalTypeOptions", {})
    if unknown := set(options) - {"pattern", "minLength", "minimum", "maximum", "timezone"}:
        raise ValueError(f"column {name}: nobody checks the option {', '.join(sorted(unknown))}.")
    return Column(
        name=name,
        type=arrow_type,
        description=one["description"],
        stage=cast(Stage, stage),
        is_required=one.get("required", False),
        is_unique=one.get("unique", False),
        values=_valid_values(name, one.get("quality", [])),
        pattern=options.get("pattern"),
        min_length=options.get("minLength"),
        minimum=_bound(logical, options.get("minimum")),
        maximum=_bound(logical, options.get("maximum")),
    )


def _bound(logical: str, value: Any) -> int | float | date | None:
    if value is None:
        return None
    if logical == "date":
        return date.fromisoformat(value)
    return int(value) if logical == "integer" else float(value)


def _partition_column(name: str) -> Column:
    return Column(
        name=name,
        type=pa.string(),
        description="Partition of the working table: the edition of the article. Not published here; see articles.",
        stage="working",
        is_required=True,
    )


def _valid_values(column: str, quality: list[dict[str, Any]]) -> tuple[str, ...]:
    for rule in quality:
        if rule.get("metric") != "invalidValues" or rule.get("mustBe") != 0:
            raise ValueError(f"column {column}: the one quality rule of a column is invalidValues, mustBe 0.")
        return tuple(rule["arguments"]["validValues"])
    return ()


def _quality(
    table: str, quality: list[dict[str, Any]]
) -> tuple[tuple[RowRule, ...], tuple[TableRule, ...], tuple[tuple[str, ...], ...], int | None]:
    row_rules: list[RowRule] = []
    table_rules: list[TableRule] = []
    unique_together: list[tuple[str, ...]] = []
    min_rows: int | None = None
    for rule in quality:
        if rule.get("type") == "sql" and rule.get("mustBe") == 0:
            query, words = rule["query"], {"name": rule["name"], "description": rule["description"]}
            match = _ROW_RULE.fullmatch(query)
            if match and match[1] == table and "SELECT" not in match[2]:
                row_rules.append(RowRule(condition=match[2], **words))
            else:
                table_rules.append(TableRule(query=query, **words))
        elif rule.get("metric") == "duplicateValues" and rule.get("mustBe") == 0:
            unique_together.append(tuple(rule["arguments"]["properties"]))
        elif rule.get("metric") == "rowCount" and "mustBeGreaterOrEqualTo" in rule:
            min_rows = int(rule["mustBeGreaterOrEqualTo"])
        else:
            raise ValueError(f"nobody checks the quality rule {rule.get('name', rule)}.")
    return tuple(row_rules), tuple(table_rules), tuple(unique_together), min_rows


def _primary_key(properties: list[dict[str, Any]]) -> tuple[str, ...]:
    keys = [one for one in properties if one.get("primaryKey")]
    if not keys:
        raise ValueError("no column is the primary key.")
    return tuple(one["name"] for one in sorted(keys, key=lambda one: cast(int, one["primaryKeyPosition"])))


def _span(one: dict[str, str]) -> Span:
    if unknown := set(one) - {"text", "start", "end", "equals"}:
        raise ValueError(f"a span has no {', '.join(sorted(unknown))}.")
    table, column = one["text"].split(".")
    return Span(start=one["start"], end=one["end"], equals=one["equals"], text_table=table, text_column=column)


def _custom_properties(element: dict[str, Any], known: frozenset[str]) -> dict[str, Any]:
    found = {one["property"]: one["value"] for one in element.get("customProperties", [])}
    if unknown := set(found) - known:
        names = ", ".join(sorted(unknown))
        raise ValueError(f"{element['name']}: unknown custom property {names}; known are {', '.join(sorted(known))}.")
    return found


def _check_references(contract: Contract, contracts: Mapping[str, Contract]) -> None:
    names = {column.name for column in contract.columns}
    own = [column for group in contract.unique_together for column in group]
    own += [column for span in contract.spans for column in (span.start, span.end, span.equals)]
    if missing := sorted(set(own) - names):
        raise ContractError(f"{contract.path}: the table has no column {', '.join(missing)}.")
    targets = [(key.other_table, key.other_column) for key in contract.foreign_keys]
    targets += [(span.text_table, span.text_column) for span in contract.spans]
    for table, column in targets:
        if table not in contracts or column not in {one.name for one in contracts[table].columns}:
            raise ContractError(f"{contract.path} refers to {table}.{column}, which no contract has.")
