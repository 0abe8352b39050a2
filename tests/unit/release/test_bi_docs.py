"""What docs/bi.md tells people to type works, and its diagram shows keys that the contracts have."""

import re
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from pipeline.contracts import load_contracts
from pipeline.release.duckdb_file import write_duckdb_file
from tests.unit.release.mine_story import mine_story

PAGE = (Path(__file__).parents[3] / "docs" / "bi.md").read_text(encoding="utf-8")
QUERIES = [
    query.strip()
    for block in re.findall(r"```sql\n(.*?)```", PAGE, re.DOTALL)
    for query in block.split(";")
    if query.strip()
]
ARROW = re.compile(r'^ +(\w+) [|o]+--[|o{]+ (\w+) : "?([\w =]+?)"?$', re.MULTILINE)


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("release")
    for name, table in mine_story().tables().items():
        pq.write_table(table, folder / f"{name}.parquet")
    return write_duckdb_file(folder, load_contracts())


@pytest.mark.parametrize("query", QUERIES)
def test_query_of_the_page_finds_rows(release: Path, query: str) -> None:
    with duckdb.connect(str(release), read_only=True) as connection:
        assert len(connection.sql(query)) > 0


def test_last_query_shows_that_spans_are_exact(release: Path) -> None:
    with duckdb.connect(str(release), read_only=True) as connection:
        rows = connection.sql(QUERIES[-1]).fetchall()
    assert all(text == same for text, same in rows)


def test_diagram_shows_keys_of_the_contracts() -> None:
    contracts = load_contracts()
    shown = set()
    for one, many, key in ARROW.findall(PAGE):
        other, _, column = key.partition(" = ")
        shown.add((many, column or other, one, other))
    known = {
        (name, key.column, key.other_table, key.other_column)
        for name, contract in contracts.items()
        for key in contract.foreign_keys
    }
    assert shown - known <= {("article_texts", "article_id", "articles", "article_id")}
    assert len(shown) == len(re.findall(r"^ +\w+ \S+--", PAGE, re.MULTILINE))
