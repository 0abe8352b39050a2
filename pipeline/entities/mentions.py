"""The mentions of one paragraph: names, pronouns and epithets, cleaned of what a name does not hold.

Here belongs what can be told from the paragraph alone. Which person a surname, a pronoun or "the minister" stands for
is decided over the article in ``article``; what one entity is called across the corpus is decided elsewhere still.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pipeline.columns import columns_of
from pipeline.entities.epithets import (
    EPITHET_STARTS,
    SUBJECT_DEPS,
    is_bare_role,
    is_subject,
    read_bare_role,
    read_epithet,
)
from pipeline.entities.first_names import FIRST_NAME_GENDER
from pipeline.entities.mention_words import (
    HONORIFICS,
    ORGANISATION_WORDS,
    PRONOUNS,
    ROLE_GENDER,
    ROLE_NOUNS,
    TIME_WORDS,
    TITLE_WORDS,
    Gender,
)
from pipeline.records import LocalMention
from pipeline.word_lists import listed

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

NAME_LABELS: Final = frozenset(
    listed(
        """
    PERSON ORG GPE NORP LOC FAC EVENT PRODUCT WORK_OF_ART LAW
    """
    )
)
DROP_AT_START: Final = frozenset(
    listed(
        """
    the a an this that these those our their his her its
    """
    )
)
EDGE_CHARACTERS: Final = frozenset(" \t\n\"“”„‟«»‘'’`.,;:!?()[]{}–—-…*_/|@#•")
_SEAT: Final = re.compile(r" ?[,(] ?(?P<party>[RD])[-–](?P<state>[A-Z][\w.]{1,14}(?: [A-Z][\w.]{1,14})?)[,)]")
_SEAT_PARTIES: Final = {"R": "republican", "D": "democrat"}
"""Party and state of a member of the American Congress, as news writes them beside the name ("(R-Ohio)")."""
SPOKEN_FOR: Final = frozenset(
    listed("spokesman spokeswoman spokesperson president minister secretary chairman director")
)
"""Roles that the model takes into the name of a body ("Kremlin Spokesperson")."""
PLACE_PREPOSITIONS: Final = frozenset(("in", "near", "outside"))
DESCRIPTION_TAGS: Final = frozenset(["NN", "NNS", "NNP", "NNPS", "JJ", "POS", "HYPH", "AFX"])
MAX_DESCRIPTION_WORDS: Final = 9


def read_mentions(doc: Doc) -> tuple[LocalMention, ...]:
    """Return the mentions of a parsed paragraph in the order of the text; offsets count from its start."""
    columns = columns_of(doc)
    lower, tags = columns.lower, columns.tag
    found: list[LocalMention] = []
    taken = [False] * len(doc)
    for entity in doc.ents:
        mention = _name(doc, entity, lower, tags)
        if mention is not None:
            found.append(mention)
            for index in range(entity.start, entity.end):
                inside = mention.char_start <= doc[index].idx < mention.char_end
                taken[index] = taken[index] or inside
    found.extend(_unlabelled(doc, lower, tags, taken))
    for index, word in enumerate(lower):
        if taken[index]:
            continue
        if word in PRONOUNS and tags[index] in ("PRP", "PRP$"):
            found.append(_pronoun(doc, index, word))
        elif word in ROLE_NOUNS and is_bare_role(doc, index, tags):
            found.append(read_bare_role(doc, index))
        elif word in EPITHET_STARTS and tags[index] in ("DT", "PRP$"):
            mention = read_epithet(doc, index, lower, tags, taken)
            if mention is not None:
                found.append(mention)
    found.sort(key=lambda mention: (mention.char_start, -mention.char_end))
    return tuple(_without_overlaps(found))


def _name(doc: Doc, entity: Span, lower: list[str], tags: list[str]) -> LocalMention | None:
    label = entity.label_
    if label not in NAME_LABELS:
        return None
    begin, end = entity.start, entity.end
    while begin < end and (
        lower[begin] in DROP_AT_START
        or not any(character.isalnum() for character in lower[begin])
        or (lower[begin] in TIME_WORDS and tags[begin] not in ("NNP", "NNPS"))
        or tags[begin] in ("CC", "IN", "RB", "_SP", "WRB", "WP", "PRP", "UH")
    ):
        begin += 1
    while end > begin and (
        tags[end - 1] in ("POS", "CC", "IN", "_SP", "TO", ":")
        or not any(character.isalnum() for character in lower[end - 1])
        or lower[end - 1] in ("'s", "’s")
    ):
        end -= 1
    for index in range(begin, end):
        if "\n" in doc[index].text:
            end = index
            break
        if doc[index].text in ("-", "–", "—") and index > begin and doc[index - 1].whitespace_:
            begin = index + 1  # a dateline before the name
    if label != "PERSON":
        for index in range(begin + 1, end):
            if lower[index].strip(".") in SPOKEN_FOR and tags[index] in ("NN", "NNP"):
                end = index
                break
    elif begin and tags[begin - 1] == "NNP" and lower[begin - 1] in FIRST_NAME_GENDER:
        begin -= 1
    if label == "ORG" and end + 1 < len(doc) and lower[end] == "of" and tags[end + 1] in ("NNP", "NNPS"):
        end += 2
        while end < len(doc) and tags[end] in ("NNP", "NNPS") and end - begin < 9:
            end += 1
    while end + 1 < len(doc) and tags[end] == "HYPH" and tags[end + 1] in ("NNP", "NNPS"):
        end += 2
    label = _relabelled(doc, begin, end, lower, tags, label=label) if end > begin else label
    if label == "PERSON":
        while end - begin > 1 and lower[begin].strip(".") in TITLE_WORDS:
            begin += 1
        while end - begin > 2 and lower[begin] in ROLE_NOUNS:
            begin += 1
    if begin >= end or not _is_name(doc, begin, end, lower, tags, label=label):
        return None
    start = doc[begin].idx
    stop = doc[end - 1].idx + len(doc[end - 1])
    text = doc[begin:end].text
    kept = text.rstrip("".join(EDGE_CHARACTERS - {".", ")"}))
    if kept.endswith(("'s", "’s")):
        kept = kept[:-2]
    stop = start + len(kept)
    if not kept:
        return None
    description, gender = _description(doc, begin, end, lower, tags) if label == "PERSON" else (None, None)
    return LocalMention(
        char_start=start,
        char_end=stop,
        surface=kept,
        kind="name",
        label=label,
        gender=gender,
        is_subject=is_subject(doc, _root(doc, begin, end)),
        description=description,
    )


def _root(doc: Doc, begin: int, end: int) -> int:
    """The last word of a name that depends on a word outside it ("Bank" of "the Bank of Ostermoor")."""
    return next((at for at in range(end - 1, begin - 1, -1) if not begin <= doc[at].head.i < end), end - 1)


def _relabelled(doc: Doc, begin: int, end: int, lower: list[str], tags: list[str], *, label: str) -> str:
    """Mend the labels that the model gives to unknown names."""
    is_proper = all(tags[index] in ("NNP", "NNPS", "HYPH") for index in range(begin, end))
    if label == "ORG" and _is_titled_person(begin, end, lower, tags):
        return "PERSON"
    if is_proper and label != "PERSON" and 2 <= end - begin <= 4 and _acts_as_person(doc, begin, end, lower, tags):
        return "PERSON"
    if label == "PERSON":
        is_place = begin > 0 and lower[begin - 1] in PLACE_PREPOSITIONS and lower[begin] not in FIRST_NAME_GENDER
        if is_place and doc[begin - 1].dep_ == "prep" and (begin < 2 or not tags[begin - 2].startswith("VB")):
            return "GPE"
        if end - begin > 1 and lower[end - 1].strip(".") in ORGANISATION_WORDS:
            return "ORG"
        return label
    if not is_proper or not 2 <= end - begin <= 6 or not doc[begin].text[0].isupper() or label in ("GPE", "NORP"):
        return label
    if any(word in ORGANISATION_WORDS for word in lower[begin:end]):
        return label
    if lower[begin] in FIRST_NAME_GENDER:
        return "PERSON"
    description, _ = _description(doc, begin, end, lower, tags)
    is_described = description is not None and any(word in ROLE_NOUNS for word in description.split())
    return "PERSON" if is_described and end - begin <= 3 else label


def _is_titled_person(begin: int, end: int, lower: list[str], tags: list[str]) -> bool:
    """Whether what the model takes for a body is a person with a title ("Spokeswoman Ann Rowe")."""
    first = begin
    while first < end and lower[first].strip(".") in TITLE_WORDS:
        first += 1
    if first == begin or end - first < 2 or any(word in ORGANISATION_WORDS for word in lower[begin:end]):
        return False
    if any(tag not in ("NNP", "NNPS", "HYPH") for tag in tags[first:end]):
        return False
    return lower[first] in FIRST_NAME_GENDER or (end - first == 2 and lower[first - 1] in SPOKEN_FOR)


def _acts_as_person(doc: Doc, begin: int, end: int, lower: list[str], tags: list[str]) -> bool:
    """Whether the words around a name are those around a person: "Her keeper, Ann Rowe, who…"."""
    if any(word in ORGANISATION_WORDS for word in lower[begin:end]):
        return False
    if end + 1 < len(doc) and doc[end].text == "," and lower[end + 1] in ("who", "whose"):
        return True
    return (
        begin >= 3
        and doc[begin - 1].text == ","
        and tags[begin - 2] == "NN"
        and lower[begin - 3] in ("his", "her", "their")
    )


def _unlabelled(doc: Doc, lower: list[str], tags: list[str], taken: list[bool]) -> list[LocalMention]:
    """Names that the model did not see: kept without a label, unless a first name tells that it is a person."""
    found = []
    index = 0
    while index < len(doc):
        if taken[index] or tags[index] not in ("NNP", "NNPS") or not doc[index].text[0].isupper():
            index += 1
            continue
        begin = index
        while index < len(doc) and not taken[index] and tags[index] in ("NNP", "NNPS") and doc[index].text[0].isupper():
            index += 1
            if index + 1 < len(doc) and tags[index] == "HYPH" and tags[index + 1] == "NNP":
                index += 1
        while begin < index and lower[begin].strip(".") in TITLE_WORDS:
            begin += 1
        if begin == index or index - begin > 4 or any(word in TIME_WORDS for word in lower[begin:index]):
            continue
        label = _relabelled(doc, begin, index, lower, tags, label="")
        start, stop = doc[begin].idx, doc[index - 1].idx + len(doc[index - 1])
        description, gender = _description(doc, begin, index, lower, tags) if label else (None, None)
        found.append(
            LocalMention(
                char_start=start,
                char_end=stop,
                surface=doc[begin:index].text,
                kind="name",
                label=label or None,
                gender=gender,
                is_subject=is_subject(doc, index - 1),
                description=description,
            )
        )
    return found


def _is_name(doc: Doc, begin: int, end: int, lower: list[str], tags: list[str], *, label: str) -> bool:
    words = lower[begin:end]
    if not any(doc[index].text[:1].isupper() for index in range(begin, end)):
        return False
    if all(word in TIME_WORDS for word in words) or not any(character.isalpha() for character in words[-1]):
        return False
    if label == "PERSON" and any(character.isdigit() for word in words for character in word):
        return False
    if end - begin == 1:
        starts_sentence = begin == 0 or doc[begin - 1].text in '.?!:"“”'
        if starts_sentence and tags[begin] not in ("NNP", "NNPS") and label not in ("NORP", "GPE"):
            return False
        if len(words[0]) < 2 or words[0].strip(".") in TITLE_WORDS or words[0] in PRONOUNS:
            return False
    return True


def _description(doc: Doc, begin: int, end: int, lower: list[str], tags: list[str]) -> tuple[str | None, Gender | None]:
    """Return what the paragraph says that a person is, before or after the name, and the gender that a title tells."""
    parts: list[str] = []
    index = begin - 1
    while (
        index >= 0
        and begin - index <= MAX_DESCRIPTION_WORDS
        and (tags[index] in DESCRIPTION_TAGS or lower[index] == "and")
    ):
        index -= 1
    before = lower[index + 1 : begin]
    if before:
        parts.extend(before)
    elif begin >= 2 and doc[begin - 1].text == "," and tags[begin - 2] in ("NN", "NNP"):
        parts.extend(_noun_phrase_back(begin - 2, lower, tags))
    if end + 1 < len(doc) and doc[end].text == ",":
        stop = end + 1
        while (
            stop < len(doc)
            and stop - end <= MAX_DESCRIPTION_WORDS + 3
            and doc[stop].text not in ',.;:—–"“”'
            and not tags[stop].startswith(("VB", "W", "PRP"))
        ):
            stop += 1
        phrase = lower[end + 1 : stop]
        if phrase and any(_role(word) is not None for word in phrase):
            parts.extend(phrase)
    seat = _SEAT.match(columns_of(doc).text, doc[end - 1].idx + len(doc[end - 1]))
    if seat is not None:
        parts.extend((_SEAT_PARTIES[seat["party"]], *seat["state"].lower().split()))
    gender: Gender | None = None
    for word in parts:
        told = HONORIFICS.get(word.strip(".")) or ROLE_GENDER.get(word)
        if told is not None and gender is None:
            gender = told
    return (" ".join(parts) if parts else None), gender


def _noun_phrase_back(index: int, lower: list[str], tags: list[str]) -> list[str]:
    stop = index + 1
    while (
        index >= 0
        and stop - index <= MAX_DESCRIPTION_WORDS
        and (tags[index] in DESCRIPTION_TAGS or tags[index] in ("IN", "DT"))
    ):
        index -= 1
    phrase = lower[index + 1 : stop]
    if any(word in ("with", "by", "during", "between") for word in phrase):
        return []
    return phrase if any(_role(word) is not None for word in phrase) else []


def _role(word: str) -> str | None:
    return word if word in ROLE_NOUNS else None


def _pronoun(doc: Doc, index: int, word: str) -> LocalMention:
    gender, is_plural = PRONOUNS[word]
    token = doc[index]
    return LocalMention(
        char_start=token.idx,
        char_end=token.idx + len(token),
        surface=token.text,
        kind="pronoun",
        gender=gender,
        is_plural=is_plural,
        is_subject=token.dep_ in SUBJECT_DEPS,
    )


def _without_overlaps(mentions: list[LocalMention]) -> list[LocalMention]:
    """A name inside an epithet ("the Kremlin spokesman") is kept; nothing else overlaps.

    What only begins a longer name is no epithet: "the Lake Ministry" of "the Lake Ministry of Fish".
    """
    kept: list[LocalMention] = []
    for mention in mentions:
        last = kept[-1] if kept else None
        if last is not None and mention.char_start < last.char_end:
            if mention.kind == last.kind:
                continue
            if last.kind == "epithet" and mention.char_end > last.char_end:
                kept.pop()
        kept.append(mention)
    return kept
