"""Decides of what type each name is, throughout the corpus: the gazetteer's, else that of most of its labels.

Names are judged one by one, after the labels of all spellings of a name were counted together. Which names are one is
decided in ``grouping``.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.entities.entity_records import EntityType
from pipeline.entities.gazetteer import lookup_group, lookup_organisation, lookup_place
from pipeline.entities.given_names import is_first_name
from pipeline.entities.names import PersonName
from pipeline.entities.organisations import is_acronym
from pipeline.entities.people import family_key
from pipeline.entities.transliteration import fold_spelling
from pipeline.entities.word_lists import word_list

TYPE_ORDER: tuple[EntityType, ...] = ("person", "organisation", "place", "group", "other")
"""Of types that are as frequent the first one counts."""

_TYPE_OF_LABEL: dict[str, EntityType] = {
    "PERSON": "person",
    "PER": "person",
    "ORG": "organisation",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
    "NORP": "group",
}
_PERSON_SHARE_OVER_PROMINENT = 0.8
"""A prominent place's name is a person's from this share of labels on, if somebody has that family name."""

_PERSON_SHARE_OF_FAMILY_NAME = 0.25
"""Somebody's family name is a person from this share of labels on, whatever the others are."""

_FEW_LABELS = 5
"""A family name alone with fewer labels than this is a person, whatever they are: firms are named more often."""

Votes = Counter[EntityType]


def name_types(
    texts: Sequence[str], labels: Sequence[Mapping[str, int]], persons: Sequence[PersonName | None]
) -> list[EntityType]:
    """Return the type of each name.

    Args:
        texts: distinct names, cleaned.
        labels: how often the model gave each of them which label.
        persons: each of them taken apart as a person's name.

    """
    keys: dict[str, int] = {}
    key_of = [keys.setdefault(_vote_key(text), len(keys)) for text in texts]
    votes = np.zeros((len(keys), len(TYPE_ORDER)), dtype=np.int64)
    for key, counts in zip(key_of, labels, strict=True):
        for label, count in counts.items():
            votes[key, TYPE_ORDER.index(_TYPE_OF_LABEL.get(label, "other"))] += count
    families = frozenset(
        family_key(person.family)
        for person, key in zip(persons, key_of, strict=True)
        if person is not None and person.is_full and votes[key, 0] * 2 > votes[key].sum()
    )
    return [
        _decide_type(text, _counter(votes[key]), person, families)
        for text, key, person in zip(texts, key_of, persons, strict=True)
    ]


def commonest_type(weights: Mapping[EntityType, int]) -> EntityType:
    """Return the type with the greatest weight; of equal ones the first of ``TYPE_ORDER``."""
    most = max(weights.values(), default=0)
    return next(kind for kind in TYPE_ORDER if weights.get(kind, 0) == most)


def _vote_key(text: str) -> str:
    return " ".join(fold_spelling(word) for word in text.split(" "))


def _counter(row: NDArray[np.int64]) -> Votes:
    return Counter({kind: count for kind, count in zip(TYPE_ORDER, row.tolist(), strict=True) if count})


def _is_mostly(votes: Votes, entity_type: EntityType) -> bool:
    return votes[entity_type] * 2 > votes.total()


def _decide_type(text: str, votes: Votes, person: PersonName | None, families: Collection[str]) -> EntityType:
    if is_acronym(text) and votes["person"] < votes.total():
        votes = votes - Counter({"person": votes["person"]})
    if lookup_organisation(text) is not None:
        return "organisation"
    has_title = person is not None and person.given in word_list("given name titles")
    if has_title and text.count(" ") == 1:
        return "person"
    is_family = text.count(" ") < 2 and person is not None and family_key(person.family) in families
    place = lookup_place(text)
    if place is not None:
        if place.is_prominent:
            is_person = is_family and votes["person"] >= _PERSON_SHARE_OVER_PROMINENT * votes.total() > 0
            return "person" if is_person else "place"
        if votes["place"] * 2 >= votes.total():
            return "place"
    elif lookup_group(text) is not None and not _is_mostly(votes, "person"):
        return "group"
    if not votes.total():
        return "other"
    entity_type = commonest_type(votes)
    words = text.lower().split(" ")
    is_named_as_body = words[-1] in word_list("organisation heads")
    if is_named_as_body and (entity_type != "person" or (len(words) > 1 and not is_first_name(words[0]))):
        return "organisation"
    if is_family and _is_rather_person(text, entity_type, votes):
        return "person"
    return entity_type


def _is_rather_person(text: str, entity_type: EntityType, votes: Votes) -> bool:
    """Judge a name that ends in somebody's family name and that most labels call something else."""
    if " " in text:
        return entity_type == "place" and text.split(" ", maxsplit=1)[0].lower() not in word_list("landforms")
    is_little_known = votes.total() < _FEW_LABELS
    return is_little_known or entity_type == "place" or votes["person"] >= _PERSON_SHARE_OF_FAMILY_NAME * votes.total()
