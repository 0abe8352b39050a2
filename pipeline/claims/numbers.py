"""The number grammar: where numbers stand in a plain text and what they are worth.

Digits with Western, Indian, spaced and continental grouping, decimals, fractions, words, scales (k, m, mn, bn, tn,
lakh, crore) and vague words. Whether a number is a claim is decided in ``vetoes``; its unit, bounds and noun are read
elsewhere. Pure Python on a string, in time linear in its length.
"""

import re
from dataclasses import dataclass, replace
from typing import Literal

from pipeline.claims.number_words import DENOMINATORS, PLURAL_SCALES, SCALES, SMALL, read_words
from pipeline.claims.vague import VAGUE_MULTIPLES, VAGUE_WORDS, vague_multiple

NumberForm = Literal["digits", "words", "fraction", "vague", "multiplier"]


@dataclass(frozen=True, slots=True)
class Number:
    """A number of the text: its span, its worth and how it is written.

    ``scale`` is the factor that a scale word gave (1 where there is none) and ``mantissa`` what stands before it.
    ``is_plain`` marks bare digits such as 737 or 2019, which are often no quantity. ``high`` is set for vague words.
    """

    start: int
    end: int
    value: float
    form: NumberForm
    mantissa: float = 0.0
    scale: float = 1.0
    is_plain: bool = False
    high: float | None = None


_MOST_DIGITS = 15
_SPACES = " \u00a0\u202f\u2009"
_VULGAR = {
    "½": 1 / 2, "⅓": 1 / 3, "⅔": 2 / 3, "¼": 1 / 4, "¾": 3 / 4, "⅕": 1 / 5, "⅖": 2 / 5, "⅗": 3 / 5,
    "⅘": 4 / 5, "⅙": 1 / 6, "⅚": 5 / 6, "⅛": 1 / 8, "⅜": 3 / 8, "⅝": 5 / 8, "⅞": 7 / 8,
}  # fmt: skip
_VULGAR_CLASS = "".join(_VULGAR)
_VULGAR_ALONE = re.compile(rf"(?<!\d)[{_VULGAR_CLASS}]")

_RUN = re.compile(rf"\d+(?:[.,'’]\d+)*(?:[{_SPACES}]\d{{3}}(?!\d)(?!-\d))*(?:[.,]\d+)?|(?<![\d\w.])\.\d+")
_WORDS = "|".join(sorted({*SMALL, *SCALES} - {"lac"}, key=len, reverse=True))
_WORD_RUN = re.compile(
    rf"(?<![\w’'-])(?:(?:an?|half\s+an?)\s+(?=(?:{'|'.join(SCALES)})\b))?(?:{_WORDS})"
    rf"(?:(?:\s+|-)(?:and\s+|and-)?(?:a\s+|a-)?(?:{_WORDS}|half|quarter|lakhs|crores)(?![\w’]))*(?!\w)",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    r"(?<![\w-])(?:(?:tens|dozens|hundreds|thousands)\s+of\s+)?(?:dozens|scores(?=\s+(?:of|more|were|are"
    r"|have|had|dead|injured|killed|wounded|missing|others)\b)|hundreds|thousands|millions|billions"
    r"|trillions|lakhs|crores)"
    r"(?![\w-])"
    r"|(?<![\w-])(?P<multiple>several|a\s+few|few|many|(?:a\s+)?couple(?:\s+of)?)[\s-]+(?P<scale>hundred"
    r"|thousand|million|billion|trillion|dozen|lakh|crore)(?!\w)",
    re.IGNORECASE,
)
_SCALE_WORD = re.compile(
    rf"(?:\s|-|\u00a0)?((?:{'|'.join([*SCALES, *PLURAL_SCALES])}|thousands|millions|billions)(?!\w))", re.IGNORECASE
)
_SCALE_LETTERS = re.compile(r"[ \u00a0]?(mn|mln|mio|bn|bln|tn|trn|cr)\b\.?(?!\w)", re.IGNORECASE)
_THOUSAND = re.compile(r"[kK](?![\w-])|k-(?=[a-z])")
_MILLION = re.compile(r"([ \u00a0]?)([mM])(?![\w²³/°])")
_MONEY_LETTER = re.compile(r"[ \u00a0]?([bBtTK])(?!\w)")
_LETTER_SCALES = {
    "mn": 1e6, "mln": 1e6, "mio": 1e6, "bn": 1e9, "bln": 1e9, "tn": 1e12, "trn": 1e12, "cr": 1e7,
    "b": 1e9, "t": 1e12, "k": 1e3,
}  # fmt: skip
_MONEY_BEFORE = re.compile(
    r"(?:[$€£¥₹₽₩₺₴₪₦฿₫₱₵]|\b(?:USD|EUR|GBP|CHF|JPY|CNY|INR|AUD|CAD|NZD|SGD|HKD|SEK|NOK|DKK|ZAR|BRL|RUB"
    r"|Rs|RM|Rp|Tk|R)\.?)"
    r"[ \u00a0]?$"
)
_METRE_NEXT = re.compile(
    r"\s*(?:[.,;:)!?]|$|[-]|x\b|×|(?:high|tall|deep|long|wide|thick|away|above|below|apart|off|from"
    r"|underwater|north|south|east|west|up|down|"
    r"race|sprint|final|freestyle|backstroke|breaststroke|butterfly|hurdles|relay|dash|title|record"
    r"|champion|mark|line|pool|"
    r"swell|waves?|tower|radius|diameter|tsunami)\b)",
    re.IGNORECASE,
)
_SIMPLE_FRACTION = re.compile(r"(?<![\d/.,])(\d{1,2})/(\d{1,3})(?![\d/])")
_FRACTION_NEXT = re.compile(
    r"(?:[\s-]+(?:of|percent|pct|per\s+cent|inch|mile|cup|pint|pound|ounce|century|hour|share|teaspoon|tablespoon)|-)",
    re.IGNORECASE,
)
_DENOMINATOR_WORD = re.compile(rf"[\s-]+({'|'.join(DENOMINATORS)})(?![\w-])", re.IGNORECASE)
_HALF = re.compile(
    r"(?<![\w-])(?P<half>half)(?=\s+(?:of|the|a|an|its|their|his|her|our|all|that|those|this|these)\b"
    r"|-(?:hour|mile|century|dozen|million|billion|day|inch|point)\b)"
    r"|(?<=than )half\b|(?<=nearly )half\b|(?<=almost )half\b|(?<=about )half\b|(?<=over )half\b"
    r"|(?<=around )half\b|(?<=by )half\b"
    r"|(?<=roughly )half\b|(?<=least )half\b",
    re.IGNORECASE,
)
_NAMED_HALF = re.compile(
    r"\b(?:first|second|last|final|latter|other|better|opening|1st|2nd|upper|lower|left|right|top|bottom"
    r"|(?:eas|wes|nor|sou)t?h?t?(?:ern)?)[ -]$",
    re.IGNORECASE,
)
_HALF_SCALE = re.compile(
    r"[\s-]+(?:(?:an?|of\s+an?)\s+)?(dozen|hundred|thousand|million|billion|trillion|lakh|crore)\b", re.IGNORECASE
)
_SHARE_OF_ONE = re.compile(
    r"(?<![\w-])(an?)\s+(third|quarter|fifth|sixth|seventh|eighth|ninth"
    r"|tenth)(?=\s+of\b(?!\s+(?:the\s+)?(?:year|season|centur)))",
    re.IGNORECASE,
)
_SHARE_ALONE = re.compile(
    r"(?<![\w-])(?:by|nearly|almost|about|than|over|around|roughly|least|to"
    r"|under)\s+(?P<share>an?\s+(?P<word>third|quarter|fifth|sixth|seventh|eighth|ninth|tenth))"
    r"(?=\s*[.,;:)]|\s*$|\s+(?:in|from|to|since|over|last|this|compared|more|less|between|after|before"
    r"|on|during|and|with|while|as|are|is|were|was|have|has|had|will|would|say|said|says|live|came|come"
    r"|went|did|do|who|full|empty|complete|done)\b)",
    re.IGNORECASE,
)
_QUARTER_SCALE = re.compile(r"\s+of\s+an?\s+(million|billion|trillion|century)\b", re.IGNORECASE)
_OUT_OF = re.compile(
    rf"\s+(?:in|out\s+of)\s+(?:every\s+)?(\d{{1,5}}|{'|'.join(SMALL)}|(?:a\s+|one\s+)?hundred|(?:a\s+"
    rf"|one\s+)?thousand)(?![\w.,-]*\d)(?!\w)",
    re.IGNORECASE,
)
_ROUND_TOTALS = frozenset({2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 20, 25, 50, 100, 1000, 10000})
_MULTIPLIER = re.compile(
    rf"(?<![\w-])(?:(?P<word>{'|'.join(SMALL)}|hundred|thousand)|(?P<digits>\d+(?:\.\d+)?))-?fold(?!\w)"
    r"|(?<![\w-])(?P<verb>doubled|tripled|trebled|quadrupled|quintupled|doubling|tripling|quadrupling"
    r"|halved|halving)(?![\w-])"
    r"|(?<![\w-])(?P<twice>twice)(?=\s+(?:as|the|that|what|its)\b)",
    re.IGNORECASE,
)
_VERB_VALUES = {"doubl": 2.0, "tripl": 3.0, "trebl": 3.0, "quadr": 4.0, "quint": 5.0, "halve": 0.5, "halvi": 0.5}


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
    if value >= 1000 or _METRE_NEXT.match(text, match.end()):
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
    if match := _SCALE_LETTERS.match(text, end):
        return _LETTER_SCALES[match[1].lower()], match.end(1)
    if match := _THOUSAND.match(text, end):
        return 1e3, end + 1
    if (match := _MILLION.match(text, end)) and _is_million(text, start, match, value):
        return 1e6, match.end()
    if (match := _MONEY_LETTER.match(text, end)) and _MONEY_BEFORE.search(text[max(0, start - 6) : start]):
        return _LETTER_SCALES[match[1].lower()], match.end()
    return 1.0, end


def _fraction_of_words(value: float, text: str, end: int) -> tuple[float, int] | None:
    """Read the denominator after a small number word ("two-thirds", "three quarters of")."""
    match = _DENOMINATOR_WORD.match(text, end)
    if not match:
        return None
    word = match[1].lower()
    denominator = DENOMINATORS[word]
    is_plural = word.endswith("s") or word == "halves"
    is_fraction = value < denominator and (is_plural == (value > 1))
    if not is_fraction:
        return None
    if value == 1 and not re.match(
        r"\s+of\b|\s*[.,;)]|\s+(?:more|less|to|in|by|higher|lower|from|larger|smaller)\b",
        text[match.end() : match.end() + 10],
    ):
        return None
    is_joined = text[end : end + 1] == "-"
    if (
        word == "quarters"
        and not is_joined
        and not re.match(r"\s+(?:of|the|to|full|majority)\b|\s*[.,;)]|$", text[match.end() : match.end() + 10])
    ):
        return None
    return value / denominator, match.end()


def _small_number(word: str) -> float:
    word = word.lower().removeprefix("a ").removeprefix("one ").strip()
    if word.isdigit():
        return float(word)
    return float({"hundred": 100, "thousand": 1000}.get(word, SMALL.get(word, 0)))


def _out_of(number: Number, text: str) -> Number:
    """Turn "three in four" and "7 out of 10" into a fraction where the total is a round one."""
    if number.scale != 1 or number.value != int(number.value) or number.value > 1000:
        return number
    match = _OUT_OF.match(text, number.end)
    if not match:
        return number
    total = _small_number(re.sub(r"\s+", " ", match[1]))
    if total not in _ROUND_TOTALS or number.value >= total:
        return number
    is_plain_in = re.match(r"\s+in\s+(?!every)", match.group())
    if is_plain_in and re.match(
        r"\s+(?:days?|weeks?|months?|years?|hours?|minutes?|games?|matches|starts|attempts|seasons?|overs"
        r"|innings|cities|countries|states|districts|attacks|places)\b",
        text[match.end() : match.end() + 12],
    ):
        return number
    return replace(number, end=match.end(), value=number.value / total, form="fraction", is_plain=False)


def _digit_numbers(text: str) -> list[Number]:
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
        if is_plain and after in _VULGAR and after:
            mantissa, end, is_plain = value + _VULGAR[after], end + 1, False
        elif is_plain and (fraction := re.match(r"[ \u00a0-]([1-9])/([2-9]|16|32)(?![\d/])", text[end : end + 6])):
            mantissa = value + int(fraction[1]) / int(fraction[2])
            end, is_plain = end + fraction.end(), False
        elif half := re.match(r"\s+and\s+a\s+half\b|-and-a-half\b", text[end : end + 12]):
            mantissa, end, is_plain = value + 0.5, end + half.end(), False
        scale, end = _scaled(text, start, end, mantissa)
        number = Number(start, end, mantissa * scale, "digits", mantissa, scale, is_plain and scale == 1)
        found.append(_out_of(number, text))
    return found


def _word_numbers(text: str) -> list[Number]:
    found: list[Number] = []
    for match in _WORD_RUN.finditer(text):
        pieces = [(piece.group().lower(), match.start() + piece.start(), match.start() + piece.end())
                  for piece in re.finditer(r"[A-Za-z]+", match.group())]  # fmt: skip
        words = [piece[0] for piece in pieces]
        at = 0
        while at < len(words):
            if words[at] == "half" and at + 2 < len(words) and words[at + 1] in {"a", "an"} and words[at + 2] in SCALES:
                found.append(
                    Number(
                        pieces[at][1],
                        pieces[at + 2][2],
                        0.5 * SCALES[words[at + 2]],
                        "words",
                        0.5,
                        SCALES[words[at + 2]],
                    )
                )
                at += 3
                continue
            read = read_words(words, at)
            if read is None:
                at += 1
                continue
            value, scale, after = read
            start, end = pieces[at][1], pieces[after - 1][2]
            if fraction := _fraction_of_words(value, text, end) if scale == 1 else None:
                found.append(Number(start, fraction[1], fraction[0], "fraction", fraction[0]))
                at = len(words) if fraction[1] >= match.end() else after
                continue
            if scale == 1 and (letters := _SCALE_LETTERS.match(text, end)):
                scale = _LETTER_SCALES[letters[1].lower()]
                value, end = value * scale, letters.end(1)
            found.append(_out_of(Number(start, end, value, "words", value / scale, scale), text))
            at = after
    return found


def _fractions(text: str) -> list[Number]:
    found = [
        Number(match.start(), match.end(), _VULGAR[match.group()], "fraction") for match in _VULGAR_ALONE.finditer(text)
    ]
    for match in _SIMPLE_FRACTION.finditer(text):
        top, bottom = int(match[1]), int(match[2])
        if 0 < top < bottom and _FRACTION_NEXT.match(text, match.end()):
            found.append(Number(match.start(), match.end(), top / bottom, "fraction"))
    for match in _SHARE_OF_ONE.finditer(text):
        end, value = match.end(), 1 / DENOMINATORS[match[2].lower()]
        form: NumberForm = "fraction"
        scaled = _QUARTER_SCALE.match(text, end)
        if scaled and scaled[1].lower() in SCALES:
            value, end, form = value * SCALES[scaled[1].lower()], scaled.end(), "words"
        found.append(Number(match.start(), end, value, form))
    found += [
        Number(*match.span("share"), 1 / DENOMINATORS[match["word"].lower()], "fraction")
        for match in _SHARE_ALONE.finditer(text)
    ]
    for match in _HALF.finditer(text):
        if _NAMED_HALF.search(text[max(0, match.start() - 12) : match.start()]):
            continue
        if scaled := _HALF_SCALE.match(text, match.end()):
            scale = SCALES[scaled[1].lower()]
            found.append(Number(match.start(), scaled.end(), 0.5 * scale, "words", 0.5, scale))
        else:
            found.append(Number(match.start(), match.end(), 0.5, "fraction"))
    return found


def _vague_numbers(text: str) -> list[Number]:
    found = []
    for match in _VAGUE.finditer(text):
        if match["multiple"]:
            words = re.sub(r"\s+of$", "", " ".join(match["multiple"].lower().split()))
            low, high = vague_multiple(words if words in VAGUE_MULTIPLES else "several", SCALES[match["scale"].lower()])
        else:
            words = " ".join(match.group().lower().split())
            low, high = VAGUE_WORDS.get(words) or VAGUE_WORDS[words.split()[-1]]
        found.append(Number(match.start(), match.end(), low, "vague", high=high))
    return found


def _multipliers(text: str) -> list[Number]:
    found = []
    for match in _MULTIPLIER.finditer(text):
        if match["verb"]:
            value = _VERB_VALUES[match["verb"].lower()[:5]]
        elif match["twice"]:
            value = 2.0
        elif match["digits"]:
            value = float(match["digits"])
        else:
            value = _small_number(match["word"])
        found.append(Number(match.start(), match.end(), value, "multiplier"))
    return found


def find_numbers(text: str) -> list[Number]:
    """Find every number of a text, claim or not, in order and without overlap; of two that overlap the longer stays.

    Runs of digits that are no single number (versions, long ids, leading zeros) are left out.
    """
    found = [*_vague_numbers(text), *_multipliers(text), *_fractions(text), *_word_numbers(text), *_digit_numbers(text)]
    found.sort(key=lambda number: (number.start, -number.end))
    kept: list[Number] = []
    for number in found:
        if kept and number.start < kept[-1].end:
            if number.end - number.start > kept[-1].end - kept[-1].start:
                kept[-1] = number
            continue
        kept.append(number)
    return kept
