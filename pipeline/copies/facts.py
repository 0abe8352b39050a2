"""A paragraph's text -> the tokens that the fact guard compares: which are numbers, names, negations, plain words.

Works on the text as written, because names are known by their capitals. Agency furniture (a dateline, a byline, a
closing "Reporting by …") is left out: it differs between copies that say the same. Comparing two texts is done
elsewhere.
"""

import html
import re
import unicodedata
from enum import IntEnum
from typing import NamedTuple

from pipeline.copies.normal_form import fold
from pipeline.copies.numerals import read_number
from pipeline.copies.polarity import NEGATIONS
from pipeline.copies.spellings import standard_spelling
from pipeline.copies.wordlists import word_set


class Kind(IntEnum):
    """What a token is to the fact guard."""

    WORD = 0
    NUMBER = 1
    NAME = 2
    OPENER = 3
    """Capitalised only because it opens a sentence, as far as can be told; a name or not."""
    NEGATION = 4


class Token(NamedTuple):
    """One token: its key (equal keys mean the same), what it is, and its first word as written."""

    key: str
    kind: Kind
    surface: str


# Words (with inner apostrophes, dots of acronyms), digits (with inner dots and commas), and the marks that matter.
_PIECE = re.compile(
    r"(?P<word>(?:[^\W\d_]\.){2,}|[^\W\d_]+(?:['\u2019\u02bc][^\W\d_]+)*\d*)"
    r"|(?P<digits>\d+(?:[.,]\d+)*[^\W_]*)"
    r"|(?P<stop>[.!?\u2026]+[\"'\u2019\u201d)\]]*(?=\s|$)|[:;\n\u201c\u201e\u00ab\"(\[]|[\u2014\u2013]|\s-+\s)"
    r"|(?P<percent>%)"
    r"|(?P<ampersand>&)"
    r"|(?P<comma>,)"
)
_HEAD_CHARS = 160
_TAIL_CHARS = 240
_DATELINE = re.compile(
    r"^\s*[^\W\d_][\w .,'\u2019/-]{1,80}"
    r"(?:\((?P<agency>[\w .&-]{2,30})\)\s*[-\u2013\u2014:]+|[^\S\n][-\u2013\u2014]+)\s"
)
_BYLINE = re.compile(r"^\s*[Bb][Yy] (?:[^\W\d_a-z][\w.'\u2019-]*(?:,? (?:and )?|(?=\.)))+\.\s", re.UNICODE)
_CREDIT = re.compile(
    r"[(\[]?(?:additional |with )?(?:reporting|writing|editing|edited|compiled|reported|written) by\b[^\n]*$",
    re.IGNORECASE,
)
_NEVER_NAMES = word_set(
    """
    i im ive ill id a an and as at but by for from he her his how if in is it its mr mrs ms dr of on or our she so
    that the their then there these they this those to was we were what when where which who why will with you your
    yes
    """
)
_CASELESS_SHARE = 0.6
_CASELESS_WORDS = 6


def read_facts(text: str) -> tuple[Token, ...]:
    """Return the tokens of a paragraph. Linear in its length; never raises."""
    text = unicodedata.normalize("NFKC", html.unescape(text) if "&" in text else text)
    pieces = _pieces(_without_furniture(text))
    is_cased = _is_cased(pieces)
    words = [piece.folded for piece in pieces]
    tokens: list[Token] = []
    position = 0
    while position < len(pieces):
        piece = pieces[position]
        if not piece.folded:
            position += 1
            continue
        number = read_number(words, position)
        if number is not None:
            key, used = number
            surface = " ".join(p.surface for p in pieces[position : position + used])
            tokens.append(Token(key, Kind.NUMBER, surface))
            position += used
            continue
        if piece.folded == "per" and position + 1 < len(words) and words[position + 1] == "cent":
            tokens.append(Token("percent", Kind.WORD, piece.surface))
            position += 2
            continue
        tokens.append(Token(standard_spelling(piece.folded), _kind(piece, is_cased), piece.surface))
        position += 1
    return tuple(tokens)


class _Piece(NamedTuple):
    surface: str
    folded: str
    """Empty for a mark, which ends a number written in several words."""
    is_capital: bool
    opens: bool


def _pieces(text: str) -> list[_Piece]:
    pieces: list[_Piece] = []
    opens = True
    for match in _PIECE.finditer(text):
        surface = match[0]
        kind = match.lastgroup
        if kind in ("stop", "comma"):
            pieces.append(_Piece(surface, "", is_capital=False, opens=False))
            opens = opens or kind == "stop"
            continue
        if kind == "percent":
            folded = "percent"
        else:
            folded = fold(surface).replace(" ", "").replace(",", "") or surface
            if kind == "word" and len(folded) > 2 and folded.endswith("s") and surface[-2] in "'\u2019\u02bc":
                folded = folded[:-1]
        pieces.append(_Piece(surface, folded, is_capital=surface[0].isupper(), opens=opens))
        opens = False
    return pieces


def _kind(piece: _Piece, is_cased: bool) -> Kind:
    if piece.folded in NEGATIONS:
        return Kind.NEGATION
    if not piece.is_capital or not is_cased or piece.folded in _NEVER_NAMES:
        return Kind.WORD
    return Kind.OPENER if piece.opens else Kind.NAME


def _is_cased(pieces: list[_Piece]) -> bool:
    """Whether capitals tell names: not where nearly every word has one (a title, a shout)."""
    words = [piece for piece in pieces if piece.folded and piece.surface[0].isalpha()]
    capitals = sum(piece.is_capital for piece in words)
    return len(words) < _CASELESS_WORDS or capitals <= _CASELESS_SHARE * len(words)


def _without_furniture(text: str) -> str:
    """Drop a dateline or byline at the head and a credit line at the tail; only the two ends are looked at."""
    head, rest = text[:_HEAD_CHARS], text[_HEAD_CHARS:]
    for pattern in (_BYLINE, _DATELINE):
        match = pattern.match(head)
        if match and (pattern is _BYLINE or _is_dateline(match)):
            head = head[match.end() :]
    text = head + rest
    body, tail = text[:-_TAIL_CHARS], text[-_TAIL_CHARS:]
    credit = _CREDIT.search(tail)
    return body + tail[: credit.start()] if credit else text


def _is_dateline(match: re.Match[str]) -> bool:
    """A place in capitals, or an agency in brackets, before the dash."""
    return bool(match["agency"]) or match[0].split()[0].strip(",.").isupper()
