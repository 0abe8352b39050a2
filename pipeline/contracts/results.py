"""How tables stand to the rules of their contracts, as plain records."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.contracts.model import Contract

SAMPLE_ROWS = 5
"""Rows that break a rule of which the keys are told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleResult:
    """How a table stands to one rule.

    ``failing_rows`` counts the rows that break it, or is 0 where the rule is not about rows; ``sample`` shows the keys
    of some of them. ``is_row_rule`` says that single rows break it, and could be refused alone.
    """

    table: str
    rule: str
    is_row_rule: bool
    success: bool
    failing_rows: int = 0
    sample: tuple[str, ...] = ()
    reason: str = ""


def row_key(contract: Contract, row: Mapping[str, Any]) -> str:
    """Return the primary key of a row as ``RuleResult.sample`` shows it."""
    return ", ".join(f"{name}={row[name]}" for name in contract.primary_key)
