"""Published tables are written in parts and read in batches: the same rows, bytes and hash however they come."""

from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.contracts import load_contracts
from pipeline.release.files import content_of, open_table, part_files, write_table

CONTRACT = load_contracts()["articles"]
SCHEMA = CONTRACT.arrow_schema("published")


def articles(count: int, *, odd: str = "") -> pa.Table:
    """Return the rows of invented articles, without the release's id."""
    rows = [
        {
            "article_id": f"{number:016x}",
            "source_file": f"a/{number}.txt",
            "headline": None if number % 3 else f"Ferries sail {odd}– day {number}",
            "published_at_utc": datetime(2031, 3, 1, tzinfo=UTC) if number % 2 else None,
            "published_on": date(2031, 3, 1) if number % 5 else None,
            "language": "en",
            "edition": "undated",
            "revision": 1,
            "words": number,
        }
        for number in range(count)
    ]
    return pa.Table.from_pylist(rows, pa.schema([field for field in SCHEMA if field.name != "release_id"]))


def write(folder: Path, rows: pa.Table, *, batch: int = 1_000, part_rows: int = 10_000_000) -> str:
    folder.mkdir()
    batches = iter(rows.to_batches(max_chunksize=batch))
    return write_table(folder, "articles", SCHEMA, batches, release_id="0001", part_rows=part_rows).content_sha256


def test_a_table_beyond_the_limit_is_a_series_of_parts(tmp_path: Path) -> None:
    rows = articles(20_000)
    whole = write(tmp_path / "whole", rows)
    assert [path.name for path in part_files(tmp_path / "whole", "articles")] == ["articles.parquet"]
    parted = write(tmp_path / "parted", rows, part_rows=9_000)
    files = part_files(tmp_path / "parted", "articles")
    assert [path.relative_to(tmp_path / "parted").as_posix() for path in files] == [
        f"articles/part-0000{number}.parquet" for number in range(3)
    ]
    assert [pq.read_metadata(path).num_rows for path in files] == [9_000, 9_000, 2_000]
    found = open_table(tmp_path / "parted", CONTRACT)
    assert found.num_rows == 20_000
    assert pa.Table.from_batches(found.batches()).drop_columns("release_id").cast(rows.schema) == rows
    assert content_of(found) == whole == parted


@pytest.mark.parametrize("batch", [1, 77, 5_000, 20_000])
def test_the_batches_that_rows_come_in_make_no_difference(tmp_path: Path, batch: int) -> None:
    rows = articles(3_000)
    write(tmp_path / "one", rows)
    content = write(tmp_path / "other", rows, batch=batch)
    one, other = (part_files(tmp_path / name, "articles")[0].read_bytes() for name in ("one", "other"))
    assert one == other
    assert content_of(open_table(tmp_path / "one", CONTRACT)) == content


def test_what_is_null_counts_as_null_whatever_lies_beneath(tmp_path: Path) -> None:
    hidden = pa.array([1, 2, 3], mask=None)
    bare = pa.Array.from_buffers(pa.int64(), 3, [pa.py_buffer(bytes([0b101])), hidden.buffers()[1]])
    zero = pa.array([1, None, 3])
    rows = articles(3)
    place = rows.schema.get_field_index("words")
    assert bare.equals(zero)
    contents = set()
    schema = pa.schema([field.with_nullable(True) for field in SCHEMA])
    for number, column in enumerate((bare, zero)):
        folder = tmp_path / str(number)
        folder.mkdir()
        batches = iter(rows.set_column(place, "words", column).to_batches())
        contents.add(write_table(folder, "articles", schema, batches, release_id="0001", part_rows=100).content_sha256)
    assert len(contents) == 1


def test_another_value_is_another_content(tmp_path: Path) -> None:
    assert write(tmp_path / "one", articles(10)) != write(tmp_path / "other", articles(10, odd="not "))


def test_an_empty_table_is_a_file_without_rows(tmp_path: Path) -> None:
    write(tmp_path / "empty", articles(0))
    found = open_table(tmp_path / "empty", CONTRACT)
    assert (found.num_rows, len(found.files)) == (0, 1)
    assert found.schema.names == SCHEMA.names


def test_a_table_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert open_table(tmp_path, CONTRACT).num_rows == 0
