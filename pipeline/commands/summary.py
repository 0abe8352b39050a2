"""What a run ends with: the numbers that a person wants, and where to look next."""

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pyarrow.parquet as pq
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from pipeline.settings import Settings
from pipeline.steps.workbench import open_workbench

UNNAMED = (None, "anonymous", "described")
"""Values of ``quotes.speaker_method`` that leave open who it was."""

SHOWN_REJECTS = 5


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
    methods = Counter(_column(release, "quotes", "speaker_method"))
    named = sum(quotes.values()) - sum(methods[method] for method in UNNAMED)
    articles = _rows(release, "articles")
    undated = _column(release, "articles", "edition").count("undated")
    nameless = _column(release, "articles", "outlet_id").count(None)
    conflicts = _column(release, "figures", "is_conflicting").count(True)

    grid = Table.grid(padding=(0, 2))
    grid.add_column(justify="right", style="bold")
    grid.add_column()
    unread = sum(count for language, count in languages.items() if language and language not in settings.models)
    rows = [
        (sum(statuses.values()) - statuses["withdrawn"], f"files in {_short(settings.raw)} ({_detail(statuses)})"),
        (articles, f"articles of {_rows(release, 'outlets')} outlets" + _unread(unread)),
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
    rejects = pq.read_table(release / "rejects.parquet", columns=["source_file", "reason"]).to_pylist()
    _print_reasons([row["reason"] for row in rejects], console)
    if nameless or undated:
        hint = f"{nameless:,} articles have no outlet, {undated:,} no date. A _source.yaml beside them can say both."
        console.print(hint, soft_wrap=True)
    console.print()
    places = Table.grid(padding=(0, 2))
    if settings.storage:
        places.add_row("Storage", f"{settings.storage}/releases/{release.name}")
    places.add_row("Release", _short(release))
    places.add_row("Report", _short(release / "report" / "index.html"))
    places.add_row("SQL prompt", f"{_command()} open duckdb{_out_option(settings)}")
    places.add_row("Dagster UI", f"{_command()} ui{_out_option(settings)}")
    console.print(places, soft_wrap=True)


def print_rejects(settings: Settings, console: Console) -> None:
    """Print why files were refused where there is no release to look it up in."""
    rejects = open_workbench(settings).store.read("rejects", columns=["reason"])
    _print_reasons(rejects["reason"].to_pylist(), console)


def _print_reasons(reasons: Sequence[str], console: Console) -> None:
    for reason in reasons[:SHOWN_REJECTS]:
        console.print(f"     {reason}", markup=False, soft_wrap=True)
    if len(reasons) > SHOWN_REJECTS:
        console.print(f"     and {len(reasons) - SHOWN_REJECTS:,} more")


def _command() -> str:
    """Return the command as it was called, so that the next step can be copied."""
    return _short(Path(sys.argv[0])) if "copydesk" in Path(sys.argv[0]).name else "copydesk"


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
    return escape(str(path.relative_to(here) if path.is_relative_to(here) else path))
