"""Epithets of one paragraph: definite phrases that stand for a person or a body ("the minister", "the company").

Here belongs what such a phrase is and where it ends. Whom it stands for is decided over the article in ``article``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.columns import columns_of
from pipeline.entities.mention_words import GROUP_NOUNS, ROLE_GENDER, ROLE_NOUNS, TIME_WORDS
from pipeline.records import LocalMention
from pipeline.word_lists import listed

if TYPE_CHECKING:
    from spacy.tokens import Doc

EPITHET_TAGS: Final = frozenset(
    listed(
        """
    NN NNS NNP NNPS JJ JJR JJS POS HYPH VBN VBG CD , AFX
    """
    )
)
EPITHET_STARTS: Final = frozenset(("the", "this", "that", "his", "her", "their"))
SUBJECT_DEPS: Final = frozenset(("nsubj", "nsubjpass", "csubj"))
MAX_EPITHET_WORDS: Final = 9
MAX_OWNER_WORDS: Final = 6


def is_subject(doc: Doc, index: int) -> bool:
    """Whether a name or noun is a subject, or stands beside one ("Her neighbour, Ann Rowe, …")."""
    token = doc[index]
    return token.dep_ in SUBJECT_DEPS or (token.dep_ in ("appos", "conj") and token.head.dep_ in SUBJECT_DEPS)


def is_bare_role(doc: Doc, index: int, tags: list[str]) -> bool:
    """Whether a noun is a role without article that speaks, as in headlines: "…, minister says"."""
    if tags[index] != "NN" or doc[index].dep_ not in SUBJECT_DEPS:
        return False
    return not any(True for _ in doc[index].lefts)


def read_bare_role(doc: Doc, index: int) -> LocalMention:
    """Return the mention of such a role."""
    token = doc[index]
    return LocalMention(
        char_start=token.idx,
        char_end=token.idx + len(token),
        surface=token.text,
        kind="epithet",
        label="PERSON",
        gender=ROLE_GENDER.get(token.lower_),
        is_subject=True,
    )


def read_epithet(doc: Doc, begin: int, lower: list[str], tags: list[str], taken: list[bool]) -> LocalMention | None:
    """Return a definite phrase whose head names a role or a body: "the minister", "the Kremlin spokesman"."""
    end = begin + 1
    while end < len(doc) and end - begin <= MAX_EPITHET_WORDS and tags[end] in EPITHET_TAGS and doc[end].text != ",":
        end += 1
    if lower[begin + 1 : begin + 6][1:] == ["-", "year", "-", "old"] and tags[begin] == "DT":
        by_age = _by_age(doc, begin, tags)
        if by_age is not None:
            return by_age
    head = end - 1
    if end < len(doc) and lower[end] == "of" and lower[head] == "head" and end + 1 < len(doc):
        head = end + 1 if lower[end + 1] in ("state", "government") else head
        end = head + 1
    while head > begin and tags[head] not in ("NN", "NNS", "NNP"):
        head -= 1
    if head == begin or any(taken[index] and doc[index].ent_type_ == "PERSON" for index in range(begin, head + 1)):
        return None
    if lower[head] not in ROLE_NOUNS and lower[head] not in GROUP_NOUNS and "POS" in tags[begin:head]:
        head = begin + tags[begin:head].index("POS") - 1  # the owner: "the mayor's announcement"
    word = lower[head]
    is_person = word in ROLE_NOUNS or (lower[head] in ("state", "government") and lower[head - 1] == "of")
    if not is_person and word not in GROUP_NOUNS:
        return None
    last = _owner_end(doc, head, lower, tags) if word in ROLE_NOUNS else head
    start, stop = doc[begin].idx, doc[last].idx + len(doc[last])
    return LocalMention(
        char_start=start,
        char_end=stop,
        surface=columns_of(doc).text[start:stop],
        kind="epithet",
        label="PERSON" if is_person else "ORG",
        gender=ROLE_GENDER.get(word),
        is_subject=is_subject(doc, head),
    )


def _owner_end(doc: Doc, head: int, lower: list[str], tags: list[str]) -> int:
    """The last word of what somebody is the head of, where it is a name ("the president of the Lake Republic")."""
    at = head + 1
    if at + 1 >= len(doc) or lower[at] != "of":
        return head
    at += 2 if lower[at + 1] == "the" else 1
    last = head
    while at < len(doc) and at - head <= MAX_OWNER_WORDS and tags[at] in ("NNP", "NNPS"):
        last = at if lower[at] not in TIME_WORDS else last
        at += 1
    return last


def _by_age(doc: Doc, begin: int, tags: list[str]) -> LocalMention | None:
    """Return "the 22-year-old" as a person, unless a noun follows that says what else is so old."""
    last = begin + 5
    if last + 1 < len(doc) and tags[last + 1] in ("NN", "NNS", "NNP", "JJ", "HYPH"):
        return None
    start, stop = doc[begin].idx, doc[last].idx + len(doc[last])
    return LocalMention(
        char_start=start,
        char_end=stop,
        surface=doc[begin : last + 1].text,
        kind="epithet",
        label="PERSON",
        is_subject=is_subject(doc, last),
    )
