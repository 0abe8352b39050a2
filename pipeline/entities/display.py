"""Chooses the name that an entity is shown under, and the way of writing that a mention counts for."""

import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

from pipeline.entities.entity_records import EntityInput, EntityType
from pipeline.entities.names import clean_name, has_given_name_title, parse_person, strip_titles
from pipeline.entities.organisations import is_acronym, thing_key, unqualified_body

_CAPITALISED = re.compile(r"[^\W\d_]*[A-ZÀ-Þ]")


def choose_name(names: Mapping[str, int], entity_type: EntityType) -> str:
    """Return the commonest full form among the names of an entity.

    Args:
        names: names as written, with the number of mentions of each, the earliest first.
        entity_type: for persons titles are dropped, and forms with a whole given name go first; for others spelt-out
            forms go before acronyms, and those that name the country before those that leave it out.

    Returns:
        The name; ties go to mixed case, then to the earliest.

    """
    counts: Counter[str] = Counter()
    for name, count in names.items():
        if shown := _shown(name, entity_type):
            counts[shown] += count
    return min(counts, key=lambda name: (-_fullness(name, entity_type), -counts[name], name.isupper()))


def alias_of(mention: EntityInput, entity_type: EntityType) -> str | None:
    """Return the way of writing that a mention counts for; null for pronouns and for epithets that name nobody.

    "the Ukrainian president" is an alias, "the president" is not.
    """
    if mention.kind == "pronoun":
        return None
    if mention.kind == "epithet":
        text = clean_name(mention.surface)
        return text if any(_CAPITALISED.match(word) for word in text.split(" ")) else None
    return _shown(mention.surface, entity_type) or None


@lru_cache(maxsize=50_000)
def _shown(name: str, entity_type: EntityType) -> str:
    text = clean_name(name)
    if entity_type != "person":
        return text
    return text if has_given_name_title(text) else strip_titles(text)


def _fullness(name: str, entity_type: EntityType) -> int:
    if entity_type == "person":
        person = parse_person(name)
        if person is None or not person.is_full:
            return 0
        return 1 if person.has_initial else 2
    if is_acronym(name):
        return 0
    return 2 if unqualified_body(thing_key(name)) is not None else 1
