from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import dagster as dg
import pytest

from pipeline.contracts import load_contracts
from pipeline.definitions import defs
from pipeline.orchestration.automation import daily_catch_up, raw_folder
from pipeline.orchestration.metadata import escape_markdown, markdown_table
from pipeline.orchestration.resources import RUN_LOCK, Desk
from pipeline.settings import Settings
from pipeline.tables.lock import locked

Drop = Callable[..., Path]


def sensor_context(instance: dg.DagsterInstance, desk: Settings, cursor: str | None) -> dg.SensorEvaluationContext:
    resources = {"desk": Desk(raw=str(desk.raw), out=str(desk.out))}
    return dg.build_sensor_context(
        instance=instance, cursor=cursor, resources=resources, definitions=defs, sensor_name="raw_folder"
    )


def tick(instance: dg.DagsterInstance, desk: Settings, cursor: str | None) -> tuple[list[object], str | None]:
    with sensor_context(instance, desk, cursor) as context:
        answers = raw_folder(context)
        assert isinstance(answers, Iterator)
        return list(answers), context.cursor


def test_definitions_load() -> None:
    dg.Definitions.validate_loadable(defs)


def test_every_contract_is_an_asset_with_schema_description_and_a_blocking_check() -> None:
    graph = defs.resolve_asset_graph()
    for name, contract in load_contracts().items():
        node = graph.get(dg.AssetKey(name))
        assert node.description == contract.description
        columns = node.metadata["dagster/column_schema"].columns
        assert [column.name for column in columns] == [column.name for column in contract.columns_at("published")]
        check = graph.get_check_spec(dg.AssetCheckKey(dg.AssetKey("audit"), name))
        assert check.blocking


def test_a_file_still_being_written_is_left_for_the_next_tick(desk: Settings, drop: Drop) -> None:
    with dg.instance_for_test() as instance:
        drop("a.txt")
        first, cursor = tick(instance, desk, None)
        assert [type(answer) for answer in first] == [dg.SkipReason]
        drop("a.txt", words="It has grown since.")
        second, cursor = tick(instance, desk, cursor)
        assert [type(answer) for answer in second] == [dg.SkipReason]
        third, _ = tick(instance, desk, cursor)
        assert [answer.job_name for answer in third if isinstance(answer, dg.RunRequest)] == ["intake"]


def test_after_the_intake_exactly_the_changed_editions_are_requested(desk: Settings, drop: Drop) -> None:
    with dg.instance_for_test() as instance:
        drop("a.txt", day="2031-03-14")
        resources = {"desk": Desk(raw=str(desk.raw), out=str(desk.out))}
        job = dg.Definitions(assets=defs.assets, jobs=defs.jobs, resources=resources)
        assert job.resolve_job_def("intake").execute_in_process(instance=instance).success
        answers, _ = tick(instance, desk, None)
        assert len(answers) == 1
        request = answers[0]
        assert isinstance(request, dg.RunRequest)
        assert request.job_name == "everything"
        assert request.tags["dagster/asset_partition_range_start"] == "2031-03-14"
        assert request.tags["dagster/asset_partition_range_end"] == "2031-03-14"


def test_the_daily_schedule_catches_up_on_a_missed_tick_unless_a_run_is_at_work(desk: Settings, drop: Drop) -> None:
    drop("a.txt", day="2031-03-14")
    resources = {"desk": Desk(raw=str(desk.raw), out=str(desk.out))}
    kinds = []
    with dg.instance_for_test() as instance:
        for is_busy in (True, False):
            with dg.build_schedule_context(instance=instance, resources=resources) as context, ExitStack() as held:
                if is_busy:
                    held.enter_context(locked(desk.out, RUN_LOCK))
                answers = daily_catch_up(context)
                assert isinstance(answers, Iterator)
                kinds += [type(answer) for answer in answers]
    assert kinds == [dg.SkipReason, dg.RunRequest]


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "[a](javascript:b)", "| a | b |", "`x`", "![](http://a)"]
)
def test_article_text_stays_text_in_markdown(text: str) -> None:
    escaped = escape_markdown(text)
    for mark in "<[|`!":
        assert mark not in escaped.replace(f"\\{mark}", "")
    assert "\n" not in markdown_table([{"text": text + "\nmore"}]).splitlines()[2]
