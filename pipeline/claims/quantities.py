"""Quantities of a plain text: numbers that survive the vetoes, with sign, unit, bounds and ranges put together.

The last step that needs no syntax; what is counted and what happened to it is read in ``counted`` and ``predicates``.
"""

import re
from dataclasses import dataclass, replace

from pipeline.claims.bounds import joins_range
from pipeline.claims.currencies import currency_before
from pipeline.claims.number_record import Number, NumberForm
from pipeline.claims.numbers import find_numbers
from pipeline.claims.scores import score_spans
from pipeline.claims.units import Unit, find_unit
from pipeline.claims.vetoes import is_inside, veto_spans
from pipeline.claims.years import is_year
from pipeline.records import Modifier


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit and sign, or two of them as a range; bounds are added once its noun is known.

    ``start`` and ``end`` span number, currency and unit; ``number_start`` and ``number_end`` the number alone (of a
    range: from the first to the last digit). ``high`` is set for ranges and vague words. ``per`` is what a price buys.
    """

    start: int
    end: int
    number_start: int
    number_end: int
    value: float
    high: float | None
    form: NumberForm
    unit: str | None
    unit_kind: str | None
    is_plain: bool
    modifier: Modifier = "exact"
    per: str | None = None
    mantissa: float = 0.0
    scale: float = 1.0


_ORDINAL_TAIL = re.compile(
    r"-(?:first|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\w{4,10}th)\b", re.IGNORECASE
)
_AGE_APPOSITION = re.compile(
    r"(?:[A-Z][\w’'.-]*\s?(?:,\s+(?:now\s+)?|\()"
    r"|\b[a-z]+,\s+(?:now\s+)?(?=\d{1,3},\s(?!\d)))(?P<age>\d{1,3})(?!,\d)(?=\s*[,;)]|\s*\.(?:\s|$)"
    r"|\s+(?:and|of|from|who|was|said)\b|$)"
)
_SIGN = re.compile(r"(?:(?:^|(?<=[\s(\[:;,]))[-−–]|\b(?<!or\s)[Mm]inus\s)$")
_LONGEST_COUNT = 8
"""Digits; longer ones without grouping are ids and time stamps."""

_RANGE_OPENING = re.compile(r"\b(?:between|from)\s$", re.IGNORECASE)
_DIFFERS = re.compile(r"\s+(?:more|less|higher|lower|fewer)\b")
_HAS_NOUN = re.compile(
    r"\s+(?!(?:in|on|at|from|to|for|by|a|per|last|this|and|or|but|the|before|after|with|year|as|when|while|so)\b"
    r"|(?:more|less|higher|lower|fewer)(?:\s+than\b|\s+in\b|\s*[.,;)]|\s*$))[A-Za-z]|-"
)
_COMPARED = re.compile(
    r"\b(?:from|with|to|against|versus|vs\.?|than|and|or|but|of|only|just|about|around|nearly"
    r"|then)\s+(?:about\s+|around\s+|just\s+|only\s+|nearly\s+)?$"
)


def _is_glued(text: str, number: Number) -> bool:
    """Say whether letters or slashes join the number to something else (a model, an id, a date)."""
    before = text[number.start - 1 : number.start] if number.start else ""
    if before.isalnum() or before in {"_", "/", "\\"}:
        if before == "/" and re.search(r"\d/$", text[max(0, number.start - 2) : number.start]):
            return True
        return before != "/" and currency_before(text, number.start) is None
    is_joined = before in {"-", "‑"} and text[max(0, number.start - 2) : number.start - 1].isalpha()
    if is_joined and not re.search(r"-to-$", text[max(0, number.start - 4) : number.start]):
        return True
    after = text[number.end : number.end + 2]
    return bool(after[:1] == "/" and after[1:].isdigit())


def _is_joined_name(text: str, number: Number, unit: Unit | None) -> bool:
    """Say whether letters follow the digits that are neither scale nor unit ("737MAX", "12b")."""
    after = text[number.end : number.end + 1]
    if not (after.isalnum() or after == "_"):
        return (
            number.form == "digits"
            and bool(re.match(r"-[A-Z]{2,}\b|-\d", text[number.end : number.end + 5]))
            and number.is_plain
            and not _has_range_tail(text, number)
        )
    return unit is None or unit.end <= number.end


def _has_range_tail(text: str, number: Number) -> bool:
    match = re.match(r"-(\d[\d,.]*)", text[number.end : number.end + 16])
    return match is not None and float(re.sub(r"[^\d]", "", match[1]) or 0) > number.value


def _read_single(text: str, number: Number) -> Quantity | None:
    is_ordinal = _ORDINAL_TAIL.match(text, number.end) or (
        number.form == "words"
        and number.value % 10 == 0
        and number.value > 10
        and text.startswith("-second", number.end)
    )
    if _is_glued(text, number) or is_ordinal:
        return None
    unit = (
        Unit("time", "multiplier", number.end, number.end)
        if number.form == "multiplier"
        else find_unit(text, number.start, number.end, is_fraction=number.form == "fraction")
    )
    if number.form == "digits" and _is_joined_name(text, number, unit):
        return None
    if unit is None and (is_year(text, number) or (number.is_plain and number.end - number.start > _LONGEST_COUNT)):
        return None
    start, end = number.start, number.end
    value, high = number.value, number.high
    if unit:
        start, end = min(start, unit.start), max(end, unit.end)
    if (
        (sign := _SIGN.search(text[max(0, start - 10) : start]))
        and number.form == "digits"
        and (unit or sign.group().strip().lower() == "minus" or not number.is_plain)
    ):
        start -= len(sign.group())
        value = -value
    return Quantity(
        start=start,
        end=end,
        number_start=number.start,
        number_end=number.end,
        value=value,
        high=high,
        form=number.form,
        unit=unit.name if unit else None,
        unit_kind=unit.kind if unit else None,
        is_plain=number.is_plain and unit is None,
        per=unit.per if unit else None,
        mantissa=number.mantissa,
        scale=number.scale,
    )


def _join(
    text: str, first: Quantity, second: Quantity, first_number: Number, second_number: Number
) -> tuple[Quantity, Quantity, bool]:
    """Join two neighbours where the text makes them a range; return both (units shared) and whether they are one."""
    if first.form in {"vague", "multiplier"} or second.form in {"vague", "multiplier"}:
        return first, second, False
    how = joins_range(text, first.start, first.end, second.start)
    if how is None or how == "move":
        return first, second, False
    if how == "or" and not (first.value < second.value <= 3 * first.value + 2 and first.unit is None):
        return first, second, False
    if first.unit and second.unit and first.unit != second.unit and first.unit_kind != second.unit_kind:
        return first, second, False
    value = first.value
    is_scale_shared = (
        first_number.scale == 1
        and second_number.scale > 1
        and first_number.value < max(second_number.mantissa, 1) * (1 if how != "change" else 10)
    )
    if is_scale_shared and first_number.end == first.end:
        value *= second_number.scale
    unit, kind = (first.unit, first.unit_kind) if first.unit else (second.unit, second.unit_kind)
    joined_first = replace(first, value=value, unit=unit, unit_kind=kind)
    joined_second = second if second.unit else replace(second, unit=unit, unit_kind=kind)
    if how == "change":
        return joined_first, joined_second, False
    if value > second.value and not _falls(value, second.value, text, first):
        return (joined_first if second.unit and not first.unit else first), second, False
    low, high = sorted((value, second.value))
    opening = _RANGE_OPENING.search(text[max(0, first.start - 9) : first.start])
    whole = replace(
        joined_first,
        start=first.start - len(opening.group()) if opening else first.start,
        unit=joined_second.unit,
        unit_kind=joined_second.unit_kind,
        per=joined_second.per,
        end=second.end,
        number_end=second.number_end,
        value=low,
        high=high,
        modifier="range",
        is_plain=first.is_plain and second.is_plain,
    )
    return whole, joined_second, True


def _falls(first: float, second: float, text: str, quantity: Quantity) -> bool:
    """A range may be written from high to low only behind "between" or "from"."""
    return first > second and bool(
        re.search(r"\b(?:between|from)\s+$", text[max(0, quantity.start - 9) : quantity.start])
    )


def find_quantities(text: str) -> list[Quantity]:
    """Find the quantities of a text in order: numbers that no veto covers, with their units, ranges joined.

    Bounds ("at least", "about") are not yet read, because some stand behind the noun.
    """
    numbers = find_numbers(text)
    if not numbers:
        return []
    vetoed = veto_spans(text)
    scores = sorted(score_spans(text))
    ages = [match.span("age") for match in _AGE_APPOSITION.finditer(text) if int(match["age"]) <= 115]
    kept: list[tuple[Number, Quantity]] = []
    for number in numbers:
        if any(is_inside(spans, number.start, number.end) for spans in (vetoed, scores, ages)):
            continue
        if kept and number.start < kept[-1][1].end:
            continue
        quantity = _read_single(text, number)
        if quantity:
            kept.append((number, quantity))
    result: list[Quantity] = []
    at = 0
    while at < len(kept):
        number, quantity = kept[at]
        if at + 1 < len(kept):
            next_number, next_quantity = kept[at + 1]
            first, second, is_range = _join(text, quantity, next_quantity, number, next_number)
            if is_range:
                result.append(first)
                at += 2
                continue
            quantity = first
            kept[at + 1] = (next_number, second)
        result.append(_with_shared_unit(text, quantity, result[-1] if result else None))
        at += 1
    return result


def _with_shared_unit(text: str, quantity: Quantity, previous: Quantity | None) -> Quantity:
    """Give an amount without unit or noun that of the one it is compared with ("€2.1 billion instead of 1.8 billion").

    An index that rose "2.3 percent to 7,412" keeps its own, so "to" shares only with an amount of like size.
    """
    if previous is None or quantity.unit or not previous.unit or previous.unit_kind not in {"money", "percent", "age"}:
        return quantity
    gap = text[previous.end : quantity.start]
    if previous.unit_kind == "age":
        is_listed = gap in {" and ", ", ", ", and "} and quantity.is_plain
        return replace(quantity, unit=previous.unit, unit_kind="age", is_plain=False) if is_listed else quantity
    behind = text[quantity.number_end : quantity.number_end + 24]
    is_compared = _COMPARED.search(gap) or (gap.endswith(", ") and _DIFFERS.match(behind))
    if len(gap) > 60 or re.search(r"[.;:!?]\s|\n", gap) or not is_compared or _HAS_NOUN.match(behind):
        return quantity
    is_alike = previous.value and 0.1 < quantity.value / previous.value < 10
    is_percent = (
        previous.unit_kind == "percent"
        and not gap.rstrip().endswith((" to", " of"))
        and quantity.value <= 100
        and quantity.form == "digits"
    )
    is_money = previous.unit_kind == "money" and quantity.scale > 1 and previous.scale > 1
    if not is_alike or not (is_percent or is_money):
        return quantity
    return replace(quantity, unit=previous.unit, unit_kind=previous.unit_kind, is_plain=False)
