from pathlib import Path

import pytest

from pipeline.engine import runner
from pipeline.settings import RayEngine, Settings, SettingsError, load_settings


def test_arguments_win_over_environment_and_environment_over_file(tmp_path: Path) -> None:
    config = tmp_path / "copydesk.yaml"
    config.write_text("raw: from_file\nout: from_file\nkeep_releases: 3\n")
    settings = load_settings(config, out=Path("from_argument"), env={"COPYDESK_RAW": "from_env", "COPYDESK_OUT": "no"})
    assert settings.raw.name == "from_env"
    assert settings.out.name == "from_argument"
    assert settings.keep_releases == 3


def test_an_empty_file_gives_the_defaults(tmp_path: Path) -> None:
    config = tmp_path / "copydesk.yaml"
    config.write_text("")
    assert load_settings(config, env={}).near_copy_threshold == 0.65


@pytest.mark.parametrize(
    "content",
    [
        "keep_release: 3\n",
        "keep_releases: many\n",
        "keep_releases: 0\n",
        "near_copy_threshold: 5\n",
        "a: [unclosed\n",
        "!!python/name:os 1\n",
        "engine: {kind: dask}\n",
        "engine: {kind: local, address: 127.0.0.2:6379}\n",
        "engine: {kind: ray, address: ray://127.0.0.2:10001}\n",
    ],
)
def test_a_bad_file_is_refused_by_name(tmp_path: Path, content: str) -> None:
    config = tmp_path / "copydesk.yaml"
    config.write_text(content)
    with pytest.raises(SettingsError, match=r"copydesk\.yaml cannot be used"):
        load_settings(config, env={})


def test_an_engine_can_be_chosen(tmp_path: Path) -> None:
    config = tmp_path / "copydesk.yaml"
    config.write_text("out: data\nengine: {kind: ray, address: 'head.example:6379', work: /shared/work}\n")
    settings = load_settings(config, env={})
    assert settings.engine == RayEngine(address="head.example:6379", work=Path("/shared/work"))
    assert settings.work.parent == Path("/shared/work")
    assert Settings(out=Path("data")).work == Path("data/work")


def test_without_ray_the_setting_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "find_spec", lambda name: None)
    with pytest.raises(SettingsError, match=r"copydesk\[ray\]"):
        runner.runner_of(Settings(engine=RayEngine()))


def test_a_missing_file_that_was_asked_for_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="does not exist"):
        load_settings(tmp_path / "nowhere.yaml", env={})


def test_a_worker_count_that_is_no_number_is_refused() -> None:
    with pytest.raises(SettingsError, match="COPYDESK_WORKERS"):
        load_settings(env={"COPYDESK_WORKERS": "many"})


def test_storage_moves_tables_and_releases_out_of_the_folder(tmp_path: Path) -> None:
    settings = load_settings(out=tmp_path, env={"COPYDESK_STORAGE": "s3://newsroom/desk/"})
    assert settings.table_root == "s3://newsroom/desk/tables"
    assert settings.releases == tmp_path / "mirror" / "newsroom" / "desk" / "releases"
    assert load_settings(out=tmp_path, env={"COPYDESK_STORAGE": ""}).table_root == str(tmp_path / "tables")


@pytest.mark.parametrize(
    "url",
    ["newsroom/desk", "gs://newsroom", "s3://", "s3://desk/../other", "s3://me:hunter2@desk/x", "s3://desk/x?a=b"],
)
def test_storage_that_is_no_plain_url_is_refused_without_showing_it(url: str) -> None:
    with pytest.raises(SettingsError, match="s3://bucket/prefix") as raised:
        load_settings(env={"COPYDESK_STORAGE": url})
    assert "hunter2" not in str(raised.value)
