"""Data contracts: ``schemas/*.odcs.yaml`` turned into Arrow schemas, checks, and descriptions for other tools.

Use what this package exports, and the modules ``rules`` (rows, on each write), ``expectations`` (whole tables, before a
release) and ``docs`` (the data dictionary). Nothing here writes tables or knows the orchestrator.
"""

from pipeline.contracts.load import load_contracts, schemas_folder
from pipeline.contracts.model import Column, Contract, ContractError, ForeignKey, RowRule, Span, TableRule
from pipeline.contracts.render import ColumnInfo, column_metadata, delta_constraints

__all__ = [
    "Column",
    "ColumnInfo",
    "Contract",
    "ContractError",
    "ForeignKey",
    "RowRule",
    "Span",
    "TableRule",
    "column_metadata",
    "delta_constraints",
    "load_contracts",
    "schemas_folder",
]
