"""Working tables and the corpus-wide links -> the published tables, in the contracts' columns, in a fixed order.

Only joins happen here. What a row says was decided by the steps.
"""

from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from pipeline.contracts import Contract
from pipeline.release.files import BATCH_ROWS, WrittenTable, write_table
from pipeline.steps.workbench import Workbench
from pipeline.tables.files import PLAIN_READER_VERSION
from pipeline.tables.sql import batches_of, bounded_connection, literal, parquet_source, quoted, streamed

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
    threads, root = bench.settings.worker_count, Path(bench.store.root.uri)
    reads = [] if bench.store.root.is_remote else [root, root.resolve()]
    with bounded_connection(folder / "spill", threads=threads, reads=reads) as connection:
        for number, (name, contract) in enumerate(bench.contracts.items()):
            bench.progress("Tables assembled", number, len(bench.contracts))
            sources = _sources(bench, contract)
            try:
                with _readable(connection, sources), closing(_rows(connection, contract)) as rows:
                    schema, part_rows = contract.arrow_schema("published"), bench.settings.part_rows
                    written[name] = write_table(folder, name, schema, rows, release_id=release_id, part_rows=part_rows)
            except duckdb.Error:
                for source in sources:  # Arrow says which table it is that cannot be read
                    for _ in source.batches():
                        pass
                raise
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


def _rows(connection: duckdb.DuckDBPyConnection, contract: Contract) -> Generator[pa.RecordBatch, None, None]:
    columns = ", ".join(map(quoted, release_schema(contract).names))
    rows = JOINS.get(contract.name, f"SELECT * FROM {quoted(contract.name)}")  # noqa: S608 - names of contracts
    order = ", ".join(f"{quoted(name)} NULLS LAST" for name in sort_keys(contract))
    return batches_of(connection, f"SELECT {columns} FROM ({rows}) ORDER BY {order}", BATCH_ROWS)  # noqa: S608 - as above


@dataclass(frozen=True, slots=True)
class _Source:
    """Those columns of a working table, and those rows of it, that a published table takes in."""

    bench: Workbench
    table: str
    schema: pa.Schema
    kind: str | None

    def batches(self) -> Iterator[pa.RecordBatch]:
        where = ("kind", {self.kind}) if self.kind else None
        for batch in self.bench.store.batches(self.table, columns=self.schema.names, where=where):
            yield batch.cast(self.schema)

    def query(self) -> str | None:
        """Return what reads the table's own files, several times as fast; null where they are no files beside us."""
        store = self.bench.store
        delta = None if store.root.is_remote else store.delta(self.table)
        files = [Path(uri) for uri in delta.file_uris()] if delta else []
        is_in_files = store.partition_columns.get(self.table) not in self.schema.names
        if not delta or delta.protocol().min_reader_version > PLAIN_READER_VERSION or not is_in_files:
            return None
        if not files or not all(file.is_file() for file in files):
            return None
        stored = {field.name for field in delta.schema().fields}  # rows may be older than a column of the contract
        columns = [quoted(name) if name in stored else f"NULL AS {quoted(name)}" for name in self.schema.names]
        where = f" WHERE kind = {literal(self.kind)}" if self.kind else ""
        source = parquet_source(files, is_of_one_schema=False)
        return f"SELECT {', '.join(columns)} FROM {source}{where}"  # noqa: S608 - names of contracts and of our own files


@contextmanager
def _readable(connection: duckdb.DuckDBPyConnection, sources: Sequence[_Source]) -> Iterator[None]:
    """Let queries read the sources by the names of their tables."""
    queries = {source.table: source.query() for source in sources}
    streams = {source.table: (source.schema, source.batches) for source in sources if not queries[source.table]}
    for table, query in queries.items():
        if query:
            connection.execute(f"CREATE TEMP VIEW {quoted(table)} AS {query}")
    with streamed(connection, streams):
        yield
    for table, query in queries.items():
        if query:
            connection.execute(f"DROP VIEW {quoted(table)}")


def _sources(bench: Workbench, contract: Contract) -> list[_Source]:
    sources = []
    for table in (contract.name, *LINKS.get(contract.name, ())):
        whole = bench.store.schemas[table]
        wanted = LINK_COLUMNS.get(table) or release_schema(contract).names
        schema = pa.schema([whole.field(name) for name in whole.names if name in wanted])
        kind = KINDS[contract.name] if table == "entity_links" else None
        sources.append(_Source(bench, table, schema, kind))
    return sources
