"""Numbers in digits: grouping, decimals and the scales behind them (k, m, mn, bn, tn, lakh, crore).

Whether "m" is million or metres is decided here, by what stands beside it.
"""

import re

from pipeline.claims.fractions import VULGAR, out_of
from pipeline.claims.number_record import Number
from pipeline.claims.number_words import PLURAL_SCALES, SCALES

_MOST_DIGITS = 15


_SPACES = " \u00a0\u202f\u2009"


_RUN = re.compile(rf"\d+(?:[.,'’]\d+)*(?:[{_SPACES}]\d{{3}}(?!\d)(?!-\d))*(?:[.,]\d+)?|(?<![\d\w.])\.\d+")


_SCALE_WORD = re.compile(
    rf"(?:\s|-|\u00a0)?((?:{'|'.join([*SCALES, *PLURAL_SCALES])}|thousands|millions|billions)(?!\w))", re.IGNORECASE
)


SCALE_LETTERS = re.compile(r"[ \u00a0]?(mn|mln|mio|bn|bln|tn|trn|cr)\b\.?(?!\w)", re.IGNORECASE)


_THOUSAND = re.compile(r"[kK](?![\w-])|k-(?=[a-z])")


_MILLION = re.compile(r"([ \u00a0]?)([mM])(?![\w²³/°])")


_MONEY_LETTER = re.compile(r"[ \u00a0]?([bBtTK])(?!\w)")


LETTER_SCALES = {
    "mn": 1e6, "mln": 1e6, "mio": 1e6, "bn": 1e9, "bln": 1e9, "tn": 1e12, "trn": 1e12, "cr": 1e7,
    "b": 1e9, "t": 1e12, "k": 1e3,
}  # fmt: skip


_MONEY_BEFORE = re.compile(
    r"(?:[$€£¥₹₽₩₺₴₪₦฿₫₱₵]|\b(?:USD|EUR|GBP|CHF|JPY|CNY|INR|AUD|CAD|NZD|SGD|HKD|SEK|NOK|DKK|ZAR|BRL|RUB"
    r"|Rs|RM|Rp|Tk|R)\.?)"
    r"[ \u00a0]?$"
)


_METRE_BEFORE = re.compile(
    r"\b(?:ran|run|runs|swam|swim|jump\w*|leap\w*|leapt|threw|throw\w*|clear\w*|fell|dived?|walk\w*|stands?|stood|height|depth"
    r"|length|width|distance|range|within|altitude|men’s|women’s|men's|women's)\s+(?:of\s+|to\s+|the\s+|about\s+|over\s+|nearly\s+)*$",
    re.IGNORECASE,
)
_METRE_NEXT = re.compile(
    r"\s*(?:[.,;:)!?]|$|[-]|x\b|×|(?:high|tall|deep|long|wide|thick|away|above|below|apart|off|from"
    r"|underwater|north|south|east|west|up|down|"
    r"race|sprint|final|freestyle|backstroke|breaststroke|butterfly|hurdles|relay|dash|title|record"
    r"|champion|mark|line|pool|"
    r"swell|waves?|tower|radius|diameter|tsunami)\b)",
    re.IGNORECASE,
)


def _integer(groups: list[str]) -> float | None:
    """Join the groups of a number in Western (3, 3, 3) or Indian (2, 2, 3) grouping; null where it is neither."""
    if len(groups) == 1:
        return float(groups[0]) if len(groups[0]) <= _MOST_DIGITS else None
    first, *middle, last = groups
    is_western = len(first) <= 3 and all(len(group) == 3 for group in [*middle, last])
    is_indian = len(first) <= 2 and len(last) == 3 and all(len(group) == 2 for group in middle)
    if not (is_western or is_indian) or first.startswith("0") or sum(map(len, groups)) > _MOST_DIGITS:
        return None
    return float("".join(groups))


def read_digits(run: str) -> float | None:
    """Read a run of digits with its separators; null where it is no number (a version, an id, a list).

    >>> [read_digits(run) for run in ("1,50,000", "2.5", "10 000", "1.500.000", "1.2.3")]
    [150000.0, 2.5, 10000.0, 1500000.0, None]
    """
    if len(run) > 2 * _MOST_DIGITS:
        return None
    pieces = re.split(r"[^\d]", run)
    marks = re.findall(r"[^\d]", run)
    if not marks:
        return None if len(run) > 1 and run.startswith("0") else _integer(pieces)
    if run.startswith("."):
        return float(run) if len(marks) == 1 else None
    kinds = set(marks)
    if len(kinds) == 1:
        mark = marks[0]
        if mark == "." and len(marks) == 1:
            is_padded = len(pieces[0]) > 1 and pieces[0].startswith("0")
            return None if is_padded or len(run) > _MOST_DIGITS + 1 else float(run)
        grouped = _integer(pieces)
        if grouped is None and mark == "," and len(marks) == 1 and len(pieces[1]) <= 2 and len(pieces[0]) <= 3:
            return float(f"{pieces[0]}.{pieces[1]}")
        if grouped is None and mark == "," and len(marks) == 1 and pieces[0] == "0":
            return float(f"0.{pieces[1]}")
        return grouped
    if len(kinds) == 2 and marks.count(marks[-1]) == 1 and marks[-1] in ".,":
        whole = _integer(pieces[:-1])
        return None if whole is None else float(f"{int(whole)}.{pieces[-1]}")
    return None


def _is_million(text: str, start: int, match: re.Match[str], value: float) -> bool:
    """Decide whether the "m" after a number is million (money before it, or a counted noun after it) or metres."""
    if _MONEY_BEFORE.search(text[max(0, start - 6) : start]):
        return True
    if match[2] == "M":
        return True
    if match[1] and not re.match(
        r"\s+(?:people|euros?|dollars?|pounds|tonnes|barrels)\b", text[match.end() : match.end() + 12]
    ):
        return False
    if value >= 1000 or _METRE_NEXT.match(text, match.end()) or _METRE_BEFORE.search(text[max(0, start - 24) : start]):
        return False
    return bool(re.match(r"\s+[a-z$€£]", text[match.end() : match.end() + 4]))


def _scaled(text: str, start: int, end: int, value: float) -> tuple[float, int]:
    """Return the factor of the scale that follows a number in digits, and where it ends."""
    scale, at = 1.0, end
    while match := _SCALE_WORD.match(text, at):
        word = match[1].lower()
        word = PLURAL_SCALES.get(word, word.removesuffix("s"))
        if SCALES[word] < scale:
            break
        scale *= SCALES[word]
        at = match.end()
    if at > end:
        return scale, at
    if match := SCALE_LETTERS.match(text, end):
        return LETTER_SCALES[match[1].lower()], match.end(1)
    if match := _THOUSAND.match(text, end):
        return 1e3, end + 1
    if (match := _MILLION.match(text, end)) and _is_million(text, start, match, value):
        return 1e6, match.end()
    if (match := _MONEY_LETTER.match(text, end)) and _MONEY_BEFORE.search(text[max(0, start - 6) : start]):
        return LETTER_SCALES[match[1].lower()], match.end()
    return 1.0, end


def digit_numbers(text: str) -> list[Number]:
    """Find the numbers written in digits, in order, with their scales."""
    found = []
    for match in _RUN.finditer(text):
        start, end = match.span()
        run = match.group()
        value = read_digits(run)
        if value is None and (space := re.search(rf"[{_SPACES}]", run)):
            end = start + space.start()
            value = read_digits(run[: space.start()])
        if value is None:
            continue
        is_plain = text[start:end].isdigit()
        mantissa = value
        after = text[end : end + 1]
        if is_plain and after in VULGAR and after:
            mantissa, end, is_plain = value + VULGAR[after], end + 1, False
        elif is_plain and (fraction := re.match(r"[ \u00a0-]([1-9])/([2-9]|16|32)(?![\d/])", text[end : end + 6])):
            mantissa = value + int(fraction[1]) / int(fraction[2])
            end, is_plain = end + fraction.end(), False
        elif half := re.match(r"\s+and\s+a\s+half\b|-and-a-half\b", text[end : end + 12]):
            mantissa, end, is_plain = value + 0.5, end + half.end(), False
        scale, end = _scaled(text, start, end, mantissa)
        number = Number(start, end, mantissa * scale, "digits", mantissa, scale, is_plain and scale == 1)
        found.append(out_of(number, text))
    return found
