"""What a run ends with: the numbers that a person wants, and where to look next."""

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from pipeline.release.files import part_files
from pipeline.settings import Settings
from pipeline.steps.workbench import open_workbench
from pipeline.tables.sql import bounded_connection, parquet_source, quoted

UNNAMED = (None, "anonymous", "described")
"""Values of ``quotes.speaker_method`` that leave open who it was."""

SHOWN_REJECTS = 5


def reject_share(release: Path) -> float:
    """Return the share of the files in the drop folder that were rejected, 0 to 1."""
    with bounded_connection(reads=[release]) as connection:
        statuses = _counts(connection, release, "source_files", "status")
    seen = sum(count for status, count in statuses.items() if status != "withdrawn")
    return statuses["rejected"] / seen if seen else 0.0


def print_summary(release: Path, settings: Settings, console: Console, *, is_new: bool) -> None:
    """Print what is in a release and where it lies."""
    with bounded_connection(reads=[release]) as connection:
        count = partial(_counts, connection, release)
        statuses = count("source_files", "status")
        languages = count("articles", "language")
        origins = count("paragraphs", "is_origin")[True]
        quotes = count("quotes", "quote_type")
        methods = count("quotes", "speaker_method")
        undated = count("articles", "edition")["undated"]
        nameless = count("articles", "outlet_id")[None]
        conflicts = count("figures", "is_conflicting")[True]
    paragraphs = _rows(release, "paragraphs")
    articles = _rows(release, "articles")
    named = sum(quotes.values()) - sum(methods[method] for method in UNNAMED)

    grid = Table.grid(padding=(0, 2))
    grid.add_column(justify="right", style="bold")
    grid.add_column()
    unread = sum(number for language, number in languages.items() if language and language not in settings.models)
    rows = [
        (sum(statuses.values()) - statuses["withdrawn"], f"files in {_short(settings.raw)} ({_detail(statuses)})"),
        (articles, f"articles of {_rows(release, 'outlets')} outlets" + _unread(unread)),
        (paragraphs, f"paragraphs, {paragraphs - origins} of them copies of another"),
        (sum(quotes.values()), f"quotes ({_detail(quotes)}), {named} with a named speaker"),
        (_rows(release, "claims"), f"claims on {_rows(release, 'figures')} figures"),
        (conflicts, "figures in conflict"),
        (_rows(release, "rejects"), "rejects, each with its reason in the table rejects"),
    ]
    for number, text in rows:
        grid.add_row(f"{number:,}", text)
    state = "new" if is_new else "unchanged"
    console.print()
    console.print(f"[bold]Release {release.name}[/bold] ({state})")
    console.print(grid)
    _print_reasons(list(_reasons(release)), _rows(release, "rejects"), console)
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
    store = open_workbench(settings).store
    batches = store.batches("rejects", columns=["reason"])
    reasons = islice((reason for batch in batches for reason in batch["reason"].to_pylist()), SHOWN_REJECTS)
    _print_reasons(list(reasons), store.rows("rejects"), console)


def _reasons(release: Path) -> Iterator[str]:
    for file in part_files(release, "rejects"):
        with pq.ParquetFile(file) as rejects:
            for batch in rejects.iter_batches(SHOWN_REJECTS, columns=["reason"]):
                yield from batch["reason"].to_pylist()
                return


def _print_reasons(reasons: Sequence[str], total: int, console: Console) -> None:
    for reason in reasons:
        console.print(f"     {reason}", markup=False, soft_wrap=True)
    if total > len(reasons):
        console.print(f"     and {total - len(reasons):,} more")


def _command() -> str:
    """Return the command as it was called, so that the next step can be copied."""
    return _short(Path(sys.argv[0])) if "copydesk" in Path(sys.argv[0]).name else "copydesk"


def _rows(release: Path, table: str) -> int:
    return sum(pq.read_metadata(file).num_rows for file in part_files(release, table))


def _counts(connection: duckdb.DuckDBPyConnection, release: Path, table: str, column: str) -> Counter[Any]:
    """Return how often each value stands in a column, null among them."""
    name, source = quoted(column), parquet_source(part_files(release, table))
    query = f"SELECT {name}, count(*) FROM {source} GROUP BY ALL ORDER BY count(*) DESC, {name}"  # noqa: S608 - names of ours
    return Counter(dict(connection.execute(query).fetchall()))


def _detail(counts: Counter[Any]) -> str:
    return ", ".join(f"{count:,} {name}" for name, count in counts.most_common()) or "none"


def _unread(count: int) -> str:
    return f", {count:,} kept unread (other languages)" if count else ""


def _out_option(settings: Settings) -> str:
    return "" if settings.out == Path("data").absolute() else f" --out {_short(settings.out)}"


def _short(path: Path) -> str:
    here = Path.cwd()
    return escape(str(path.relative_to(here) if path.is_relative_to(here) else path))
