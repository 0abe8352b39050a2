"""Paragraphs with their readings -> entity_mentions, quotes, claims; article by article, edition by edition."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import groupby, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import duckdb
import msgspec
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds

from pipeline.annotation import annotate_article
from pipeline.ids import stable_id, text_key
from pipeline.reading.reader import reader_version
from pipeline.records import Annotation, Paragraph, Reading, ReadParagraph
from pipeline.steps import articles as articles_step
from pipeline.steps.edition_rows import ARTICLES_AT_ONCE, INPUTS, EditionRows, edition_groups
from pipeline.steps.readings import model_for
from pipeline.steps.whole_tables import looked_through
from pipeline.steps.workbench import Reject, StepResult, Workbench
from pipeline.tables.sql import batches_of, bounded_connection, streamed
from pipeline.tables.store import TableDamagedError

STEP = "annotations"
VERSION = "2"
"""Counts up whenever a resolver may give another result for the same readings."""
TABLES = ("entity_mentions", "quotes", "claims")

ROWS_AT_ONCE = 2_000
"""Paragraphs with their readings that are in memory as Arrow."""

_PARAGRAPH = ("edition", "article_id", "position", "paragraph_id", "role", "char_start", "char_end", "text")

_WHOLE_NUMBERS = {"position", "char_start", "char_end", "group"}
_ROWS = pa.schema(
    [
        (name, pa.int64() if name in _WHOLE_NUMBERS else pa.string())
        for name in (*_PARAGRAPH, "group", "reader_version", "text_key")
    ]
)

_WANTED = """
    CREATE TABLE wanted (
        edition VARCHAR, article_id VARCHAR, "position" BIGINT, paragraph_id VARCHAR, role VARCHAR, char_start BIGINT,
        char_end BIGINT, text VARCHAR, "group" BIGINT, reader_version VARCHAR, text_key VARCHAR);
    CREATE TABLE found (reader_version VARCHAR, text_key VARCHAR, reading_json VARCHAR, error VARCHAR)"""

_FOUND = """
    INSERT INTO found
    SELECT reader_version, text_key, reading_json, error
    FROM readings SEMI JOIN (SELECT DISTINCT reader_version, text_key FROM wanted) USING (reader_version, text_key)"""

_FOUND_IN_FILES = """
    INSERT INTO found
    SELECT $version, text_key, reading_json, error
    FROM read_parquet($files)
    SEMI JOIN (SELECT DISTINCT text_key FROM wanted WHERE reader_version = $version) USING (text_key)"""
"""The same from the files of a reader's version: DuckDB does not unpack what it passes over, as Arrow does."""

_IN_ORDER = """
    SELECT w.* EXCLUDE (reader_version, text_key), f.reading_json, f.error
    FROM wanted w LEFT JOIN found f USING (reader_version, text_key)
    ORDER BY "group", edition, article_id, "position" """


def pending_editions(bench: Workbench) -> list[str]:
    """Return the editions whose annotations are older than their articles, the reader or the resolvers."""
    now = _fingerprints(bench)
    before = bench.fingerprints(STEP)
    return sorted(edition for edition in now.keys() | before.keys() if now.get(edition) != before.get(edition))


def run(bench: Workbench, editions: Sequence[str]) -> StepResult:
    """Resolve the articles of these editions. Paragraphs that could not be read become rejects.

    Of an edition whose fingerprint has changed only the articles that changed are resolved; all of one whose
    fingerprint is still the same.
    """
    if not editions:
        return StepResult(is_skipped=True)
    now = _fingerprints(bench)
    articles = _inputs(bench, editions)
    groups = edition_groups(bench, STEP, articles, now, editions)
    fresh = {article_id: number for number, group in enumerate(groups) for article_id in group.articles}
    resolved = 0
    with _paragraphs(bench, editions, fresh) as paragraphs:
        by_group = groupby(paragraphs, key=lambda article: article.group)
        upcoming = next(by_group, None)
        for number, group in enumerate(groups):
            with TemporaryDirectory(prefix="copydesk-") as folder:
                rows = EditionRows(bench, STEP, TABLES, Path(folder))
                if upcoming is not None and upcoming[0] == number:
                    while found := list(islice(upcoming[1], ARTICLES_AT_ONCE)):
                        _resolve(bench, found, rows)
                        resolved += len(found)
                        bench.progress("Articles resolved", resolved, len(fresh))
                    upcoming = next(by_group, None)
                rows.commit(group, {name: now.get(name) for name in group.editions})
    bench.progress("Articles resolved", len(fresh), len(fresh))
    kept = articles.num_rows - len(fresh)
    counts = {"editions": len(set(editions)), "articles_resolved": len(fresh), "articles_kept": kept}
    return StepResult(rows={table: bench.store.rows(table) for table in TABLES}, counts=counts)


class _ReadArticle(NamedTuple):
    """The paragraphs of an article with their readings, in order."""

    group: int
    article_id: str
    paragraphs: list[dict[str, Any]]


def _inputs(bench: Workbench, editions: Sequence[str]) -> pa.Table:
    """Return what each article of these editions is resolved from, as a hash."""
    code = stable_id(VERSION, bench.contract_versions(*TABLES), *_readers(bench))
    chosen = ("edition", sorted(set(editions)))
    stored = bench.store.read("article_inputs", partitions=[articles_step.STEP], columns=INPUTS.names, where=chosen)
    inputs = pa.array([stable_id(code, own) for own in stored["inputs"].to_pylist()], pa.string())
    return pa.table([stored["edition"], stored["article_id"], inputs], schema=INPUTS)


@contextmanager
def _paragraphs(
    bench: Workbench, editions: Sequence[str], group_of: Mapping[str, int]
) -> Iterator[Iterator[_ReadArticle]]:
    """Give the paragraphs of some articles with their readings, article by article, in order of their groups.

    Readings are looked for once for all of them: there are too many to look through for each few articles.
    """
    with bounded_connection(reads=[Path(str(bench.store.root))]) as connection:
        connection.execute(_WANTED)
        if group_of:
            with streamed(connection, {"rows": (_ROWS, partial(_keyed, bench, editions, group_of))}):
                connection.execute("INSERT INTO wanted SELECT * FROM rows")
            _find_readings(bench, connection)
        yield _articles(batches_of(connection, _IN_ORDER, ROWS_AT_ONCE))


def _find_readings(bench: Workbench, connection: duckdb.DuckDBPyConnection) -> None:
    """Look for the readings of the paragraphs in ``wanted``."""
    versions = sorted({reader_version(model) for model in bench.settings.models.values()})
    files = bench.store.files("readings", versions)
    # Readings are looked through, and those wanted are kept: never the other way round.
    connection.execute("SET disabled_optimizers = 'join_order,build_side_probe_side'")
    with looked_through(bench, "readings"):
        if files is None:
            stored = bench.store.scan("readings")
            connection.register("readings", stored.filter(ds.field("reader_version").isin(versions)))
            connection.execute(_FOUND)
        else:
            for version, paths in files.items():
                connection.execute(_FOUND_IN_FILES, {"version": version, "files": paths})


def _keyed(bench: Workbench, editions: Sequence[str], group_of: Mapping[str, int]) -> Iterator[pa.RecordBatch]:
    """Yield paragraphs with the key of their reading."""
    versions: dict[str, str | None] = {}
    wanted = pa.array(sorted(group_of), pa.string())
    for batch in bench.store.batches("articles", columns=["article_id", "language"], where=("edition", editions)):
        for article_id, language in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            model = model_for(bench, language)
            versions[article_id] = None if model is None else reader_version(model)
    for batch in bench.store.batches("paragraphs", columns=_PARAGRAPH, where=("edition", editions)):
        rows = batch.filter(pc.is_in(batch["article_id"], value_set=wanted))
        articles = rows["article_id"].to_pylist()
        keys = {
            "group": [group_of[article] for article in articles],
            "reader_version": [versions[article] for article in articles],
            "text_key": [text_key(text) for text in rows["text"].to_pylist()],
        }
        own = [pa.array(values, _ROWS.field(name).type) for name, values in keys.items()]
        yield pa.record_batch([*rows.columns, *own], schema=_ROWS)


def _articles(batches: Iterator[pa.RecordBatch]) -> Iterator[_ReadArticle]:
    rows = (row for batch in batches for row in batch.to_pylist())
    for (group, article_id), paragraphs in groupby(rows, key=lambda row: (row["group"], row["article_id"])):
        # A text may be stored twice where two runs have read it.
        yield _ReadArticle(
            group, article_id, [next(same) for _, same in groupby(paragraphs, lambda row: row["position"])]
        )


def _resolve(bench: Workbench, articles: Sequence[_ReadArticle], rows: EditionRows) -> None:
    """Resolve some articles."""
    ids = [article.article_id for article in articles]
    editions = sorted({article.paragraphs[0]["edition"] for article in articles})
    chosen = ds.field("edition").isin(editions) & ds.field("article_id").isin(ids)
    stored = {name: bench.store.scan(name).to_table(filter=chosen) for name in ("articles", "article_texts")}
    known = {row["article_id"]: row for row in stored["articles"].to_pylist()}
    texts = dict(zip(*(stored["article_texts"][name].to_pylist() for name in ("article_id", "text")), strict=True))
    found: dict[str, list[dict[str, Any]]] = {table: [] for table in TABLES}
    rejects: list[Reject] = []
    for article in articles:
        row = known[article.article_id]
        read = []
        for paragraph in article.paragraphs:
            reading = _decoded(bench, paragraph["reading_json"])
            read.append(ReadParagraph(paragraph=_paragraph(paragraph), reading=reading))
            if paragraph["error"]:
                rejects.append(
                    Reject(
                        stage="readings",
                        rule="paragraph_unread",
                        reason=paragraph["error"],
                        table="paragraphs",
                        source_file=row["source_file"],
                        row_json=msgspec.json.encode({"paragraph_id": paragraph["paragraph_id"]}).decode(),
                        edition=row["edition"],
                    )
                )
        annotation = annotate_article(read, row["published_on"])
        ids_of = {paragraph["position"]: paragraph["paragraph_id"] for paragraph in article.paragraphs}
        for table, own in annotation_rows(article.article_id, annotation, ids_of, texts[article.article_id]).items():
            found[table] += [{**one, "edition": row["edition"]} for one in own]
    paragraph_ids = [paragraph["paragraph_id"] for article in articles for paragraph in article.paragraphs]
    others = {**stored, "paragraphs": pa.table({"paragraph_id": pa.array(paragraph_ids, pa.string())})}
    rows.add(found, rejects, others)


def annotation_rows(
    article_id: str, annotation: Annotation, paragraph_ids: Mapping[int, str], text: str
) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of ``entity_mentions``, ``quotes`` and ``claims`` for one article, by table."""
    quote_ids = [stable_id("quote", article_id, quote.char_start, quote.char_end) for quote in annotation.quotes]
    return {
        "entity_mentions": [
            {
                "mention_id": stable_id("mention", article_id, mention.char_start, mention.char_end),
                "article_id": article_id,
                "paragraph_id": paragraph_ids[mention.position],
                "char_start": mention.char_start,
                "char_end": mention.char_end,
                "surface": mention.surface,
                "kind": mention.kind,
                "label": mention.label,
                "name": mention.name,
            }
            for mention in annotation.mentions
        ],
        "quotes": [
            {
                "quote_id": quote_id,
                "article_id": article_id,
                "paragraph_id": paragraph_ids[quote.position],
                "char_start": quote.char_start,
                "char_end": quote.char_end,
                "text": quote.text,
                "quote_type": quote.quote_type,
                "cue": quote.cue,
                "speaker": quote.speaker,
                "speaker_char_start": quote.speaker_start,
                "speaker_char_end": quote.speaker_end,
                "speaker_name": quote.speaker_name,
                "speaker_method": quote.speaker_method,
                "said_on": quote.said_on,
            }
            for quote_id, quote in zip(quote_ids, annotation.quotes, strict=True)
        ],
        "claims": [
            {
                "claim_id": stable_id(
                    "claim", article_id, claim.char_start, claim.char_end, repr(claim.value), claim.unit
                ),
                "article_id": article_id,
                "paragraph_id": paragraph_ids[claim.position],
                "char_start": claim.char_start,
                "char_end": claim.char_end,
                "text": text[claim.char_start : claim.char_end],
                "value": claim.value,
                "value_low": claim.value_low,
                "value_high": claim.value_high,
                "modifier": claim.modifier,
                "unit": claim.unit,
                "unit_kind": claim.unit_kind,
                "counted": claim.counted,
                "predicate": claim.predicate,
                "is_negated": claim.is_negated,
                "place": claim.place,
                "attributed_to": claim.attributed_to,
                "attributed_name": claim.attributed_name,
                "quote_id": quote_ids[claim.quote_index] if claim.quote_index is not None else None,
                "as_of_on": claim.as_of_on,
                "as_of_text": claim.as_of_text,
            }
            for claim in annotation.claims
        ],
    }


def _paragraph(row: Mapping[str, Any]) -> Paragraph:
    names = ("position", "role", "char_start", "char_end", "text")
    return Paragraph(**{name: row[name] for name in names})


def _decoded(bench: Workbench, reading_json: str | None) -> Reading:
    if not reading_json:
        return Reading()
    try:
        return msgspec.json.decode(reading_json, type=Reading)
    except msgspec.DecodeError as error:
        raise TableDamagedError(
            f"A row of the working table readings cannot be read ({error}). Delete the folder "
            f"{bench.store.root / 'readings'} and run again: the texts are read anew."
        ) from error


def _fingerprints(bench: Workbench) -> dict[str, str]:
    contracts = bench.contract_versions(*TABLES)
    articles = bench.fingerprints(articles_step.STEP)
    readers = _readers(bench)
    return {edition: stable_id(inputs, VERSION, contracts, *readers) for edition, inputs in articles.items()}


def _readers(bench: Workbench) -> list[str]:
    return sorted(f"{language}={reader_version(model)}" for language, model in bench.settings.models.items())
