"""What a run ends with: the numbers that a person wants, and where to look next."""

from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pyarrow.parquet as pq
from rich.console import Console
from rich.table import Table

from pipeline.settings import Settings


def reject_share(release: Path) -> float:
    """Return the share of the files in the drop folder that were rejected, 0 to 1."""
    statuses = Counter(_column(release, "source_files", "status"))
    seen = sum(count for status, count in statuses.items() if status != "withdrawn")
    return statuses["rejected"] / seen if seen else 0.0


def print_summary(release: Path, settings: Settings, console: Console, *, is_new: bool) -> None:
    """Print what is in a release and where it lies."""
    statuses = Counter(_column(release, "source_files", "status"))
    languages = Counter(_column(release, "articles", "language"))
    origins = pc.sum(pq.read_table(release / "paragraphs.parquet", columns=["is_origin"])["is_origin"]).as_py() or 0
    paragraphs = _rows(release, "paragraphs")
    quotes = Counter(_column(release, "quotes", "quote_type"))
    named = sum(name is not None for name in _column(release, "quotes", "speaker_name"))
    conflicts = _column(release, "figures", "is_conflicting").count(True)

    grid = Table.grid(padding=(0, 2))
    grid.add_column(justify="right", style="bold")
    grid.add_column()
    unread = sum(count for language, count in languages.items() if language and language not in settings.models)
    rows = [
        (sum(statuses.values()) - statuses["withdrawn"], f"files in {_short(settings.raw)} ({_detail(statuses)})"),
        (_rows(release, "articles"), f"articles of {_rows(release, 'outlets')} outlets" + _unread(unread)),
        (paragraphs, f"paragraphs, {paragraphs - origins} of them copies of another"),
        (sum(quotes.values()), f"quotes ({_detail(quotes)}), {named} with a named speaker"),
        (_rows(release, "claims"), f"claims on {_rows(release, 'figures')} figures"),
        (conflicts, "figures in conflict"),
        (_rows(release, "rejects"), "rejects, each with its reason in the table rejects"),
    ]
    for count, text in rows:
        grid.add_row(f"{count:,}", text)
    state = "new" if is_new else "unchanged"
    console.print()
    console.print(f"[bold]Release {release.name}[/bold] ({state})")
    console.print(grid)
    console.print()
    places = Table.grid(padding=(0, 2))
    places.add_row("Release", _short(release))
    places.add_row("Report", _short(release / "report" / "index.html"))
    places.add_row("DuckDB", f"duckdb {_short(release / 'copydesk.duckdb')}")
    places.add_row("Dagster UI", "copydesk ui" + _out_option(settings))
    console.print(places, soft_wrap=True)


def _rows(release: Path, table: str) -> int:
    count: int = pq.read_metadata(release / f"{table}.parquet").num_rows
    return count


def _column(release: Path, table: str, column: str) -> list[Any]:
    values: list[Any] = pq.read_table(release / f"{table}.parquet", columns=[column])[column].to_pylist()
    return values


def _detail(counts: Counter[Any]) -> str:
    return ", ".join(f"{count:,} {name}" for name, count in counts.most_common()) or "none"


def _unread(count: int) -> str:
    return f", {count:,} kept unread (other languages)" if count else ""


def _out_option(settings: Settings) -> str:
    return "" if settings.out == Path("data").absolute() else f" --out {_short(settings.out)}"


def _short(path: Path) -> str:
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)
