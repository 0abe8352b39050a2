"""The contracts as a page for people: the data dictionary, ``schemas/README.md``.

``python -m pipeline.contracts.docs`` writes it; a test fails when the file is not what the contracts say.
"""

from collections.abc import Iterable, Mapping, Sequence

from pipeline.contracts.load import load_contracts, schemas_folder
from pipeline.contracts.model import Column, Contract

COMMAND = "python -m pipeline.contracts.docs"
FILE_NAME = "README.md"

GROUPS: Mapping[str, Sequence[str]] = {
    "What came in": ("source_files", "outlets", "articles", "article_texts", "paragraphs"),
    "What was copied": ("passages", "passage_links"),
    "Who and what is named": ("entities", "entity_aliases", "entity_mentions"),
    "Who said what": ("quotes", "statements"),
    "How many": ("claims", "figures"),
    "What gave way, and what was refused": ("id_redirects", "rejects"),
}
"""The order in which the tables are shown; tables that stand in no group come last."""

_HEADER = f"<!-- Made from the contracts by `{COMMAND}`. Change the contracts, not this file. -->\n"

_OPENING = """# The published tables

Each table has a data contract in this folder, `TABLE.odcs.yaml`, in the [Open Data Contract
Standard](https://bitol-io.github.io/open-data-contract-standard/) 3.1. The Arrow schemas, the checks on each
write and before each release, the column descriptions in Parquet, DuckDB and Dagster, and this page all come from
them.

## Before you query

**Spans.** `char_start` and `char_end` are half-open offsets into `article_texts.text`:
`text[char_start:char_end]` is exactly what the row shows. They count Unicode code points from 0, as Python,
DuckDB and Polars do; JavaScript, Java and Power BI count UTF-16 units, so there a character outside the basic
plane (an emoji) counts twice.

```sql
SELECT q.text, substring(t.text, q.char_start + 1, q.char_end - q.char_start) AS same_text
FROM quotes q JOIN article_texts t USING (article_id);
```

**Ids** are 16 hexadecimal characters, made from what identifies the thing: the same on every machine and in every
order of arrival, never a row number. A group (passage, entity, statement, figure) is known by its earliest
member; when an older one arrives, or two groups join, `id_redirects` tells where the old id went. `release_id`
stands in every table, so that rows of two releases cannot be mixed unnoticed.

**Null** means that it is not known or does not apply; the column's description says which. Nothing is guessed.

**Copies.** Ten outlets that print one agency paragraph are one origin. Count `independent_origins`, or distinct
`passage_id`, wherever a number should say how many independently report something.

**Never sum claims**, nor figures. Articles repeat each other, tolls are cumulative, and categories overlap ("12
hurt, 3 of them children"). Compare the claims of one figure: from `low` to `high`, with `modal` in most origins.

**Bounds.** `value_low` and `value_high` are what the words allow, both inclusive; an open side is null. "At least
21" is `value` 21, `value_low` 21, `value_high` null. Vague words are ranges, which `claims.value_low` lists:
"dozens" is 24 to 99.

**Time.** Columns that end in `_utc` are moments in UTC; columns that end in `_on` are days where the outlet is.

**When a column is filled.** Most columns are filled when the article is read. Those marked *corpus* are decided
over all articles together and joined at publication, so a new article can change them in old rows. Those marked
*release* are filled by the release.

## How the tables relate
"""

_CHECKS = """## What is checked

- **On each write**: required columns, keys, lists of values, patterns, ranges, and the conditions listed under
  each table. A row that breaks one goes to `rejects` with the rule's name; Delta Lake holds most of these rules
  on the stored tables, too.
- **Before each release**: all of these again on the whole tables, and that every reference resolves, that every
  span cuts out exactly the text shown, that the ledger of files balances, and that no table had more rejects than
  its contract allows. A release that fails any of them is not published.
- Rules are named after their column: `role_in_list`, `similarity_in_range`, `article_id_not_null`,
  `article_id_matches`, `passage_id_in_passages` (a reference), `text_is_span`.
"""


def data_dictionary(contracts: Mapping[str, Contract]) -> str:
    """Return the data dictionary as Markdown: what to know before a query, how tables relate, and every column."""
    parts = [_HEADER, _OPENING, er_diagram(contracts), "", _CHECKS, "## Tables", ""]
    parts += [f"- {group}: {_links(tables)}" for group, tables in _grouped(contracts)]
    for _, tables in _grouped(contracts):
        for name in tables:
            parts += ["", _table(contracts[name])]
    return "\n".join(parts).rstrip() + "\n"


def er_diagram(contracts: Mapping[str, Contract]) -> str:
    """Return the foreign keys as a Mermaid entity-relationship diagram."""
    lines = ["```mermaid", "erDiagram"]
    for _, tables in _grouped(contracts):
        for name in tables:
            contract = contracts[name]
            for key in contract.foreign_keys:
                is_one = (key.column,) == contract.primary_key
                many = "o|" if is_one else "o{"
                one = "||" if contract.column(key.column).is_required else "o|"
                lines.append(f"    {key.other_table} {one}--{many} {name} : {key.column}")
    return "\n".join([*lines, "```"])


def _grouped(contracts: Mapping[str, Contract]) -> list[tuple[str, list[str]]]:
    groups = [(group, [name for name in tables if name in contracts]) for group, tables in GROUPS.items()]
    shown = {name for _, tables in groups for name in tables}
    groups.append(("Others", [name for name in contracts if name not in shown]))
    return [(group, tables) for group, tables in groups if tables]


def _links(tables: Iterable[str]) -> str:
    return ", ".join(f"[{name}](#{name})" for name in tables)


def _table(contract: Contract) -> str:
    lines = [f"### {contract.name}", "", f"{contract.row_is} {contract.purpose}", ""]
    lines += [f"{text}\n" for text in (contract.usage, contract.limitations) if text]
    lines += ["| column | type | description |", "|---|---|---|"]
    lines += [_row(contract, column) for column in contract.columns_at("published")]
    lines += ["", f"Key: {_code(contract.primary_key)}."]
    lines += [f"Also unique together: {_code(group)}." for group in contract.unique_together]
    for span in contract.spans:
        source = f"{span.text_table}.{span.text_column}"
        lines.append(f"Span: `{span.equals}` is `{source}[{span.start}:{span.end}]`.")
    if contract.partitioned_by:
        lines.append(f"The working table is partitioned by `{contract.partitioned_by}`.")
    if contract.row_rules or contract.table_rules:
        lines += ["", "| rule | what holds |", "|---|---|"]
        for row_rule in contract.row_rules:
            lines.append(f"| `{row_rule.name}` | {_cell(row_rule.description)} `{_cell(row_rule.condition)}` |")
        lines += [f"| `{rule.name}` | {_cell(rule.description)} |" for rule in contract.table_rules]
    return "\n".join(lines)


def _row(contract: Contract, column: Column) -> str:
    marks = ["key"] if column.name in contract.primary_key else []
    if not column.is_required:
        marks.append("may be null")
    if column.stage == "link":
        marks.append("corpus")
    if column.stage == "release":
        marks.append("release")
    targets = [f"[{key.other_table}](#{key.other_table})" for key in contract.foreign_keys if key.column == column.name]
    parts = [_cell(column.description)]
    if targets:
        parts.append(f"→ {', '.join(targets)}.")
    if not all(value in column.description for value in column.values):
        parts.append(f"One of {_code(column.values)}.")
    bounds = [f"at least {column.minimum}"] if column.minimum is not None else []
    bounds += [f"at most {column.maximum}"] if column.maximum is not None else []
    if bounds:
        parts.append(f"{' and '.join(bounds).capitalize()}.")
    if marks:
        parts.append(f"*{', '.join(marks)}*")
    return f"| `{column.name}` | {_type(column)} | {' '.join(parts)} |"


def _type(column: Column) -> str:
    return {"date32[day]": "date", "timestamp[us, tz=UTC]": "timestamp (UTC)"}.get(str(column.type), str(column.type))


def _code(values: Iterable[str]) -> str:
    return ", ".join(f"`{value}`" for value in values)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def main() -> None:
    """Write the data dictionary beside the contracts."""
    (schemas_folder() / FILE_NAME).write_text(data_dictionary(load_contracts()), encoding="utf-8")


if __name__ == "__main__":
    main()
