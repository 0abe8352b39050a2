"""A paragraph's text -> the tokens that the fact guard compares: which are numbers, names, negations, plain words.

Works on the text as written, because names are known by their capitals. Comparing two texts is done elsewhere.
"""

import html
import re
import unicodedata
from collections.abc import Sequence
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from pipeline.copies.furniture import is_notice, without_furniture
from pipeline.copies.normal_form import fold
from pipeline.copies.numerals import mend_spelt_digits, read_number
from pipeline.copies.polarity import NEGATIONS
from pipeline.copies.spellings import standard_phrase, standard_spelling, starts_phrase
from pipeline.copies.wordlists import word_set


class Kind(IntEnum):
    """What a token is to the fact guard."""

    WORD = 0
    NUMBER = 1
    NAME = 2
    NEGATION = 3


class Token(NamedTuple):
    """One token: its key (equal keys mean the same), what it is, and its words as written.

    ``unscaled`` is the key without "million" and the like, for a number that is written with one. ``sentence`` counts
    from 0.
    """

    key: str
    kind: Kind
    surface: str
    sentence: int
    unscaled: str = ""


# Words (with inner apostrophes, dots of acronyms), digits (with inner dots and commas), and the marks that matter:
# those that end a sentence, and those after which a capital need not be a name.
_PIECE = re.compile(
    r"(?P<word>(?:[^\W\d_]\.){2,}|[^\W\d_]+(?:['\u2019\u02bc][^\W\d_]+)*\d*)"
    r"|(?P<digits>\d+(?:[.,]\d+)*[^\W_]*)"
    r"|(?P<stop>[.!?\u2026]+[\"'\u2019\u201d)\]]*(?=\s|$)|\n\s*\n)"
    r"|(?P<opening>:|[\u201c\u201e\u00ab]|(?:(?<=\s)|^)[\"'\u2018])"
    r"|(?P<percent>%)"
    r"|(?P<ampersand>&)"
    r"|(?P<comma>,)"
)
_NEVER_NAMES = word_set(
    """
    i im ive ill id a an and as at but by for from he her his how if in is it its of on or our she so that the their
    then there these they this those to was we were what when where which who why will with you your yes
    mr mrs ms miss dr sir dame lord lady president prime minister premier chancellor secretary foreign defence defense
    finance interior general colonel captain major king queen prince princess senator governor mayor chairman
    chairwoman chief spokesman spokeswoman spokesperson judge justice professor
    """
)
# Words that often open a sentence; other openers that look like no plural, participle or adverb are taken for names.
_OPENERS = word_set(
    """
    about above across after afterwards again against ago all almost along already also although always among another
    any anyone anything around away because before behind being below beside besides between beyond both can could
    despite did do does down during each earlier early either else enough even ever every everyone everything except
    few following former fresh further give given go good government great had half has have having here hers herself
    himself hope however hundreds including indeed inside instead into itself just know last late later least less let
    like little local long look lot many march market may maybe me meanwhile men might money more moreover most much
    must my near neither never nevertheless new next no nobody none nor not nothing now off often oil old once one only
    onto opposite other otherwise ours out outside over overall parliament past people perhaps please police polling
    rather recent right same second see several shall should similar since small some somebody someone something
    sometime somewhat soon still such support take talk team tell ten than thank thanks them themselves therefore thing
    third though three through throughout thus till time today together tomorrow tonight too toward traffic trading
    troop turn two under unlike until up upon us use violence voter war water way week well went whatever whenever
    wherever whether while whoever whole whom whose within without woman women work would year yesterday yet young
    analyst army council country court crowd doctor expert family industry inflation investor leader official opposition
    parent part power price protester rain resident rescue rival rule security share shop soldier source staff state
    statement stock storm student study supporter survey union unrest victim weather witness worker
    """
)
MAX_CHARS = 100_000
"""Facts are read up to here; no paragraph that people write is longer."""
_CASELESS_SHARE = 0.6
_CASELESS_WORDS = 6


def read_facts(text: str) -> tuple[Token, ...]:
    """Return the tokens of a paragraph. Linear in its length; never raises.

    Nothing is read beyond ``MAX_CHARS``. Furniture is left out (see ``furniture``); in a notice about the article
    nothing is a fact.
    """
    text = text[:MAX_CHARS]
    text = mend_spelt_digits(unicodedata.normalize("NFKC", html.unescape(text) if "&" in text else text))
    pieces = _pieces(without_furniture(text))
    has_names, has_facts = _is_cased(pieces), not is_notice(text)
    words = [piece.word.folded for piece in pieces]
    tokens: list[Token] = []
    sentence = position = 0
    while position < len(pieces):
        surface, word, opens, ends = pieces[position]
        position += 1
        if not word.folded:
            sentence += ends
        elif word.may_join and (joined := _joined(words, position - 1)) is not None:
            key, kind, used, unscaled = joined
            surface = " ".join([piece.surface for piece in pieces[position - 1 : position - 1 + used]])
            tokens.append(Token(key, kind if has_facts else Kind.WORD, surface, sentence, unscaled))
            position += used - 1
        else:
            kind = word.kind_opening if opens else word.kind
            is_shown = has_facts and (has_names or kind is not Kind.NAME)
            tokens.append(Token(word.key, kind if is_shown else Kind.WORD, surface, sentence))
    return tuple(tokens)


class _Word(NamedTuple):
    """What is known of a word by itself; ``folded`` is empty for a mark, which ends a number in several words."""

    folded: str
    key: str = ""
    kind: Kind = Kind.WORD
    kind_opening: Kind = Kind.WORD
    may_join: bool = False
    """Whether it may begin a number, or a phrase that is one token."""
    is_letters: bool = False


class _Piece(NamedTuple):
    surface: str
    word: _Word
    opens: bool
    ends: bool


_MARK = _Word("")


def _pieces(text: str) -> list[_Piece]:
    pieces: list[_Piece] = []
    opens = True
    for match in _PIECE.finditer(text):
        surface, kind = match[0], match.lastgroup
        if kind in ("stop", "opening", "comma"):
            pieces.append(_Piece(surface, _MARK, opens=False, ends=kind == "stop"))
            opens = opens or kind != "comma"
            continue
        pieces.append(_Piece(surface, _word(surface), opens=opens, ends=False))
        opens = False
    return pieces


@lru_cache(maxsize=1 << 16)
def _word(surface: str) -> _Word:
    if surface == "%":
        return _Word("percent", "percent")
    folded = fold(surface).replace(" ", "").replace(",", "") or surface
    if len(surface) > 2 and surface[-1] in "sS" and surface[-2] in "'\u2019\u02bc":
        folded = folded[:-1] or folded
    kind = kind_opening = Kind.WORD
    if folded in NEGATIONS:
        kind = kind_opening = Kind.NEGATION
    elif surface[0].isupper() and folded not in _NEVER_NAMES:
        kind = Kind.NAME
        is_common = folded in _OPENERS or folded.endswith(("s", "ly", "ing", "ed"))
        kind_opening = Kind.WORD if is_common else Kind.NAME
    return _Word(
        folded,
        standard_spelling(folded),
        kind,
        kind_opening,
        may_join=starts_phrase(folded) or read_number([folded], 0) is not None,
        is_letters=surface[0].isalpha(),
    )


def _joined(words: Sequence[str], position: int) -> tuple[str, Kind, int, str] | None:
    """Return key, kind, count of words and unscaled key of the number or phrase at a place; null where none begins."""
    number = read_number(words, position)
    if number is not None:
        return number.key, Kind.NUMBER, number.words, number.unscaled
    phrase = standard_phrase(words, position)
    return None if phrase is None else (phrase[0], Kind.NAME, phrase[1], "")


def _is_cased(pieces: Sequence[_Piece]) -> bool:
    """Whether capitals tell names: not where nearly every word has one (a title, a shout)."""
    words = [piece.surface for piece in pieces if piece.word.is_letters]
    capitals = sum([surface[0].isupper() for surface in words])
    return len(words) < _CASELESS_WORDS or capitals <= _CASELESS_SHARE * len(words)
