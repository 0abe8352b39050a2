"""Dagster itself, with the storage that it brings, reads what our event log wrote as if it had written it."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest

from pipeline.orchestration.event_log import BATCH_SIZE, open_events

DAYS = dg.StaticPartitionsDefinition([f"2031-03-{day:02}" for day in range(1, 8)])
TABLES = ["articles", "quotes"]


@dg.multi_asset(
    specs=[dg.AssetSpec(table) for table in TABLES],
    partitions_def=DAYS,
    backfill_policy=dg.BackfillPolicy.single_run(),
    check_specs=[dg.AssetCheckSpec("whole", asset="quotes")],
)
def editions(context: dg.AssetExecutionContext) -> Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]:
    for table in TABLES:
        yield dg.MaterializeResult(asset_key=table, metadata={"rows": len(context.partition_keys)})
    yield dg.AssetCheckResult(check_name="whole", asset_key="quotes", passed=True)


def told(home: Path, instance: dg.DagsterInstance) -> dict[str, object]:
    """Run the job twice on an instance; return what a plain instance in the same folder then tells of it."""
    range_of_run = {
        "dagster/asset_partition_range_start": "2031-03-02",
        "dagster/asset_partition_range_end": "2031-03-05",
    }
    job = dg.Definitions(assets=[editions]).resolve_implicit_global_asset_job_def()
    with instance:
        runs = [job.execute_in_process(instance=instance, tags=range_of_run).run_id for _ in range(2)]
    with dg.DagsterInstance.from_config(str(home)) as plain:
        found: dict[str, object] = {}
        for table in TABLES:
            key = dg.AssetKey(table)
            records = plain.fetch_materializations(key, limit=100).records
            newest = plain.get_latest_materialization_event(key)
            (asset,) = plain.get_asset_records([key])
            assert newest is not None
            assert asset.asset_entry.last_run_id == newest.run_id == runs[-1]
            assert asset.asset_entry.last_materialization_storage_id == max(record.storage_id for record in records)
            found[table] = (
                sorted(plain.get_materialized_partitions(key)),
                [(runs.index(record.run_id), record.partition_key) for record in records],
                [sorted(record.asset_materialization.metadata) for record in records if record.asset_materialization],
                newest.get_dagster_event().partition,
            )
        for number, run in enumerate(runs):
            found[f"events of run {number}"] = Counter(
                (entry.dagster_event_type, entry.get_dagster_event().partition)
                for entry in plain.all_logs(run)
                if entry.is_dagster_event
            )
            planned = plain.get_records_for_run(run, of_type=dg.DagsterEventType.ASSET_MATERIALIZATION_PLANNED)
            found[f"planned by run {number}"] = Counter(record.partition_key for record in planned.records)
        return found


def home_in(folder: Path, settings: str = "telemetry: {enabled: false}\n") -> Path:
    folder.mkdir()
    (folder / "dagster.yaml").write_text(settings)
    return folder


def test_dagster_reads_the_events_as_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(BATCH_SIZE, raising=False)
    usual = home_in(tmp_path / "usual")
    expected = told(usual, dg.DagsterInstance.from_config(str(usual)))
    ours = home_in(tmp_path / "ours")
    assert told(ours, open_events(ours)) == expected


def test_events_are_whole_however_few_are_stored_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = home_in(tmp_path / "ours")
    monkeypatch.setenv(BATCH_SIZE, "3")
    few = told(ours, open_events(ours))
    usual = home_in(tmp_path / "usual")
    monkeypatch.setenv(BATCH_SIZE, "0")
    assert few == told(usual, dg.DagsterInstance.from_config(str(usual)))


def test_a_storage_that_the_settings_name_is_left_alone(tmp_path: Path) -> None:
    named = (
        "event_log_storage: {module: dagster._core.storage.event_log, class: ConsolidatedSqliteEventLogStorage, "
        "config: {base_dir: BASE}}\n"
        "run_storage: {module: dagster._core.storage.runs, class: SqliteRunStorage, config: {base_dir: BASE}}\n"
        "schedule_storage: {module: dagster._core.storage.schedules, class: SqliteScheduleStorage, "
        "config: {base_dir: BASE}}\n"
    )
    home = home_in(tmp_path / "own", named.replace("BASE", str(tmp_path / "elsewhere")))
    with open_events(home) as instance, dg.DagsterInstance.from_config(str(home)) as usual:
        assert type(instance.event_log_storage) is type(usual.event_log_storage)
