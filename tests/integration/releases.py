"""What a reader of releases does: resolve ``latest`` once, read every table, and compare two releases."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.release.folders import latest_release, read_package

HISTORY = {"id_redirects": None, "articles": "revision"}
"""Tables, and columns of tables, that depend on what was there before."""


def read_latest(releases: Path) -> tuple[str, dict[str, pa.Table]]:
    """Return name and tables of the latest release, all of which must be whole and of the same release."""
    folder = latest_release(releases)
    assert folder is not None
    tables = {}
    for entry in read_package(folder)["resources"]:
        table = pq.read_table(folder / entry["path"])
        assert table.num_rows == entry["rowCount"]
        assert set(table["release_id"].to_pylist()) <= {folder.name}
        tables[entry["title"]] = table.drop_columns("release_id")
    return folder.name, tables


def assert_same_content(releases: Path, others: Path) -> None:
    """Compare two latest releases in all that does not tell of their history."""
    ours, theirs = read_latest(releases)[1], read_latest(others)[1]
    assert ours.keys() == theirs.keys()
    for name, table in ours.items():
        if HISTORY.get(name, "") is None:
            continue
        columns = [column for column in table.column_names if column != HISTORY.get(name)]
        rows, expected = (found.select(columns).to_pylist() for found in (table, theirs[name]))
        if name == "source_files":
            rows = [row for row in rows if row["status"] != "withdrawn"]
        assert rows == expected, name
