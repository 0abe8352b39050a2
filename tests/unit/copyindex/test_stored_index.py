"""The index between runs: what it gives, what a killed update leaves, and what is done about a damaged one."""

import random
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest

from pipeline.copies.records import CopyInput
from pipeline.copyindex import distinct, search, tools, update
from pipeline.copyindex.check import check_index
from pipeline.copyindex.damage import IndexDamagedError
from pipeline.copyindex.distinct import Paragraphs
from pipeline.copyindex.manifest import MANIFEST, VERSION
from pipeline.copyindex.update import forget_index, open_index, update_index
from pipeline.ids import text_key
from tests.unit.copies.samples import BUDGET, FERRY, paragraph
from tests.unit.copyindex.stored_copies import StoredCopies, files_of


def corpus(count: int, seed: int = 1) -> list[CopyInput]:
    """Return paragraphs of which many are near each other: two texts with some words replaced."""
    source = random.Random(seed)
    found = []
    for number in range(count):
        words = source.choice((FERRY, BUDGET, f"{FERRY} {BUDGET}")).split()
        for _ in range(source.randrange(9)):
            words[source.randrange(len(words))] = "".join(source.choices("abcdefgh", k=source.randint(1, 8)))
        found.append(paragraph(f"p{seed}-{number:03}", " ".join(words), day=source.randint(1, 28)))
    return found


@pytest.fixture
def stored(tmp_path: Path) -> StoredCopies:
    return StoredCopies(tmp_path)


def test_few_paragraphs_at_a_time_give_what_all_at_once_give(stored: StoredCopies) -> None:
    every = corpus(60)
    for start in range(0, 60, 12):
        found = stored.update(every[start : start + 12], removed=sorted(stored.paragraphs)[:2])
    assert found == stored.anew()


def test_an_update_compares_only_what_is_new(stored: StoredCopies) -> None:
    stored.update(corpus(60))
    first = stored.counts["candidates"]
    stored.update(corpus(2, seed=2))
    assert stored.counts["texts_filed"] == 2
    assert 0 < stored.counts["candidates"] < first / 10
    stored.update()
    assert (stored.counts["texts_filed"], stored.counts["candidates"]) == (0, 0)


def test_segments_stay_few(stored: StoredCopies) -> None:
    every = corpus(40)
    for one in every:
        stored.update([one])
    assert len([path for path in stored.folder.iterdir() if path.is_dir()]) <= 4
    assert stored.update() == stored.anew()


def test_what_was_withdrawn_leaves_the_files_too(stored: StoredCopies) -> None:
    stored.update(corpus(40))
    stored.update(removed=sorted(stored.paragraphs)[:35])
    stored.update(corpus(1, seed=3))
    state = open_index(stored.folder, stored.threshold)
    assert len(state.texts.rows()) == len(state.living) == 6


@pytest.mark.parametrize("workers", [1, 2])
def test_neither_workers_nor_the_size_of_chunks_make_a_difference(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, workers: int
) -> None:
    whole = StoredCopies(tmp_path / "whole")
    expected = [whole.update(corpus(40)), whole.update(corpus(10, seed=2), removed=["p1-003"])]
    for module, name, value in (
        (distinct, "PARAGRAPHS_A_CHUNK", 3),
        (search, "PAIRS_A_CHUNK", 50),
        (search, "_NUMBERS_AT_ONCE", 20),
        (search, "KEYS_A_CHUNK", 700),
        (tools, "CHUNKS_A_WORKER", 1),
    ):
        monkeypatch.setattr(module, name, value)
    cut = StoredCopies(tmp_path / "cut", workers=workers)
    assert [cut.update(corpus(40)), cut.update(corpus(10, seed=2), removed=["p1-003"])] == expected


def test_the_same_paragraphs_give_the_same_files(tmp_path: Path) -> None:
    one, other = StoredCopies(tmp_path / "one"), StoredCopies(tmp_path / "other", workers=2)
    for copies in (one, other):
        copies.update(corpus(40))
        copies.update(corpus(10, seed=2))
    assert files_of(one.folder) == files_of(other.folder)


def test_an_update_that_is_not_committed_changes_nothing(stored: StoredCopies) -> None:
    stored.update(corpus(30))
    before = files_of(stored.folder)
    new = corpus(5, seed=2)

    def batches() -> Iterator[pa.RecordBatch]:
        rows = [{"paragraph_id": one.paragraph_id, "is_furniture": False, "text": one.text} for one in new]
        yield pa.RecordBatch.from_pylist(rows)

    paragraphs = Paragraphs(batches, pa.array([], pa.string()), lambda _: pa.table({}))
    state = open_index(stored.folder, stored.threshold)
    update_index(state, paragraphs, stored.threshold, stored.tools())
    assert files_of(stored.folder) == before
    assert stored.update(new) == stored.anew()


def test_a_run_killed_while_files_were_put_in_place_leaves_the_index_before(
    stored: StoredCopies, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored.update(corpus(30))
    texts = check_index(stored.folder)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(update, "write_manifest", killed)
        with pytest.raises(KeyboardInterrupt):
            stored.update(corpus(5, seed=2))
    assert check_index(stored.folder) == texts
    assert stored.update() == stored.anew()


@pytest.mark.parametrize("kind", ["members", "pairs", "origins", "ranks", "keys", "texts", "manifest"])
@pytest.mark.parametrize("harm", ["changed", "cut short", "missing"])
def test_damage_is_found_and_named(stored: StoredCopies, kind: str, harm: str) -> None:
    stored.update(corpus(30))
    path = next(path for path in sorted(stored.folder.rglob("*")) if path.name.startswith(kind))
    content = bytearray(path.read_bytes())
    if harm == "changed":
        content[len(content) // 2] ^= 0xFF
        path.write_bytes(content)
    elif harm == "cut short":
        path.write_bytes(content[: len(content) // 2])
    else:
        path.unlink()
    if (kind, harm) == ("manifest", "missing"):
        assert check_index(stored.folder) is None
        return
    with pytest.raises(IndexDamagedError) as found:
        check_index(stored.folder)
    assert found.value.path == path


@pytest.mark.parametrize(("old", "new"), [(VERSION, "0.0.0"), ('"threshold":0.65', '"threshold":0.7')])
def test_an_index_of_another_version_or_threshold_is_made_anew(stored: StoredCopies, old: str, new: str) -> None:

    stored.update(corpus(20))
    manifest = stored.folder / MANIFEST
    text = manifest.read_text(encoding="utf-8").split("\n")[0].replace(old, new)
    manifest.write_text(f"{text}\n{text_key(text)}\n", encoding="utf-8")
    assert not len(open_index(stored.folder, stored.threshold).members)
    assert stored.update() == stored.anew()
    assert check_index(stored.folder)


def test_a_forgotten_index_is_made_anew(stored: StoredCopies) -> None:
    stored.update(corpus(20))
    forget_index(stored.folder)
    assert check_index(stored.folder) is None
    assert stored.update() == stored.anew()


def test_a_damaged_manifest_is_logged_and_the_index_made_anew(
    stored: StoredCopies, caplog: pytest.LogCaptureFixture
) -> None:
    stored.update(corpus(20))
    (stored.folder / MANIFEST).write_text("nonsense", encoding="utf-8")
    assert stored.update() == stored.anew()
    assert "manifest.json is damaged" in caplog.text
