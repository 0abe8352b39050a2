"""What Dagster shows of a table: its columns, their origin, its size, and its first rows. Article text is escaped."""

import re
from collections.abc import Mapping
from pathlib import Path

import dagster as dg
import pyarrow as pa

from pipeline.contracts import Contract, column_metadata
from pipeline.release.folders import read_package
from pipeline.steps.workbench import StepResult, Workbench
from pipeline.tables.sql import even_tables

PREVIEW_ROWS = 10
PREVIEW_CHARS = 80
CHANGES_LINES = 100

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


def run_metadata(
    bench: Workbench, table: str, result: StepResult, seconds: float
) -> Mapping[str, dg.MetadataValue | float]:
    """Return what one materialization of a table tells: rows, counts, time, place on disk, and a preview of rows.

    Little is read, whatever the size of the table.
    """
    metadata: dict[str, dg.MetadataValue | float] = {
        "dagster/row_count": dg.MetadataValue.int(bench.store.rows(table)),
        "dagster/uri": dg.MetadataValue.text(str(bench.store.root / table)),
        "preview": dg.MetadataValue.md(preview(first_rows(bench, table))),
        "is_up_to_date_already": dg.MetadataValue.bool(result.is_skipped),
        "seconds": round(seconds, 3),
    }
    for name, count in result.counts.items():
        metadata[name] = dg.MetadataValue.int(count)
    return metadata


def first_rows(bench: Workbench, table: str) -> pa.Table:
    """Return the rows of a table that a preview shows."""
    found = even_tables(bench.store.batches(table, batch_rows=PREVIEW_ROWS), PREVIEW_ROWS)
    return next(found, bench.store.schemas[table].empty_table())


def preview(rows: pa.Table) -> str:
    """Return the first rows as markdown, without ids and offsets, which say nothing to the eye."""
    worded = [name for name in rows.schema.names if not name.endswith(("_id", "char_start", "char_end"))]
    return markdown_table(rows.slice(0, PREVIEW_ROWS).select(worded or rows.schema.names).to_pylist())


def release_contents(folder: Path) -> str:
    """Return the tables of a release with their rows and sizes, as markdown."""
    lines = ["| table | rows | kB | what it is |", "|---|---:|---:|---|"]
    for entry in read_package(folder)["resources"]:
        words = escape_markdown(entry["description"], max_chars=2 * PREVIEW_CHARS)
        lines.append(f"| {entry['title']} | {entry['rowCount']:,} | {entry['bytes'] / 1000:,.0f} | {words} |")
    return "\n".join(lines)


def what_changed(folder: Path) -> str:
    """Return the beginning of a release's CHANGELOG.md."""
    lines = (folder / "CHANGELOG.md").read_text(encoding="utf-8").splitlines()
    more = [f"{len(lines) - CHANGES_LINES} more lines in CHANGELOG.md."] if len(lines) > CHANGES_LINES else []
    return "\n".join([*lines[:CHANGES_LINES], "", *more])


def markdown_table(rows: list[dict[str, object]]) -> str:
    """Return rows as a markdown table in which no cell can be anything but text."""
    if not rows:
        return "No rows."
    names = list(rows[0])
    lines = ["| " + " | ".join(names) + " |", "|" + "---|" * len(names)]
    lines += ["| " + " | ".join(escape_markdown(row[name]) for name in names) + " |" for row in rows]
    return "\n".join(lines)


def escape_markdown(value: object, max_chars: int = PREVIEW_CHARS) -> str:
    """Return a value as one short line of markdown that shows its characters and nothing else."""
    if value is None:
        return ""
    text = " ".join(str(value).split())
    if len(text) > max_chars:
        text = text[: max_chars - 1] + "…"
    return _MARKDOWN.sub(r"\\\1", text)
