"""What happened to what is counted: the verb that governs it, whether that is denied, and where it happened."""

from spacy.tokens import Token

from pipeline.claims.verbs import base_form

_LIGHT = frozenset({"force", "begin", "continue", "have", "need", "want", "expect", "believe", "fear", "presume", "say", "report", "feel", "think", "know",
                    "confirm", "start", "understand", "estimate", "list", "be", "get", "suppose", "seem", "appear", "leave", "require", "order"})  # fmt: skip
REPORTING = frozenset({"say", "tell", "report", "estimate", "claim", "announce", "confirm", "state", "add", "note", "reveal", "declare", "warn", "believe", "think",
                       "suggest", "show", "put", "count", "record", "acknowledge", "admit", "insist", "argue", "assert", "allege", "write", "tweet", "predict", "forecast",
                       "calculate", "stress", "maintain", "indicate", "find", "expect", "fear", "deny", "document", "register", "explain", "disclose", "project", "reckon"})  # fmt: skip
"""Verbs whose subject says what the number is."""

_VERB_TAGS = frozenset({"VB", "VBD", "VBG", "VBN", "VBP", "VBZ"})
_CASUALTY_ADJECTIVES = frozenset(
    {
        "dead",
        "missing",
        "homeless",
        "unemployed",
        "jobless",
        "stranded",
        "hungry",
        "safe",
        "ill",
        "sick",
        "critical",
        "unaccounted",
    }
)
_UP = frozenset(
    {
        "conj",
        "appos",
        "nmod",
        "compound",
        "nummod",
        "quantmod",
        "amod",
        "npadvmod",
        "pobj",
        "prep",
        "poss",
        "advmod",
        "pcomp",
        "dep",
        "agent",
        "relcl",
    }
)
_ARGUMENTS = frozenset(
    {"nsubj", "nsubjpass", "dobj", "attr", "dative", "oprd", "csubj", "iobj", "obj", "xcomp", "ccomp", "npadvmod"}
)
_MOST_STEPS = 6
_PLACE_PREPOSITIONS = frozenset(
    {"in", "at", "near", "across", "around", "outside", "inside", "throughout", "from", "within", "off", "of"}
)
_PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})


def find_predicate(anchor: Token) -> Token | None:
    """Return the verb (or "dead", "missing") that tells what happened to the noun, or null."""
    if own := _own_clause(anchor):
        return _content(own)
    token = anchor
    for _ in range(_MOST_STEPS):
        if token.tag_ in _VERB_TAGS and token != anchor:
            return _content(token)
        if token.dep_ in _ARGUMENTS and token.head.tag_ in _VERB_TAGS:
            return _content(token.head)
        if token.dep_ not in _UP or token.head == token:
            return None
        token = token.head
        if token != anchor and token.dep_ == "conj" and token.tag_ in _VERB_TAGS:
            return _content(token)
    return None


def _own_clause(anchor: Token) -> Token | None:
    """Return the participle or relative clause right behind the noun ("137 people killed in the fire")."""
    for child in anchor.rights:
        if child.dep_ in {"acl", "relcl"} and child.tag_ in _VERB_TAGS and child.i - anchor.i <= 6:
            return child
        if child.dep_ == "amod" and child.lower_ in _CASUALTY_ADJECTIVES:
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
        if inner is None or (inner.tag_ not in _VERB_TAGS and inner.lower_ not in _CASUALTY_ADJECTIVES):
            return verb
        if inner.tag_ not in _VERB_TAGS:
            return inner
        verb = inner
    return verb


def predicate_name(token: Token) -> str | None:
    """Return the base form of a predicate; null for "be", "have" and verbs of reporting, which tell nothing."""
    if token.tag_ not in _VERB_TAGS:
        return token.lower_
    base = base_form(token.lower_)
    return None if base in {"be", "have", "do"} or base in REPORTING else base


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
