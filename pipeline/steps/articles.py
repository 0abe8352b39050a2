"""Parsed articles -> articles, article_texts, paragraphs; edition by edition, and in these what changed."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.ids import stable_id
from pipeline.records import ParsedArticle
from pipeline.steps import intake
from pipeline.steps.edition_rows import ARTICLES_AT_ONCE, EditionRows, edition_groups, known_inputs
from pipeline.steps.whole_tables import whole_tables
from pipeline.steps.workbench import StepResult, Workbench

STEP = "articles"
VERSION = "2"
TABLES = ("articles", "article_texts", "paragraphs")

_REVISED = f"""
    WITH latest AS (
        SELECT article_id, max(revision) AS revision, arg_max(content_sha256, revision) AS content_sha256
        FROM article_revisions GROUP BY article_id)
    SELECT c.article_id, coalesce(l.revision, 0) + 1 AS revision, c.content_sha256
    FROM ({intake.CURRENT}) c LEFT JOIN latest l ON c.article_id = l.article_id
    WHERE c.content_sha256 IS DISTINCT FROM l.content_sha256
    ORDER BY c.article_id"""  # noqa: S608  a query of ours
"""The next revision of each article whose content is not that of its last one."""


def pending_editions(bench: Workbench) -> list[str]:
    """Return the editions whose articles differ from those that the tables hold, in order."""
    now = {edition: _fingerprint(bench, inputs) for edition, inputs in intake.edition_inputs(bench).items()}
    before = bench.fingerprints(STEP)
    return sorted(edition for edition in now.keys() | before.keys() if now.get(edition) != before.get(edition))


def run(bench: Workbench, editions: Sequence[str]) -> StepResult:
    """Write the articles of these editions; an edition that has none left is emptied.

    Of an edition whose fingerprint has changed only the articles that changed are made anew; all of one whose
    fingerprint is still the same.
    """
    if not editions:
        return StepResult(is_skipped=True)
    now = {edition: _fingerprint(bench, inputs) for edition, inputs in intake.edition_inputs(bench).items()}
    _note_revisions(bench)
    current = intake.current_articles(bench)
    sizes = Counter(current["edition"].to_pylist())
    known = known_inputs(bench, STEP, now, editions)
    code = stable_id(VERSION, bench.contract_versions(*TABLES))
    made = kept = 0
    for group in edition_groups(sizes, editions):
        wanted = {row["article_id"]: row for row in _of_editions(current, group)}
        inputs = {(row["edition"], article_id): _key(code, row) for article_id, row in wanted.items()}
        staying = {
            article_id for (edition, article_id), key in inputs.items() if known.get((edition, article_id)) == key
        }
        fresh = {article_id: row for article_id, row in wanted.items() if article_id not in staying}
        with TemporaryDirectory(prefix="copydesk-") as folder:
            rows = EditionRows(bench, STEP, TABLES, Path(folder))
            for parsed in _parsed(bench, group, fresh):
                rows.add(_rows(parsed, _revisions(bench, [row["article_id"] for row in parsed])))
                made += len(parsed)
                bench.progress("Articles written", made + kept, sum(sizes[edition] for edition in set(editions)))
            rows.commit(group, inputs, staying, {edition: now.get(edition) for edition in group})
        kept += len(staying)
    counts = {"editions": len(set(editions)), "articles_written": made, "articles_kept": kept}
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


def _of_editions(current: pa.Table, editions: Sequence[str]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = current.filter(pc.is_in(current["edition"], value_set=pa.array(editions))).to_pylist()
    return rows


def _key(code: str, row: Mapping[str, Any]) -> str:
    return stable_id(code, row["path"], row["record"], row["content_sha256"])


def _parsed(
    bench: Workbench, editions: Sequence[str], wanted: Mapping[str, Mapping[str, Any]]
) -> Iterator[list[dict[str, Any]]]:
    """Yield the rows of ``source_articles`` that count for these articles, some at a time."""
    waiting: list[dict[str, Any]] = []
    if not wanted:
        return
    for batch in bench.store.batches("source_articles", where=("edition", editions), batch_rows=ARTICLES_AT_ONCE):
        names = zip(*(batch[name].to_pylist() for name in ("article_id", "path", "record")), strict=True)
        counts = [
            article_id in wanted and (wanted[article_id]["path"], wanted[article_id]["record"]) == (path, record)
            for article_id, path, record in names
        ]
        waiting += batch.filter(pa.array(counts, pa.bool_())).to_pylist()
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
    with whole_tables(bench, "source_articles", "article_revisions") as connection:
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
