"""What one line says about itself by its own words: byline, credit, notice, caption; and how it is built.

Each function looks at one visible line (see ``seen.py``) and nothing around it. Lines whose role depends on their place
(headline, standfirst, subhead) are decided in ``roles.py``; lines with dates in ``datelines.py``.
"""

import re

from pipeline.articles.agencies import AGENCY, is_agency

TITLE_CASE_SHARE = 0.75
MAX_CREDIT_CHARS = 240
MAX_CAPTION_CHARS = 800
MAX_CAPTION_WORDS = 60
# Small words that names in credits and bylines are joined with.
LINKS = frozenset({
    "and", "of", "the", "for", "in", "at", "de", "da", "di", "du", "del", "der", "den", "van", "von", "la", "le",
    "el", "al", "bin", "with", "via", "by", "y", "und", "et", "&", "/",
})  # fmt: skip
CREDIT_WORDS = LINKS | {
    "news",
    "agencies",
    "agency",
    "staff",
    "courtesy",
    "file",
    "photo",
    "images",
    "handout",
    "wire",
    "reports",
}

_CREDIT_LABEL = re.compile(
    r"[(\[]?\s?(?:(?:images?|photo(?:graph)?s?|pictures?|pics?|videos?|graphics?|illustration|footage|map|data|screengrab)"
    r"(?:\s(?:credits?|source|courtesy|by))?|credits?|sources?|courtesy(?:\sof)?"
    r"|quelle|fotos?|bild|fuente|fonte|bron|источник|фото|джерело|kaynak)\s?(?::|[©/|–—-](?=\s?[^\W\d_]))\s?"
    r"(?P<rest>[^\n]{1,120}?)\s?[)\]]?\.?",
    re.IGNORECASE,
)
_PHOTO_BY = re.compile(
    r"[(\[]?\s?(?:AP Photo|Photos?|Images?|Pictures?)(?:/|\sby\s|\scourtesy\s)(?P<rest>[^\n]{2,100}?)[)\]]?",
    re.IGNORECASE,
)
_SIGN_OFF = re.compile(
    r"[(\[]?\s?(?:h/t\s|(?:additional |further )?(?:reporting|writing|editing|compiled|translated|edited|written)\s"
    r"(?:by|from)\s|with\s(?:additional\s|further\s)?"
    r"(?:inputs?|reporting|files|contributions?|material|information|reports|agency\sinputs?|"
    r"inputs?\sfrom\sagencies|agencies|wires?)\b)",
    re.IGNORECASE,
)
_VIA_AGENCY = re.compile(r"(?P<who>[^\n/]{2,60}?)(?:\svia\s|\s?/\s?)(?P<agency>[^\n/]{2,40}?)\.?")
_CONTRIBUTED = re.compile(
    r"\b(?:contributed|has contributed|also contributed)\s(?:to\sthis\s(?:report|story|article)|reporting)\b",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"(?:by|words by|written by|story by|text by|reported by|report by|von|par|por|door)\s?:?\s(?P<names>[^\n]{2,160})",
    re.IGNORECASE,
)
_NOTICE_START = re.compile(
    r"(?:[-–—•*|>»\s]{0,4})(?:read\s(?:more|also|next|the full|full story|:)|also\sread|see\salso|"
    r"related(?:\s(?:articles?|stories|news|topics|coverage))?\s?(?::|$)|"
    r"more\s(?:on this|from|to follow|stories|news|details)|recommended|trending|most\s(?:read|popular)|"
    r"don[’']t miss|watch\s?(?::|\||$|now|live|the video)|"
    r"listen\s(?:to|now)|subscribe|sign\s?up|log\s?in|follow\s(?:us|our|the\sauthor)|"
    r"join\s(?:us|our)|click\shere|tap\shere|download\s(?:our|the app)|"
    r"get\s(?:the|our)\s(?:latest|app|newsletter)|share\s(?:this|on)|"
    r"share$|advertisement|sponsored|story\scontinues|article\scontinues|continue\sreading|keep\sreading|scroll\sdown|"
    r"comments?$|tags?\s?:|topics?\s?:|keywords?\s?:|filed\sunder|published\sin\s|editor[’']?s?[’']?\snote|correction\s?:|"
    r"corrections?\sand|clarification\s?:|disclaimer|all\srights\sreserved|copyright|©|\(c\)\s|"
    r"this\s(?:article|story|report|piece)\s(?:was|has been|is|will be|first|originally|appeared|originally)\b|"
    r"the\sopinions?\sexpressed|the\sviews\sexpressed|support\sour|help\sus|last\supdated|(?:updated|posted|published)\s?:?\s?\d)",
    re.IGNORECASE,
)
_NOTICE_ANYWHERE = re.compile(
    r"\b\d{1,3}[\s-]?(?:min(?:ute)?s?)[\s-](?:read|watch|listen)\b|\bmin read\b|"
    r"\b(?:this|the|it)?\s?is an? (?:developing|breaking)(?: news)? (?:story|situation|event)\b|"
    r"^(?:an?\s)?(?:developing|breaking) story\b|\bmore (?:details )?to (?:follow|come)\b|"
    r"\b(?:check|come) back (?:soon |later |here )?for\b|"
    r"\bwill be updated\b|\ball rights reserved\b|\bmay not be (?:published|reproduced|reprinted)\b",
    re.IGNORECASE,
)
_ADDRESS_ONLY = re.compile(
    r"(?:https?://\S{1,500}|www\.\S{1,200}|\S{1,80}@\S{1,80}\.\w{2,10}|@\w{1,40})", re.IGNORECASE
)
_CAPTION_START = re.compile(
    r"(?:file\s(?:photo|picture|image|pic)\b|file\s?[-–—:]\s|file\s-|pictured\s?:|caption\s?:|photo\scaption|image\scaption|"
    r"in this (?:\w{1,20}\s){0,3}(?:photo|image|picture|screengrab|frame)\b|"
    r"(?:photo|image|picture|graphic|video|map|infographic)\s?(?:shows|:))",
    re.IGNORECASE,
)
_CAPTION_END = re.compile(
    r"[\[(](?P<inside>[^\[\]()]{2,160})[\])]\.?$|(?:\.|\s[-–—|])\s?(?:photo(?:graph)?|image|picture|credit)s?(?:\scredits?)?\s?[:/]\s?[^.]{2,100}$"
    r"|\s/?\s?[^\s/]{2,40}/(?:AFP|AP|Reuters|EPA|Getty|PA|dpa|TASS)\b[^.]{0,60}$"
    r"|\bvia\s(?:Getty Images|AP|Reuters|REUTERS|AFP|EPA)\.?$",
    re.IGNORECASE,
)
_CAPTION_INSIDE = re.compile(
    r"\b(?:file|photo|image|picture|photograph|handout|courtesy|screengrab|screenshot|via|credit|supplied|pool|getty|shutterstock)\b|/|©",
    re.IGNORECASE,
)
_GRAPHIC = re.compile(r"\b(?:map|infographic|graphic|chart|diagram|screenshot|screengrab|logo)\b", re.IGNORECASE)
_LIST_ITEM = re.compile(r"(?:[-–—•*·▪►‣]|\(?\d{1,2}[.)]|\(?[a-z]\))\s")
_SECTION_LABEL = re.compile(r"[-–—•*|>»#]\s?(?:[A-Z][\w&’'-]{0,20})(?:\s(?:[A-Z&][\w&’'-]{0,20}|and)){0,2}")
_FINAL = re.compile(r"[.!?…。！？][\"'”’»)\]]*$")
_ABBREVIATION_END = re.compile(r"(?:\b[A-Za-z]\.){2,}$|\b(?:Inc|Ltd|Co|Corp|Jr|Sr|St|vs|etc)\.$")
_SENTENCE_BREAK = re.compile(r"[a-z0-9”\"')][.!?]\s+[\"“‘'(]?[A-Z]")
_TITLE_END = re.compile(
    r"\b(?:Mrs?|Ms|Dr|St|Gen|Sen|Rep|Gov|Lt|Col|Sgt|Capt|Rev|Prof|Hon|No|vs?|Jr|Sr|Inc|Co|Ltd|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|[A-Za-z](?:\.[A-Za-z])*)\.$"
)
_SAYING_END = re.compile(
    r"\b(?:said|says|told|added|adds|asked|wrote|stated|claimed|explained|noted|insisted|warned)$", re.IGNORECASE
)


def word_count(text: str) -> int:
    """Return the number of words: runs between white space that hold a letter or a digit."""
    # Nearly every word begins with one: asked first, for this is asked of every line many times.
    return sum(1 for word in text.split() if word[0].isalnum() or any(char.isalnum() for char in word))


def ends_as_sentence(text: str) -> bool:
    """Tell whether a line ends with a full stop, question mark or the like (an abbreviation's dot is none)."""
    tail = text[-40:].rstrip()
    return _FINAL.search(tail) is not None and _ABBREVIATION_END.search(tail) is None


def ends_with_stop(text: str) -> bool:
    """Tell whether a line ends as a statement does, and not as a question or an exclamation."""
    return ends_as_sentence(text) and text.rstrip("\"'”’»)] ")[-1:] not in {"?", "!", "？", "！"}


def has_sentence_break(text: str) -> bool:
    """Tell whether a sentence ends inside of a line and another begins."""
    return any(
        not _TITLE_END.search(text[max(0, match.start() - 12) : match.start() + 2])
        for match in _SENTENCE_BREAK.finditer(text)
    )


def is_title_case(text: str) -> bool:
    """Tell whether nearly all longer words of a line are capitalised, as in American headlines."""
    words = re.findall(r"[^\W\d_][\w’'-]{3,}", text)
    return len(words) >= 4 and sum(word[0].isupper() for word in words) >= TITLE_CASE_SHARE * len(words)


def is_list_item(text: str) -> bool:
    """Tell whether a line begins with a bullet or a number of a list."""
    return _LIST_ITEM.match(text) is not None


def is_section_label(text: str) -> bool:
    """Tell whether a line is a bullet with the name of a section ("- World News")."""
    return _SECTION_LABEL.fullmatch(text) is not None


def is_graphic(text: str) -> bool:
    """Tell whether a line without a full stop describes a map, a chart or the like."""
    return len(text) <= 160 and not ends_as_sentence(text) and _GRAPHIC.search(text) is not None


def ends_with_saying(text: str) -> bool:
    """Tell whether a line ends with a verb of saying: an attribution without its full stop, no heading."""
    return _SAYING_END.search(text.rstrip(" ,:")) is not None


def is_names(text: str, links: frozenset[str] = LINKS) -> bool:
    """Tell whether a line is made of capitalised words, with small words only between them."""
    words = re.findall(r"[^\s,;/|()]+", text)
    if not words or len(words) > 16:
        return False
    proper = [word for word in words if word[0].isupper() or word.startswith(("@", "©"))]
    return bool(proper or links is CREDIT_WORDS) and all(word in proper or word.lower() in links for word in words)


def byline_of(text: str) -> str | None:
    """Return the names of a byline ("By Ana Breck and Tom Yule, Northmoor Post"), or null where the line is none."""
    match = _BYLINE.fullmatch(text)
    if match is None or len(text) > 180 or not text[0].isupper() or has_sentence_break(text):
        return None
    names = match["names"].strip(" .,|")
    # The part after a comma or bar may be a job ("political correspondent"), a place or a date.
    first = re.split(r"\s?[,|·•(]\s?|\s[-–—]\s", names, maxsplit=1)[0]
    return names if is_names(first) and word_count(first) <= 12 and not first.lower().startswith("the ") else None


def credit_of(text: str) -> str | None:
    """Return whom a credit line names ("Source: …", "(Image: AP)", "Reporting by …"), or null where it is none."""
    bare = text.strip().strip("()[]").strip(" –—-.")
    if len(text) > MAX_CREDIT_CHARS:
        return None
    if is_agency(bare) or (bare.lower().startswith(("with ", "from ")) and is_agency(bare[5:])):
        return bare
    if (match := _CREDIT_LABEL.fullmatch(text)) is not None and (
        is_names(match["rest"], CREDIT_WORDS) or is_agency(match["rest"])
    ):
        return match["rest"].strip(" .)")
    if (match := _PHOTO_BY.fullmatch(text)) is not None and is_names(match["rest"], CREDIT_WORDS):
        return match["rest"].strip(" .)")
    if (match := _VIA_AGENCY.fullmatch(text)) is not None and is_names(match["who"]) and is_agency(match["agency"]):
        return bare
    if _SIGN_OFF.match(text) is not None or (_CONTRIBUTED.search(text) is not None and word_count(text) <= 30):
        return bare
    return None


def is_image_credit(text: str) -> bool:
    """Tell whether a credit line is one for a picture rather than for the words."""
    return (
        re.match(
            r"[(\[]?\s?(?:ap photo|images?|photo|pict|pics?|video|graphic|illustr|footage|map|screen)",
            text,
            re.IGNORECASE,
        )
        is not None
    )


def is_notice(text: str) -> bool:
    """Tell whether a line speaks about the page or the article rather than the news."""
    if not any(char.isalnum() for char in text):
        return True
    if _ADDRESS_ONLY.fullmatch(text) is not None:
        return True
    if len(text) > 600:
        return False
    return _NOTICE_START.match(text) is not None or (len(text) <= 300 and _NOTICE_ANYWHERE.search(text) is not None)


def is_caption(text: str) -> bool:
    """Tell whether a line describes a picture, by a credit in brackets at its end or a label at its beginning."""
    if len(text) > MAX_CAPTION_CHARS or word_count(text) > MAX_CAPTION_WORDS:
        return False
    if _CAPTION_START.match(text) is not None:
        return True
    match = _CAPTION_END.search(text, max(0, len(text) - 220))
    if match is None or not any(char.isalnum() for char in text[: match.start()]):
        return False
    inside = match["inside"]
    return inside is None or _CAPTION_INSIDE.search(inside) is not None or AGENCY.search(inside) is not None
