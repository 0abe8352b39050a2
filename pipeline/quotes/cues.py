"""Reporting verbs in their sentences: where they stand, whose they are, and whether anything was said at all.

Here belongs finding cues in a parsed paragraph. What each verb allows is listed in ``cue_words``; the clauses are
found in ``clauses``, the quoted runs beside them in ``runs``.
"""

from typing import Final, NamedTuple

from pipeline.quotes.cue_words import CUE_BASES, CUE_FLAGS, NEGATIONS, UNREAL_AUXILIARIES, Cue
from pipeline.quotes.phrases import subject
from pipeline.quotes.words import Words
from pipeline.word_lists import listed

REFUSALS: Final = frozenset(
    listed(
        """
        refused declined refuses declines refusing declining failed fails reluctant unable wants want wanted afraid stop
        stopped
        """
    )
)
MAX_CHAIN: Final = 8
"""Verbs that are looked at up a chain of infinitives."""


class CueVerb(NamedTuple):
    """A reporting verb in its sentence."""

    token: int
    base: str
    flags: Cue
    subject: int | None


def cue_verbs(words: Words) -> list[CueVerb]:
    """Return the reporting verbs outside quotation marks."""
    found = []
    for index, word in enumerate(words.lower):
        flags = CUE_FLAGS.get(word)
        if flags is None or words.run[index] >= 0 or not words.tag[index].startswith("V"):
            continue
        if words.dep[index] in ("amod", "compound") or words.raw[index - 1 : index] == ["<"]:
            continue
        found.append(CueVerb(index, CUE_BASES[word], flags, subject(words, index)))
    return found


def is_unreal(words: Words, verb: int) -> bool:
    """Whether the saying is negated, hypothetical or asked about, so that nothing was said.

    Infinitives share the fate of the verb that they depend on ("refused to say"); of a long chain the nearest
    ``MAX_CHAIN`` verbs are asked.
    """
    for _ in range(MAX_CHAIN):
        if _is_unreal_itself(words, verb):
            return True
        head = words.head[verb]
        if words.dep[verb] == "xcomp" and head != verb:
            if words.lower[head] in REFUSALS:
                return True
        elif words.dep[verb] != "conj" or words.tag[verb] != "VB" or head == verb:
            return False
        verb = head
    return False


def _is_unreal_itself(words: Words, verb: int) -> bool:
    for kid in words.kids[verb]:
        if kid > verb + 1:
            break
        word = words.lower[kid]
        if (words.dep[kid] == "neg" or word in NEGATIONS) and word != "only":
            return True
        if words.dep[kid] == "aux" and word in UNREAL_AUXILIARIES:
            return True
        if words.dep[kid] == "mark" and word in ("if", "unless", "whether"):
            return True
        if (
            words.dep[kid] == "aux"
            and word in ("did", "does", "do")
            and kid == words.sentence_bounds[words.sentence_of[verb]][0]
        ):
            return True
    return bool(verb) and words.lower[verb - 1] in ("nor", "neither")
