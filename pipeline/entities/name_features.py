"""What a name says by itself, whatever else is in the corpus: taken apart, looked up, brought to its keys.

All of it follows from the text, so that it may be kept from run to run; ``code_version`` says when it may not. What a
name stands for is decided in ``name_types`` and ``grouping``.
"""

from functools import cache
from importlib.metadata import version

import msgspec

from pipeline.entities.gazetteer import GAZETTEER_PACKAGES, lookup_group, lookup_organisation, lookup_place
from pipeline.entities.given_names import is_first_name
from pipeline.entities.names import PersonName, parse_person
from pipeline.entities.organisations import initials, is_acronym, thing_key
from pipeline.entities.people import family_key
from pipeline.entities.transliteration import fold_spelling
from pipeline.entities.word_lists import data_version, word_list
from pipeline.ids import stable_id

VERSION = "1"
"""Counts up whenever a name may say something else than before."""


class NameFeatures(msgspec.Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """What follows from the text of a name."""

    spelling: str
    """Equal for the usual spellings of a name; their labels are counted together."""
    person: PersonName | None
    """The name taken apart as a person's."""
    family: str | None
    """The person's ``family_key``."""
    is_short: bool
    """Whether it has one or two words."""
    is_one_word: bool
    is_titled: bool
    """Whether it is a title that stands for a given name, and one word ("Queen Ada")."""
    is_acronym: bool
    is_organisation: bool
    """Whether the gazetteer knows it as an organisation."""
    is_group: bool
    """Whether the gazetteer knows it as a group."""
    is_place: bool
    """Whether the gazetteer knows it as a place."""
    is_prominent_place: bool
    is_body: bool
    """Whether its last word is that of a body ("Council")."""
    begins_with_first_name: bool
    begins_with_landform: bool
    place_key: str
    """Its ``thing_key`` where it is a place."""
    thing_key: str
    """Its ``thing_key`` where it is none."""
    initials: tuple[str, ...]
    """What may abbreviate it."""


def features_of(text: str) -> NameFeatures:
    """Return what follows from the text of a name, cleaned."""
    person = parse_person(text)
    words = text.lower().split(" ")
    place = lookup_place(text)
    organisation = lookup_organisation(text)
    key = thing_key(text, may_be_place=False)
    return NameFeatures(
        spelling=" ".join(fold_spelling(word) for word in text.split(" ")),
        person=person,
        family=None if person is None else family_key(person.family),
        is_short=len(words) <= 2,
        is_one_word=len(words) == 1,
        is_titled=len(words) == 2 and person is not None and person.given in word_list("given name titles"),
        is_acronym=is_acronym(text),
        is_organisation=organisation is not None,
        is_group=lookup_group(text) is not None,
        is_place=place is not None,
        is_prominent_place=place is not None and place.is_prominent,
        is_body=words[-1] in word_list("organisation heads"),
        begins_with_first_name=is_first_name(words[0]),
        begins_with_landform=words[0] in word_list("landforms"),
        place_key=thing_key(text) if organisation is None and place is not None else key,
        thing_key=key,
        initials=tuple(sorted(initials(text))),
    )


@cache
def code_version() -> str:
    """Return a key for all that features and the gazetteer's countries follow from besides the text."""
    return stable_id(VERSION, data_version(), *(f"{name} {version(name)}" for name in GAZETTEER_PACKAGES))
