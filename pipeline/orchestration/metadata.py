"""What Dagster shows of a table: its columns, their origin, its size, and its first rows. Article text is escaped."""

import re
from collections.abc import Mapping

import dagster as dg

from pipeline.contracts import Contract, column_metadata
from pipeline.steps.workbench import StepResult, Workbench

PREVIEW_ROWS = 5
PREVIEW_CHARS = 80

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~&])")


def column_schema(contract: Contract) -> dg.TableSchema:
    """Return the published columns of a contract as Dagster shows them."""
    return dg.TableSchema(
        columns=[
            dg.TableColumn(
                name=column.name,
                type=column.type,
                description=column.description,
                constraints=dg.TableColumnConstraints(nullable=column.is_nullable, unique=column.is_unique),
            )
            for column in column_metadata(contract)
        ]
    )


def column_lineage(contract: Contract) -> dg.TableColumnLineage:
    """Return, for each column that refers to another table, the column that it refers to."""
    lineage: dict[str, list[dg.TableColumnDep]] = {}
    for key in contract.foreign_keys:
        lineage.setdefault(key.column, []).append(
            dg.TableColumnDep(asset_key=dg.AssetKey(key.other_table), column_name=key.other_column)
        )
    for span in contract.spans:
        lineage.setdefault(span.equals, []).append(
            dg.TableColumnDep(asset_key=dg.AssetKey(span.text_table), column_name=span.text_column)
        )
    return dg.TableColumnLineage(lineage)


def table_spec_metadata(contract: Contract) -> dict[str, object]:
    """Return the metadata of a table's asset that does not change from run to run."""
    return {
        "dagster/column_schema": column_schema(contract),
        "dagster/column_lineage": column_lineage(contract),
        "contract": f"{contract.name} {contract.version}",
    }


def run_metadata(bench: Workbench, table: str, result: StepResult) -> Mapping[str, dg.MetadataValue]:
    """Return what one materialization of a table tells: rows, counts, place on disk, and a preview of rows."""
    rows = bench.store.read(table)
    metadata: dict[str, dg.MetadataValue] = {
        "dagster/row_count": dg.MetadataValue.int(rows.num_rows),
        "dagster/uri": dg.MetadataValue.text(str(bench.store.root / table)),
        "preview": dg.MetadataValue.md(markdown_table(rows.slice(0, PREVIEW_ROWS).to_pylist())),
        "is_up_to_date_already": dg.MetadataValue.bool(result.is_skipped),
    }
    for name, count in result.counts.items():
        metadata[name] = dg.MetadataValue.int(count)
    return metadata


def markdown_table(rows: list[dict[str, object]]) -> str:
    """Return rows as a markdown table in which no cell can be anything but text."""
    if not rows:
        return "No rows."
    names = list(rows[0])
    lines = ["| " + " | ".join(names) + " |", "|" + "---|" * len(names)]
    lines += ["| " + " | ".join(escape_markdown(row[name]) for name in names) + " |" for row in rows]
    return "\n".join(lines)


def escape_markdown(value: object) -> str:
    """Return a value as one short line of markdown that shows its characters and nothing else."""
    if value is None:
        return ""
    text = " ".join(str(value).split())
    if len(text) > PREVIEW_CHARS:
        text = text[: PREVIEW_CHARS - 1] + "…"
    return _MARKDOWN.sub(r"\\\1", text)
