"""The step that finds copies: what it remembers between runs, and what it does when that is lost or damaged."""

import json
from pathlib import Path

import pytest

from pipeline.copyindex.update import forget_index
from pipeline.settings import Settings
from pipeline.steps import articles, copies, intake
from pipeline.steps.workbench import Workbench, open_workbench

WIRE = "The harbour office of Orlava said that {} ferries had been held in the port since the storm began on Monday."
HOME = "A tram line through the old town of Senmark will open in the spring, the council there has said at last."


def deliver(raw: Path, name: str, *paragraphs: str, day: str = "2031-03-14") -> None:
    """Put an article into the drop folder."""
    record = {
        "url": f"https://{name}.example/1",
        "headline": f"Ferries of {name}",
        "text": "\n\n".join(paragraphs),
        "published": day,
        "source": name,
        "language": "en",
    }
    raw.mkdir(exist_ok=True)
    (raw / f"{name}.jsonl").write_text(json.dumps(record) + "\n", encoding="utf-8")


def run(bench: Workbench) -> dict[str, int]:
    """Run up to the copies; return what the step counted."""
    intake.run(bench)
    articles.run(bench, articles.pending_editions(bench))
    return dict(copies.run(bench).counts)


def found(bench: Workbench) -> list[list[tuple[str, ...]]]:
    """Return the rows of all tables of the step, in order."""
    tables = ("passages", "passage_links", "passage_members")
    return [sorted(tuple(map(str, row.values())) for row in bench.store.read(table).to_pylist()) for table in tables]


@pytest.fixture
def bench(tmp_path: Path) -> Workbench:
    raw = tmp_path / "raw"
    deliver(raw, "wire", WIRE.format(21), HOME)
    deliver(raw, "post", WIRE.format(21).replace("Monday", "a Monday"), day="2031-03-15")
    bench = open_workbench(Settings(raw=raw, out=tmp_path / "out", workers=1))
    run(bench)
    return bench


def anew(bench: Workbench) -> list[list[tuple[str, ...]]]:
    """Return the rows that a run over everything gives."""
    other = open_workbench(Settings(raw=bench.settings.raw, out=bench.settings.out.with_name("anew"), workers=1))
    run(other)
    return found(other)


def test_a_run_with_nothing_new_does_nothing(bench: Workbench) -> None:
    assert copies.run(bench).is_skipped


def test_only_what_came_is_compared(bench: Workbench) -> None:
    deliver(bench.settings.raw, "herald", WIRE.format(27), day="2031-03-16")
    counts = run(bench)
    assert (counts["paragraphs_added"], counts["paragraphs_removed"]) == (2, 0)
    assert found(bench) == anew(bench)


def test_a_correction_takes_the_old_paragraph_out(bench: Workbench) -> None:
    deliver(bench.settings.raw, "post", WIRE.format(33), day="2031-03-15")
    counts = run(bench)
    assert counts["paragraphs_removed"] >= 1
    assert found(bench) == anew(bench)


def test_a_withdrawn_origin_gives_its_place_to_the_next(bench: Workbench) -> None:
    (bench.settings.raw / "wire.jsonl").unlink()
    run(bench)
    assert found(bench) == anew(bench)


@pytest.mark.parametrize("kind", ["keys", "texts", "pairs", "manifest"])
def test_a_damaged_index_is_named_and_made_anew(bench: Workbench, caplog: pytest.LogCaptureFixture, kind: str) -> None:
    folder = copies.index_folder(bench.settings)
    path = next(path for path in sorted(folder.rglob("*")) if path.name.startswith(kind))
    path.write_bytes(b"nonsense" * (path.stat().st_size // 8) + b"!" * (path.stat().st_size % 8))
    deliver(bench.settings.raw, "herald", WIRE.format(27), day="2031-03-16")
    run(bench)
    assert f"{path} is damaged" in caplog.text
    assert found(bench) == anew(bench)


def test_a_lost_index_is_made_anew(bench: Workbench) -> None:
    forget_index(copies.index_folder(bench.settings))
    deliver(bench.settings.raw, "herald", WIRE.format(27), day="2031-03-16")
    assert run(bench)["paragraphs_added"] > 2
    assert found(bench) == anew(bench)


def test_another_threshold_compares_everything_anew(bench: Workbench) -> None:
    settings = Settings(raw=bench.settings.raw, out=bench.settings.out, workers=1, near_copy_threshold=0.9)
    assert run(open_workbench(settings))["paragraphs_added"] > 2


def test_tables_that_were_killed_before_the_index_are_mended(bench: Workbench, monkeypatch: pytest.MonkeyPatch) -> None:
    deliver(bench.settings.raw, "herald", WIRE.format(27), day="2031-03-16")

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(copies, "commit", killed)
        with pytest.raises(KeyboardInterrupt):
            run(bench)
    deliver(bench.settings.raw, "wire", HOME)
    run(bench)
    assert found(bench) == anew(bench)
