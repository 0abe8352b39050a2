"""Decides of what type each name is, throughout the corpus: the gazetteer's, else that of most of its labels.

Names are judged one by one, after the labels of all spellings of a name were counted together. Which names are one is
decided in ``grouping``.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from pipeline.entities.entity_records import EntityType
from pipeline.entities.name_features import NameFeatures

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

Votes = list[int]
"""How often a name is called what, in the order of ``TYPE_ORDER``."""

_PERSON, _ORGANISATION, _PLACE, _GROUP, _OTHER = range(len(TYPE_ORDER))


def name_types(labels: Sequence[Mapping[str, int]], features: Sequence[NameFeatures]) -> list[EntityType]:
    """Return the type of each name.

    Args:
        labels: how often the model gave each of them which label.
        features: what each of them says by itself.

    """
    keys: dict[str, int] = {}
    key_of = [keys.setdefault(name.spelling, len(keys)) for name in features]
    counted = np.zeros((len(keys), len(TYPE_ORDER)), dtype=np.int64)
    for key, counts in zip(key_of, labels, strict=True):
        for label, count in counts.items():
            counted[key, TYPE_ORDER.index(_TYPE_OF_LABEL.get(label, "other"))] += count
    votes: list[Votes] = counted.tolist()
    families = {
        name.family
        for name, key in zip(features, key_of, strict=True)
        if name.person is not None and name.person.is_full and votes[key][_PERSON] * 2 > sum(votes[key])
    }
    return [
        TYPE_ORDER[_decide_type(name, votes[key], is_family=name.is_short and name.family in families)]
        for name, key in zip(features, key_of, strict=True)
    ]


def commonest_type(votes: Votes) -> int:
    """Return the number of the type with the most votes; of equal ones the first."""
    return votes.index(max(votes))


def _decide_type(name: NameFeatures, votes: Votes, *, is_family: bool) -> int:
    total = sum(votes)
    if name.is_acronym and votes[_PERSON] < total:
        total -= votes[_PERSON]
        votes = [0, *votes[1:]]
    if name.is_organisation:
        return _ORGANISATION
    if name.is_titled:
        return _PERSON
    if name.is_prominent_place:
        is_person = is_family and votes[_PERSON] >= _PERSON_SHARE_OVER_PROMINENT * total > 0
        return _PERSON if is_person else _PLACE
    if name.is_place:
        if votes[_PLACE] * 2 >= total:
            return _PLACE
    elif name.is_group and votes[_PERSON] * 2 <= total:
        return _GROUP
    if not total:
        return _OTHER
    usual = commonest_type(votes)
    is_of_many_words_without_first_name = not name.is_one_word and not name.begins_with_first_name
    if name.is_body and (usual != _PERSON or is_of_many_words_without_first_name):
        return _ORGANISATION
    if is_family and _is_rather_person(name, usual, votes[_PERSON], total):
        return _PERSON
    return usual


def _is_rather_person(name: NameFeatures, usual: int, as_person: int, total: int) -> bool:
    """Judge a name that ends in somebody's family name and that most labels call something else."""
    if not name.is_one_word:
        return usual == _PLACE and not name.begins_with_landform
    return total < _FEW_LABELS or usual == _PLACE or as_person >= _PERSON_SHARE_OF_FAMILY_NAME * total
