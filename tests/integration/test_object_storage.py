"""Tables and releases in a bucket of a real S3 server on loopback: the same results as in a folder, switched safely."""

import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.dataset as ds
import pytest
from deltalake import DeltaTable
from pyarrow import fs
from rich.console import Console
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.commands.run import RunFailedError, RunOutcome, run_pipeline
from pipeline.release import remote
from pipeline.release.folders import read_package
from pipeline.settings import Settings
from pipeline.tables.location import Location, StorageError
from pipeline.tables.store import TableStore
from tests.integration.s3_server import BUCKET, SECRET, S3Server

Drop = Callable[..., Path]

PROJECT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def server() -> Iterator[S3Server]:
    """Return a running server, which the environment leads to."""
    with S3Server() as running, pytest.MonkeyPatch.context() as patch:
        for name, value in running.env.items():
            patch.setenv(name, value)
        yield running


@pytest.fixture
def storage(server: S3Server, request: pytest.FixtureRequest) -> str:
    """Return a URL of this test's own."""
    return f"s3://{BUCKET}/{hashlib.sha256(request.node.name.encode()).hexdigest()[:8]}"


@pytest.fixture
def bucket_desk(desk: Settings, storage: str) -> Settings:
    return Settings(raw=desk.raw, out=desk.out, storage=storage, keep_releases=2)


@pytest.fixture(scope="module")
def sample(server: S3Server, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Return settings whose storage holds a release of the sample corpus."""
    settings = Settings(raw=PROJECT / "raw", out=tmp_path_factory.mktemp("s3") / "out", storage=f"s3://{BUCKET}/sample")
    assert run(settings).is_new
    return settings


def run(settings: Settings) -> RunOutcome:
    return run_pipeline(settings, [], Console(quiet=True))


def copydesk(settings: Settings, *arguments: str) -> Any:
    env = {"COPYDESK_STORAGE": settings.storage or ""}
    return CliRunner().invoke(app, [*arguments, "--out", str(settings.out)], env=env)


def paths(server: S3Server, settings: Settings, below: str) -> list[str]:
    place = f"{settings.storage}/{below}".removeprefix("s3://").rstrip("/")
    infos = server.files.get_file_info(fs.FileSelector(place, recursive=True, allow_not_found=True))
    return sorted(info.path.removeprefix(f"{place}/") for info in infos if info.type == fs.FileType.File)


def test_results_are_those_of_a_local_run(sample: Settings, sample_release: Path) -> None:
    release = sample.releases / "latest"
    assert read_package(release)["contentSha256"] == read_package(sample_release)["contentSha256"]
    assert not sample.tables.exists()
    assert not (sample.out / "releases").exists()


def test_a_second_run_writes_nothing(sample: Settings, server: S3Server) -> None:
    before = {path: server.files.get_file_info(f"{BUCKET}/sample/{path}").mtime for path in paths(server, sample, "")}
    assert not run(sample).is_new
    assert {path: server.files.get_file_info(f"{BUCKET}/sample/{path}").mtime for path in before} == before
    assert paths(server, sample, "") == sorted(before)


def test_anybody_can_read_tables_and_releases(sample: Settings, server: S3Server) -> None:
    pointer = json.loads(server.files.open_input_stream(f"{BUCKET}/sample/releases/latest.json").read())
    quotes = ds.dataset(f"{BUCKET}/sample/releases/{pointer['release']}/quotes.parquet", filesystem=server.files)
    articles = DeltaTable(f"{sample.storage}/tables/articles").to_pyarrow_table()
    with duckdb.connect() as connection:
        connection.register("quotes", quotes)
        connection.register("articles", articles)
        ((found, unknown),) = connection.sql(
            "SELECT count(*), count(*) FILTER (article_id NOT IN (SELECT article_id FROM articles)) FROM quotes"
        ).fetchall()
    assert found > 0
    assert unknown == 0


def test_no_secret_is_in_what_a_run_leaves_behind(sample: Settings, server: S3Server) -> None:
    for path in sample.out.rglob("*"):
        if path.is_file():
            assert SECRET.encode() not in path.read_bytes(), path
    for name in paths(server, sample, ""):
        assert SECRET.encode() not in server.files.open_input_stream(f"{BUCKET}/sample/{name}").read(), name


def test_a_damaged_object_is_found(sample: Settings, server: S3Server) -> None:
    place = f"{BUCKET}/sample/releases/0001/quotes.parquet"
    whole = server.files.open_input_stream(place).read()
    with server.files.open_output_stream(place) as stream:
        stream.write(b"PAR1 and nothing else")
    checked = copydesk(sample, "check")
    assert checked.exit_code == 3
    assert "quotes.parquet" in checked.output.replace("\n", "")
    with server.files.open_output_stream(place) as stream:
        stream.write(whole)
    assert copydesk(sample, "check").exit_code == 0


def test_a_release_is_switched_in_last_and_another_machine_carries_on(
    bucket_desk: Settings, drop: Drop, server: S3Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop("ferries.txt")
    run(bucket_desk)
    drop("later.txt", day="2031-03-20", words="A second crew joined.")
    with monkeypatch.context() as patch:
        patch.setattr(remote.RemoteReleases, "_write", refused)  # all objects but the pointer are there by then
        with pytest.raises(RunFailedError, match="SLOW_DOWN"):
            run(bucket_desk)
    assert f"{bucket_desk.storage}/releases/0001" in status(bucket_desk)

    other = Settings(raw=bucket_desk.raw, out=tmp_path / "other", storage=bucket_desk.storage, keep_releases=2)
    assert f"{other.storage}/releases/0001" in status(other)
    with duckdb.connect(str(other.releases / "latest" / "copydesk.duckdb"), read_only=True) as connection:
        assert len(connection.table("quotes_flat")) > 0
    after = run(other)
    assert after.is_new
    assert after.editions == ()  # the first machine had processed it
    assert f"{other.storage}/releases/0002" in status(bucket_desk)

    (bucket_desk.raw / "later.txt").unlink()
    run(bucket_desk)
    assert {path.split("/")[0] for path in paths(server, other, "releases")} == {"0002", "0003", "latest.json"}
    assert [path.name for path in bucket_desk.releases.iterdir() if not path.is_symlink()] == ["0003"]
    listed = copydesk(other, "releases").output
    assert "0001" not in listed
    assert "0003" in listed
    diff = copydesk(bucket_desk, "diff", "0002")
    assert diff.exit_code == 0, diff.output


def status(settings: Settings) -> str:
    return str(copydesk(settings, "status", "--raw", str(settings.raw)).output).replace("\n", "")


def refused(*_: object) -> None:
    raise OSError("AWS Error SLOW_DOWN during PutObject operation")


def test_of_two_machines_that_publish_at_once_one_is_refused(storage: str, tmp_path: Path) -> None:
    releases = remote.RemoteReleases(Location(f"{storage}/releases"))
    for name in ("0001", "0002"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "datapackage.json").write_text('{"resources": []}')
    releases.publish(tmp_path / "0001", keep=2)
    releases.publish(tmp_path / "0002", keep=2)
    with pytest.raises(StorageError, match="another machine has published"):
        releases.publish(tmp_path / "0002", keep=2)


def test_writers_at_once_lose_nothing(storage: str) -> None:
    schema = pa.schema([("id", pa.string()), ("edition", pa.string())])
    store = TableStore(f"{storage}/tables", {"notes": schema}, {"notes": "edition"})
    store.replace("notes", pa.table({"id": ["a"], "edition": ["undated"]}, schema=schema))

    def write(writer: int) -> None:
        edition = f"2031-03-{10 + writer}"
        for number in range(3):
            rows = pa.table({"id": [f"{writer}-{number}"], "edition": [edition]}, schema=schema)
            store.replace("notes", rows, [edition])

    threads = [threading.Thread(target=write, args=[writer]) for writer in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(store.read("notes")["id"].to_pylist()) == ["0-2", "1-2", "a"]
    assert store.version("notes") == 1 + 6


def test_a_store_out_of_reach_is_named_without_its_secret(
    bucket_desk: Settings, drop: Drop, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop("ferries.txt")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    with pytest.raises(RunFailedError) as raised:
        run(bucket_desk)
    assert "cannot be read" not in str(raised.value)
    assert "object storage" in str(raised.value)
    assert SECRET not in str(raised.value)
    monkeypatch.delenv("AWS_ALLOW_HTTP")
    told = copydesk(bucket_desk, "releases")
    assert told.exit_code == 3
    assert "not encrypted" in told.output
