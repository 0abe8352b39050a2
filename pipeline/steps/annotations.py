"""Paragraphs with their readings -> entity_mentions, quotes, claims; article by article, edition by edition."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from pipeline.annotation import annotate_article
from pipeline.ids import stable_id, text_key
from pipeline.reading.reader import reader_version
from pipeline.records import Annotation, Paragraph, Reading, ReadParagraph
from pipeline.steps import articles as articles_step
from pipeline.steps.readings import model_for
from pipeline.steps.workbench import Reject, StepResult, Workbench, by_edition
from pipeline.tables.store import TableDamagedError

STEP = "annotations"
VERSION = "2"
"""Counts up whenever a resolver may give another result for the same readings."""
TABLES = ("entity_mentions", "quotes", "claims")


def pending_editions(bench: Workbench) -> list[str]:
    """Return the editions whose annotations are older than their articles, the reader or the resolvers."""
    now = _fingerprints(bench)
    before = bench.fingerprints(STEP)
    return sorted(edition for edition in now.keys() | before.keys() if now.get(edition) != before.get(edition))


def run(bench: Workbench, editions: Sequence[str]) -> StepResult:
    """Resolve the articles of these editions. Paragraphs that could not be read become rejects."""
    if not editions:
        return StepResult(is_skipped=True)
    rows: dict[str, list[dict[str, Any]]] = {table: [] for table in TABLES}
    rejects: list[Reject] = []
    articles = bench.store.read("articles", partitions=list(editions)).to_pylist()
    articles.sort(key=lambda row: (row["edition"], row["article_id"]))
    paragraphs: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in bench.store.read("paragraphs", partitions=list(editions)).to_pylist():
        paragraphs[row["article_id"]].append(row)
    texts = {
        row["article_id"]: row["text"]
        for row in bench.store.read("article_texts", partitions=list(editions)).to_pylist()
    }
    models = {row["article_id"]: model_for(bench, row["language"]) for row in articles}
    stored = _readings(bench, {model for model in models.values() if model}, paragraphs)
    for number, article in enumerate(articles, start=1):
        bench.progress("Articles resolved", number, len(articles))
        article_id, edition = article["article_id"], article["edition"]
        own = sorted(paragraphs[article_id], key=lambda row: row["position"])
        read = []
        for row in own:
            reading, error = stored.get((models[article_id] or "", text_key(row["text"])), (Reading(), None))
            read.append(ReadParagraph(paragraph=_paragraph(row), reading=reading))
            if error:
                rejects.append(
                    Reject(
                        stage="readings",
                        rule="paragraph_unread",
                        reason=error,
                        table="paragraphs",
                        source_file=article["source_file"],
                        row_json=msgspec.json.encode({"paragraph_id": row["paragraph_id"]}).decode(),
                        edition=edition,
                    )
                )
        annotation = annotate_article(read, article["published_on"])
        ids = {row["position"]: row["paragraph_id"] for row in own}
        for table, found in annotation_rows(article_id, annotation, ids, texts[article_id]).items():
            rows[table] += [{**row, "edition": edition} for row in found]
    kept = {name: bench.store.read(name, partitions=editions) for name in articles_step.TABLES}
    for table in TABLES:
        written = bench.write(table, rows[table], step=STEP, partitions=editions, others=kept)
        kept[table] = written.kept
        rejects += written.rejects
    bench.write_rejects(by_edition(STEP, editions, rejects))
    now = _fingerprints(bench)
    bench.remember(STEP, {edition: now.get(edition) for edition in editions})
    counts = {"editions": len(editions), "articles": len(articles)}
    return StepResult(rows={table: kept[table].num_rows for table in TABLES}, counts=counts)


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


def _readings(
    bench: Workbench, models: set[str], paragraphs: Mapping[str, Sequence[Mapping[str, Any]]]
) -> dict[tuple[str, str], tuple[Reading, str | None]]:
    wanted = {text_key(row["text"]) for rows in paragraphs.values() for row in rows}
    found = {}
    for model in sorted(models):
        rows = bench.store.read("readings", partitions=[reader_version(model)], where=("text_key", wanted))
        for row in rows.select(["text_key", "reading_json", "error"]).to_pylist():
            found[model, row["text_key"]] = (_decoded(bench, row["reading_json"]), row["error"])
    return found


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
    models = sorted(f"{language}={reader_version(model)}" for language, model in bench.settings.models.items())
    contracts = bench.contract_versions(*TABLES)
    articles = bench.fingerprints(articles_step.STEP)
    return {edition: stable_id(inputs, VERSION, contracts, *models) for edition, inputs in articles.items()}
