"""A paragraph's text -> the tokens that the fact guard compares: which are numbers, names, negations, plain words.

Works on the text as written, because names are known by their capitals. Comparing two texts is done elsewhere.
"""

import html
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import NamedTuple

from pipeline.copies.furniture import is_notice, without_furniture
from pipeline.copies.normal_form import fold
from pipeline.copies.numerals import mend_spelt_digits, read_number
from pipeline.copies.polarity import NEGATIONS, has_opposite
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

    ``unscaled`` is the key without "million" and the like, for a number that is written with one. ``is_telling``: it is
    more than a plain word, or a word that has an opposite.
    """

    key: str
    kind: Kind
    surface: str
    unscaled: str
    is_telling: bool


class Sentence(NamedTuple):
    """Where a sentence lies among the tokens, and the keys of those."""

    start: int
    end: int
    keys: tuple[str, ...]


@dataclass(frozen=True)
class Facts:
    """The tokens of a paragraph, with the number of each one's sentence. What is derived of them is made once."""

    tokens: tuple[Token, ...]
    sentence_of: tuple[int, ...]

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The key of each token."""
        return tuple([token.key for token in self.tokens])

    @cached_property
    def outline(self) -> list[str]:
        """The keys of telling tokens; texts of the same outline say the same."""
        return [token.key for token in self.tokens if token.is_telling]

    @cached_property
    def sentences(self) -> list[Sentence]:
        """The sentences that have a token."""
        changes = [place for place, (a, b) in enumerate(pairwise(self.sentence_of), start=1) if a != b]
        cuts = [0, *changes, len(self.tokens)]
        return [Sentence(start, end, self.keys[start:end]) for start, end in pairwise(cuts) if start < end]


# Words (with inner apostrophes, dots of acronyms), digits (with inner dots and commas), and the marks that matter:
# those that end a sentence, and those after which a capital need not be a name. No two sorts begin alike.
_PIECE = re.compile(
    r"(?:[^\W\d_]\.){2,}|[^\W\d_]+(?:['\u2019\u02bc][^\W\d_]+)*\d*"
    r"|\d+(?:[.,]\d+)*[^\W_]*"
    r"|[.!?\u2026]+[\"'\u2019\u201d)\]]*(?=\s|$)|\n\s*\n"
    r"|:|[\u201c\u201e\u00ab]|(?:(?<=\s)|^)[\"'\u2018]"
    r"|[%&,]"
)
_STOPS = ".!?\u2026\n"
_OPENINGS = ":\u201c\u201e\u00ab\"'\u2018"
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
_MAX_KNOWN_CHARS = 64
_CASELESS_SHARE = 0.6
_CASELESS_WORDS = 6


def read_facts(text: str) -> Facts:
    """Return the tokens of a paragraph. Linear in its length; never raises.

    Nothing is read beyond ``MAX_CHARS``. Furniture is left out (see ``furniture``); in a notice about the article
    nothing is a fact.
    """
    text = text[:MAX_CHARS]
    text = mend_spelt_digits(unicodedata.normalize("NFKC", html.unescape(text) if "&" in text else text))
    surfaces: list[str] = _PIECE.findall(without_furniture(text))
    # Words that nobody writes are not kept.
    piece_of = _piece if max(map(len, surfaces), default=0) <= _MAX_KNOWN_CHARS else _piece.__wrapped__
    pieces = [piece_of(surface) for surface in surfaces]
    folded = [piece.folded for piece in pieces]
    has_names, has_facts = _is_cased(pieces), not is_notice(text)
    tokens: list[Token] = []
    sentence_of: list[int] = []
    sentence = position = 0
    opens = True
    while position < len(pieces):
        piece = pieces[position]
        position += 1
        if not piece.folded:
            sentence += piece.ends
            opens = opens or piece.opens
            continue
        if piece.may_join and (joined := _joined(folded, position - 1)) is not None:
            key, kind, used, unscaled = joined
            end = position - 1 + used
            kind = kind if has_facts else Kind.WORD
            tokens.append(_token(key, kind, " ".join(surfaces[position - 1 : end]), unscaled))
            position = end
        else:
            token = piece.opening if opens else piece.inner
            is_shown = has_facts and (has_names or token.kind is not Kind.NAME)
            tokens.append(token if is_shown else piece.plain)
        sentence_of.append(sentence)
        opens = False
    return Facts(tuple(tokens), tuple(sentence_of))


class _Piece(NamedTuple):
    """What is known of a word or mark by itself; ``folded`` is empty for a mark, which ends a number in several words.

    A word has the token that it is at the beginning of a sentence, the one that it is elsewhere, and the one that it is
    where nothing is a name or fact.
    """

    folded: str
    opening: Token
    inner: Token
    plain: Token
    may_join: bool = False
    """Whether it may begin a number, or a phrase that is one token."""
    is_letters: bool = False
    is_capital: bool = False
    opens: bool = False
    """After this mark a capital need not be a name."""
    ends: bool = False
    """This mark ends a sentence."""


def _token(key: str, kind: Kind, surface: str, unscaled: str = "") -> Token:
    return Token(key, kind, surface, unscaled, kind is not Kind.WORD or has_opposite(key))


@lru_cache(maxsize=1 << 16)
def _piece(surface: str) -> _Piece:
    first = surface[0]
    if first == ",":
        return _mark(surface)
    if first in _STOPS:
        return _mark(surface, opens=True, ends=True)
    if first in _OPENINGS:
        return _mark(surface, opens=True)
    if first == "%":
        percent = _token("percent", Kind.WORD, surface)
        return _Piece("percent", percent, percent, percent)
    folded = fold(surface).replace(" ", "").replace(",", "") or surface
    if len(surface) > 2 and surface[-1] in "sS" and surface[-2] in "'\u2019\u02bc":
        folded = folded[:-1] or folded
    kind = kind_opening = Kind.WORD
    if folded in NEGATIONS:
        kind = kind_opening = Kind.NEGATION
    elif first.isupper() and folded not in _NEVER_NAMES:
        kind = Kind.NAME
        is_common = folded in _OPENERS or folded.endswith(("s", "ly", "ing", "ed"))
        kind_opening = Kind.WORD if is_common else Kind.NAME
    key = standard_spelling(folded)
    return _Piece(
        folded,
        _token(key, kind_opening, surface),
        _token(key, kind, surface),
        _token(key, Kind.WORD, surface),
        may_join=starts_phrase(folded) or read_number([folded], 0) is not None,
        is_letters=first.isalpha(),
        is_capital=first.isupper(),
    )


def _mark(surface: str, *, opens: bool = False, ends: bool = False) -> _Piece:
    token = Token(surface, Kind.WORD, surface, "", is_telling=False)
    return _Piece("", token, token, token, opens=opens, ends=ends)


def _joined(words: Sequence[str], position: int) -> tuple[str, Kind, int, str] | None:
    """Return key, kind, count of words and unscaled key of the number or phrase at a place; null where none begins."""
    number = read_number(words, position)
    if number is not None:
        return number.key, Kind.NUMBER, number.words, number.unscaled
    phrase = standard_phrase(words, position)
    return None if phrase is None else (phrase[0], Kind.NAME, phrase[1], "")


def _is_cased(pieces: Sequence[_Piece]) -> bool:
    """Whether capitals tell names: not where nearly every word has one (a title, a shout)."""
    capitals = [piece.is_capital for piece in pieces if piece.is_letters]
    return len(capitals) < _CASELESS_WORDS or sum(capitals) <= _CASELESS_SHARE * len(capitals)
