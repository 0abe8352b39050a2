"""A contract in the words of other tools: Delta's constraints, and columns as a catalogue shows them."""

from dataclasses import dataclass
from datetime import date

from pipeline.contracts.column_rules import ColumnRule, column_rules
from pipeline.contracts.conditions import columns_of
from pipeline.contracts.model import Contract, TableStage


@dataclass(frozen=True, slots=True)
class ColumnInfo:
    """A column as a catalogue shows it; ``type`` is the name of its Arrow type."""

    name: str
    type: str
    description: str
    is_nullable: bool
    is_unique: bool


def column_metadata(contract: Contract, stage: TableStage = "published") -> list[ColumnInfo]:
    """Return the columns of a table, in order."""
    return [
        ColumnInfo(column.name, str(column.type), column.description, not column.is_required, column.is_unique)
        for column in contract.columns_at(stage)
    ]


def delta_constraints(contract: Contract) -> dict[str, str]:
    """Return the rules that Delta can hold on the working table: name to SQL expression, for ``alter.add_constraint``.

    These are lists of values, ranges, texts that must not be empty, and conditions over a row. Delta holds required
    columns by the schema itself; it cannot hold keys, patterns, spans or foreign keys.
    """
    names = frozenset(contract.arrow_schema("working").names)
    constraints = {}
    for rule in column_rules(contract, names):
        if expression := _expression(rule):
            constraints[rule.name] = expression
    for condition in contract.row_rules:
        if names.issuperset(columns_of(condition, contract)):
            constraints[condition.name] = condition.condition
    return constraints


def _expression(rule: ColumnRule) -> str | None:
    column = rule.column
    name = f'"{column.name}"'
    match rule.kind:
        case "values":
            expression = f"{name} IN ({', '.join(_literal(value) for value in column.values)})"
        case "length" if column.min_length == 1:
            expression = f"{name} <> ''"
        case "range":
            bounds = [f"{name} >= {_literal(column.minimum)}"] if column.minimum is not None else []
            bounds += [f"{name} <= {_literal(column.maximum)}"] if column.maximum is not None else []
            expression = " AND ".join(bounds)
        case _:
            return None
    # delta-rs refuses rows for which a constraint is null, where SQL lets them pass. (It also loses the brackets of
    # "(…) IS NOT FALSE", and so changes its meaning.)
    return expression if column.is_required else f"{name} IS NULL OR {expression}"


def _literal(value: str | int | float | date) -> str:
    if isinstance(value, date):
        return f"DATE '{value.isoformat()}'"
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return repr(value)
