"""The main job through the door that a user takes: one call, then look at what lies in the output folder."""

import os
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from rich.console import Console

from pipeline.commands.run import RunFailedError, RunOutcome, UnknownEditionError, is_current, run_pipeline
from pipeline.release.folders import latest_release, list_releases
from pipeline.settings import Settings
from pipeline.steps.workbench import open_workbench

Drop = Callable[..., Path]


def run(desk: Settings, *editions: str) -> RunOutcome:
    return run_pipeline(desk, editions, Console(quiet=True))


def column(outcome: RunOutcome, table: str, name: str) -> list[object]:
    assert outcome.release is not None
    values: list[object] = pq.read_table(outcome.release / f"{table}.parquet", columns=[name])[name].to_pylist()
    return values


def statuses(outcome: RunOutcome) -> dict[object, object]:
    return dict(zip(column(outcome, "source_files", "path"), column(outcome, "source_files", "status"), strict=True))


def test_one_article_becomes_a_release(desk: Settings, drop: Drop) -> None:
    drop("ferries.txt")
    outcome = run(desk)
    assert outcome.is_new
    assert outcome.editions == ("2031-03-14",)
    assert column(outcome, "articles", "headline") == ["Ferry crews in Orlava return to work"]
    assert "The tide waits for nobody," in column(outcome, "quotes", "text")
    assert "Ilse Brandvik" in column(outcome, "quotes", "speaker_name")
    assert column(outcome, "claims", "value") == [21.0]


def test_a_second_run_does_nothing_and_makes_no_release(desk: Settings, drop: Drop) -> None:
    drop("ferries.txt")
    first = run(desk)
    tables = open_workbench(desk)
    versions = {name: tables.store.version(name) for name in tables.store.schemas}
    second = run(desk)
    assert not second.is_new
    assert second.editions == ()
    assert second.release == first.release
    assert {name: tables.store.version(name) for name in tables.store.schemas} == versions


def test_a_new_file_processes_its_edition_only(desk: Settings, drop: Drop) -> None:
    drop("ferries.txt")
    run(desk)
    drop("later.txt", day="2031-03-20", words="A second crew joined.")
    outcome = run(desk)
    assert outcome.editions == ("2031-03-20",)
    assert len(column(outcome, "articles", "article_id")) == 2


def test_the_order_of_arrival_makes_no_difference(desk: Settings, drop: Drop, tmp_path: Path) -> None:
    for name, day in (("b.txt", "2031-03-20"), ("a.txt", "2031-03-14")):
        drop(name, day=day)
        piecemeal = run(desk)
    at_once = run(Settings(raw=desk.raw, out=tmp_path / "rebuilt"))
    assert piecemeal.release is not None
    assert at_once.release is not None
    for file in sorted(at_once.release.glob("*.parquet")):
        if file.stem != "id_redirects":
            rebuilt, grown = pq.read_table(file), pq.read_table(piecemeal.release / file.name)
            assert rebuilt.drop_columns("release_id").equals(grown.drop_columns("release_id")), file.stem


def test_a_correction_replaces_the_article_and_counts_up(desk: Settings, drop: Drop) -> None:
    drop("ferries.txt")
    before = run(desk)
    drop("ferries.txt", words="Two ferries stayed behind.")
    after = run(desk)
    assert column(after, "articles", "article_id") == column(before, "articles", "article_id")
    assert column(after, "articles", "revision") == [2]
    assert any("stayed behind" in str(text) for text in column(after, "paragraphs", "text"))


def test_a_file_that_is_gone_withdraws_its_article(desk: Settings, drop: Drop) -> None:
    drop("kept.txt")
    gone = drop("gone.txt", day="2031-03-20", words="Only here.")
    run(desk)
    gone.unlink()
    outcome = run(desk)
    assert statuses(outcome) == {"kept.txt": "parsed", "gone.txt": "withdrawn"}
    assert len(column(outcome, "articles", "article_id")) == 1
    assert "Only here." not in " ".join(str(text) for text in column(outcome, "paragraphs", "text"))


def test_the_same_bytes_twice_are_one_article(desk: Settings, drop: Drop) -> None:
    drop("a.txt")
    drop("b.txt")
    outcome = run(desk)
    assert statuses(outcome) == {"a.txt": "parsed", "b.txt": "duplicate"}
    (desk.raw / "a.txt").unlink()
    assert statuses(run(desk)) == {"a.txt": "withdrawn", "b.txt": "parsed"}


def test_what_cannot_be_read_is_rejected_and_harms_nothing(desk: Settings, drop: Drop) -> None:
    drop("good.txt")
    (desk.raw / "empty.txt").write_bytes(b"")
    (desk.raw / "image.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8)
    outcome = run(desk)
    assert statuses(outcome) == {"good.txt": "parsed", "empty.txt": "rejected", "image.txt": "rejected"}
    assert set(column(outcome, "rejects", "source_file")) == {"empty.txt", "image.txt"}
    assert all(column(outcome, "rejects", "reason"))


def test_an_edition_can_be_named(desk: Settings, drop: Drop) -> None:
    drop("a.txt")
    run(desk)
    assert run(desk, "2031-03-14").editions == ("2031-03-14",)
    with pytest.raises(UnknownEditionError, match="1999-01-01"):
        run(desk, "1999-01-01")


def test_a_failed_release_leaves_latest_as_it_was(desk: Settings, drop: Drop, monkeypatch: pytest.MonkeyPatch) -> None:
    drop("a.txt")
    before = run(desk)

    def disk_full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    drop("b.txt", day="2031-03-20")
    with monkeypatch.context() as patch:
        patch.setattr("pipeline.release.publish.write_report", disk_full)
        with pytest.raises(RunFailedError, match="No space left"):
            run(desk)
    assert latest_release(desk.releases) == before.release
    assert not is_current(open_workbench(desk))
    after = run(desk)
    assert after.is_new
    assert [path.name for path in list_releases(desk.releases)] == ["0001", "0002"]
    assert sorted(path.name for path in desk.releases.iterdir()) == ["0001", "0002", "latest"]


def test_old_releases_go(desk: Settings, drop: Drop) -> None:
    keeping = Settings(raw=desk.raw, out=desk.out, keep_releases=2)
    for number in range(3):
        drop("a.txt", words=f"Crew number {number} signed on.")
        run(keeping)
    assert [path.name for path in list_releases(desk.releases)] == ["0002", "0003"]


def test_a_changed_source_yaml_is_noticed(desk: Settings, drop: Drop) -> None:
    drop("herald/a.txt")
    assert column(run(desk), "outlets", "name") == []
    (desk.raw / "herald" / "_source.yaml").write_text("outlet: {name: The Orlava Herald, domain: orlava.example}\n")
    outcome = run(desk)
    assert column(outcome, "outlets", "name") == ["The Orlava Herald"]
    assert column(outcome, "articles", "outlet_id") == column(outcome, "outlets", "outlet_id")


def test_a_date_that_is_not_believed_is_told(desk: Settings, drop: Drop) -> None:
    drop("future.txt", day="9999-12-31")
    outcome = run(desk)
    assert column(outcome, "articles", "edition") == ["undated"]
    assert column(outcome, "rejects", "rule") == ["date_out_of_range"]


def test_a_file_name_that_is_not_utf8_is_read(desk: Settings, drop: Drop) -> None:
    path = drop("a.txt")
    path.rename(os.fsdecode(os.fsencode(desk.raw) + b"/caf\xe9.txt"))
    assert list(statuses(run(desk)).values()) == ["parsed"]
