"""Paragraphs -> readings: each distinct text is read once per reader version, ever."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from pipeline.ids import text_key
from pipeline.reading.batch import read_distinct
from pipeline.reading.reader import reader_version
from pipeline.steps.workbench import StepResult, Workbench

STEP = "readings"
BATCH_ROWS = 2_000
"""Readings of one commit: what a killed run loses at most."""


def model_for(bench: Workbench, language: str | None) -> str | None:
    """Return the model that reads a language; null where it is kept unread. An unknown one is taken as the first."""
    models = bench.settings.models
    return models.get(language) if language else next(iter(models.values()), None)


def run(bench: Workbench) -> StepResult:
    """Read every distinct paragraph text that has no reading of the current version.

    Raises:
        ModelMissingError: a model that the settings name is not installed.

    """
    languages = bench.store.read("articles", columns=["article_id", "language"]).to_pylist()
    language_of = {row["article_id"]: row["language"] for row in languages}
    texts: dict[str, dict[str, str]] = defaultdict(dict)
    unread = 0
    for row in bench.store.read("paragraphs", columns=["article_id", "text"]).to_pylist():
        model = model_for(bench, language_of.get(row["article_id"]))
        if model is None:
            unread += 1
        else:
            texts[model][text_key(row["text"])] = row["text"]
    read = known = 0
    for model, by_key in sorted(texts.items()):
        version = reader_version(model)
        stored = set(bench.store.read("readings", partitions=[version], columns=["text_key"])["text_key"].to_pylist())
        known += len(by_key.keys() & stored)
        missing = {key: text for key, text in sorted(by_key.items()) if key not in stored}
        read += len(missing)
        _read(bench, model, version, missing)
    counts = {"texts_read": read, "texts_already_read": known, "paragraphs_in_other_languages": unread}
    return StepResult(rows={"readings": read + known}, counts=counts, is_skipped=not read)


def _read(bench: Workbench, model: str, version: str, texts: Mapping[str, str]) -> None:
    rows: list[dict[str, str | None]] = []
    for number, (key, outcome) in enumerate(read_distinct(texts, model, bench.settings.worker_count), start=1):
        bench.progress("Texts read", number, len(texts))
        rows.append(
            {
                "reader_version": version,
                "text_key": key,
                "reading_json": outcome.reading_json,
                "error": outcome.error,
            }
        )
        if len(rows) == BATCH_ROWS:
            _store(bench, rows)
            rows = []
    _store(bench, rows)


def _store(bench: Workbench, rows: Iterable[dict[str, str | None]]) -> None:
    table = bench.table("readings", rows)
    if table.num_rows:
        bench.store.append("readings", table)
