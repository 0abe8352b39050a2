"""Many texts read on all cores of this machine: batched by length, the model loaded once a process.

Few texts are read in this process, where starting others would take longer than reading.
"""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import chain
from multiprocessing import get_context

import msgspec

from pipeline.reading.reader import MAX_CHARS, ParagraphTooLongError, read_texts
from pipeline.records import Record

CHUNK_TEXTS = 64
IN_PROCESS_TEXTS = 1_500
"""Below this many texts one process is as quick: each further one spends some seconds on loading the model."""


class Outcome(Record, frozen=True, kw_only=True):
    """A text's reading as JSON, or why there is none."""

    reading_json: str | None = None
    error: str | None = None


def read_distinct(texts: Mapping[str, str], model: str, workers: int) -> Iterator[tuple[str, Outcome]]:
    """Yield key and outcome of each text; the outcomes do not depend on the number of workers.

    Args:
        texts: distinct texts by key.
        model: spaCy pipeline, by package name or path.
        workers: processes to use at most.

    """
    readable = sorted((key for key in texts if len(texts[key]) <= MAX_CHARS), key=lambda key: (len(texts[key]), key))
    for key in texts:
        if len(texts[key]) > MAX_CHARS:
            yield key, Outcome(error=str(ParagraphTooLongError(len(texts[key]))))
    chunks = [
        [(key, texts[key]) for key in readable[start : start + CHUNK_TEXTS]]
        for start in range(0, len(readable), CHUNK_TEXTS)
    ]
    if workers <= 1 or len(readable) <= IN_PROCESS_TEXTS:
        yield from chain.from_iterable(_read_chunk(chunk, model) for chunk in chunks)
        return
    with ProcessPoolExecutor(max_workers=workers, mp_context=get_context("spawn")) as pool:
        for outcomes in pool.map(_read_chunk, chunks, [model] * len(chunks)):
            yield from outcomes


def _read_chunk(chunk: Sequence[tuple[str, str]], model: str) -> list[tuple[str, Outcome]]:
    readings = read_texts([text for _, text in chunk], model)
    return [
        (key, Outcome(reading_json=msgspec.json.encode(reading).decode()))
        for (key, _), reading in zip(chunk, readings, strict=True)
    ]
