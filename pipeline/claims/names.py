"""Numbers that are part of a name ("Boeing 737") and uses of "one" that count nothing; told from tags of the model."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.claims.quantities import Quantity
from pipeline.word_lists import listed

if TYPE_CHECKING:
    from spacy.tokens import Doc

_WEEKDAYS = frozenset(
    listed(
        """
    monday tuesday wednesday thursday friday saturday sunday today yesterday
    """
    )
)
_VERSION = re.compile(r"\d{1,2}\.\d{1,2}")
_NOT_NAMES = frozenset({"mr", "mrs", "ms", "dr", "since", "total", "age"})
_ONE_NOUNS = frozenset(
    listed(
        """
    NN NNP NNS JJ JJS JJR VBN VBG HYPH CD $
    """
    )
)


def is_name_part(doc: Doc, quantity: Quantity, first: int, last: int) -> bool:
    """Say whether bare digits right behind a proper name belong to it ("Boeing 737", "Euro 2031", "Vostok 4").

    Args:
        doc: the paragraph.
        quantity: the number.
        first: index of its first token.
        last: index of its last token.

    """
    if first == 0 or quantity.modifier == "range":
        return False
    if _is_name_word(doc, first, last):
        return True
    if not quantity.is_plain and not _is_version(doc, quantity, first):
        return False
    before = doc[first - 1]
    if _is_label(doc, first) or _is_bare_model(doc, first, last):
        return True
    is_acronym = len(before) > 1 and before.is_alpha and (before.is_upper or not (before.is_lower or before.is_title))
    is_name = (before.tag_ in {"NNP", "NNPS"} and not before.is_lower) or is_acronym
    if not is_name or before.lower_ in _WEEKDAYS | _NOT_NAMES:
        return False
    if not before.whitespace_ and before.idx + len(before) != doc[first].idx:
        return False
    following = doc[last + 1] if last + 1 < len(doc) else None
    head = doc[last].head
    is_counting = (
        following is not None
        and following.tag_ in {"NNS", "JJ", "JJR"}
        and doc[last].dep_ == "nummod"
        and head.i > last
    )
    return not is_counting or _is_model_behind_article(doc, first)


def _is_version(doc: Doc, quantity: Quantity, first: int) -> bool:
    """Say whether the number may be that of a version ("Bluetooth 5.0")."""
    return quantity.unit is None and quantity.high is None and bool(_VERSION.fullmatch(doc[first].text))


def _is_name_word(doc: Doc, first: int, last: int) -> bool:
    """Say whether a capitalised number word belongs to a name ("Xbox One", "Twelve Angry Men", "Ocean's Eleven")."""
    token = doc[first]
    if not (token.is_alpha and token.is_title) or token.is_sent_start or _is_headline(doc, first):
        return False
    following = doc[last + 1] if last + 1 < len(doc) else None
    if following is not None and following.is_title and following.is_alpha:
        return True
    is_behind_name = doc[first - 1].tag_ in {"NNP", "NNPS", "POS"}
    return is_behind_name and (following is None or following.tag_ not in {"NNS", "JJ", "CD", "NNPS", "HYPH"})


def _is_headline(doc: Doc, first: int) -> bool:
    """Say whether most words around are capitalised, so that capitals tell nothing."""
    near = [token for token in doc[max(0, first - 8) : first + 8] if token.is_alpha and len(token) > 3]
    return 3 * sum(token.is_title or token.is_upper for token in near) > 2 * len(near)


def _is_bare_model(doc: Doc, first: int, last: int) -> bool:
    """Say whether "the" stands before a bare number and a singular verb behind it ("The 458 costs more")."""
    if doc[first - 1].lower_ != "the" or last + 1 >= len(doc):
        return False
    return doc[last + 1].tag_ in {"VBZ", "MD"} or doc[last + 1].lower_ in {"was", "has", "had"}


def _is_label(doc: Doc, first: int) -> bool:
    """Say whether the number stands behind the noun that it numbers ("posts 542 and 543", "gate 12")."""
    token = doc[first]
    if not token.is_digit or token.dep_ not in {"nummod", "appos", "npadvmod"} or token.head.i != first - 1:
        return False
    following = doc[first + 1] if first + 1 < len(doc) else None
    return token.head.tag_ in {"NN", "NNS"} and (following is None or following.tag_ not in {"NN", "NNS", "JJ", "IN"})


def _is_model_behind_article(doc: Doc, first: int) -> bool:
    """Say whether an article stands before name and number ("the Kestrel 9 phones")."""
    index = first - 1
    while index >= 0 and doc[index].tag_ in {"NNP", "NNPS"}:
        index -= 1
    return index >= 0 and doc[index].tag_ in {"DT", "PRP$"}


def counts_nothing(doc: Doc, first: int, last: int) -> bool:
    """Say whether a bare "one" (or "One") is a pronoun or an idiom rather than a count of something behind it."""
    if first != last or doc[first].lower_ != "one":
        return False
    following = doc[last + 1] if last + 1 < len(doc) else None
    if following is None or following.tag_ not in _ONE_NOUNS:
        return True
    return (
        doc[first].tag_ in {"PRP", "NN", "NNP"}
        and doc[first].dep_ not in {"nummod", "compound", "amod"}
        and following.text != "-"
    )
