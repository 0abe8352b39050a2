"""Shares of a whole: "two-thirds", "three in four", "half of", "½"."""

import re
from dataclasses import replace

from pipeline.claims.number_record import Number, NumberForm
from pipeline.claims.number_words import DENOMINATORS, SCALES, SMALL

VULGAR = {
    "½": 1 / 2, "⅓": 1 / 3, "⅔": 2 / 3, "¼": 1 / 4, "¾": 3 / 4, "⅕": 1 / 5, "⅖": 2 / 5, "⅗": 3 / 5,
    "⅘": 4 / 5, "⅙": 1 / 6, "⅚": 5 / 6, "⅛": 1 / 8, "⅜": 3 / 8, "⅝": 5 / 8, "⅞": 7 / 8,
}  # fmt: skip


_VULGAR_CLASS = "".join(VULGAR)


_VULGAR_ALONE = re.compile(rf"(?<!\d)[{_VULGAR_CLASS}]")


_SIMPLE_FRACTION = re.compile(r"(?<![\d/.,])(\d{1,2})/(\d{1,3})(?![\d/])")


_FRACTION_NEXT = re.compile(
    r"(?:[\s-]+(?:of|points?|percent|pct|per\s+cent|inch|mile|cup|pint|pound|ounce|century|hour|share|teaspoon|tablespoon)|-)",
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
    r"(?<![\w-])(?:by|as|nearly|almost|about|than|over|around|roughly|least|to"
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


def fraction_of_words(value: float, text: str, end: int) -> tuple[float, int] | None:
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


def small_number(word: str) -> float:
    """Return the worth of a number below a hundred, a hundred or a thousand, in words or digits; else 0."""
    word = word.lower().removeprefix("a ").removeprefix("one ").strip()
    if word.isdigit():
        return float(word)
    return float({"hundred": 100, "thousand": 1000}.get(word, SMALL.get(word, 0)))


def out_of(number: Number, text: str) -> Number:
    """Turn "three in four" and "7 out of 10" into a fraction where the total is a round one."""
    if number.scale != 1 or number.value != int(number.value) or number.value > 1000:
        return number
    match = _OUT_OF.match(text, number.end)
    if not match:
        return number
    total = small_number(re.sub(r"\s+", " ", match[1]))
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


def find_fractions(text: str) -> list[Number]:
    """Find the shares that stand on their own: "½", "a third of", "by a quarter", "half of"; in no order."""
    found = [
        Number(match.start(), match.end(), VULGAR[match.group()], "fraction") for match in _VULGAR_ALONE.finditer(text)
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
