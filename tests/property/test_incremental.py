"""Tables after any sequence of arrivals, corrections and withdrawals equal those of one run over everything.

The steps are driven directly, with a reader that looks at capitals, quotation marks and digits only: what is tested
here is what the steps remember, not what the model reads.
"""

import itertools
import json
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import msgspec
from hypothesis import HealthCheck, Phase, example, given
from hypothesis import settings as how
from hypothesis import strategies as st

from pipeline.reading import chunk
from pipeline.reading.batch import Outcome
from pipeline.records import LocalClaim, LocalMention, LocalQuote, Reading
from pipeline.settings import Settings
from pipeline.steps import (
    annotations,
    articles,
    copies,
    entities,
    figures,
    intake,
    outlets,
    readings,
    redirects,
    statements,
)
from pipeline.steps.source_rows import edition_inputs
from pipeline.steps.workbench import Workbench, open_workbench
from pipeline.tables.store import TableStore

SENTENCES = (
    "Harbour master Ilse Brandvik said that 21 ferries had been held in the port of Orlava since the storm began.",
    "Harbour master Ilse Brandvik said that 27 ferries had been held in the port of Orlava since the storm began.",
    "Harbour master Ilse Brandvik has said that 21 ferries were held in the port of Orlava since the storm began.",
    "“The tide waits for nobody, and we shall sail when the wind has gone,” Ilse Brandvik told the Orlava council.",
    "“The tide waits for nobody, and we shall sail when the wind has gone,” Ilse Brandvik told reporters in Orlava.",
    "Brandvik and Tomas Erlund met the crews; the council of Senmark had offered 14 million crowns for new moorings.",
    "Tomas Erlund, who speaks for the crews of Senmark, called the offer of 14 million crowns a bad joke.",
)
DAYS = ("2031-03-12", "2031-03-14", "2031-03-15", None)
PATHS = ("wire/a.jsonl", "wire/b.jsonl", "post/c.jsonl", "post/d.jsonl")
URLS = ("https://wire.example/1", "https://wire.example/2", None)

LINKS = ("passage_members", "entity_links", "statement_links", "figure_links")

_NAME = re.compile(r"[A-Z][a-z]+(?: [A-Z][a-z]+)?")
_QUOTE = re.compile(r"“([^”]*)”")
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True)
class Drop:
    """A file is written; the same bytes as before are a delivery once more."""

    path: str
    url: str | None
    day: str | None
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Withdraw:
    """A file is taken away."""

    path: str


@dataclass(frozen=True)
class Run:
    """The pipeline runs; editions at these places are processed again although nothing in them changed."""

    again: tuple[int, ...]


@dataclass(frozen=True)
class Killed:
    """A run dies when it is about to make its commit of that number."""

    commits: int


@dataclass(frozen=True)
class Backfill:
    """Articles are processed an edition at a time, from the first day or from the last; the corpus is not looked at."""

    is_backwards: bool


@dataclass(frozen=True)
class Change:
    """Settings change: how alike copies are, and how many processes read."""

    near_copy_threshold: float
    workers: int


Event = Drop | Withdraw | Run | Killed | Backfill | Change


class KilledError(Exception):
    """The run ends here."""


drops = st.builds(
    Drop,
    st.sampled_from(PATHS),
    st.sampled_from(URLS),
    st.sampled_from(DAYS),
    st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=3).map(tuple),
)
withdrawals = st.builds(Withdraw, st.sampled_from(PATHS))
runs = st.builds(Run, st.lists(st.integers(0, 3), max_size=2).map(tuple))
kills = st.builds(Killed, st.integers(1, 40))
backfills = st.builds(Backfill, st.booleans())
changes = st.builds(Change, st.sampled_from((0.5, 0.65, 0.9)), st.sampled_from((1, 2)))
histories = st.lists(
    st.one_of(drops, drops, drops, withdrawals, runs, kills, backfills, changes), min_size=4, max_size=12
)
STORM, WIND, SPEECH = SENTENCES[0], SENTENCES[1], SENTENCES[3]


@how(
    max_examples=4,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
    suppress_health_check=[HealthCheck.too_slow],
)
@given(histories)
@example(
    [
        Drop("wire/a.jsonl", URLS[0], DAYS[1], (STORM, SPEECH)),
        Drop("post/c.jsonl", None, DAYS[1], (WIND, SPEECH)),
        Run(()),
        Drop("wire/a.jsonl", URLS[0], DAYS[1], (SPEECH,)),
        Killed(14),
        Drop("wire/a.jsonl", URLS[0], DAYS[1], (STORM, SPEECH)),
        Killed(9),
        Drop("wire/b.jsonl", URLS[1], DAYS[0], (SPEECH,)),
    ]
)
@example(
    [
        Drop("wire/a.jsonl", URLS[0], DAYS[2], (STORM, SPEECH)),
        Drop("post/c.jsonl", None, DAYS[1], (WIND, SPEECH)),
        Run(()),
        Change(0.9, 1),
        Drop("wire/b.jsonl", URLS[0], DAYS[0], (STORM, SPEECH)),
        Backfill(is_backwards=True),
        Withdraw("post/c.jsonl"),
        Run((0,)),
        Change(0.65, 2),
    ]
)
def test_any_history_gives_the_tables_of_one_run(history: list[Event]) -> None:
    with stub_reader(), tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / "raw"
        raw.mkdir()
        settings = Settings(raw=raw, out=Path(folder) / "grown")
        for event in history:
            settings = happen(event, settings)
        grown = open_workbench(settings)
        everything(grown)
        rebuilt = open_workbench(msgspec.structs.replace(settings, out=Path(folder) / "rebuilt"))
        everything(rebuilt)
        assert_same(published(grown), published(rebuilt))


def happen(event: Event, settings: Settings) -> Settings:
    """Let something happen; return the settings from then on."""
    bench = open_workbench(settings)
    match event:
        case Run():
            everything(bench)
            editions = sorted(edition_inputs(bench))
            again = sorted({editions[place % len(editions)] for place in event.again}) if editions else []
            articles.run(bench, again)
            annotations.run(bench, again)
        case Killed():
            with suppress(KilledError), dying_at(event.commits):
                everything(bench)
        case Backfill():
            intake.run(bench)
            for edition in sorted(articles.pending_editions(bench), reverse=event.is_backwards):
                articles.run(bench, [edition])
            readings.run(bench)
            for edition in sorted(annotations.pending_editions(bench), reverse=event.is_backwards):
                annotations.run(bench, [edition])
        case Change():
            return msgspec.structs.replace(
                settings, near_copy_threshold=event.near_copy_threshold, workers=event.workers
            )
        case Withdraw():
            (settings.raw / event.path).unlink(missing_ok=True)
        case Drop():
            write(event, settings.raw / event.path)
    return settings


def write(drop: Drop, path: Path) -> None:
    record = {
        "url": drop.url,
        "headline": "Ferries in Orlava",
        "text": "\n\n".join(drop.sentences),
        "published": drop.day,
        "source": drop.path.split("/")[0],
        "language": "en",
    }
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(record) + "\n", encoding="utf-8")


@contextmanager
def dying_at(commits: int) -> Iterator[None]:
    """Raise where the commit of that number would be made."""
    made = itertools.count(1)
    commit = TableStore._commit

    def counted(*arguments: Any, **more: Any) -> int:
        if next(made) == commits:
            raise KilledError
        return commit(*arguments, **more)

    with patch.object(TableStore, "_commit", counted):
        yield


def everything(bench: Workbench) -> None:
    """Run all steps in the order of the road."""
    intake.run(bench)
    articles.run(bench, articles.pending_editions(bench))
    copies.run(bench)
    readings.run(bench)
    annotations.run(bench, annotations.pending_editions(bench))
    for step in (outlets, entities, statements, figures, redirects):
        step.run(bench)


def published(bench: Workbench) -> dict[str, list[dict[str, object]]]:
    """Return all rows that must not depend on history: of the published tables, and of what joins them."""
    rows = {}
    for name in ({*bench.contracts} | {*LINKS}) - {"id_redirects"}:
        table = bench.store.read(name)
        kept = [column for column in bench.store.schemas[name].names if column != "revision"]
        rows[name] = sorted(table.select(kept).to_pylist(), key=repr)
    rows["source_files"] = [row for row in rows["source_files"] if row["status"] != "withdrawn"]
    return rows


def assert_same(grown: Mapping[str, list[dict[str, object]]], rebuilt: Mapping[str, list[dict[str, object]]]) -> None:
    assert grown.keys() == rebuilt.keys()
    for table, rows in rebuilt.items():
        assert grown[table] == rows, table


def stub_reader() -> ExitStack:
    """Replace the model by patterns, wherever the steps look for it."""
    stack = ExitStack()
    for module in (readings, chunk, annotations):
        stack.enter_context(patch.object(module, "reader_version", lambda model: f"stub of {model}"))
    stack.enter_context(patch.object(chunk, "read_distinct", read_stubbed))
    return stack


def read_stubbed(texts: Mapping[str, str], *_: object, **__: object) -> Iterator[tuple[str, Outcome]]:
    for key, text in texts.items():
        yield key, Outcome(reading_json=msgspec.json.encode(read_stub(text)).decode())


def read_stub(text: str) -> Reading:
    names = [match.span() for match in _NAME.finditer(text)]
    return Reading(
        sentences=((0, len(text)),),
        mentions=tuple(
            LocalMention(char_start=start, char_end=end, surface=text[start:end], kind="name", label="PERSON")
            for start, end in names
        ),
        quotes=tuple(
            LocalQuote(
                char_start=match.start(1),
                char_end=match.end(1),
                quote_type="direct",
                speaker_start=next((start for start, _ in names if start > match.end()), None),
                speaker_end=next((end for start, end in names if start > match.end()), None),
            )
            for match in _QUOTE.finditer(text)
        ),
        claims=tuple(
            LocalClaim(
                char_start=match.start(),
                char_end=match.end(),
                value=float(match.group()),
                value_low=float(match.group()),
                value_high=float(match.group()),
                counted="ferries",
                predicate="held",
            )
            for match in _NUMBER.finditer(text)
        ),
    )


def test_counts_say_that_a_correction_touches_its_article_alone(tmp_path: Path) -> None:
    settings = Settings(raw=tmp_path / "raw", out=tmp_path / "out", workers=1)
    settings.raw.mkdir()
    with stub_reader():
        for event in (
            Drop("wire/a.jsonl", URLS[0], DAYS[1], (STORM, SPEECH)),
            Drop("post/c.jsonl", None, DAYS[1], (WIND,)),
            Run(()),
            Drop("post/c.jsonl", None, DAYS[1], (WIND, SENTENCES[5])),
        ):
            happen(event, settings)
        bench = open_workbench(settings)
        assert intake.run(bench).counts["files_read"] == 1
        written = articles.run(bench, articles.pending_editions(bench))
        assert written.counts == {"editions": 1, "articles_written": 1, "articles_kept": 1}
        copies.run(bench)
        readings.run(bench)
        resolved = annotations.run(bench, annotations.pending_editions(bench))
        assert resolved.counts == {"editions": 1, "articles_resolved": 1, "articles_kept": 1}
        entities.run(bench)
        assert statements.run(bench).counts["articles_changed"] == 0
        assert figures.run(bench).counts["articles_changed"] >= 1
        assert all(step.run(bench).is_skipped for step in (entities, statements, figures))
