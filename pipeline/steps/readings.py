"""Paragraphs -> readings: each distinct text is read once per reader version, ever."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa

from pipeline.engine.chunks import ChunkError
from pipeline.engine.runner import runner_of
from pipeline.engine.work import WorkFolder, finished_targets, remove_work
from pipeline.ids import stable_id
from pipeline.reading.batch import TEXTS_A_WORKER, stop_idle_workers
from pipeline.reading.chunk import read_chunk
from pipeline.reading.reader import reader_version
from pipeline.steps import articles as articles_step
from pipeline.steps.edition_rows import INPUTS, EditionGroup, edition_groups, note_inputs
from pipeline.steps.queries import copy_columns, in_batches
from pipeline.steps.texts_to_read import TextsToRead, texts_to_read
from pipeline.steps.workbench import CORPUS, StepResult, Workbench
from pipeline.tables.sql import bounded_connection

STEP = "readings"

_NEW = """
    SELECT reader_version, text_key, reading_json, error
    FROM read_parquet($files) ANTI JOIN readings USING (reader_version, text_key)
"""


def model_for(bench: Workbench, language: str | None) -> str | None:
    """Return the model that reads a language; null where it is kept unread. An unknown one is taken as the first."""
    models = bench.settings.models
    return models.get(language) if language else next(iter(models.values()), None)


def pending_editions(bench: Workbench) -> list[str]:
    """Return the editions that may hold texts without a reading of the current version, in order."""
    before, now = _remembered(bench), _fingerprints(bench)
    return sorted(edition for edition in now if now[edition] != before.get(edition))


def run(bench: Workbench) -> StepResult:
    """Read every distinct paragraph text that has no reading of the current version.

    Only articles that have changed are looked at. What a run that failed or was killed has read is taken up first.

    Raises:
        ModelMissingError: a model that the settings name is not installed.
        ChunkError: texts could not be handed to what reads; the next run takes up what was read.

    """
    model_of = {reader_version(model): model for model in bench.settings.models.values()}
    before, now = _remembered(bench), _fingerprints(bench)
    counts: Counter[str] = Counter(texts_read=0, texts_already_read=0, paragraphs_in_other_languages=0)
    counts["texts_taken_up"] = _take_up(bench)
    editions = sorted(edition for edition in now if now[edition] != before.get(edition))
    groups = _articles_to_read(bench, editions, is_all=not before)
    articles = [article for group in groups for article in group.articles]
    if articles:
        folder = bench.settings.work / f"{STEP}_to_do"
        where = [edition for group in groups if group.articles for edition in group.editions]
        with texts_to_read(
            bench.store, folder, lambda language: _version_for(bench, language), where, articles
        ) as to_do:
            counts["texts_already_read"] = to_do.texts_known
            counts["paragraphs_in_other_languages"] = to_do.paragraphs_unread
            for version in to_do.texts:
                counts.update(_read(bench, to_do, version, model_of[version]))
    rows = bench.store.rows("readings")
    if editions or counts["texts_taken_up"] or before.keys() - now.keys():
        gone = dict.fromkeys(before.keys() - now.keys())
        for group in groups:
            note_inputs(bench, STEP, group)
        bench.remember(STEP, {**gone, **now, CORPUS: str(rows)})
    return StepResult(rows={"readings": rows}, counts=counts, is_skipped=not counts["texts_read"])


def _articles_to_read(bench: Workbench, editions: Sequence[str], *, is_all: bool) -> list[EditionGroup]:
    """Return the articles of these editions that have changed since they were read; all where readings were lost."""
    if is_all:
        bench.remember(STEP, dict.fromkeys(bench.fingerprints(STEP)))
    readers = _readers(bench)
    stored = bench.store.read(
        "article_inputs", partitions=[articles_step.STEP], columns=INPUTS.names, where=("edition", editions)
    )
    inputs = pa.array([stable_id(own, *readers) for own in stored["inputs"].to_pylist()], pa.string())
    articles = pa.table([stored["edition"], stored["article_id"], inputs], schema=INPUTS)
    return edition_groups(bench, STEP, articles, _fingerprints(bench), editions)


def _take_up(bench: Workbench) -> int:
    """Store what earlier runs read but did not commit, and return how many texts that were.

    The new work list is another one: its chunks must not meet files of the old one.
    """
    left = finished_targets(bench.settings.work, STEP)
    stored = bench.store.rows("readings")
    if left:
        _store(bench, left)
    remove_work(bench.settings.work, STEP)
    return bench.store.rows("readings") - stored


def _read(bench: Workbench, to_do: TextsToRead, version: str, model: str) -> dict[str, int]:
    """Read the texts for one reader, in chunks; one commit at the end."""
    total = to_do.texts[version]
    runner = runner_of(bench.settings, most_workers=-(-total // TEXTS_A_WORKER), is_waiting=True)
    work = WorkFolder(bench.settings.work, STEP, stable_id(version))
    work.make()
    texts_of = to_do.cut(version, work, runner.workers)
    unread = done = 0
    try:
        for ended in runner.run(read_chunk, list(texts_of), {"model": model, "version": version}):
            done += texts_of[ended.chunk]
            unread += ended.counts.get("texts_unread", 0)
            bench.progress("Texts read", done, total)
    finally:
        stop_idle_workers()
    before = bench.store.rows("readings")
    _store(bench, [chunk.target for chunk in texts_of])
    stored = bench.store.rows("readings") - before
    if stored != total:
        raise ChunkError(f"{total} texts were handed out to be read, but {stored} readings came back. Run again.")
    work.remove()
    return {"texts_read": total, "texts_unread": unread}


def _store(bench: Workbench, files: Sequence[Path]) -> None:
    """Commit the results of chunks, but for those of texts whose reading is stored."""
    work = bench.settings.work
    values = {"files": [str(file) for file in files]}
    with bounded_connection(work / "spilled", reads=[work]) as connection:
        found = connection.execute("SELECT DISTINCT reader_version FROM read_parquet($files)", values).fetchall()
        where = ("reader_version", {version for (version,) in found})
        copy_columns(connection, bench.store, "readings", ["reader_version", "text_key"], where)
        bench.store.append_batches("readings", lambda: in_batches(connection, _NEW, **values))


def _version_for(bench: Workbench, language: str | None) -> str | None:
    model = model_for(bench, language)
    return None if model is None else reader_version(model)


def _fingerprints(bench: Workbench) -> dict[str, str]:
    readers = _readers(bench)
    articles = bench.fingerprints(articles_step.STEP)
    return {edition: stable_id(inputs, *readers) for edition, inputs in articles.items()}


def _readers(bench: Workbench) -> list[str]:
    return [f"{language}={reader_version(model)}" for language, model in bench.settings.models.items()]


def _remembered(bench: Workbench) -> dict[str, str]:
    """Return the fingerprints of the editions that are read; none where readings have been lost since."""
    before = bench.fingerprints(STEP)
    rows = before.pop(CORPUS, None)
    return before if rows == str(bench.store.rows("readings")) else {}
