"""What happened to what is counted: the verb that governs it, whether that is denied, and where it happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.claims.vague import VAGUE_WORDS
from pipeline.claims.verbs import base_form
from pipeline.word_lists import listed

if TYPE_CHECKING:
    from spacy.tokens import Token

_LIGHT = frozenset(
    listed(
        """
    force begin continue believe fear presume say feel think know start understand estimate be get suppose
    seem appear leave expect report allege compel
    """
    )
)
"""Verbs that say nothing themselves where another verb depends on them."""

REPORTING = frozenset(
    listed(
        """
    say tell report estimate claim announce confirm state add note reveal declare warn believe think suggest
    show put count record acknowledge admit insist argue assert allege write tweet predict forecast
    calculate stress maintain indicate find expect fear deny document register explain disclose project
    reckon
    """
    )
)
"""Verbs whose subject says what the number is."""

_VERB_TAGS = frozenset({"VB", "VBD", "VBG", "VBN", "VBP", "VBZ"})
CASUALTY_ADJECTIVES = frozenset(
    listed(
        """
    dead missing homeless unemployed jobless stranded hungry safe ill sick critical unaccounted
    """
    )
)
"""What people can be said to be instead of what was done to them ("40 were left homeless")."""

_WITHIN_NOUN = frozenset(
    listed(
        """
    conj appos nmod compound nummod quantmod amod poss dep
    """
    )
)
_ARGUMENTS = frozenset({"nsubj", "nsubjpass", "dobj", "attr", "dative", "oprd", "csubj", "obj"})
_AMOUNT_OF = frozenset(
    listed(
        """
    total number numbers majority group crowd rest share portion part percent % %age proportion toll series
    list
    """
    )
)
_CHANGES = frozenset(
    listed(
        """
    rise fall grow climb jump drop increase decrease decline slip gain lose shrink widen narrow surge soar
    plunge tumble swell dwindle cut raise lower reduce expand advance edge ease slow double triple rebound
    recover sink slump plummet
    """
    )
)
_KINDS_WITHOUT = frozenset({"duration", "age", "temperature", "angle", "speed"})
"""Kinds of measure that say how long or how fast, not what happened to how many."""

_MOST_STEPS = 6
_PLACE_PREPOSITIONS = frozenset(
    listed(
        """
    in at near across around outside inside throughout from within off of
    """
    )
)
_PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})


def find_predicate(anchor: Token, unit_kind: str | None = None) -> Token | None:
    """Return the verb (or "dead", "missing") that tells what happened to what is counted, or null.

    Only what the noun is subject or object of counts, or changes by or to; that a verb stands in the sentence does not.

    Args:
        anchor: the counted noun, or the number where there is none.
        unit_kind: the kind of the number's unit; durations and the like have no predicate.

    """
    if unit_kind in _KINDS_WITHOUT:
        return None
    if own := _own_clause(anchor):
        return _content(own)
    token = anchor
    for _ in range(_MOST_STEPS):
        head = token.head
        if head == token:
            return None
        if token.dep_ in _ARGUMENTS and head.tag_ in _VERB_TAGS:
            return _content(head)
        if token.dep_ == "npadvmod" and base_form(head.lower_) in _CHANGES:
            return head
        if token.dep_ == "pobj" and head.dep_ == "prep":
            outer = head.head
            is_level = unit_kind in {"money", "percent"} or base_form(outer.lower_) in _CHANGES
            if head.lower_ in {"to", "by", "from", "at", "for"} and is_level and outer.tag_ in _VERB_TAGS:
                return outer
            if head.lower_ == "of" and (
                outer.tag_ == "CD"
                or outer.lower_ in _AMOUNT_OF
                or outer.lower_ in VAGUE_WORDS
                or outer.lower_ in {"half", "third", "thirds", "quarter", "quarters", "fifth", "fifths", "tenth"}
            ):
                token = outer
                continue
            return None
        if token.dep_ not in _WITHIN_NOUN or not (head.tag_.startswith("N") or head.tag_ in {"CD", "$", "JJ"}):
            return None
        token = head
    return None


def _own_clause(anchor: Token) -> Token | None:
    """Return the participle or relative clause right behind the noun ("137 people killed in the fire")."""
    for child in anchor.rights:
        if child.lower_ in CASUALTY_ADJECTIVES and child.dep_ in {"acl", "amod"}:
            return child
        if child.dep_ in {"acl", "relcl"} and child.tag_ in _VERB_TAGS and child.i - anchor.i <= 6:
            return child
        if child.dep_ == "amod" and child.lower_ in CASUALTY_ADJECTIVES:
            return child
    return None


def _content(verb: Token) -> Token | None:
    """Step over light verbs ("have been forced to flee" -> flee, "were left dead" -> dead)."""
    for _ in range(3):
        if base_form(verb.lower_) not in _LIGHT:
            return verb
        inner = next(
            (child for child in verb.children if child.dep_ in {"xcomp", "acomp", "oprd"} and child.i > verb.i), None
        )
        if inner is None or (inner.tag_ not in _VERB_TAGS and inner.lower_ not in CASUALTY_ADJECTIVES):
            return verb
        if inner.tag_ not in _VERB_TAGS:
            return inner
        verb = inner
    return verb


def predicate_name(token: Token) -> str | None:
    """Return the base form of a predicate; null for "be" and "do", which tell nothing, and for what is no word."""
    if token.lower_ in CASUALTY_ADJECTIVES:
        return token.lower_
    base = base_form(token.lower_)
    return None if base in {"be", "do"} or not base.isalpha() or len(base) < 2 else base


def is_negated(token: Token) -> bool:
    """Say whether the predicate is denied ("were not killed", "never arrived")."""
    if any(child.dep_ == "neg" for child in token.children):
        return True
    return token.dep_ == "xcomp" and any(child.dep_ == "neg" for child in token.head.children)


def find_place(anchor: Token, predicate: Token | None) -> str | None:
    """Return the place named by a prepositional phrase of the noun or, failing that, of its predicate."""
    for holder in (anchor, predicate):
        if holder is None:
            continue
        for child in holder.children:
            if (
                child.dep_ in {"prep", "agent"}
                and child.lower_ in _PLACE_PREPOSITIONS
                and (place := _place_of(child, 3))
            ):
                return place
    return None


def _place_of(preposition: Token, depth: int) -> str | None:
    for child in preposition.children:
        if child.dep_ != "pobj":
            continue
        if child.ent_type_ in _PLACE_LABELS:
            return _entity_text(child)
        if depth:
            for inner in child.children:
                if (
                    inner.dep_ == "prep"
                    and inner.lower_ in _PLACE_PREPOSITIONS
                    and (place := _place_of(inner, depth - 1))
                ):
                    return place
                if inner.dep_ in {"compound", "poss", "nmod", "appos"} and inner.ent_type_ in _PLACE_LABELS:
                    return _entity_text(inner)
    return None


def _entity_text(token: Token) -> str:
    doc, start, end = token.doc, token.i, token.i + 1
    while start > 0 and doc[start].ent_iob_ == "I":
        start -= 1
    while end < len(doc) and doc[end].ent_iob_ == "I":
        end += 1
    if doc[start].lower_ == "the" and end - start > 1:
        start += 1
    return doc[start:end].text
