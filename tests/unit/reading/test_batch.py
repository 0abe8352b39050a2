import pytest

from pipeline.reading.batch import BATCH_TEXTS, TEXTS_A_WORKER, Outcome, read_distinct
from pipeline.reading.reader import MAX_CHARS
from pipeline.reading.worker import ReaderStartError
from tests.unit.reading import poisoned


def read(texts: list[str], workers: int = 1) -> dict[str, Outcome]:
    numbered = {f"{number}": text for number, text in enumerate(texts)}
    return dict(read_distinct(numbered, "model", workers, reader=poisoned.read, batch_seconds=2.0))


def plain(count: int) -> list[str]:
    return [f"Text number {number}." for number in range(count)]


def test_every_text_is_read_once() -> None:
    texts = plain(3 * BATCH_TEXTS + 1)
    outcomes = read(texts)
    assert len(outcomes) == len(texts)
    for number, text in enumerate(texts):
        assert f"model: {text}" in (outcomes[f"{number}"].reading_json or "")


def test_the_number_of_workers_makes_no_difference() -> None:
    texts = plain(TEXTS_A_WORKER + 10)
    assert read(texts, workers=2) == read(texts, workers=1)


@pytest.mark.parametrize(
    ("poison", "reason"),
    [
        ("This will hang the model.", "was not read within 2 seconds"),
        ("This will crash the model.", "process that read this paragraph died"),
        ("This will hoard memory.", "MemoryError"),
        ("This will break the model.", "RecursionError: too deep for me"),
    ],
)
def test_a_poison_text_is_refused_and_the_rest_unharmed(poison: str, reason: str) -> None:
    texts = plain(BATCH_TEXTS)
    texts[7] = poison
    outcomes = read(texts)
    assert reason in (outcomes["7"].error or "")
    assert outcomes["7"].reading_json is None
    assert all(outcomes[f"{number}"].reading_json for number in range(BATCH_TEXTS) if number != 7)


def test_a_text_of_absurd_length_is_refused_unread() -> None:
    outcomes = read(["x" * (MAX_CHARS + 1), "Short."])
    assert str(MAX_CHARS) in (outcomes["0"].error or "")
    assert outcomes["1"].reading_json


def test_a_reader_that_cannot_start_is_said_so_once() -> None:
    with pytest.raises(ReaderStartError, match="want of memory"):
        list(read_distinct({"a": "Text."}, "model", 1, reader=poisoned.never_starts))


def test_nothing_to_read_starts_nothing() -> None:
    assert read([]) == {}
