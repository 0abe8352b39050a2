"""Every file that cannot be read costs one row that says why, and nothing else."""

import gzip
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.sources import FileReading, Limits, list_files, read_file

Read = Callable[..., FileReading]


def rules(reading: FileReading) -> list[str]:
    return [reject.rule for reject in reading.rejects]


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"", "empty_file"),
        (b" \n\t \r\n", "empty_file"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "binary"),
        (b"%PDF-1.7 \xe2\xe3", "binary"),
        (b"PK\x03\x04" + b"\x00" * 40, "binary"),
        (bytes(range(256)) * 8, "binary"),
        (b"\x00\x01\x02" * 100, "binary"),
        (b'{"title": "Ferry", "text": "The ferry', "bad_json"),
        (b"[" * 50_000, "too_deep"),
        (b'{"a":' * 50_000, "too_deep"),
        (b"[]", "no_articles"),
        (b'{"title": "A title and nothing more"}', "bad_record"),
        (b"<?xml version='1.0'?><ledger><row>1</row></ledger>", "unknown_format"),
        (b"<html><body></body></html>", "no_articles"),
        (b"<?xml version='1.0'?><rss><channel></channel></rss>", "no_articles"),
        (b"\x1f\x8b\x08 this is no gzip", "bad_archive"),
        (gzip.compress(b"The ferry sank. " * 500)[:-30], "bad_archive"),
        (gzip.compress(b""), "empty_file"),
        (b"WARC/1.0\r\nthis is no record", "no_articles"),
        (b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 4\r\n\r\nTide\r\n\r\n", "bad_archive"),
    ],
)
def test_a_file_without_articles_is_refused_with_a_rule(read: Read, data: bytes, rule: str) -> None:
    reading = read(data, "news/odd.txt")
    assert reading.articles == ()
    assert rules(reading) == [rule]
    assert "odd.txt" in reading.rejects[0].reason
    assert reading.rejects[0].reason.endswith((".", "one."))
    assert reading.bytes == len(data)


def test_fifty_megabytes_on_one_line_are_refused(read: Read) -> None:
    reading = read(b"word " * 10_000_000)
    assert rules(reading) == ["too_large"]


def test_a_line_too_long_for_a_paragraph_is_refused(read: Read) -> None:
    reading = read("A headline\n" + "word " * 300, limits=Limits(max_line_chars=1_000))
    assert rules(reading) == ["line_too_long"]


def test_a_file_over_the_limit_is_not_opened(read: Read) -> None:
    reading = read("The ferry sank off the coast.", limits=Limits(max_file_bytes=10))
    assert rules(reading) == ["too_large"]
    assert reading.sha256 is None
    assert reading.bytes == 29


@pytest.mark.parametrize("packed", [gzip.compress(b"a" * 50_000_000), gzip.compress(gzip.compress(b"a" * 9_000_000))])
def test_a_bomb_does_not_go_off(read: Read, packed: bytes) -> None:
    reading = read(packed, "bomb.gz", limits=Limits(max_expanded_bytes=1_000_000))
    assert rules(reading)[0] in {"expands_too_far", "binary"}
    assert reading.articles == ()


def test_what_expands_beyond_the_ratio_is_refused(read: Read) -> None:
    limits = Limits(max_expansion_ratio=10, free_expanded_bytes=1_000)
    assert rules(read(gzip.compress(b"a " * 100_000), limits=limits)) == ["expands_too_far"]


def test_a_link_out_of_the_folder_is_refused_and_never_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text("A secret that is nobody's business.")
    root = tmp_path / "raw"
    root.mkdir()
    (root / "link.txt").symlink_to(outside)
    (root / "folder").symlink_to(tmp_path)
    assert [Path(path).name for path in list_files(root)] == ["folder", "link.txt"]
    for path in map(Path, list_files(root)):
        reading = read_file(path, root)
        assert rules(reading) == ["outside_root"]
        assert reading.sha256 is None


def test_a_link_inside_the_folder_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The ferry sank off the coast.")
    (tmp_path / "b.txt").symlink_to("a.txt")
    assert len(read_file(tmp_path / "b.txt", tmp_path).articles) == 1


def test_a_link_to_nothing_and_a_loop_of_links_are_refused(tmp_path: Path) -> None:
    (tmp_path / "gone.txt").symlink_to("nowhere.txt")
    (tmp_path / "loop.txt").symlink_to("loop.txt")
    assert rules(read_file(tmp_path / "gone.txt", tmp_path)) == ["vanished"]
    assert rules(read_file(tmp_path / "loop.txt", tmp_path)) == ["unreadable"]


def test_a_named_pipe_does_not_stop_the_run(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert rules(read_file(tmp_path / "pipe.txt", tmp_path)) == ["not_a_file"]


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_without_permission_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "locked.txt"
    path.write_text("The ferry sank off the coast.")
    path.chmod(0)
    assert rules(read_file(path, tmp_path)) == ["unreadable"]


def test_a_file_that_may_not_be_opened_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "locked.txt"
    path.write_text("The ferry sank off the coast.")

    def refuse(*args: object, **kwargs: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    reading = read_file(path, tmp_path)
    assert rules(reading) == ["unreadable"]
    assert "Permission denied" in reading.rejects[0].reason


def test_a_file_that_vanishes_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "brief.txt"
    path.write_text("The ferry sank off the coast.")
    original = os.read

    def read_then_remove(descriptor: int, size: int) -> bytes:
        path.unlink(missing_ok=True)
        return original(descriptor, size)

    monkeypatch.setattr(os, "read", read_then_remove)
    assert rules(read_file(path, tmp_path)) == ["vanished"]
    assert rules(read_file(path, tmp_path)) == ["vanished"]


def test_a_file_that_grows_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "growing.txt"
    path.write_text("The ferry sank off the coast.")
    original = os.read

    def read_then_append(descriptor: int, size: int) -> bytes:
        data = original(descriptor, size)
        if path.stat().st_size < 100:
            path.write_text(path.read_text() + " More follows.")
        return data

    monkeypatch.setattr(os, "read", read_then_append)
    assert rules(read_file(path, tmp_path)) == ["changed_while_read"]


def test_a_parser_that_fails_costs_one_file(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.sources.plain_text.PlainText.read", lambda self, content: 1 / 0)
    reading = read("The ferry sank off the coast.")
    assert rules(reading) == ["reader_failed"]
    assert "ZeroDivisionError" in reading.rejects[0].reason


def test_a_name_that_is_not_utf8_is_shown(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt"))
    try:
        path.write_text("The ferry sank off the coast.")
    except OSError:
        pytest.skip("this file system takes only UTF-8 names")
    reading = read_file(path, tmp_path)
    assert reading.relative_path == "caf\\xe9.txt"
    assert len(reading.articles) == 1


def test_files_are_listed_in_order_without_what_is_no_article(tmp_path: Path) -> None:
    for name in (
        "b/2.txt",
        "b/1.html",
        "a.txt",
        ".hidden.txt",
        ".git/x.txt",
        "_source.yaml",
        "a.txt.meta.yaml",
        "README.md",
    ):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")
    (tmp_path / "again").symlink_to(tmp_path / "b")
    assert [Path(path).relative_to(tmp_path).as_posix() for path in list_files(tmp_path)] == [
        "a.txt",
        "b/1.html",
        "b/2.txt",
    ]
