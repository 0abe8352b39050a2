"""Telling a year from a count of four digits ("in 2014", "2014 protests", "2015 people")."""

import re

from pipeline.claims.number_record import Number

_YEAR_VALUE = re.compile(r"(?:1[0-9]|20|21)\d\d")


_NAME_BEFORE = re.compile(r"(?<![\w-])[A-Z][\w’'-]*\s$")


_SINGULAR_MEASURE = re.compile(r"\s+(?:day|week|month|season|point|hour|second|time)\b(?!\s+of\b)", re.IGNORECASE)


_PLURAL_AFTER = re.compile(r"\s+(?:[a-z]+(?<!wa)(?<!ha)(?<!i)(?<!doe)(?<!thi)s|children|schoolchildren)\b")


_TEMPORAL_BEFORE = re.compile(
    r"\b(?:in|since|until|till|by|from|before|after|during|circa|year|late|early|mid|the)[ -]$", re.IGNORECASE
)


_BOUND_BEFORE = re.compile(
    r"\b(?:about|around|over|some|nearly|almost|than|least|most|roughly|approximately|only|just|another"
    r"|up\s+to|as\s+many\s+as|estimated|total\s+of|all|these|those|all\s+of\s+the)\s+$",
    re.IGNORECASE,
)


_YEAR_BEFORE = re.compile(
    r"(?:\b(?:in|since|until|till|by|from|before|after|during|of|between|around|about|early|late|mid"
    r"|circa|c\.|year|years|season|summer|winter|spring|autumn|fall|and|or|to|through|for|than|back\s+to"
    r"|the|its|his|her|their|this|that|late-|mid-|early-|our|on|a|s|[A-Z][\w’'-]*),?\s*[-–(\[]?"
    r"|[(\[,;:–-]\s?|^)$"
)


_PEOPLE_AFTER = re.compile(
    r"\s+(?:(?:more|new|other|young|local|civilian|armed|police|Russian|Ukrainian|people)\s+)?(?:people"
    r"|persons|men|women|children|soldiers|troops|civilians|deaths|victims|residents|workers|employees"
    r"|jobs|votes|"
    r"homes|houses|families|refugees|migrants|passengers|protesters|demonstrators|tonnes|tons|students"
    r"|pupils|fans|police|officers|firefighters|cases|seats|cars|vehicles|members|years|dead|wounded"
    r"|injured|patients|customers|businesses|shops|stores|companies|villages|doses|hectares|acres"
    r"|barrels|tickets|copies|units|flights|points|inmates|prisoners|participants|spectators|runners"
    r"|volunteers|guests|words|miles|kilometres|kilometers|metres|meters|feet|km|kg|m|ft|lb|litres"
    r"|rupees|dollars|euros|pounds|yen|yuan|baht|calories)\b"
)


def is_year(text: str, number: Number) -> bool:
    """Say whether four bare digits are a year rather than a count."""
    written = text[number.start : number.end]
    if not number.is_plain or not _YEAR_VALUE.fullmatch(written):
        return False
    before = text[max(0, number.start - 24) : number.start]
    if 1900 <= number.value <= 2100 and _NAME_BEFORE.search(before) and not _BOUND_BEFORE.search(before):
        return True
    if _PEOPLE_AFTER.match(text, number.end):
        return False
    if _BOUND_BEFORE.search(before) and re.match(r"\s+[a-z]+s\b", text[number.end : number.end + 24]):
        return False
    if _SINGULAR_MEASURE.match(text, number.end):
        return True
    is_recent = 1900 <= number.value <= 2100
    if not is_recent and _PLURAL_AFTER.match(text, number.end) and not _TEMPORAL_BEFORE.search(before):
        return False
    if is_recent and number.value % 500:
        return True
    return bool(_YEAR_BEFORE.search(before)) or not re.match(r"\s+[a-z]+", text[number.end : number.end + 3])
