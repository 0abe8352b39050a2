"""Parsed articles -> articles, article_texts, paragraphs; edition by edition, and in these what changed."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.ids import stable_id
from pipeline.records import ParsedArticle
from pipeline.steps.edition_rows import ARTICLES_AT_ONCE, INPUTS, EditionRows, edition_groups
from pipeline.steps.source_rows import CURRENT, current_articles, edition_inputs, source_tables
from pipeline.steps.workbench import StepResult, Workbench

STEP = "articles"
VERSION = "2"
TABLES = ("articles", "article_texts", "paragraphs")

_REVISED = f"""
    WITH latest AS (
        SELECT article_id, max(revision) AS revision, arg_max(content_sha256, revision) AS content_sha256
        FROM article_revisions GROUP BY article_id)
    SELECT c.article_id, coalesce(l.revision, 0) + 1 AS revision, c.content_sha256
    FROM ({CURRENT}) c LEFT JOIN latest l ON c.article_id = l.article_id
    WHERE c.content_sha256 IS DISTINCT FROM l.content_sha256
    ORDER BY c.article_id"""  # noqa: S608  a query of ours
"""The next revision of each article whose content is not that of its last one."""


def pending_editions(bench: Workbench) -> list[str]:
    """Return the editions whose articles differ from those that the tables hold, in order."""
    now = {edition: _fingerprint(bench, inputs) for edition, inputs in edition_inputs(bench).items()}
    before = bench.fingerprints(STEP)
    return sorted(edition for edition in now.keys() | before.keys() if now.get(edition) != before.get(edition))


def run(bench: Workbench, editions: Sequence[str]) -> StepResult:
    """Write the articles of these editions; an edition that has none left is emptied.

    Of an edition whose fingerprint has changed only the articles that changed are made anew; all of one whose
    fingerprint is still the same.
    """
    if not editions:
        return StepResult(is_skipped=True)
    now = {edition: _fingerprint(bench, inputs) for edition, inputs in edition_inputs(bench).items()}
    _note_revisions(bench)
    current = current_articles(bench)
    current = current.filter(pc.is_in(current["edition"], value_set=pa.array(sorted(set(editions)), pa.string())))
    groups = edition_groups(bench, STEP, _inputs(bench, current), now, editions)
    total = sum(group.fresh.num_rows for group in groups)
    made = 0
    for group in groups:
        with TemporaryDirectory(prefix="copydesk-") as folder:
            rows = EditionRows(bench, STEP, TABLES, Path(folder))
            for parsed in _parsed(bench, group.editions, _places(current, group.articles)):
                rows.add(_rows(parsed, _revisions(bench, [row["article_id"] for row in parsed])))
                made += len(parsed)
                bench.progress("Articles written", made, total)
            rows.commit(group, {edition: now.get(edition) for edition in group.editions})
    counts = {"editions": len(set(editions)), "articles_written": made, "articles_kept": current.num_rows - total}
    return StepResult(rows={table: bench.store.rows(table) for table in TABLES}, counts=counts)


def paragraph_id(article_id: str, position: int, text: str) -> str:
    """Return the id of a paragraph."""
    return stable_id("paragraph", article_id, position, text)


def outlet_id(name: str | None, domain: str | None) -> str | None:
    """Return the id of a publisher: by its name, so that its pages and its feed agree, else by its domain."""
    key = name.casefold().strip() if name else domain
    return stable_id("outlet", key) if key else None


def _fingerprint(bench: Workbench, inputs: str | None) -> str | None:
    return None if inputs is None else stable_id(inputs, VERSION, bench.contract_versions(*TABLES))


def _article_row(row: Mapping[str, Any], article: ParsedArticle, revision: int) -> dict[str, Any]:
    return {
        "article_id": row["article_id"],
        "outlet_id": outlet_id(row["outlet_name"], row["outlet_domain"]),
        "source_file": row["path"],
        "url": article.source.url,
        "headline": article.headline,
        "standfirst": article.standfirst,
        "byline": article.byline,
        "dateline": article.dateline,
        "published_at_utc": article.published_at_utc,
        "published_on": article.published_on,
        "published_raw": article.published_raw,
        "published_basis": article.published_basis,
        "language": article.language,
        "credit": article.credit,
        "edition": row["edition"],
        "revision": revision,
        "words": article.words,
    }


def _inputs(bench: Workbench, current: pa.Table) -> pa.Table:
    """Return what each article is made from, as a hash."""
    code = stable_id(VERSION, bench.contract_versions(*TABLES))
    parts = zip(*(current[name].to_pylist() for name in ("path", "record", "content_sha256")), strict=True)
    inputs = pa.array([stable_id(code, *own) for own in parts], pa.string())
    return pa.table([current["edition"], current["article_id"], inputs], schema=INPUTS)


def _places(current: pa.Table, articles: Sequence[str]) -> dict[str, tuple[str, int]]:
    """Return path and number of the row that counts for each of these articles."""
    rows = current.filter(pc.is_in(current["article_id"], value_set=pa.array(articles, pa.string())))
    ids, paths, records = (rows[name].to_pylist() for name in ("article_id", "path", "record"))
    return dict(zip(ids, zip(paths, records, strict=True), strict=True))


def _parsed(
    bench: Workbench, editions: Sequence[str], places: Mapping[str, tuple[str, int]]
) -> Iterator[list[dict[str, Any]]]:
    """Yield the rows of ``source_articles`` that count for these articles, some at a time."""
    waiting: list[dict[str, Any]] = []
    if not places:
        return
    wanted = pa.array(sorted(places), pa.string())
    for batch in bench.store.batches("source_articles", where=("edition", editions), batch_rows=ARTICLES_AT_ONCE):
        rows = batch.filter(pc.is_in(batch["article_id"], value_set=wanted)).to_pylist()
        waiting += [row for row in rows if places[row["article_id"]] == (row["path"], row["record"])]
        if len(waiting) >= ARTICLES_AT_ONCE:
            yield waiting
            waiting = []
    if waiting:
        yield waiting


def _rows(parsed: Sequence[Mapping[str, Any]], revisions: Mapping[str, int]) -> dict[str, list[dict[str, Any]]]:
    rows: dict[str, list[dict[str, Any]]] = {table: [] for table in TABLES}
    for row in sorted(parsed, key=lambda row: (row["edition"], row["article_id"])):
        article = msgspec.json.decode(row["parsed_json"], type=ParsedArticle)
        article_id, edition = row["article_id"], row["edition"]
        rows["articles"].append(_article_row(row, article, revisions[article_id]))
        rows["article_texts"].append({"article_id": article_id, "text": article.source.text, "edition": edition})
        rows["paragraphs"] += [
            {
                "paragraph_id": paragraph_id(article_id, paragraph.position, paragraph.text),
                "article_id": article_id,
                "position": paragraph.position,
                "role": paragraph.role,
                "char_start": paragraph.char_start,
                "char_end": paragraph.char_end,
                "text": paragraph.text,
                "edition": edition,
            }
            for paragraph in article.paragraphs
        ]
    return rows


def _note_revisions(bench: Workbench) -> None:
    """Count up the revision of each article whose content differs from the last one seen."""
    with source_tables(bench) as connection:
        connection.register("article_revisions", bench.store.read("article_revisions"))
        fresh = connection.sql(_REVISED).to_arrow_table()
    if fresh.num_rows:
        bench.store.append("article_revisions", fresh)


def _revisions(bench: Workbench, articles: Collection[str]) -> dict[str, int]:
    """Return the last revision of some articles."""
    rows = bench.store.read("article_revisions", columns=["article_id", "revision"], where=("article_id", articles))
    latest: dict[str, int] = {}
    for article_id, revision in zip(rows["article_id"].to_pylist(), rows["revision"].to_pylist(), strict=True):
        latest[article_id] = max(revision, latest.get(article_id, 0))
    return latest
