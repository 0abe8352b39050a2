"""Agency furniture in a paragraph: datelines, bylines, closing credits, and notices about the article itself.

Furniture differs between copies that say the same, so the fact guard does not look at it. Only the two ends of a
paragraph are searched, with patterns that cannot backtrack far.
"""

import re

_HEAD_CHARS = 240
_TAIL_CHARS = 240
_DASH = r"\s*[-\u2013\u2014]+\s"
_DASHED = re.compile(r"[-\u2013\u2014]\s")
# "GENEVA, May 3 (Agency) —", at the start or after a headline's full stop; "GENEVA —" at the start.
_DATELINES = (
    re.compile(r"(?:^|(?<=[.!?] ))(?=[^\W\d_a-z]{3})[^a-z()\n.]{3,40}(?:[\w ,.]{0,30})\([\w .&-]{2,30}\)" + _DASH),
    re.compile(r"^\s*[^\W\d_a-z][\w '\u2019.,-]{1,40}\([\w .&-]{2,30}\)" + _DASH),
    re.compile(r"^\s*[^\W\d_a-z]{3}[^a-z()\n.]{0,40}[^\S\n]" + _DASH),
)
_BYLINE = re.compile(r"^\s*[Bb][Yy](?: (?:and )?[^\W\d_a-z][\w'\u2019-]*,?){1,8}\.\s")
_CREDIT = re.compile(
    r"[(\[]?(?:additional |with )?(?:reporting|writing|editing|edited|compiled|reported|written) by\b[^\n]*$",
    re.IGNORECASE,
)
_NOTICE = re.compile(
    r"^\W*(?:this|the) (?:article|story|report|page|post|headline)(?: \w+){0,3} "
    r"(?:updated|amended|published|modified|changed|edited|produced|generated)\b"
    r"|^\W*(?:last |first )?(?:updated|published|posted|modified)\b[\s:]*(?:on |at )?\d",
    re.IGNORECASE,
)


def without_furniture(text: str) -> str:
    """Return the text without a byline and dateline at its head and a credit line at its tail."""
    head, rest = text[:_HEAD_CHARS], text[_HEAD_CHARS:]
    byline = _BYLINE.match(head)
    if byline:
        head = head[byline.end() :]
    # No dateline is without a dash before a space, no credit without "by": most texts have neither.
    for pattern in _DATELINES if _DASHED.search(head) else ():
        dateline = pattern.search(head)
        if dateline:
            head = head[: dateline.start()] + head[dateline.end() :]
            break
    text = head + rest
    body, tail = text[:-_TAIL_CHARS], text[-_TAIL_CHARS:]
    credit = _CREDIT.search(tail) if "by" in tail.lower() else None
    return body + tail[: credit.start()] if credit else text


def is_notice(text: str) -> bool:
    """Whether the paragraph speaks of the article and not of the world ("This story was updated at …")."""
    return _NOTICE.match(text[:_HEAD_CHARS]) is not None
