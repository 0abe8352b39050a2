"""What a data contract says, as frozen records, and its rendering as an Arrow schema.

Here stand only the records; ``load`` reads them from YAML, ``rules`` and ``expectations`` check tables against them,
``render`` and ``docs`` turn them into what other tools want.
"""

from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Literal

import pyarrow as pa

Stage = Literal["own", "link", "release", "working"]
"""When a column is filled: ``own`` with its table, ``link`` when decisions over the whole corpus are joined at
publication, ``release`` by the release. A ``working`` column is never published."""

TableStage = Literal["working", "published"]

RULES_VERSION = "1"
"""Changed when the same words of a contract come to ask for more than before: all rows are then checked again."""

_COLUMN_STAGES: dict[TableStage, frozenset[Stage]] = {
    "working": frozenset({"own", "working"}),
    "published": frozenset({"own", "link", "release"}),
}


class ContractError(ValueError):
    """A contract cannot be used; the message names its file and what is wrong there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: its type, its meaning, and the rules that one value alone can break."""

    name: str
    type: pa.DataType
    description: str
    stage: Stage = "own"
    is_required: bool = False
    is_unique: bool = False
    values: tuple[str, ...] = ()
    """The only values allowed; empty where any value is."""
    pattern: str | None = None
    """Regular expression that a string must match from its start."""
    min_length: int | None = None
    """Least number of characters of a string."""
    minimum: int | float | date | None = None
    maximum: int | float | date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignKey:
    """Every value of ``column`` that is not null stands in ``other_table.other_column``."""

    column: str
    other_table: str
    other_column: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RowRule:
    """A condition over the columns of one row, in SQL, that is true for every good row.

    Write it so that it is never null (``low IS NULL OR low <= value``): SQL would let such a row pass, Delta would not.
    """

    name: str
    condition: str
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRule:
    """A query over this and other tables that counts what breaks the rule; it must return 0."""

    name: str
    query: str
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """``equals`` is ``text_table.text_column[start:end]`` of the same article; rows without a start have no span."""

    start: str
    end: str
    equals: str
    text_table: str = "article_texts"
    text_column: str = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """What one table promises."""

    name: str
    version: str
    path: Path
    row_is: str
    """One sentence: what one row is."""
    purpose: str
    usage: str | None = None
    limitations: str | None = None
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...]
    unique_together: tuple[tuple[str, ...], ...] = ()
    """Groups of columns whose values together occur once, besides the primary key."""
    foreign_keys: tuple[ForeignKey, ...] = ()
    row_rules: tuple[RowRule, ...] = ()
    table_rules: tuple[TableRule, ...] = ()
    spans: tuple[Span, ...] = ()
    partitioned_by: str | None = None
    """Column by which the working table is partitioned."""
    min_rows: int | None = None
    max_reject_share: float = 0.0
    max_reject_rows: int = 0

    def column(self, name: str) -> Column:
        """Return the column of that name.

        Raises:
            KeyError: the table has none.

        """
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name} has no column {name}")

    def columns_at(self, stage: TableStage) -> tuple[Column, ...]:
        """Return the columns of the working table or of the published one, in order."""
        return tuple(column for column in self.columns if column.stage in _COLUMN_STAGES[stage])

    def arrow_schema(self, stage: TableStage) -> pa.Schema:
        """Return the Arrow schema of the working table or of the published one.

        Descriptions are in the metadata of the schema and of its fields (key ``description``); required columns are not
        nullable.
        """
        fields = [
            pa.field(
                column.name,
                column.type,
                nullable=not column.is_required,
                metadata={"description": column.description},
            )
            for column in self.columns_at(stage)
        ]
        metadata = {"description": self.description, "contract": self.name, "contract_version": self.version}
        return pa.schema(fields, metadata=metadata)

    @property
    def description(self) -> str:
        """What one row is, and what the table is for."""
        return f"{self.row_is} {self.purpose}"

    @property
    def fingerprint(self) -> str:
        """A hash of all that the contract asks for, wherever its file lies: rows that met it meet an equal one."""
        return sha256(f"{RULES_VERSION} {replace(self, path=Path())!r}".encode()).hexdigest()

    def max_rejects(self, rows: int) -> int:
        """Return how many of that many rows may break a row rule before the release is stopped."""
        return max(self.max_reject_rows, int(rows * self.max_reject_share))
