"""Dates as sites, feeds and files write them."""

from datetime import UTC, date, datetime

import pytest

from pipeline.sources.dates import Zone, date_in_name, find_date, read_date
from pipeline.sources.model import RefusedError

MAY_31 = date(2024, 5, 31)


@pytest.mark.parametrize(
    ("raw", "at_utc"),
    [
        ("2024-05-31T13:42:00Z", datetime(2024, 5, 31, 13, 42, tzinfo=UTC)),
        ("2024-05-31T13:42:00.123+05:30", datetime(2024, 5, 31, 8, 12, tzinfo=UTC)),
        ("2024-05-31 13:42:00+00", datetime(2024, 5, 31, 13, 42, tzinfo=UTC)),
        ("20240531T134200Z", datetime(2024, 5, 31, 13, 42, tzinfo=UTC)),
        ("Fri, 31 May 2024 13:42:00 +0200", datetime(2024, 5, 31, 11, 42, tzinfo=UTC)),
        ("Fri May 31 2024 13:42:00 GMT+0200 (CEST)", datetime(2024, 5, 31, 11, 42, tzinfo=UTC)),
        ("Published 13:42 IST, May 31st 2024", datetime(2024, 5, 31, 8, 12, tzinfo=UTC)),
        ("May 31, 2024, 1:42 p.m. EDT", datetime(2024, 5, 31, 17, 42, tzinfo=UTC)),
        ("Updated 5pm ET Friday, May 31, 2024", datetime(2024, 5, 31, 21, 0, tzinfo=UTC)),
        ("1717162920", datetime(2024, 5, 31, 13, 42, tzinfo=UTC)),
        ("1717162920000", datetime(2024, 5, 31, 13, 42, tzinfo=UTC)),
    ],
)
def test_an_instant_is_known_where_a_zone_is(raw: str, at_utc: datetime) -> None:
    published = read_date(raw)
    assert (published.on, published.at_utc, published.raw) == (MAY_31, at_utc, raw)


@pytest.mark.parametrize(
    "raw",
    [
        "2024-05-31",
        "20240531",
        "31/05/2024",
        "31.05.2024",
        "31 May 2024",
        "31st of May, 2024",
        "Friday, May 31, 2024",
        "2024-05-31 13:42",
        "31 mai 2024 à 13h42",
        "31. Mai 2024, 13:42 Uhr",
        "31 de mayo de 2024",
        "31 травня 2024",
        "2024年5月31日",
        "31-May-2024",
    ],
)
def test_a_date_without_a_zone_is_a_day_and_no_instant(raw: str) -> None:
    published = read_date(raw)
    assert (published.on, published.at_utc) == (MAY_31, None)


def test_a_local_time_is_placed_by_the_zone_of_the_source() -> None:
    published = read_date("2024-05-31 01:30", Zone(name="Europe/Kyiv"))
    assert published.on == MAY_31
    assert published.at_utc == datetime(2024, 5, 30, 22, 30, tzinfo=UTC)


def test_the_day_is_that_of_the_source_and_not_of_greenwich() -> None:
    assert read_date("2024-05-30T23:30:00Z", Zone(name="Europe/Kyiv")).on == MAY_31
    assert read_date("2024-05-31T22:30:00-05:00").on == MAY_31


@pytest.mark.parametrize(
    ("zone", "hour"),
    [
        (Zone(), 8),
        (Zone(name="Asia/Jerusalem"), 11),
        (Zone(domain="post.example.il"), 10),
        (Zone(name="Europe/Dublin"), 12),
    ],
)
def test_an_abbreviation_of_several_meanings_is_read_where_the_source_is(zone: Zone, hour: int) -> None:
    raw = "13:42 IST, February 27 2024" if zone.name == "Asia/Jerusalem" else "13:42 IST, May 31 2024"
    at_utc = read_date(raw, zone).at_utc
    assert at_utc is not None
    assert at_utc.hour == hour


@pytest.mark.parametrize("raw", ["9999-12-31", "0001-01-01T00:00:00Z", "31 May 9999", "2024-02-30", "99999999999"])
def test_a_date_outside_of_the_calendar_is_refused(raw: object) -> None:
    with pytest.raises(RefusedError) as refused:
        read_date(raw)
    assert refused.value.reject.rule == "date_out_of_range"


@pytest.mark.parametrize("raw", ["yesterday", "soon", "31 May", "", "May 2024", "12", True, [], "x" * 10_000])
def test_what_is_no_whole_date_is_refused(raw: object) -> None:
    with pytest.raises(RefusedError) as refused:
        read_date(raw)
    assert refused.value.reject.rule == "date_unreadable"


def test_a_date_of_two_readings_is_refused_unless_the_order_is_known() -> None:
    with pytest.raises(RefusedError) as refused:
        read_date("02/03/2024")
    assert refused.value.reject.rule == "date_ambiguous"
    assert read_date("02/03/2024", Zone(date_order="DMY")).on == date(2024, 3, 2)
    assert read_date("02/03/2024", Zone(date_order="MDY")).on == date(2024, 2, 3)


def test_a_date_is_found_in_a_line_with_its_time_and_weekday() -> None:
    line = "Posted: Friday, 31 May 2024 at 09:15 GMT by the desk"
    found = find_date(line)
    assert found is not None
    assert line[found.char_start : found.char_end] == "Friday, 31 May 2024 at 09:15 GMT"


@pytest.mark.parametrize(
    ("path", "raw"),
    [
        ("2024/05/31/ferry.html", "2024/05/31"),
        ("ferry-2024-05-31.txt", "2024-05-31"),
        ("2023-01-01/ferry_20240531.txt", "20240531"),
        ("world/2024/may/31/ferry", "2024/may/31"),
    ],
)
def test_a_date_in_a_path_is_found(path: str, raw: str) -> None:
    published = date_in_name(path)
    assert published is not None
    assert (published.raw, published.on) == (raw, MAY_31)


@pytest.mark.parametrize(
    "path", ["000_20240531a9f.txt", "a20240531.txt", "2024-13-45.txt", "9999-12-31.txt", "2024/05/ferry.txt"]
)
def test_numbers_that_are_no_date_are_left_alone(path: str) -> None:
    assert date_in_name(path) is None
