"""Which versions of working tables outlive maintenance: those of releases, those a step will look at, old texts."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pyarrow as pa
import pytest

from pipeline.ids import stable_id
from pipeline.release.folders import switch_latest
from pipeline.settings import Settings
from pipeline.steps import articles, intake, redirects
from pipeline.steps.workbench import Workbench, open_workbench
from pipeline.tables.store import TableDamagedError
from pipeline.upkeep.maintain import UnknownVersionsError, maintain

Drop = Callable[..., Path]
AT_ONCE = timedelta(0)


def members(bench: Workbench, passage: str) -> int:
    row = {"paragraph_id": "p", "passage_id": stable_id(passage), "similarity": 1.0, "is_origin": True}
    return bench.store.replace("passage_members", pa.Table.from_pylist([row], bench.store.schemas["passage_members"]))


def release_of(desk: Settings, manifest: str) -> None:
    folder = desk.releases / "0001"
    folder.mkdir(parents=True)
    (folder / "datapackage.json").write_text(manifest)
    switch_latest(folder)


def passages_at(bench: Workbench, version: int) -> list[str]:
    found: list[str] = bench.store.read("passage_members", version=version)["passage_id"].to_pylist()
    return found


def test_ids_that_gave_way_are_still_known_after_maintenance(desk: Settings) -> None:
    bench = open_workbench(desk)
    members(bench, "older")
    redirects.run(bench)
    members(bench, "between")
    members(bench, "newer")
    maintain(bench, AT_ONCE)
    redirects.run(bench)
    rows = bench.store.read("id_redirects").to_pylist()
    assert [(row["table"], row["old_id"], row["new_id"]) for row in rows] == [
        ("passages", stable_id("older"), stable_id("newer"))
    ]


def test_versions_that_a_release_was_made_of_stay_and_others_go(desk: Settings) -> None:
    bench = open_workbench(desk)
    first, second, third = (members(bench, name) for name in ("a", "b", "c"))
    release_of(desk, json.dumps({"resources": [{"title": "passage_members", "deltaVersion": second}]}))
    maintain(bench, AT_ONCE)
    assert passages_at(bench, second) == [stable_id("b")]
    assert passages_at(bench, third) == [stable_id("c")]
    with pytest.raises(TableDamagedError):
        passages_at(bench, first)


def test_the_text_before_a_correction_stays_readable(desk: Settings, drop: Drop) -> None:
    bench = open_workbench(desk)
    versions = []
    for words in ("The pier is closed.", "The pier is open."):
        drop("a.txt", words=words)
        intake.run(bench)
        articles.run(bench, articles.pending_editions(bench))
        versions.append(bench.store.version("article_texts"))
    maintain(bench, AT_ONCE)
    texts = [bench.store.read("article_texts", version=version)["text"].to_pylist()[0] for version in versions]
    assert ["closed" in text for text in texts] == [True, False]


def test_nothing_is_deleted_where_a_release_cannot_be_understood(desk: Settings) -> None:
    bench = open_workbench(desk)
    first, _ = members(bench, "a"), members(bench, "b")
    release_of(desk, "nonsense")
    with pytest.raises(UnknownVersionsError, match="0001"):
        maintain(bench, AT_ONCE)
    assert passages_at(bench, first) == [stable_id("a")]
