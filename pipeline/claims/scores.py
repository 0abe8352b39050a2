"""Results of games and votes ("2-1", "by 52 to 48"), which look like ranges and are none."""

import re

_SCORE = re.compile(r"(?<![\w.,$€£%-])(\d{1,3})\s?[-–]\s?(\d{1,3})(?:\s?[-–]\s?\d{1,3})?(?![\w%$€£/]|[.,]\d|-(?!\w))")


_SCORE_TO = re.compile(
    r"\b(?:by|of|score|vote[ds]?|won|lost|beat|prevailed|approved|ruled|passed|finished|was"
    r"|were)\s+(\d{1,3})\s+to\s+(\d{1,3})(?![\w%]|[.,]\d)",
    re.IGNORECASE,
)


_SCORE_NEXT = re.compile(
    r"\s+(?:win|wins|won|victory|victories|defeat|defeats|loss|draw|draws|lead|advantage|triumph"
    r"|thrashing|rout|scoreline|score|aggregate|on\s+aggregate|"
    r"record|overall|decision|ruling|vote|majority|margin|against|at|in\s+favou?r|on\s+penalties"
    r"|formation|tie|home|away|down|up|ahead|behind|series|split|mark|"
    r"final|start|success|hammering|comeback|shootout|drubbing|run|verdict|last|to|when|after|before"
    r"|with|through|thanks|and|but|until|over)\b",
    re.IGNORECASE,
)


_SCORE_BEFORE = re.compile(
    r"\b(?:won|win|wins|winning|lost|lose|loses|losing|beat|beats|beating|drew|draw|draws|drawing"
    r"|defeat(?:ed|s|ing)?|thrash(?:ed|es)|led|lead|leads|leading|trail(?:ed|s|ing)?|"
    r"voted|vote|votes|ruled|approved|passed|rejected|victory|victories|defeats|score(?:line)?|finished"
    r"|ended|edged|down(?:ed)?|score|upset|level(?:led)?|record|was|is|it|it[’']s|to|stunned|crushed"
    r"|routed|hammered|tied|ahead|behind|up|made|at|by|of|a|the|in|with|,|\))"
    r"(?:\s+[\w’'.-]+){0,4}\s*[(,:]?\s*$",
    re.IGNORECASE,
)


_COUNT_AFTER_RANGE = re.compile(r"\s*(?:-|\s)(?:[a-z]+-?){1,3}", re.IGNORECASE)


def score_spans(text: str) -> list[tuple[int, int]]:
    """Return the spans of results of games and votes ("2-1", "by 52 to 48"), which are no ranges."""
    spans = [
        match.span(1)[:1] + match.span(2)[1:] for match in _SCORE_TO.finditer(text) if int(match[1]) >= int(match[2])
    ]
    for match in _SCORE.finditer(text):
        first, second = int(match[1]), int(match[2])
        before, after = text[max(0, match.start() - 60) : match.start()], text[match.end() : match.end() + 24]
        is_fall = first >= second
        is_score_word = bool(_SCORE_NEXT.match(after)) and not re.match(
            r"\s+(?:to|and|with|at|in|over|after|before|when)\s+\d", after
        )
        has_noun = bool(re.match(r"[ -][a-z]{2,}", after)) and not is_score_word
        if (
            is_fall
            or (not has_noun and not re.match(r"\s*(?:%|per|m\b|k\b|bn\b)", after))
            or (is_score_word and _SCORE_BEFORE.search(before))
        ):
            spans.append(match.span())
    return spans
