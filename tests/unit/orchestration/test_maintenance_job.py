"""The maintenance job and its schedule: tables keep their rows, later runs find nothing to do, old runs go."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import dagster as dg

from pipeline.definitions import defs
from pipeline.orchestration.partitions import EDITIONS, RANGE_END, RANGE_START
from pipeline.orchestration.resources import Desk
from pipeline.orchestration.run_history import delete_old_runs
from pipeline.release.audit import working_state
from pipeline.settings import Settings
from pipeline.steps import articles, intake
from pipeline.steps.workbench import open_workbench

Drop = Callable[..., Path]
AT_ONCE = timedelta(0)


def test_maintenance_changes_no_row_and_makes_nothing_out_of_date(desk: Settings, drop: Drop) -> None:
    bench = open_workbench(desk)
    for number in range(3):
        drop("a.txt", words=f"Crew number {number} signed on.")
        intake.run(bench)
        articles.run(bench, articles.pending_editions(bench))
    rows = {name: sorted(bench.store.read(name).to_pylist(), key=str) for name in bench.store.schemas}
    state = working_state(bench)
    job = dg.Definitions(jobs=defs.jobs, resources={"desk": Desk(raw=str(desk.raw), out=str(desk.out))})
    with dg.instance_for_test() as instance:
        result = job.resolve_job_def("maintenance").execute_in_process(instance=instance)
    assert result.success
    assert {name: sorted(bench.store.read(name).to_pylist(), key=str) for name in bench.store.schemas} == rows
    assert working_state(bench) == state
    assert not articles.pending_editions(bench)


@dg.op(config_schema={"fails": bool})
def work(context: dg.OpExecutionContext) -> None:
    if context.op_config["fails"]:
        raise RuntimeError("no")


@dg.job(name="everything")
def everything() -> None:
    work()


@dg.job(name="intake")
def intake_job() -> None:
    work()


def ran(job: dg.JobDefinition, instance: dg.DagsterInstance, *editions: str, fails: bool = False) -> str:
    tags = {RANGE_START: editions[0], RANGE_END: editions[-1]} if editions else {}
    config = {"ops": {"work": {"config": {"fails": fails}}}}
    return job.execute_in_process(run_config=config, instance=instance, tags=tags, raise_on_error=False).run_id


def test_runs_go_when_later_ones_have_done_the_same(desk: Settings) -> None:
    with dg.instance_for_test() as instance:
        instance.add_dynamic_partitions(EDITIONS.name or "", ["mon", "tue", "wed"])
        both = ran(everything, instance, "mon", "tue")
        only = ran(everything, instance, "wed")
        failed = ran(everything, instance, "mon", fails=True)
        monday, tuesday = ran(everything, instance, "mon"), ran(everything, instance, "tue")
        first, second = ran(intake_job, instance), ran(intake_job, instance)
        assert delete_old_runs(instance, ["everything", "intake"], timedelta(days=1)) == []
        assert set(delete_old_runs(instance, ["everything", "intake"], AT_ONCE)) == {both, failed, first}
        kept = {run.run_id for run in instance.get_runs()}
    assert kept == {only, monday, tuesday, second}
