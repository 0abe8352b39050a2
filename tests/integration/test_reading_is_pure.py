"""A reading depends on its text alone: not on what is read beside it, nor on how many processes read."""

from pathlib import Path

import pytest

from pipeline.ids import text_key
from pipeline.reading import batch
from pipeline.settings import DEFAULT_MODEL

PROJECT = Path(__file__).parents[2]


def test_batches_and_workers_make_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    files = sorted((PROJECT / "raw").rglob("2031-*.txt"))
    texts = {text_key(line): line for file in files for line in file.read_text("utf-8-sig").splitlines() if line}
    assert len(texts) > 30
    whole = dict(batch.read_distinct(texts, DEFAULT_MODEL, 1))
    monkeypatch.setattr(batch, "BATCH_TEXTS", 5)
    monkeypatch.setattr(batch, "TEXTS_A_WORKER", 10)
    assert dict(batch.read_distinct(texts, DEFAULT_MODEL, 2)) == whole
    assert all(outcome.error is None for outcome in whole.values())
