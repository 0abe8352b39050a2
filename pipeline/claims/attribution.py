"""Who says so, as far as the sentence tells: the reporting clause, "according to", "officials estimate"."""

from spacy.tokens import Span, Token

from pipeline.claims.predicates import REPORTING
from pipeline.claims.verbs import base_form

_VERB_TAGS = frozenset({"VB", "VBD", "VBG", "VBN", "VBP", "VBZ"})
_SPEAKING_LABELS = frozenset({"PERSON", "ORG", "NORP", "GPE"})
_MOST_STEPS = 12
_IMPERSONAL = frozenset({"it", "that", "this", "there", "which", "who", "what", "toll", "number", "figure"})
_WEAK = frozenset(
    {"put", "find", "show", "count", "add", "expect", "fear", "register", "record", "project", "indicate"}
)
"""Verbs that report only with a source that can speak ("the ministry put the toll at 45")."""


def find_source(anchor: Token) -> tuple[int, int] | None:
    """Return the span of tokens (start, end) that names who says the number; null where the sentence names nobody."""
    return _according_to(anchor) or _reporting_clause(anchor)


def _according_to(anchor: Token) -> tuple[int, int] | None:
    sentence = anchor.sent
    for token in sentence:
        if token.lower_ == "according" and token.i + 1 < sentence.end and token.nbor().lower_ == "to":
            preposition = token.nbor()
            target = next((child for child in [*preposition.children, *token.children] if child.dep_ == "pobj"), None)
            if target is not None and target.i > token.i:
                return _noun_span(target)
    return None


def _reporting_clause(anchor: Token) -> tuple[int, int] | None:
    token = anchor
    for _ in range(_MOST_STEPS):
        if token.tag_ in _VERB_TAGS:
            base = base_form(token.lower_)
            if base in REPORTING:
                subject = next((child for child in token.children if child.dep_ == "nsubj"), None)
                agent = next(
                    (
                        inner
                        for child in token.children
                        if child.dep_ == "agent"
                        for inner in child.children
                        if inner.dep_ == "pobj"
                    ),
                    None,
                )
                speaker = subject if subject is not None else agent
                if speaker is not None and _can_speak(speaker, base) and not _holds(speaker, anchor):
                    return _noun_span(speaker)
        if token.head == token:
            return None
        token = token.head
    return None


def _can_speak(token: Token, verb: str) -> bool:
    if token.lower_ in _IMPERSONAL or token.tag_ == "CD" or token.lower_ in {"percent", "%", "cent", "half", "third"}:
        return False
    return verb not in _WEAK or token.ent_type_ in _SPEAKING_LABELS or token.tag_ in {"NNS", "PRP", "NNP"} or token.lower_ in {
        "ministry", "government", "police", "agency", "report", "study", "survey", "poll", "official", "spokesman", "spokeswoman", "spokesperson", "company", "army", "commission", "bank", "court", "mayor", "minister", "president", "office", "census"}  # fmt: skip


def _holds(speaker: Token, anchor: Token) -> bool:
    return speaker == anchor or speaker.is_ancestor(anchor) or anchor.is_ancestor(speaker)


def _noun_span(token: Token) -> tuple[int, int]:
    """Return the noun with what stands before it and its "of"/"for" phrase, without relative clauses and appositions."""
    start, end = token.left_edge.i, token.i + 1
    for child in token.rights:
        if child.dep_ == "prep" and child.lower_ in {"of", "for", "at", "in"} and child.i == end:
            inner = next((grand for grand in child.children if grand.dep_ == "pobj"), None)
            if inner is not None and inner.ent_type_ not in {"DATE", "TIME"}:
                end = inner.i + 1
    return start, end


def span_offsets(span: Span) -> tuple[int, int]:
    """Return the character offsets of a span of tokens."""
    return span.start_char, span.end_char
