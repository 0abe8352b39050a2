"""Bounds: the words and signs beside a number that say "at least", "about", "up to", and what joins two into a range.

Works on plain text. A bound belongs to the number it stands beside and is not carried over a conjunction: in "over
100 killed and 300 wounded" only the first number is a lower bound, because the second is claimed as it stands.
"""

import re
from collections.abc import Sequence

from pipeline.records import Modifier

_LEFT: dict[Modifier, str] = {
    "at_least": (
        r"at\s+least|at\s+a\s+minimum|no\s+(?:less|fewer)\s+than|not\s+(?:less|fewer)\s+than"
        r"|a\s+minimum\s+of|minimum\s+of|minimum|"
        r"upwards?\s+of|>=|≥|start(?:s|ing|ed)?\s+(?:from|at)|from\s+at\s+least"
    ),
    "at_most": (
        r"at\s+most|at\s+the\s+most|no\s+(?:more|greater|higher|longer|later|larger)\s+than|not\s+(?:more"
        r"|over)\s+than|not\s+exceed(?:ing)?|"
        r"up\s+to|upto|as\s+(?:many|much|high|long|far|large|big|late)\s+as|a\s+maximum\s+of|maximum\s+of"
        r"|maximum|max|<=|≤|within|"
        r"capped\s+at|limited\s+to"
    ),
    "more_than": (
        r"more\s+than|greater\s+than|higher\s+than|larger\s+than|bigger\s+than|longer\s+than|older\s+than"
        r"|better\s+than|in\s+excess\s+of|"
        r"over|above|exceed(?:s|ed|ing)?|beyond|upwards|surpass(?:es|ed|ing)?|topp(?:ed|ing)|tops|past"
        r"|well\s+over|just\s+over|"
        r"slightly\s+over|north\s+of|>"
    ),
    "less_than": (
        r"less\s+than|fewer\s+than|lower\s+than|smaller\s+than|shorter\s+than|younger\s+than|cheaper\s+than"
        r"|under|below|just\s+under|"
        r"just\s+below|short\s+of|shy\s+of|sub|<"
    ),
    "about": (
        r"about|around|some|approximately|approx\.?|roughly|nearly|almost|close\s+to|circa|c\.|ca\.?"
        r"|an\s+estimated|estimated|"
        r"estimated\s+at|near|nearing|approaching|virtually|practically|in\s+the\s+(?:region|vicinity"
        r"|neighbou?rhood)\s+of|"
        r"(?:on|of|in)\s+the\s+order\s+of|somewhere\s+around|just\s+about|give\s+or\s+take|hovering\s+around"
        r"|an\s+approximate|"
        r"barely|~|≈|±|more\s+or\s+less|an\s+average\s+of\s+about"
    ),
}
_FILLER = (
    r"(?:\s*(?:(?:the|an?|another|its|their|his|her|an\s+additional|additional|a\s+further|further"
    r"|a\s+total\s+of|a\s+record|a\s+combined|these|"
    r"those|some|about|around|just|even|or\s+equal\s+to)\s+)?[(“\"]?)"
)
_LEFT_PATTERNS = tuple(
    (
        modifier,
        re.compile(rf"(?:(?<![\w-])|(?<=[-–(])|(?=[~≈±<>≤≥]))(?P<words>{words})(?:\s|-)*{_FILLER}$", re.IGNORECASE),
    )
    for modifier, words in _LEFT.items()
)
_HAS_LEFT = re.compile(
    r"\b(?:least|minimum|fewer|less|upwards?|start\w*|most|more|greater|higher|longer|later|larger"
    r"|exceed\w*|up|upto|as|maximum|max|within|capped|limited|bigger|older|"
    r"better|excess|over|above|beyond|surpass\w*|topp\w+|tops|past|north|lower|smaller|shorter|younger"
    r"|cheaper|under|below|short|shy|sub|about|around|some|"
    r"approx\w*|roughly|nearly|almost|close|circa|c|ca|estimated|near\w*|approaching|virtually"
    r"|practically|in|order|somewhere|take|barely|of|than|to|at)\b|[~≈±<>≤≥]",
    re.IGNORECASE,
)
_RIGHT: tuple[tuple[Modifier, re.Pattern[str]], ...] = (
    ("at_least", re.compile(
        r"(?:\+(?!\d)|-plus\b|\s+plus\b(?!\s+(?:a|an|the|\d|tax|[A-Z£$€]))"
        r"|\s*(?:[^\W\d]+\s+){0,2}?or\s+(?:more|above|higher|over|older|up|upwards|greater|longer|better)\b(?!\s+than)"
        r"|\s*(?:[^\W\d]+\s+){0,2}?and\s+(?:more|above|higher|over|older|up|upwards|longer)\b"
        r"(?!\s+(?:than|to|\w+s\b|people\b|[$€£]?\d))"
        r"|\s*(?:[^\W\d]+\s+){0,2}?at\s+(?:the\s+(?:very\s+)?least|a\s+minimum|least(?=\s*[,.;)]|$))"
r"|\s+minimum\b)", re.IGNORECASE)),
    ("at_most", re.compile(
        r"(?:\s*(?:[^\W\d]+\s+){0,2}?(?:or|and)\s+(?:less|fewer|below|under|lower|younger|shorter)\b(?!\s+(?:than"
r"|\d))|\s*(?:[^\W\d]+\s+){0,2}?at\s+(?:the\s+(?:very\s+)?)?most\b|\s+(?:maximum|max|tops)\b)", re.IGNORECASE)),
    ("about", re.compile(r"(?:-odd\b|\s+odd\b|ish\b|-ish\b|\s*(?:[^\W\d]+\s+){0,2}?or\s+(?:so|thereabouts)\b"
r"|\s*(?:\w+\s+)?(?:approximately|give\s+or\s+take)\b(?!\s+\d))", re.IGNORECASE)),
)  # fmt: skip
_LONGEST_LEFT = 48
_DURING = re.compile(
    r"(?:\b(?:for|in|after|than|just|well|a\s+little|slightly|lasted|lasting|took|takes|take|is|was|are"
    r"|were|of|to|at|spent|spans|spanning|be|been|by|now|with|has|have|had|[(,;:–-])\s*|^\s*)$",
    re.IGNORECASE,
)
_SINCE = re.compile(r"\s+(?:ago|old|earlier|later|away|long|in\s+length)\b|-", re.IGNORECASE)
_PARTICLE_VERB = re.compile(r"\b(?:hand|fork|turn|carr|sign|roll|took|tak)\w*\s+$", re.IGNORECASE)
_TOPIC_OF = re.compile(
    r"(?:\b(?:talk|talks|talked|concerns?|worried|questions?|asked|learn|arguments?|debates?)\s+)$",
    re.IGNORECASE,
)


def find_modifier(text: str, start: int, ends: Sequence[int], unit_kind: str | None) -> tuple[Modifier, int, int]:
    """Find the bound of the number at ``text[start:end]``.

    Args:
        text: the paragraph.
        start: where the number with a currency before it starts.
        ends: where the number, its unit and its noun end, so that "100 people or more" is seen; the second is that of
            number and unit together.
        unit_kind: kind of its unit; "over five years" is not "more than five years".

    Returns:
        The modifier, and the span of number and bound together; ``("exact", start, end)`` where there is none.

    """
    offset = max(0, start - _LONGEST_LEFT)
    window = text[offset:start]
    end = ends[1]
    if _HAS_LEFT.search(window):
        best: tuple[int, Modifier, int] | None = None
        for modifier, pattern in _LEFT_PATTERNS:
            match = pattern.search(window)
            if match and (best is None or match.start("words") < best[0]):
                best = (match.start("words"), modifier, match.end("words"))
        if best and not _is_other_sense(text, offset + best[0], window[best[0] : best[2]].lower(), end, unit_kind):
            return best[1], offset + best[0], end
    for modifier, pattern in _RIGHT:
        for at in dict.fromkeys(ends):
            if match := pattern.match(text, at):
                return modifier, start, match.end()
    return "exact", start, end


def _is_other_sense(text: str, start: int, words: str, end: int, unit_kind: str | None) -> bool:
    """Tell "over five years" (during), "talks about five villages" and the like from bounds."""
    before = text[max(0, start - 24) : start]
    if words in {"over", "past", "beyond"} and unit_kind == "duration":
        if words == "past" or re.search(r"\bthe\s+$", before, re.IGNORECASE):
            return True
        return not (_DURING.search(before) or _SINCE.match(text, end))
    if words == "past":
        return bool(re.search(r"\b(?:the|in|over|his|her|its|their)\s+$", before, re.IGNORECASE)) or not re.search(
            r"\b(?:rise|rises|rising|rose|climb\w*|jump\w*|surg\w*|went|push\w*|soar\w*|move[ds]?|well|just|go"
            r"|toll)\s+$",
            before,
            re.IGNORECASE,
        )
    if words == "under" and re.search(r"\b(?:serv|work)(?:e|ed|es|ing)?\s+$", before, re.IGNORECASE):
        return True
    if words == "over" and _PARTICLE_VERB.search(before):
        return True
    if words in {"about", "around"}:
        is_definite = bool(re.match(r"\w+\s+(?:the|these|those|their|its|his|her)\s", text[start : start + 16]))
        return is_definite or (words == "about" and bool(_TOPIC_OF.search(before)))
    return False


_JOIN = re.compile(r"\s*(?:-|–|—|‑|−)\s*|-to-|\s+to\s+|\s+and\s+|\s+or\s+|\s+through\s+|\s+till\s+")
_BETWEEN = re.compile(
    r"\b(?:between|anywhere\s+between|ranging\s+between|ranges?\s+between)\s+(?:the\s+ages?\s+of\s+)?(?:about\s+|around\s+"
    r"|some\s+)?[$€£¥₹]?\s?$",
    re.IGNORECASE,
)
_FROM = re.compile(r"\bfrom\s+(?:about\s+|around\s+|some\s+|roughly\s+|nearly\s+|under\s+|a\s+|an\s+)?$", re.IGNORECASE)
_MOVES = (
    r"\b(?:ros(?:e)|rises?|risen|rising|fell|falls?|fallen|falling|gain\w*|add(?:ed|s|ing)?|lost|loses?"
    r"|losing|drop\w*|jump\w*|climb\w*|slip\w*|slid|slides?|up|down|"
    r"increas\w+|decreas\w+|declin\w+|grew|grow\w*|edged|eas(?:ed|es)|advanc\w+|surg\w+|soar\w*|plung\w+"
    r"|tumbl\w*|shed|sheds)\b"
)
_FROM_ZERO = re.compile(r"from\s+(?:0|zero)$")
"""A car that goes "from 0 to 100 km/h" passes through a range."""

_CHANGE = re.compile(
    r"\b(?:ros(?:e)|risen|rise[sn]?|rising|fell|fall(?:s|en|ing)?|increas\w+|decreas\w+|drop\w*|grew"
    r"|grow\w*|jump\w*|climb\w*|declin\w+|cut\w*|rais\w+|lower\w*|slip\w*|"
    r"gain\w*|up|down|widen\w*|narrow\w*|surg\w+|soar\w*|shrank|shr[iu]nk\w*|expand\w*|went|go(?:es"
    r"|ing)?|gone|mov(?:e[sd]?|ing)|reduc\w+|downgrad\w+|upgrad\w+|chang\w+|revis\w+|"
    r"doubl\w+|tripl\w+|edg\w+|eas\w+|plung\w+|slump\w*|tumbl\w*|advanc\w+|swell\w*|swollen|dwindl\w+"
    r"|trimm\w+|trim|boost\w*|improv\w+|slow\w*|accelerat\w+|shift\w*|extend\w*|hik\w+|"
    r"lift\w*|push\w*|brought|bring\w*|sank|sink\w*|sunk|rebound\w*|recover\w*|bounc\w+|crept|creep\w*"
    r"|plummet\w*|rocket\w*|skyrocket\w*|slash\w*|halv\w+|adjust\w*|ballooned)\b",
    re.IGNORECASE,
)


def joins_range(text: str, first_start: int, first_end: int, second_start: int) -> str | None:
    """Say how two neighbouring numbers are joined.

    Args:
        text: the paragraph.
        first_start: where the first number with a currency before it starts.
        first_end: where the first number with its unit ends.
        second_start: where the second number with a currency before it starts.

    Returns:
        "range" ("20-30", "between 5 and 10", "from 5 to 7"), "or" ("two or three"), "change" ("rose from 5 to 7
        percent": two claims of one unit), "move" ("rose 4% to 12 billion": two claims), or null where they are not
        joined.

    """
    gap = text[first_end:second_start]
    if not gap or len(gap) > 12 or not _JOIN.fullmatch(gap):
        return None
    before = text[max(0, first_start - 90) : first_start]
    word = gap.strip()
    if word == "and":
        return "range" if _BETWEEN.search(before) else None
    if word == "or":
        return "or"
    if word in {"to", "through", "till"}:
        clause = re.split(r"[.;:!?]\s", before)[-1]
        if _FROM.search(before):
            is_change = _CHANGE.search(clause) and not _FROM_ZERO.search(text[first_start - 5 : first_end])
            return "change" if is_change else "range"
        if re.search(
            rf"(?:{_MOVES})(?:\s+(?:by|about|nearly|almost|another|more\s+than|as\s+much\s+as|around))?\s*$",
            before,
            re.IGNORECASE,
        ):
            return "move"
        return "range"
    return "range"
