"""A release in the tools that people have: DuckDB, pandas, Polars and Arrow read the same rows with the same types."""

import json
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.contracts import load_contracts

CONTRACTS = load_contracts()

DUCKDB_TYPES = {
    pa.string(): "VARCHAR",
    pa.int64(): "BIGINT",
    pa.float64(): "DOUBLE",
    pa.bool_(): "BOOLEAN",
    pa.date32(): "DATE",
    pa.timestamp("us", tz="UTC"): "TIMESTAMP WITH TIME ZONE",
}
POLARS_TYPES = {
    pa.string(): pl.String(),
    pa.int64(): pl.Int64(),
    pa.float64(): pl.Float64(),
    pa.bool_(): pl.Boolean(),
    pa.date32(): pl.Date(),
    pa.timestamp("us", tz="UTC"): pl.Datetime("us", "UTC"),
}
PANDAS_CHECKS: dict[pa.DataType, Callable[[pd.Series], bool]] = {
    pa.string(): pd.api.types.is_string_dtype,
    pa.int64(): pd.api.types.is_numeric_dtype,
    pa.float64(): pd.api.types.is_float_dtype,
    pa.bool_(): lambda column: set(column.dropna()) <= {True, False},
    pa.date32(): lambda column: all(str(value) == value.isoformat() for value in column.dropna()),
    pa.timestamp("us", tz="UTC"): lambda column: str(column.dtype) == "datetime64[us, UTC]",
}
SPANS = [
    ("quotes", "char_start", "char_end", "text"),
    ("quotes", "speaker_char_start", "speaker_char_end", "speaker"),
    ("claims", "char_start", "char_end", "text"),
    ("paragraphs", "char_start", "char_end", "text"),
    ("entity_mentions", "char_start", "char_end", "surface"),
]


@pytest.fixture
def tables(
    sample_release: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the release's DuckDB file from a working directory that is not the release's."""
    monkeypatch.chdir(tmp_path)
    with duckdb.connect(str(sample_release / "copydesk.duckdb"), read_only=True) as connection:
        yield connection


@pytest.mark.parametrize("name", CONTRACTS)
def test_parquet_has_the_types_of_the_contract(sample_release: Path, name: str) -> None:
    columns = {column.name: column for column in CONTRACTS[name].columns_at("published")}
    schema = pq.read_schema(sample_release / f"{name}.parquet")
    assert {field.name: field.type for field in schema} == {column.name: column.type for column in columns.values()}
    assert set(schema.types) <= set(DUCKDB_TYPES)
    for field in schema:
        assert field.metadata[b"description"].decode() == columns[field.name].description


@pytest.mark.parametrize("name", CONTRACTS)
def test_duckdb_pandas_and_polars_read_the_same_rows_with_the_right_types(
    sample_release: Path, tables: duckdb.DuckDBPyConnection, name: str
) -> None:
    file = sample_release / f"{name}.parquet"
    arrow = pq.read_table(file)
    view = tables.table(name)
    assert [str(kind) for kind in view.types] == [DUCKDB_TYPES[kind] for kind in arrow.schema.types]
    assert len(view) == arrow.num_rows
    assert tables.sql(f"FROM '{file}'").fetchall() == view.fetchall()
    polars = pl.read_parquet(file)
    assert polars.dtypes == [POLARS_TYPES[kind] for kind in arrow.schema.types]
    assert polars.rows() == [tuple(row.values()) for row in arrow.to_pylist()]
    pandas = pd.read_parquet(file)
    assert len(pandas) == arrow.num_rows
    for field in arrow.schema:
        filled = pandas[field.name].dropna()
        assert len(filled) == arrow.num_rows - arrow[field.name].null_count
        assert filled.empty or PANDAS_CHECKS[field.type](filled), field.name


@pytest.mark.parametrize("name", CONTRACTS)
def test_every_row_says_its_release(sample_release: Path, name: str) -> None:
    found = pq.read_table(sample_release / f"{name}.parquet", columns=["release_id"])["release_id"].to_pylist()
    assert set(found) <= {sample_release.name}


@pytest.mark.parametrize("name", CONTRACTS)
def test_descriptions_are_comments_in_duckdb(tables: duckdb.DuckDBPyConnection, name: str) -> None:
    comment = tables.execute("SELECT comment FROM duckdb_views() WHERE view_name = ?", [name]).fetchone()
    assert comment == (CONTRACTS[name].description,)
    query = "SELECT column_name, comment FROM duckdb_columns() WHERE table_name = ? ORDER BY column_index"
    columns = tables.execute(query, [name]).fetchall()
    assert columns == [(column.name, column.description) for column in CONTRACTS[name].columns_at("published")]


@pytest.mark.parametrize(("table", "start", "end", "shown"), SPANS)
def test_spans_lead_to_the_characters_that_a_row_shows(
    sample_release: Path, table: str, start: str, end: str, shown: str
) -> None:
    articles = pd.read_parquet(sample_release / "article_texts.parquet")
    texts = dict(zip(articles["article_id"], articles["text"], strict=True))
    rows = pd.read_parquet(sample_release / f"{table}.parquet").dropna(subset=[start, end])
    assert len(rows) > 10
    for row in rows.itertuples():
        assert texts[row.article_id][int(getattr(row, start)) : int(getattr(row, end))] == getattr(row, shown)


@pytest.mark.parametrize(("view", "table"), [("quotes_flat", "quotes"), ("claims_flat", "claims")])
def test_flat_views_keep_every_row_and_name_the_outlet(
    tables: duckdb.DuckDBPyConnection, view: str, table: str
) -> None:
    rows = tables.table(view).df()
    assert len(rows) == len(tables.table(table)) > 10
    assert rows["outlet"].notna().all()
    assert set(rows["outlet"]) == {name for (name,) in tables.sql("SELECT name FROM outlets").fetchall()}


def test_flat_quotes_name_their_speaker_as_the_entity_is_called(tables: duckdb.DuckDBPyConnection) -> None:
    query = """SELECT f.speaker_name, e.name FROM quotes_flat f JOIN quotes q USING (quote_id)
               JOIN entities e ON e.entity_id = q.speaker_entity_id"""
    pairs = tables.sql(query).fetchall()
    assert pairs
    assert all(shown == name for shown, name in pairs)


def test_flat_copies_show_both_places_in_words(tables: duckdb.DuckDBPyConnection) -> None:
    rows = tables.table("copies_flat").df()
    assert not rows.empty
    for column in ("paragraph", "outlet", "origin_paragraph", "origin_outlet"):
        assert rows[column].notna().all()


def test_the_manifest_describes_every_file_by_its_hash(sample_release: Path) -> None:
    described = json.loads((sample_release / "datapackage.json").read_text(encoding="utf-8"))
    assert described["version"] == sample_release.name
    resources = {resource["path"]: resource for resource in described["resources"]}
    assert set(resources) == {path.name for path in sample_release.glob("*.parquet")}
    for path, resource in resources.items():
        content = (sample_release / path).read_bytes()
        assert resource["hash"] == f"sha256:{sha256(content).hexdigest()}"
        assert resource["bytes"] == len(content)
        assert resource["rowCount"] == pq.read_metadata(sample_release / path).num_rows
        names = [field["name"] for field in resource["schema"]["fields"]]
        assert names == pq.read_schema(sample_release / path).names


def test_croissant_describes_every_file_and_column(sample_release: Path) -> None:
    """mlcroissant 1.1 validates and loads it; it is not a dependency, so what it needs is checked here."""
    described = json.loads((sample_release / "croissant.json").read_text(encoding="utf-8"))
    assert described["conformsTo"] == "http://mlcommons.org/croissant/1.0"
    assert described["@context"]["cr"] == "http://mlcommons.org/croissant/"
    files = {file["@id"]: file for file in described["distribution"]}
    assert set(files) == {path.name for path in sample_release.glob("*.parquet")}
    for name, file in files.items():
        assert (file["contentUrl"], file["encodingFormat"]) == (name, "application/x-parquet")
        assert file["sha256"] == sha256((sample_release / name).read_bytes()).hexdigest()
    assert {records["@id"] for records in described["recordSet"]} == set(CONTRACTS)
    for records in described["recordSet"]:
        schema = pq.read_schema(sample_release / f"{records['@id']}.parquet")
        sources = [field["source"] for field in records["field"]]
        assert {source["fileObject"]["@id"] for source in sources} == {f"{records['@id']}.parquet"}
        assert [source["extract"]["column"] for source in sources] == schema.names
        assert all(field["dataType"].startswith("sc:") for field in records["field"])
        assert {key["@id"] for key in records["key"]} <= {field["@id"] for field in records["field"]}
