"""What each written name of one article is: a person, a body, a place or a people.

Here belongs mending the model's labels by what the whole article shows and by the gazetteer. Which person or body a
name stands for is in ``article_people`` and ``article_groups``.
"""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from typing import Final, NamedTuple

from pipeline.entities.article_people import name_words, surname_key
from pipeline.entities.first_names import FIRST_NAME_GENDER
from pipeline.entities.gazetteer import lookup_group, lookup_organisation, lookup_place
from pipeline.entities.mention_words import GROUP_NOUNS, ORGANISATION_WORDS, ROLE_NOUNS, TIME_WORDS
from pipeline.records import LocalMention, ReadParagraph
from pipeline.word_lists import listed

PLACES: Final = frozenset(("GPE", "LOC", "NORP", "FAC"))
DESCRIBED_VOTES: Final = 3
MAX_PERSON_WORDS: Final = 3
_AGE_BEHIND: Final = re.compile(r",? (?:aged )?\d{1,2}(?:,|\.$)")
_PLACE_BEFORE: Final = re.compile(r"\b(?:in|near|outside|across)\s$", re.IGNORECASE)
_BEFORE_CHARS: Final = 9
MAX_SPEAKER_WORDS: Final = 2
"""A name without any label that speaks is a person's if it has at most so many words."""
COMMON_NOUNS: Final = (
    ROLE_NOUNS
    | GROUP_NOUNS
    | ORGANISATION_WORDS
    | TIME_WORDS
    | frozenset(
        listed(
            """
            poll survey study report paper headline source witness critic voter expert supporter protester resident
            camp side people statement letter document email tweet text message note sign ad advert show film book
            page website post article story record data figure result state city town village country nation
            """
        )
    )
)
"""Words that may stand in capitals, in headlines and elsewhere, without being anybody's name."""


def name_key(surface: str) -> str:
    """Return the form in which written names of one article are compared."""
    return " ".join(surface.split()).lower()


class Surroundings(NamedTuple):
    """What stands beside the names of an article: ``name_key``s of those with an age behind, or "in" before them."""

    aged: Collection[str]
    located: Collection[str]


def surroundings_of(paragraphs: Sequence[ReadParagraph]) -> Surroundings:
    """Look what stands right before and right behind each written name."""
    aged: set[str] = set()
    located: set[str] = set()
    for paragraph in paragraphs:
        text = paragraph.paragraph.text
        for mention in paragraph.reading.mentions:
            if mention.kind != "name":
                continue
            if _AGE_BEHIND.match(text, mention.char_end):
                aged.add(name_key(mention.surface))
            before = text[max(0, mention.char_start - _BEFORE_CHARS) : mention.char_start]
            if _PLACE_BEFORE.search(before) and not text.startswith(("'s", "’s"), mention.char_end):
                located.add(name_key(mention.surface))
    return Surroundings(aged, located)


def decide_labels(
    names: Sequence[LocalMention], speaking: Sequence[LocalMention], beside: Surroundings
) -> dict[str, str]:
    """Return the label of each written name (``name_key``): its most frequent one, unless the article shows better.

    A part of a person's name is a person's, and so for bodies. Places that the gazetteer knows well are nobody, as
    long as nobody in the article bears their name. Of names without label those that speak are people. Who has an age,
    or speaks and is called by the last word of the name alone, is a person; a single word that never speaks and
    stands behind "in" is a place, unless somebody bears that name.

    Args:
        names: all names of the article.
        speaking: those of them that something is quoted of.
        beside: what stands beside the names.

    """
    votes: dict[str, Counter[str]] = {}
    surfaces: dict[str, str] = {}
    for mention in names:
        if mention.label:
            key = name_key(mention.surface)
            surfaces.setdefault(key, mention.surface)
            votes.setdefault(key, Counter())[mention.label] += DESCRIBED_VOTES if mention.description else 1
    parts = {word for key in votes if " " in key for word in key.split()}
    for mention in speaking:
        key = name_key(mention.surface)
        if mention.label is None and key not in votes and key not in parts and _may_be_person(mention.surface):
            surfaces.setdefault(key, mention.surface)
            votes[key] = Counter(("PERSON",))
    labels = {key: max(sorted(counts), key=counts.__getitem__) for key, counts in votes.items()}
    heard = {name_key(mention.surface) for mention in speaking}
    for key, label in labels.items():
        last = key.rsplit(" ", 1)[-1]
        is_called_by_surname = " " in key and last in votes and not heard.isdisjoint((key, last))
        if (
            label != "PERSON"
            and (is_called_by_surname or key in beside.aged)
            and _may_be_person(surfaces[key], MAX_PERSON_WORDS)
        ):
            labels[key] = "PERSON"
    surnames = {surname_key(name_words(key)[-1]) for key, label in labels.items() if label == "PERSON" and " " in key}
    last_words = {key.rsplit(" ", 1)[1] for key, label in labels.items() if label == "ORG" and " " in key}
    for key, label in labels.items():
        is_surname = surname_key(key) in surnames
        if label == "PERSON" and not is_surname:
            is_place = key in beside.located and " " not in key and key not in heard and key not in FIRST_NAME_GENDER
            labels[key] = _known_label(surfaces[key]) or ("GPE" if is_place and not _is_called(key, names) else label)
        if " " in key:
            continue
        if label != "PERSON" and is_surname and label not in ("GPE", "LOC"):
            labels[key] = "PERSON"
        elif label == "PERSON" and key in last_words and not is_surname:
            labels[key] = "ORG"
    return labels


def _is_called(key: str, names: Sequence[LocalMention]) -> bool:
    """Whether a name is said with a role or title anywhere."""
    return any(mention.description for mention in names if name_key(mention.surface) == key)


def _may_be_person(surface: str, max_words: int = MAX_SPEAKER_WORDS) -> bool:
    words = surface.split()
    if len(words) > max_words or not all(word[0].isupper() and word.isalpha() for word in words):
        return False
    if any(word.lower() in COMMON_NOUNS or word.lower().removesuffix("s") in COMMON_NOUNS for word in words):
        return False
    return not surface.isupper() and _known_label(surface) is None


def _known_label(surface: str) -> str | None:
    """The label of a name that the gazetteer knows well and that is no first name."""
    if surface.lower() in FIRST_NAME_GENDER:
        return None
    if lookup_organisation(surface) is not None:
        return "ORG"
    place = lookup_place(surface)
    if place is not None and place.is_prominent:
        return "GPE"
    return "NORP" if lookup_group(surface) is not None else None
