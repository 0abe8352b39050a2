"""What each written name of one article is: a person, a body, a place or a people.

Here belongs mending the model's labels by what the whole article shows and by the gazetteer. Which person or body a
name stands for is in ``article_people`` and ``article_groups``.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from pipeline.entities.article_people import name_words, surname_key
from pipeline.entities.first_names import FIRST_NAME_GENDER
from pipeline.entities.gazetteer import lookup_group, lookup_organisation, lookup_place
from pipeline.entities.mention_words import GROUP_NOUNS, ORGANISATION_WORDS, ROLE_NOUNS, TIME_WORDS
from pipeline.records import LocalMention
from pipeline.word_lists import listed

PLACES: Final = frozenset(("GPE", "LOC", "NORP", "FAC"))
DESCRIBED_VOTES: Final = 3
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


def decide_labels(names: Sequence[LocalMention], speaking: Sequence[LocalMention]) -> dict[str, str]:
    """Return the label of each written name (``name_key``): its most frequent one, unless the article shows better.

    A part of a person's name is a person's, and so for bodies. Places that the gazetteer knows well are nobody, as
    long as nobody in the article bears their name. Of names without label those that speak are people.

    Args:
        names: all names of the article.
        speaking: those of them that something is quoted of.

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
    surnames = {surname_key(name_words(key)[-1]) for key, label in labels.items() if label == "PERSON" and " " in key}
    last_words = {key.rsplit(" ", 1)[1] for key, label in labels.items() if label == "ORG" and " " in key}
    for key, label in labels.items():
        is_surname = surname_key(key) in surnames
        if label == "PERSON" and not is_surname:
            labels[key] = _known_label(surfaces[key]) or label
        if " " in key:
            continue
        if label != "PERSON" and is_surname and label not in ("GPE", "LOC"):
            labels[key] = "PERSON"
        elif label == "PERSON" and key in last_words and not is_surname:
            labels[key] = "ORG"
    return labels


def _may_be_person(surface: str) -> bool:
    words = surface.split()
    if len(words) > MAX_SPEAKER_WORDS or not all(word[0].isupper() and word.isalpha() for word in words):
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
