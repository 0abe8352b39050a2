"""Who says so, as far as the sentence tells: the reporting clause, "according to", "officials estimate"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.claims.predicates import REPORTING
from pipeline.claims.verbs import base_form
from pipeline.word_lists import listed

if TYPE_CHECKING:
    from spacy.tokens import Token

_VERB_TAGS = frozenset({"VB", "VBD", "VBG", "VBN", "VBP", "VBZ"})
_SPEAKING_LABELS = frozenset({"PERSON", "ORG", "NORP", "GPE"})
_MOST_STEPS = 12
_BODIES = frozenset(
    listed(
        """
    ministry government police agency report study survey poll official spokesman spokeswoman spokesperson company
    army commission bank court mayor minister president office census
    """
    )
)
_IMPERSONAL = frozenset(
    listed(
        """
    it that this there which who what toll number figure
    """
    )
)
_ESTIMATING = frozenset(
    listed(
        """
    estimate put report count record document register calculate project confirm reckon
    """
    )
)
"""Verbs whose object is itself the number claimed ("officials estimate 5,000 refugees")."""

_WEAK = frozenset(
    listed(
        """
    put find show count add expect fear register record project indicate
    """
    )
)
"""Verbs that report only with a source that can speak ("the ministry put the toll at 45")."""


def find_source(anchor: Token, sentence: tuple[int, int]) -> tuple[int, int] | None:
    """Return the span of tokens (start, end) that names who says the number; null where the sentence names nobody.

    Args:
        anchor: the counted noun, or the number itself.
        sentence: the first token of its sentence, and the one after its last.

    """
    return _according_to(anchor, sentence) or _reporting_clause(anchor)


def is_reporting(token: Token) -> bool:
    """Say whether a token is a verb that reports a clause, so that "on Sunday" beside it dates the report."""
    if token.tag_ not in _VERB_TAGS or base_form(token.lower_) not in REPORTING:
        return False
    return any(child.dep_ in {"ccomp", "parataxis"} for child in token.children)


def _according_to(anchor: Token, sentence: tuple[int, int]) -> tuple[int, int] | None:
    start, end = sentence
    for token in anchor.doc[start:end]:
        if token.lower_ == "according" and token.i + 1 < end and token.nbor().lower_ == "to":
            preposition = token.nbor()
            target = next((child for child in [*preposition.children, *token.children] if child.dep_ == "pobj"), None)
            if target is not None and target.i > token.i and not _holds(target, anchor):
                return _noun_span(target)
    return None


def _reporting_clause(anchor: Token) -> tuple[int, int] | None:
    """Climb from the number to the verb that reports it: the clause must be what is said, not what goes with saying."""
    token = anchor
    for _ in range(_MOST_STEPS):
        head = token.head
        if head == token:
            return None
        base = base_form(head.lower_) if head.tag_ in _VERB_TAGS else ""
        is_said = token.dep_ in {"ccomp", "parataxis"} and base in REPORTING
        is_estimate = token.dep_ in {"dobj", "attr", "nsubjpass", "prep"} and base in _ESTIMATING
        if is_said or is_estimate:
            speaker = _speaker(head)
            if speaker is not None and _can_speak(speaker, base) and not _holds(speaker, anchor):
                return _noun_span(speaker)
        token = head
    return None


def _speaker(verb: Token) -> Token | None:
    for child in verb.children:
        if child.dep_ == "nsubj":
            return child
        if child.dep_ == "agent":
            return next((inner for inner in child.children if inner.dep_ == "pobj"), None)
    return None


def _can_speak(token: Token, verb: str) -> bool:
    if token.lower_ in _IMPERSONAL or token.tag_ == "CD" or token.lower_ in {"percent", "%", "cent", "half", "third"}:
        return False
    if len(token) < 2 and token.tag_ != "PRP":
        return False
    is_body = token.ent_type_ in _SPEAKING_LABELS or token.tag_ in {"NNS", "PRP", "NNP"} or token.lower_ in _BODIES
    return verb not in _WEAK or is_body


def _holds(speaker: Token, anchor: Token) -> bool:
    return speaker == anchor or speaker.is_ancestor(anchor) or anchor.is_ancestor(speaker)


def _noun_span(token: Token) -> tuple[int, int]:
    """Return the noun with what stands before it and its "of" phrase, without relative clauses and appositions."""
    if token.ent_type_ == "PERSON":
        return _entity_span(token)
    start, end = token.left_edge.i, token.i + 1
    for child in token.rights:
        if child.dep_ == "prep" and child.lower_ in {"of", "for", "at", "in", "by"} and child.i == end:
            inner = next((grand for grand in child.children if grand.dep_ == "pobj"), None)
            is_plain = inner is not None and inner.ent_type_ not in {"DATE", "TIME"}
            if inner is not None and is_plain and not any(word.tag_ == "CD" for word in inner.subtree):
                end = inner.i + 1
    return start, end


def _entity_span(token: Token) -> tuple[int, int]:
    doc, start, end = token.doc, token.i, token.i + 1
    while start > 0 and doc[start].ent_iob_ == "I":
        start -= 1
    while end < len(doc) and doc[end].ent_iob_ == "I":
        end += 1
    return start, end
