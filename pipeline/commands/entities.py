"""``copydesk entities``: who is in a release, and which of them may be one."""

from collections import defaultdict
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from pipeline.entities.entity_records import Entity, EntityAlias
from pipeline.entities.suggestions import suggest_merges, suggestions_yaml
from pipeline.release.files import part_files

SHOWN = 50


def print_entities(release: Path, console: Console) -> None:
    """Print the entities that are mentioned most."""
    table = Table("entity", "type", "country", "mentions", "articles", "outlets", box=None)
    rows = sorted(_rows(release, "entities"), key=lambda row: (-row["mentions"], row["name"]))
    for row in rows[:SHOWN]:
        counts = (f"{row[name]:,}" for name in ("mentions", "articles", "outlets"))
        table.add_row(escape(row["name"]), row["entity_type"], row["country"] or "", *counts)
    console.print(table)
    if len(rows) > SHOWN:
        console.print(f"and {len(rows) - SHOWN:,} more in entities.parquet")


def print_suggestions(release: Path, console: Console) -> None:
    """Print likely merges with their evidence, as YAML that can be pasted into ``entities.yaml``."""
    entities = [Entity(**row) for row in _rows(release, "entities")]
    aliases = [EntityAlias(**row) for row in _rows(release, "entity_aliases")]
    articles: dict[str, set[str]] = defaultdict(set)
    columns = ["entity_id", "article_id"]
    for file in part_files(release, "entity_mentions"):
        with pq.ParquetFile(file) as mentions:
            for batch in mentions.iter_batches(columns=columns):
                for row in batch.to_pylist():
                    if row["entity_id"]:
                        articles[row["entity_id"]].add(row["article_id"])
    suggestions = suggest_merges(entities, aliases, articles)
    if not suggestions:
        console.print("No two entities look like one.")
        return
    console.print(suggestions_yaml(suggestions, entities), markup=False, soft_wrap=True)


def _rows(release: Path, table: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pq.read_table(list(part_files(release, table))).drop_columns("release_id").to_pylist()
    return rows
