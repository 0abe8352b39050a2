"""Working tables and the corpus-wide links -> the published tables, in the contracts' columns, in a fixed order.

Only joins happen here. What a row says was decided by the steps.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import closing
from functools import partial
from pathlib import Path

import pyarrow as pa

from pipeline.contracts import Contract
from pipeline.release.files import BATCH_ROWS, WrittenTable, write_table
from pipeline.steps.workbench import Workbench
from pipeline.tables.sql import batches_of, bounded_connection, quoted, streamed

JOINS: Mapping[str, str] = {
    "paragraphs": """
        SELECT p.*, m.passage_id, m.similarity, m.is_origin
        FROM paragraphs p LEFT JOIN passage_members m USING (paragraph_id)""",
    "entity_mentions": """
        SELECT e.*, m.passage_id, l.entity_id
        FROM entity_mentions e LEFT JOIN passage_members m USING (paragraph_id)
        LEFT JOIN entity_links l ON l.item_id = e.mention_id""",
    "quotes": """
        SELECT q.*, m.passage_id, l.entity_id AS speaker_entity_id, s.statement_id
        FROM quotes q LEFT JOIN passage_members m USING (paragraph_id)
        LEFT JOIN entity_links l ON l.item_id = q.quote_id
        LEFT JOIN statement_links s USING (quote_id)""",
    "claims": """
        SELECT c.*, m.passage_id, l.entity_id AS attributed_entity_id, f.figure_id
        FROM claims c LEFT JOIN passage_members m USING (paragraph_id)
        LEFT JOIN entity_links l ON l.item_id = c.claim_id
        LEFT JOIN figure_links f USING (claim_id)""",
}
"""Tables that take columns from decisions over the whole corpus; all others are published as they were written."""

LINKS: Mapping[str, tuple[str, ...]] = {
    "paragraphs": ("passage_members",),
    "entity_mentions": ("passage_members", "entity_links"),
    "quotes": ("passage_members", "entity_links", "statement_links"),
    "claims": ("passage_members", "entity_links", "figure_links"),
}
"""The decisions that each of the joins takes in."""

LINK_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "passage_members": ("paragraph_id", "passage_id", "similarity", "is_origin"),
    "entity_links": ("item_id", "entity_id"),
    "statement_links": ("quote_id", "statement_id"),
    "figure_links": ("claim_id", "figure_id"),
}

KINDS: Mapping[str, str] = {"entity_mentions": "mention", "quotes": "quote", "claims": "claim"}
"""What the items of ``entity_links`` are called for each of the tables; others are passed over as they are read."""

_Stream = Callable[[], Iterator[pa.RecordBatch]]

READING_ORDER = ("article_id", "char_start", "char_end")
"""Rows of an article stand in the order of its text."""


def assemble(bench: Workbench, folder: Path, release_id: str) -> dict[str, WrittenTable]:
    """Write every published table below a folder; equal working tables give equal files.

    Each working table is read as a stream, and each published one is written as it comes out of its sort, so that
    memory does not grow with the corpus.

    Args:
        bench: the working tables.
        folder: an empty folder.
        release_id: the id that stands in every row.

    Raises:
        TableDamagedError: a working table cannot be read.
        OSError: the disk is full or not writable.
        ValueError: rows do not fit the published schema.

    """
    written = {}
    with bounded_connection(folder / "spill", threads=bench.settings.worker_count) as connection:
        for number, (name, contract) in enumerate(bench.contracts.items()):
            bench.progress("Tables assembled", number, len(bench.contracts))
            with (
                streamed(connection, _sources(bench, contract)),
                closing(batches_of(connection, _query(contract), BATCH_ROWS)) as batches,
            ):
                schema, part_rows = contract.arrow_schema("published"), bench.settings.part_rows
                written[name] = write_table(folder, name, schema, batches, release_id=release_id, part_rows=part_rows)
    bench.progress("Tables assembled", len(bench.contracts), len(bench.contracts))
    return written


def release_schema(contract: Contract) -> pa.Schema:
    """Return the published schema without the column that only a release can fill."""
    schema = contract.arrow_schema("published")
    return schema.remove(schema.get_field_index("release_id"))


def sort_keys(contract: Contract) -> list[str]:
    """Return the columns by which the rows of a published table are sorted."""
    names = release_schema(contract).names
    keys = [name for name in READING_ORDER if name in names] + list(contract.primary_key)
    return list(dict.fromkeys(keys)) or names


def _query(contract: Contract) -> str:
    columns = ", ".join(map(quoted, release_schema(contract).names))
    rows = JOINS.get(contract.name, f"SELECT * FROM {quoted(contract.name)}")  # noqa: S608 - names of contracts
    order = ", ".join(f"{quoted(name)} NULLS LAST" for name in sort_keys(contract))
    return f"SELECT {columns} FROM ({rows}) ORDER BY {order}"  # noqa: S608 - as above


def _sources(bench: Workbench, contract: Contract) -> dict[str, tuple[pa.Schema, _Stream]]:
    sources: dict[str, tuple[pa.Schema, _Stream]] = {}
    for table in (contract.name, *LINKS.get(contract.name, ())):
        whole = bench.store.schemas[table]
        wanted = LINK_COLUMNS.get(table) or release_schema(contract).names
        columns = [name for name in whole.names if name in wanted]
        schema = pa.schema([whole.field(name) for name in columns])
        where = ("kind", {KINDS[contract.name]}) if table == "entity_links" else None
        sources[table] = (schema, partial(_stream, bench, table, schema, where))
    return sources


def _stream(
    bench: Workbench, table: str, schema: pa.Schema, where: tuple[str, Collection[str]] | None
) -> Iterator[pa.RecordBatch]:
    for batch in bench.store.batches(table, columns=schema.names, where=where):
        yield batch.cast(schema)
