"""Time zones as news sites write them: offsets, abbreviations, and IANA names.

Abbreviations are not unique. One that several places use is read in the source's own zone where that zone uses it, and
else as the place that the table names first.
"""

import re
from datetime import datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

# Offsets from UTC in minutes, of standard and summer time alike. Where an abbreviation has several meanings, the one
# most often met in English-language news stands here.
OFFSET_MINUTES = {
    "Z": 0, "UTC": 0, "GMT": 0, "WET": 0, "BST": 60, "WEST": 60, "WAT": 60, "CET": 60, "CEST": 120, "MEZ": 60,
    "MESZ": 120, "EET": 120, "EEST": 180, "CAT": 120, "SAST": 120, "MSK": 180, "EAT": 180, "TRT": 180, "IRST": 210,
    "GST": 240, "AFT": 270, "PKT": 300, "IST": 330, "NPT": 345, "ICT": 420, "WIB": 420, "HKT": 480, "SGT": 480,
    "MYT": 480, "PHT": 480, "AWST": 480, "WITA": 480, "JST": 540, "KST": 540, "WIT": 540, "ACST": 570, "AEST": 600,
    "ACDT": 630, "AEDT": 660, "NZST": 720, "NZDT": 780, "NST": -210, "BRT": -180, "ART": -180, "AST": -240, "ADT": -180,
    "EST": -300, "EDT": -240, "CST": -360, "CDT": -300, "MST": -420, "MDT": -360, "PST": -480, "PDT": -420,
    "AKST": -540, "AKDT": -480, "HST": -600,
}  # fmt: skip
# Abbreviations of a zone rather than of an offset.
ZONE_NAMES = {
    "ET": "America/New_York",
    "CT": "America/Chicago",
    "MT": "America/Denver",
    "PT": "America/Los_Angeles",
}
# Where a source's country code gives a different meaning.
COUNTRY_ZONES = {
    ("IST", "il"): "Asia/Jerusalem",
    ("IST", "ie"): "Europe/Dublin",
    ("CST", "cn"): "Asia/Shanghai",
    ("CST", "tw"): "Asia/Taipei",
    ("BST", "bd"): "Asia/Dhaka",
    ("AST", "sa"): "Asia/Riyadh",
}
NUMERIC_OFFSET = re.compile(r"(?:UTC|GMT)?\s?([+-])(\d{1,2}):?(\d{2})?")


def named_zone(name: str) -> ZoneInfo | None:
    """Return the zone with this IANA name, or null where there is none."""
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, LookupError):
        return None


def zone_of(written: str, local: datetime, own_zone: str | None, domain: str | None) -> tzinfo | None:
    """Return the zone that ``written`` ("IST", "+0530", "GMT+2") means for the naive time ``local``.

    ``own_zone`` is the source's IANA zone and ``domain`` its domain; both help with abbreviations of several meanings.
    Null where the abbreviation is not known.
    """
    if match := NUMERIC_OFFSET.fullmatch(written):
        minutes = int(match[2]) * 60 + int(match[3] or 0)
        if minutes > 14 * 60:
            return None
        return timezone(timedelta(minutes=-minutes if match[1] == "-" else minutes))
    abbreviation = written.upper()
    zone = named_zone(own_zone) if own_zone is not None else None
    if zone is not None and local.replace(tzinfo=zone).tzname() == abbreviation:
        return zone
    country = domain.rsplit(".", 1)[-1] if domain else ""
    zone_name = COUNTRY_ZONES.get((abbreviation, country)) or ZONE_NAMES.get(abbreviation)
    if zone_name is not None:
        return named_zone(zone_name)
    minutes_east = OFFSET_MINUTES.get(abbreviation)
    return timezone(timedelta(minutes=minutes_east)) if minutes_east is not None else None
