"""The number grammar: where numbers stand in a plain text and what they are worth.

Digits with Western, Indian, spaced and continental grouping, decimals, fractions, words, scales (k, m, mn, bn, tn,
lakh, crore) and vague words. Whether a number is a claim is decided in ``vetoes``; its unit, bounds and noun are read
elsewhere. Pure Python on a string, in time linear in its length.
"""

import re

from pipeline.claims.digits import LETTER_SCALES, SCALE_LETTERS, digit_numbers
from pipeline.claims.fractions import find_fractions, fraction_of_words, out_of, small_number
from pipeline.claims.number_record import Number
from pipeline.claims.number_words import SCALES, SMALL, read_words
from pipeline.claims.vague import VAGUE_MULTIPLES, VAGUE_WORDS, vague_multiple

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


_MULTIPLIER = re.compile(
    rf"(?<![\w-])(?:(?P<word>{'|'.join(SMALL)}|hundred|thousand)|(?P<digits>\d+(?:\.\d+)?))-?fold(?!\w)"
    r"|(?<![\w-])(?P<verb>doubled|tripled|trebled|quadrupled|quintupled|doubling|tripling|quadrupling"
    r"|halved|halving)(?![\w-])"
    r"|(?<![\w-])(?P<twice>twice)(?=\s+(?:as|the|that|what|its)\b)",
    re.IGNORECASE,
)


_VERB_VALUES = {"doubl": 2.0, "tripl": 3.0, "trebl": 3.0, "quadr": 4.0, "quint": 5.0, "halve": 0.5, "halvi": 0.5}


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
            if fraction := fraction_of_words(value, text, end) if scale == 1 else None:
                found.append(Number(start, fraction[1], fraction[0], "fraction", fraction[0]))
                at = len(words) if fraction[1] >= match.end() else after
                continue
            if scale == 1 and (letters := SCALE_LETTERS.match(text, end)):
                scale = LETTER_SCALES[letters[1].lower()]
                value, end = value * scale, letters.end(1)
            found.append(out_of(Number(start, end, value, "words", value / scale, scale), text))
            at = after
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
            value = small_number(match["word"])
        found.append(Number(match.start(), match.end(), value, "multiplier"))
    return found


def find_numbers(text: str) -> list[Number]:
    """Find every number of a text, claim or not, in order and without overlap; of two that overlap the longer stays.

    Runs of digits that are no single number (versions, long ids, leading zeros) are left out.
    """
    found = [
        *_vague_numbers(text),
        *_multipliers(text),
        *find_fractions(text),
        *_word_numbers(text),
        *digit_numbers(text),
    ]
    found.sort(key=lambda number: (number.start, -number.end))
    kept: list[Number] = []
    for number in found:
        if kept and number.start < kept[-1].end:
            if number.end - number.start > kept[-1].end - kept[-1].start:
                kept[-1] = number
            continue
        kept.append(number)
    return kept
