"""Paragraphs -> passages and the links between them, over the whole corpus, by the stored index of copies.

Only paragraphs that the index does not have are compared, with those that it has. What looks at every paragraph is done
by DuckDB and by arrays.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from pipeline.copyindex.check import check_index
from pipeline.copyindex.damage import IndexDamagedError
from pipeline.copyindex.distinct import Paragraphs
from pipeline.copyindex.manifest import VERSION as INDEX_VERSION
from pipeline.copyindex.passages import PassageTables, passage_tables
from pipeline.copyindex.state import IndexState
from pipeline.copyindex.tools import Tools
from pipeline.copyindex.update import Update, commit, forget_index, open_index, update_index
from pipeline.engine.chunks import ChunkError
from pipeline.engine.local import LocalRunner
from pipeline.engine.runner import runner_of
from pipeline.engine.work import WorkFolder
from pipeline.ids import stable_id
from pipeline.settings import Settings
from pipeline.steps.checked_rows import replace_checked
from pipeline.steps.whole_tables import whole_tables
from pipeline.steps.workbench import CORPUS, StepResult, Workbench
from pipeline.tables.sql import batches_of, literal

STEP = "copies"
VERSION = "4"
TABLES = ("passages", "passage_links")

FURNITURE = frozenset({"byline", "dateline", "credit", "notice"})
"""Roles of paragraphs that are alike by nature; only equal ones are taken for copies."""

_BATCH_ROWS = 16_384

_IS_FURNITURE = f"role IN ({', '.join(literal(role) for role in sorted(FURNITURE))})"

_CHANGED = f"""
    SELECT paragraph_id, edition
    FROM (SELECT paragraph_id, {_IS_FURNITURE} AS is_furniture, edition FROM paragraphs)
        FULL JOIN known USING (paragraph_id, is_furniture)
    WHERE edition IS NULL OR row IS NULL
    ORDER BY paragraph_id"""  # noqa: S608 - names of our own

_PLACED = """
    WITH outlets AS (SELECT outlet_id, row_number() OVER ()::INTEGER AS outlet FROM
            (SELECT DISTINCT outlet_id FROM articles WHERE outlet_id IS NOT NULL)),
        numbered AS (SELECT article_id, outlet, row_number() OVER
            (ORDER BY published_on NULLS LAST, published_at_utc NULLS LAST, article_id)::INTEGER AS article
            FROM articles LEFT JOIN outlets USING (outlet_id))
    SELECT paragraph_id, row, article, outlet
    FROM members JOIN paragraphs USING (paragraph_id) JOIN numbered USING (article_id)
    ORDER BY article, position, paragraph_id"""

_PASSAGES = """
    SELECT passage_id, p.text, passage_id AS origin_paragraph_id, p.article_id AS origin_article_id,
        a.outlet_id AS origin_outlet_id, a.published_on AS first_published_on, g.paragraphs, g.articles, g.outlets
    FROM paragraphs p JOIN groups g ON p.paragraph_id = g.passage_id JOIN articles a USING (article_id)"""

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Changes:
    """Ids of paragraphs that came, with their editions, and of those that went."""

    added: pa.Table
    removed: pa.Array


def run(bench: Workbench) -> StepResult:
    """Group near-identical paragraphs of all articles; nothing is done where neither they nor the threshold changed.

    Raises:
        ChunkError: paragraphs could not be compared; the next run takes up what was done.
        TableDamagedError: a table cannot be read.
        OSError: the disk is full or not writable.

    """
    threshold = bench.settings.near_copy_threshold
    inputs = bench.versions("paragraphs", "articles")
    fingerprint = stable_id(VERSION, INDEX_VERSION, str(threshold), bench.contract_versions(*TABLES), inputs)
    if bench.fingerprint(STEP) == fingerprint:
        return StepResult(is_skipped=True)
    folder = index_folder(bench.settings)
    state = open_index(folder, threshold)
    try:
        return _updated(bench, state, fingerprint)
    except (IndexDamagedError, ChunkError) as error:
        if not isinstance(error, IndexDamagedError) and not _is_damaged(state):
            raise
        _log.warning("The index of copies is made anew: %s", error)
    forget_index(folder)
    return _updated(bench, IndexState(folder, None), fingerprint)


def index_folder(settings: Settings) -> Path:
    """Return the folder of the index; it may be deleted at any time, and is made anew then."""
    return settings.out / "index" / "copies"


def _updated(bench: Workbench, state: IndexState, fingerprint: str) -> StepResult:
    threshold = bench.settings.near_copy_threshold
    with whole_tables(bench, "paragraphs", "articles") as connection:
        changes = _changes(connection, state)
        tools = _tools(bench, state, fingerprint)
        paragraphs = Paragraphs(
            added=lambda: _added(bench, changes.added),
            removed=changes.removed,
            texts_of=lambda ids: bench.store.read(
                "paragraphs", columns=["paragraph_id", "text"], where=("paragraph_id", set(ids.to_pylist()))
            ),
        )
        update = update_index(state, paragraphs, threshold, tools)
        connection.register("members", update.members)
        tables = passage_tables(update, connection.sql(_PLACED).to_arrow_table())
        rows = _write(bench, connection, tables)
    commit(update, tables.origins, threshold, tools)
    bench.remember(STEP, {CORPUS: fingerprint})
    return StepResult(rows=rows, counts=_counts(update, tables, rows["passages"]))


def _changes(connection: duckdb.DuckDBPyConnection, state: IndexState) -> _Changes:
    connection.register("known", state.members)
    changed = connection.sql(_CHANGED).to_arrow_table()
    is_removed = changed["edition"].is_null()
    added = changed.filter(pa.compute.invert(is_removed))
    removed = changed.filter(is_removed)["paragraph_id"].combine_chunks()
    return _Changes(added, removed)


def _added(bench: Workbench, added: pa.Table) -> Iterator[pa.RecordBatch]:
    """Yield the paragraphs that came, of the editions in which they stand."""
    if not added.num_rows:
        return
    ids = added["paragraph_id"].combine_chunks()
    where = ("edition", set(added["edition"].unique().to_pylist()))
    wanted = ["paragraph_id", "role", "text"]
    for batch in bench.store.batches("paragraphs", columns=wanted, where=where, batch_rows=_BATCH_ROWS):
        some = batch.filter(pa.compute.is_in(batch["paragraph_id"], value_set=ids))
        is_furniture = pa.compute.is_in(some["role"], value_set=pa.array(sorted(FURNITURE)))
        columns = [some["paragraph_id"], is_furniture, some["text"]]
        yield pa.record_batch(columns, ["paragraph_id", "is_furniture", "text"])


def _tools(bench: Workbench, state: IndexState, fingerprint: str) -> Tools:
    settings = bench.settings
    # Chunks that an earlier run did are taken up if it read the same files in the same order.
    delta = bench.store.delta("paragraphs")
    generation = state.manifest.ranks.checksum if state.manifest else None
    inputs = stable_id(fingerprint, delta.version() if delta else None, state.next_row, generation)
    return Tools(
        work=WorkFolder(settings.work, STEP, inputs),
        # What one worker does soon is done here, whatever else there is.
        runner_of=lambda most: runner_of(settings, most_workers=most) if most > 1 else LocalRunner(1),
        threads=settings.worker_count,
        progress=bench.progress,
    )


def _write(bench: Workbench, connection: duckdb.DuckDBPyConnection, tables: PassageTables) -> dict[str, int]:
    connection.register("groups", tables.passages)
    passages = replace_checked(bench, "passages", lambda: batches_of(connection, _PASSAGES, _BATCH_ROWS), step=STEP)
    links = replace_checked(
        bench, "passage_links", lambda: iter(tables.links.to_batches(max_chunksize=_BATCH_ROWS)), step=STEP
    )
    bench.write_rejects({STEP: [*passages.rejects, *links.rejects]})
    bench.store.replace("passage_members", tables.members)
    return {"passages": passages.rows, "passage_links": links.rows}


def _counts(update: Update, tables: PassageTables, passages: int) -> dict[str, int]:
    return {
        **update.counts,
        "copies_collapsed": tables.members.num_rows - passages,
        "links_left_out": tables.links_left_out,
    }


def _is_damaged(state: IndexState) -> bool:
    try:
        return state.manifest is not None and check_index(state.folder) is None
    except IndexDamagedError:
        return True
