"""Can all of some claims be true? Numbers are taken as precisely as they are written."""

from collections.abc import Iterable

from pipeline.claims.figure_record import FigureInput

Bounds = tuple[float | None, float | None]


def contradict(bounds: Iterable[Bounds]) -> bool:
    """Say whether the bounds of claims (see ``bounds_of``) cannot all be true."""
    highest_low: float | None = None
    lowest_high: float | None = None
    for low, high in bounds:
        if low is not None and (highest_low is None or low > highest_low):
            highest_low = low
        if high is not None and (lowest_high is None or high < lowest_high):
            lowest_high = high
    return highest_low is not None and lowest_high is not None and highest_low > lowest_high


def bounds_of(claim: FigureInput) -> Bounds:
    """Return the ends of a claim widened by the precision with which it is written ("1,500" may be 1,463)."""
    slack = _slack(claim.value, claim.unit)
    low = claim.value_low - slack if claim.value_low is not None else None
    high = claim.value_high + slack if claim.value_high is not None else None
    return low, high


def _slack(value: float, unit: str | None) -> float:
    """Return half of the last digit that is written: 0 for small counts, 50 for 1,500, 0.05 for 2.3 percent."""
    if value == int(value):
        digits = str(abs(int(value)))
        zeros = len(digits) - len(digits.rstrip("0"))
        if unit is None and zeros < 2:
            return 0.0
        return float(10**zeros) / 2 if value else 0.0
    decimals = len(repr(value).rpartition(".")[2])
    return 0.5 / float(10**decimals)
