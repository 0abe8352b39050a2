"""What a number counts: the head noun with its modifiers, found by syntax with the plain word order as a safety net."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.claims.verbs import base_form
from pipeline.word_lists import listed

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_NOUN_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS"})
_INSIDE_TAGS = _NOUN_TAGS | {"JJ", "JJR", "JJS", "VBN", "VBG", "HYPH", "CD", "RB", "RBR", "POS", "AFX", "FW"}
_NOT_HEADS = frozenset(
    listed(
        """
    more other others less fewer ago later earlier percent cent total so p.m. a.m. plus old
    """
    )
)
_SKIPPED_FIRST = frozenset(
    {
        "“",
        "‘",
        '"',
        "year",
        "old",
        "more",
        "fewer",
        "less",
        "other",
        "additional",
        "further",
        "new",
        "such",
        "different",
        "separate",
        "-",
        "–",
        "odd",
        "or",
        "so",
        "plus",
        "+",
        "the",
        "of",
        "these",
        "those",
    }
)
_NEVER_JOINED = frozenset(
    listed(
        """
    nobody none others hundreds thousands dozens millions scores tens half
    """
    )
)
_TIME_WORDS = frozenset(
    listed(
        """
    today yesterday tomorrow tonight monday tuesday wednesday thursday friday saturday sunday
    """
    )
)
"""Nouns that end a noun phrase without belonging to it ("950,000 today")."""

_ANTECEDENT_REACH = 60
_LONGEST_NOUN = 7


@dataclass(frozen=True, slots=True)
class Counted:
    """The noun that is counted: indices of its first, head and last token; ``is_joined`` for "six-member"."""

    first: int
    head: int
    last: int
    is_joined: bool = False


def find_counted(doc: Doc, first: int, last: int) -> Counted | None:
    """Find the noun that the number in tokens ``first..last`` counts; null where none stands with it."""
    if joined := _joined_noun(doc, last):
        return joined
    if last + 1 < len(doc) and doc[last + 1].lower_ == "others" and doc[last + 1].tag_ == "NNS":
        return Counted(last + 1, last + 1, last + 1)
    return _following_noun(doc, first, last) or _of_noun(doc, last)


def _joined_noun(doc: Doc, last: int) -> Counted | None:
    """Read "six-member team" (counted: member) and "300-strong crowd" (counted: crowd)."""
    if last + 2 >= len(doc) or doc[last + 1].text not in {"-", "–", "‑"}:
        return None
    word = doc[last + 2]
    if not word.is_alpha:
        return None
    if word.lower_ in {"strong", "odd", "plus", "some"}:
        following = _following_noun(doc, last + 2, last + 2)
        return Counted(following.first, following.head, following.head) if following else None
    return Counted(last + 2, last + 2, last + 2, is_joined=True)


def _scan(doc: Doc, last: int) -> int | None:
    """Return the last noun of the noun phrase that follows in plain word order."""
    head = None
    for index in range(last + 1, min(len(doc), last + 1 + _LONGEST_NOUN)):
        token = doc[index]
        if token.is_sent_start or token.lower_ in _TIME_WORDS:
            break
        if token.tag_ == "CC" and head is None and index > last + 1 and doc[index - 1].tag_ in {"JJ", "VBN"}:
            continue
        if token.tag_ == "," and head is None and doc[index - 1].tag_ == "JJ":
            continue
        before = doc[index - 1]
        is_joined = before.tag_ == "HYPH"
        is_participle = token.tag_ == "VBD" and index == last + 1 and index + 1 < len(doc) and is_noun(doc[index + 1])
        if (token.tag_ not in _INSIDE_TAGS and not is_participle) or (
            token.tag_ == "CD" and head is not None and before.tag_ != "POS"
        ):
            break
        if token.tag_ in {"VBN", "VBG", "RB"} and head is not None and not is_joined:
            break
        if token.tag_ in {"JJ", "JJR", "JJS"} and before.tag_ == "NNS":
            break
        if token.tag_ in _NOUN_TAGS and token.lower_ not in _NOT_HEADS:
            head = index
    return head


def _following_noun(doc: Doc, first: int, last: int) -> Counted | None:
    scanned = _scan(doc, last)
    root = doc[first : last + 1].root
    parsed = root.head if root.dep_ in {"nummod", "compound", "amod", "nmod", "det"} and root.head.i > last else None
    head = scanned
    if parsed is not None and parsed.tag_ in _NOUN_TAGS and parsed.lower_ not in _NOT_HEADS:
        if scanned is None:
            head = parsed.i if parsed.i - last <= _LONGEST_NOUN and not _has_break(doc, last + 1, parsed.i) else None
        elif parsed.i < scanned and doc[parsed.i + 1].tag_ not in {"NN", "NNS", "HYPH"}:
            head = parsed.i
    if head is None:
        return None
    begin = last + 1
    while begin < head and (doc[begin].lower_ in _SKIPPED_FIRST or doc[begin].tag_ in {",", "CC", "CD"}):
        begin += 1
    return Counted(begin, head, max(_with_conjuncts(doc, head), _of_what(doc, head)))


def _of_what(doc: Doc, head: int) -> int:
    """Extend "heads of state" and "cases of cholera" by the bare noun behind "of"."""
    if head + 2 >= len(doc) or doc[head + 1].lower_ != "of" or doc[head + 2].tag_ not in {"NN", "NNS"}:
        return head
    following = doc[head + 3] if head + 3 < len(doc) else None
    return head + 2 if following is None or following.tag_ not in _NOUN_TAGS else head


def _has_break(doc: Doc, start: int, end: int) -> bool:
    return any(doc[index].tag_ in {".", ":", "VBD", "VBZ", "VBP", "MD", "WDT", "WP"} for index in range(start, end))


def _with_conjuncts(doc: Doc, head: int) -> int:
    """Extend "civilians and military personnel" to its last noun, unless that has a number or article of its own."""
    last = head
    token = doc[head]
    while True:
        near = doc[last + 1 : last + 1 + _LONGEST_NOUN]
        conjunct = next(
            (word for word in near if word.dep_ == "conj" and word.head == token and _is_like(word, token)), None
        )
        if conjunct is not None and conjunct.lower_ in _NEVER_JOINED:
            return last
        if conjunct is None or conjunct.i - last > 5:
            return last
        between = range(last + 1, conjunct.i)
        if any(doc[index].tag_ in {"CD", "DT", "PRP$", "$", "IN", "VBD", "VBZ"} for index in between):
            return last
        if not any(doc[index].tag_ in {"CC", ","} for index in between):
            return last
        last, token = conjunct.i, conjunct


def _is_like(word: Token, token: Token) -> bool:
    """Say whether a noun may share a number with another: common nouns with any noun, names with names alone."""
    return word.tag_ in {"NN", "NNS"} or (word.tag_ == token.tag_ and word.tag_ in _NOUN_TAGS)


def _of_noun(doc: Doc, last: int) -> Counted | None:
    """Read "hundreds of skilled jobs" and "three of the four bridges"."""
    index = last + 1
    if index < len(doc) and doc[index].lower_ in {"more", "others", "or"}:
        index += 1
    if index >= len(doc) or doc[index].lower_ != "of":
        return None
    begin = index + 1
    while begin < len(doc) and doc[begin].tag_ in {"DT", "PRP$", "CD", "PDT"}:
        begin += 1
    head = _scan(doc, begin - 1) if begin < len(doc) else None
    if head is None:
        return None
    while begin < head and doc[begin].lower_ in _SKIPPED_FIRST:
        begin += 1
    return Counted(begin, head, _with_conjuncts(doc, head))


def find_measured(doc: Doc, first: int, last: int) -> Counted | None:
    """Find the noun whose size the number is: "attendance was 45,300", "a crowd of 3,000", "the toll rose to 118".

    Of "the number of wounded" what is numbered is taken: the wounded.
    """
    root = doc[first : last + 1].root
    noun: Token | None = None
    if root.dep_ in {"attr", "acomp"} and root.head.lower_ in _COPULAS:
        noun = _subject(root.head)
    elif root.dep_ in {"pobj", "npadvmod", "nummod"} and root.head.dep_ == "prep":
        preposition = root.head
        holder = preposition.head
        if preposition.lower_ == "of" and holder.tag_ in _NOUN_TAGS:
            noun = holder
        elif preposition.lower_ in {"to", "at", "from", "by"} and base_form(holder.lower_) in _LEVELS:
            thing = (
                next((child for child in holder.children if child.dep_ == "dobj"), None)
                if preposition.lower_ == "at"
                else None
            )
            noun = thing if thing is not None else _subject(holder)
    elif root.dep_ == "dobj" and root.head.tag_.startswith("VB") and root.head.lower_ in _REACHING:
        noun = _subject(root.head)
    if noun is None or first <= noun.i <= last:
        return None
    is_capitalised_noun = noun.tag_ == "NNP" and noun.is_sent_start and not noun.ent_type_
    if noun.tag_ not in {"NN", "NNS"} and not is_capitalised_noun:
        return None
    numbered = _numbered(doc, noun)
    if numbered and first <= numbered.head <= last:
        return None
    return numbered or Counted(_phrase_start(noun), noun.i, noun.i)


_COPULAS = frozenset({"is", "was", "are", "were", "be", "been"})
_LEVELS = frozenset(
    listed(
        """
    rise fall climb jump grow increase drop decline stand slip swell put estimate come decrease go soar
    surge cut raise reduce shrink remain stay set lower
    """
    )
)
_REACHING = frozenset(
    listed(
        """
    reached reaches reach hit totalled totaled numbered numbers topped exceeded exceeds averaged passed
    """
    )
)
_NUMBERING = frozenset({"number", "total", "count", "tally", "numbers"})


def _subject(verb: Token) -> Token | None:
    return next((child for child in verb.children if child.dep_ in {"nsubj", "nsubjpass"}), None)


def _phrase_start(noun: Token) -> int:
    start = noun.i
    while (
        start > 0
        and noun.doc[start - 1].tag_ in {"NN", "NNS", "NNP", "JJ", "HYPH"}
        and noun.doc[start - 1].is_ancestor(noun) is False
    ):
        start -= 1
    return start


def _numbered(doc: Doc, noun: Token) -> Counted | None:
    if noun.lower_ not in _NUMBERING or noun.i + 1 >= len(doc) or doc[noun.i + 1].lower_ != "of":
        return None
    inner = next(
        (grand for child in noun.children if child.i == noun.i + 1 for grand in child.children if grand.dep_ == "pobj"),
        None,
    )
    return Counted(_phrase_start(inner), inner.i, inner.i) if inner is not None else None


def find_antecedent(doc: Doc, first: int, last: int) -> Counted | None:
    """Find the plural noun that "them" stands for in "more than 700 of them": the nearest one before."""
    if last + 2 >= len(doc) or doc[last + 1].lower_ != "of" or doc[last + 2].lower_ not in {"them", "these", "those"}:
        return None
    for index in range(first - 1, max(-1, first - _ANTECEDENT_REACH), -1):
        if doc[index].tag_ == "NNS" and doc[index].lower_ not in _NOT_HEADS:
            return Counted(index, index, index)
    return None


def noun_after_unit(doc: Doc, last: int) -> Counted | None:
    """Find what a measure is of: "27 tonnes of grain", "73 percent of voters"; null where no "of" follows."""
    return _of_noun(doc, last)


def is_noun(token: Token) -> bool:
    """Say whether the model takes the token for a noun."""
    return token.tag_ in _NOUN_TAGS
