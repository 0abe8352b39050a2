"""Reports by nouns: "his claim that…", "her answer was that…", "made the case that…", "made clear that…".

Here belong the clauses whose cue is a noun, or an adjective after "make". Those of reporting verbs are in ``clauses``.
"""

from collections.abc import Iterable
from typing import Final, NamedTuple

from pipeline.quotes.cue_words import CUE_NOUNS
from pipeline.quotes.cues import is_unreal
from pipeline.quotes.phrases import Span, speaker_span, subject
from pipeline.quotes.words import Words
from pipeline.word_lists import listed

EXPRESSING: Final = frozenset(
    listed(
        """
        express expressed expresses expressing voiced voices voicing issued raised made makes making make shared
        """
    )
)
MADE_NOUNS: Final = frozenset(("case", "point", "argument", "observation", "claim", "allegation"))
"""What somebody makes with words."""
ANSWERS: Final = frozenset(
    listed(
        """
        answer response reply message argument arguments point points claim claims verdict conclusion warning advice
        explanation excuse contention prediction view opinion complaint suggestion
        """
    )
)
"""What a clause with "be" tells of: "her answer was that…"."""
CLEAR: Final = frozenset(("clear", "plain"))
MAKING: Final = frozenset(("make", "makes", "made", "making"))
BEING: Final = frozenset(("is", "was", "’s", "'s"))
MAX_GAP: Final = 14


class NounClause(NamedTuple):
    """A clause with its cue and the speaker; all are token spans, the clause not yet trimmed."""

    content: Span
    cue: Span
    speaker: Span


def noun_clause(words: Words, index: int) -> NounClause | None:
    """Return what the noun or adjective at ``index`` reports, or null."""
    word = words.lower[index]
    if word in CLEAR:
        return _made_clear(words, index)
    if word in ANSWERS:
        found = _was_that(words, index)
        if found is not None:
            return found
    if word in CUE_NOUNS or word in MADE_NOUNS:
        return _of_noun(words, index)
    return None


NOUN_CUES: Final = CUE_NOUNS | MADE_NOUNS | ANSWERS | CLEAR
"""The words for which ``noun_clause`` may find something."""


def _of_noun(words: Words, index: int) -> NounClause | None:
    """The clause after a noun: of the one whose noun it is, or of the one who makes or expresses it."""
    head = words.head[index]
    is_near = words.dep[index] == "dobj" and 0 < index - head <= MAX_GAP
    is_made = is_near and words.lower[head] in EXPRESSING and not is_unreal(words, head)
    owner = words.child(index, "poss")
    if owner is None and is_made:
        owner = subject(words, head)
    if owner is None or (words.lower[index] not in CUE_NOUNS and not is_made):
        return None
    clause = _that_clause(words, index, (*words.kids[index], *(words.kids[head] if is_made else ())))
    if clause is None and is_made and words.lower[index] in MADE_NOUNS:
        clause = _that_clause(words, index, range(index + 1, min(words.size, index + 2 * MAX_GAP)), MAX_GAP)
    return _found(words, clause, (index, index + 1), owner)


def _that_clause(words: Words, index: int, heads: Iterable[int], gap: int = 4) -> Span | None:
    for kid in heads:
        if kid < index or words.dep[kid] not in ("acl", "ccomp", "relcl", "advcl"):
            continue
        mark = words.child(kid, "mark")
        if mark is not None and words.lower[mark] == "that" and 0 < mark - index <= gap:
            return max(words.left(kid), index + 1, mark + 1), words.right(kid) + 1
    return None


def _was_that(words: Words, index: int) -> NounClause | None:
    """What an answer or an argument was; also "one of her arguments is that…"."""
    owner = words.child(index, "poss")
    top = index
    if words.dep[index] == "pobj" and words.lower[words.head[index]] == "of":
        top = words.head[words.head[index]]
    verb = words.head[top]
    if (
        owner is None
        or words.dep[top] != "nsubj"
        or not 0 < verb - index <= MAX_GAP
        or words.lower[verb] not in BEING
        or is_unreal(words, verb)
    ):
        return None
    clause = _that_clause(words, verb, tuple(words.kids[verb]), 2)
    return _found(words, clause, (index, index + 1), owner)


def _made_clear(words: Words, index: int) -> NounClause | None:
    head = words.head[index]
    if words.lower[head] not in MAKING or not 0 < index - head <= 3 or is_unreal(words, head):
        return None
    owner = subject(words, head)
    clause = _that_clause(words, index, (*words.kids[index], *words.kids[head]), 6)
    return _found(words, clause, (head, index + 1), owner) if owner is not None else None


def _found(words: Words, clause: Span | None, cue: Span, owner: int) -> NounClause | None:
    speaker = speaker_span(words, owner)
    if clause is None or speaker is None or words.run[speaker[0]] >= 0:
        return None
    return NounClause(clause, cue, speaker)
