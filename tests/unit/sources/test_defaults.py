"""Settings beside the files speak for what the files do not say."""

from pathlib import Path

import pytest

from pipeline.sources import defaults_for, read_file


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def test_the_nearer_settings_go_before_the_farther(tmp_path: Path) -> None:
    write(
        tmp_path / "_source.yaml",
        "outlet: Tidewater Post\ndomain: tidewater.com\nlanguage: en\ntime_zone: Europe/Kyiv\n",
    )
    write(tmp_path / "north/_source.yaml", "outlet: Northmoor Echo\npublished: 2024-05-31\n")
    write(tmp_path / "north/a.txt", "The ferry sank.")
    write(
        tmp_path / "north/a.txt.meta.yaml", "url: https://northmoor.com/ferry\npublished: 2024-06-01T08:00:00+03:00\n"
    )
    defaults = defaults_for(tmp_path / "north/a.txt", tmp_path)
    assert (defaults.outlet_name, defaults.outlet_domain) == ("Northmoor Echo", None)
    assert (defaults.language, defaults.time_zone) == ("en", "Europe/Kyiv")
    assert defaults.url == "https://northmoor.com/ferry"
    assert defaults.published_raw == "2024-06-01T08:00:00+03:00"
    assert defaults.rejects == ()
    assert defaults_for(tmp_path / "b.txt", tmp_path).outlet_name == "Tidewater Post"


@pytest.mark.parametrize(
    "text",
    [
        "outlet: [unclosed",
        "- a\n- list",
        "time_zone: Mars/Olympus",
        "date_order: YDM",
        "outlett: Tidewater Post",
        "url: tidewater",
        "language: 7",
        "published: [1]",
        "!!python/object/apply:os.system ['true']",
        "a: &a [x]\nb: *a",
        "{" * 5000,
        "- " * 5000,
        "language: " + "x" * 50_000,
        "\x00",
    ],
)
def test_settings_that_cannot_be_used_are_reported_and_the_article_is_read(tmp_path: Path, text: str) -> None:
    write(tmp_path / "_source.yaml", text)
    write(tmp_path / "a.txt", "The ferry sank.")
    reading = read_file(tmp_path / "a.txt", tmp_path, defaults=defaults_for(tmp_path / "a.txt", tmp_path))
    assert [reject.rule for reject in reading.rejects] == ["bad_defaults"]
    assert "_source.yaml" in reading.rejects[0].reason
    assert len(reading.articles) == 1


def test_settings_outside_of_the_folder_are_not_read(tmp_path: Path) -> None:
    write(tmp_path / "secret.yaml", "outlet: Somebody Else")
    write(tmp_path / "raw/a.txt", "The ferry sank.")
    (tmp_path / "raw/_source.yaml").symlink_to(tmp_path / "secret.yaml")
    defaults = defaults_for(tmp_path / "raw/a.txt", tmp_path / "raw")
    assert defaults.outlet_name is None
    assert [reject.rule for reject in defaults.rejects] == ["bad_defaults"]


def test_empty_settings_say_nothing(tmp_path: Path) -> None:
    write(tmp_path / "_source.yaml", "")
    write(tmp_path / "a.txt.meta.yaml", "# only a comment\n")
    assert defaults_for(tmp_path / "a.txt", tmp_path).rejects == ()
