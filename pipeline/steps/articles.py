"""Parsed articles -> articles, article_texts, paragraphs; edition by edition."""

from collections.abc import Sequence
from typing import Any

import msgspec
import pyarrow as pa

from pipeline.ids import stable_id
from pipeline.records import ParsedArticle
from pipeline.steps import intake
from pipeline.steps.workbench import Reject, StepResult, Workbench, by_edition

STEP = "articles"
VERSION = "1"
TABLES = ("articles", "article_texts", "paragraphs")


def pending_editions(bench: Workbench) -> list[str]:
    """Return the editions whose articles differ from those that the tables hold, in order."""
    now = {edition: _fingerprint(bench, inputs) for edition, inputs in intake.edition_inputs(bench).items()}
    before = bench.fingerprints(STEP)
    return sorted(edition for edition in now.keys() | before.keys() if now.get(edition) != before.get(edition))


def run(bench: Workbench, editions: Sequence[str]) -> StepResult:
    """Write the articles of these editions; an edition that has none left is emptied."""
    if not editions:
        return StepResult(is_skipped=True)
    inputs = intake.edition_inputs(bench)
    current = intake.current_articles(bench)
    revisions = _revisions(bench, current)
    rows: dict[str, list[dict[str, Any]]] = {table: [] for table in TABLES}
    parsed = bench.store.read("source_articles", partitions=list(editions)).to_pylist()
    for row in sorted(parsed, key=lambda row: (row["edition"], row["article_id"], row["path"], row["record"])):
        winner = current[row["article_id"]]
        if (winner.path, winner.record) != (row["path"], row["record"]):
            continue
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
    rejects: list[Reject] = []
    kept: dict[str, pa.Table] = {}
    for table in TABLES:
        written = bench.write(table, rows[table], step=STEP, partitions=editions, others=kept)
        kept[table] = written.kept
        rejects += written.rejects
    bench.write_rejects(by_edition(STEP, editions, rejects))
    bench.remember(STEP, {edition: _fingerprint(bench, inputs.get(edition)) for edition in editions})
    return StepResult(rows={table: kept[table].num_rows for table in TABLES}, counts={"editions": len(editions)})


def paragraph_id(article_id: str, position: int, text: str) -> str:
    """Return the id of a paragraph."""
    return stable_id("paragraph", article_id, position, text)


def outlet_id(name: str | None, domain: str | None) -> str | None:
    """Return the id of a publisher: by its name, so that its pages and its feed agree, else by its domain."""
    key = name.casefold().strip() if name else domain
    return stable_id("outlet", key) if key else None


def _fingerprint(bench: Workbench, inputs: str | None) -> str | None:
    return None if inputs is None else stable_id(inputs, VERSION, bench.contract_versions(*TABLES))


def _article_row(row: dict[str, Any], article: ParsedArticle, revision: int) -> dict[str, Any]:
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


def _revisions(bench: Workbench, current: dict[str, intake.CurrentArticle]) -> dict[str, int]:
    """Count up the revision of each article whose content differs from the last one seen; return all revisions."""
    latest: dict[str, tuple[int, str]] = {}
    for row in bench.store.read("article_revisions").to_pylist():
        if row["revision"] > latest.get(row["article_id"], (0, ""))[0]:
            latest[row["article_id"]] = (row["revision"], row["content_sha256"])
    fresh = []
    for article_id, article in sorted(current.items()):
        revision, content = latest.get(article_id, (0, ""))
        if content != article.content_sha256:
            latest[article_id] = (revision + 1, article.content_sha256)
            fresh.append({"article_id": article_id, "revision": revision + 1, "content_sha256": article.content_sha256})
    if fresh:
        bench.store.append("article_revisions", bench.table("article_revisions", fresh))
    return {article_id: revision for article_id, (revision, _) in latest.items()}
