"""What is written down of failed runs: enough to act upon, and nothing that an article says."""

import json
from pathlib import Path

import dagster as dg

from pipeline.orchestration.failures import FAILURES_FILE, run_failures
from pipeline.orchestration.resources import Desk
from pipeline.settings import Settings
from pipeline.tables.store import TableDamagedError

SAID = "The minister said that the harbour was on fire"


@dg.op
def reads_table() -> None:
    raise TableDamagedError("The working table quotes cannot be read. Delete it.")


@dg.op
def quotes_article() -> None:
    raise ValueError(SAID)


@dg.job
def damaged() -> None:
    reads_table()


@dg.job
def talkative() -> None:
    quotes_article()


def failure_line(job: dg.JobDefinition, desk: Settings) -> dict[str, object]:
    with dg.instance_for_test() as instance:
        result = job.execute_in_process(instance=instance, raise_on_error=False)
        built = dg.build_run_status_sensor_context(
            sensor_name="run_failures",
            dagster_instance=instance,
            dagster_run=result.dagster_run,
            dagster_event=result.get_run_failure_event(),
            resources={"desk": Desk(raw=str(desk.raw), out=str(desk.out))},
        )
        with built.for_run_failure() as context:
            run_failures(context)
    text = (desk.dagster_home / FAILURES_FILE).read_text(encoding="utf-8")
    assert SAID not in text
    line: dict[str, object] = json.loads(text.splitlines()[-1])
    assert line["run_id"] == result.run_id
    return line


def test_a_failed_run_is_written_down_with_what_to_do(desk: Settings) -> None:
    line = failure_line(damaged, desk)
    assert (line["job"], line["step"], line["error"]) == ("damaged", "reads_table", "TableDamagedError")
    assert line["message"] == "The working table quotes cannot be read. Delete it."
    assert str(line["ended_utc"]).startswith("20")


def test_a_message_that_may_quote_an_article_is_left_out(desk: Settings) -> None:
    line = failure_line(talkative, desk)
    assert (line["error"], line["message"]) == ("ValueError", None)


def test_each_failure_adds_a_line(desk: Settings) -> None:
    failure_line(damaged, desk)
    failure_line(talkative, desk)
    lines = Path(desk.dagster_home / FAILURES_FILE).read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["job"] for line in lines] == ["damaged", "talkative"]
