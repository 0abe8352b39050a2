"""README.md of a release: what a person who is handed the folder must know first."""

from collections.abc import Mapping

from pipeline.contracts import Contract
from pipeline.release.queries import Tables

_TEXT = """# Copydesk release {release_id}

Who said what, which numbers were claimed and by whom, and which paragraphs are copies of each other, read from
{articles:,} articles of {outlets:,} outlets. Every row points at the characters that it was read from.

Start with `report/index.html` (opens in any browser, needs no network).

| table | rows | one row is |
|---|---:|---|
{rows}

`copydesk.duckdb` has all of them as views, with descriptions of each column, and `quotes_flat`, `claims_flat` and
`copies_flat` with names instead of ids. Its views name the Parquet files by absolute path: after moving this folder,
run `copydesk relink FOLDER`, or open the Parquet files themselves. `datapackage.json` has the columns, hashes and
versions (`croissant.json` says the same to tools that load data sets by Croissant); `CHANGELOG.md` what changed since
the release before.

- Never sum claims: one figure is claimed many times. `figures` has low, modal and high.
- Count origins, not copies: `independent_origins` takes ten copies of one paragraph as one.
- `char_start` and `char_end` are half-open offsets, in Unicode code points, into `article_texts.text`.
- Times ending in `_utc` are UTC; days (`_on`) are in the outlet's own time zone.
"""


def release_readme(contracts: Mapping[str, Contract], tables: Tables, release_id: str) -> str:
    """Return the text of a release's README."""
    rows = "\n".join(f"| {name} | {table.num_rows:,} | {contracts[name].row_is} |" for name, table in tables.items())
    return _TEXT.format(
        release_id=release_id,
        articles=tables["articles"].num_rows,
        outlets=tables["outlets"].num_rows,
        rows=rows,
    )
