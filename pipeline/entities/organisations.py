"""Decides which written names of organisations, places, groups and other things are one.

Persons are dealt with in ``people``. Names are brought to a key; acronyms are joined to their expansion where an
article shows it.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache

from pipeline.entities.gazetteer import lookup_group, lookup_organisation, lookup_place, place_key
from pipeline.entities.transliteration import fold_spelling, strip_accents
from pipeline.entities.word_lists import word_list

_SPELLINGS = {
    "defence": "defense",
    "labour": "labor",
    "centre": "center",
    "organisation": "organization",
    "programme": "program",
    "and": "&",
    "dept": "department",
    "intl": "international",
    "natl": "national",
    "assn": "association",
}
_MINISTRY_NAMES = {
    "foreign affairs": "foreign",
    "external affairs": "foreign",
    "internal affairs": "interior",
    "home affairs": "interior",
    "national defense": "defense",
    "economic affairs": "economy",
}
_POSSESSIVE_WORD = re.compile(r"(.+?)['’]s? (.+)")
_WORDS = re.compile(r"[\w&]+")
_ACRONYM = re.compile(r"[A-Z](?:\.?[A-Z]){1,6}\.?")


@lru_cache(maxsize=50_000)
def thing_key(name: str, *, may_be_place: bool = True) -> str:
    """Return the key under which a name of anything but a person is compared.

    Names that the gazetteer knows get one key for all their variants; without ``may_be_place`` the gazetteer's places
    do not count, so that a firm may be called after a small town. A national body's key begins with its country
    ("Russian Foreign Ministry", "Ministry of Foreign Affairs of Russia": ``RU foreign ministry``).
    """
    if (organisation := lookup_organisation(name)) is not None:
        return f"organisation:{organisation.name}"
    if may_be_place and (place := lookup_place(name)) is not None:
        return f"{place.kind}:{place.name}"
    if (group := lookup_group(name)) is not None:
        return f"group:{group.name}"
    country, rest = _split_country(name)
    words = [_word_key(word) for word in _WORDS.findall(_without_marks(rest))]
    while len(words) > 1 and words[-1] in word_list("legal forms"):
        words.pop()
    while len(words) > 1 and words[0] in word_list("legal forms in front"):
        words.pop(0)
    body = _ministry(" ".join(words))
    if country is not None and not word_list("national bodies").isdisjoint(body.split()):
        return f"{country} {body}"
    if country is not None:
        return " ".join(_word_key(word) for word in _WORDS.findall(_without_marks(name)))
    return body or name


def unqualified_body(key: str) -> str | None:
    """Return what a national body's key says without its country (``RU foreign ministry``: ``foreign ministry``)."""
    country, _, rest = key.partition(" ")
    return rest if len(country) == 2 and country.isupper() and rest else None


def is_acronym(name: str) -> bool:
    """Say whether a name is written as an acronym: two to seven capitals, with or without dots."""
    return _ACRONYM.fullmatch(name) is not None


def initials(name: str) -> frozenset[str]:
    """Return what may abbreviate a name of several words: the first letters of all of them, or without small words."""
    words = [word for word in re.split(r"[\s\-]+", strip_accents(name)) if word]
    if len(words) < 2:
        return frozenset()
    small = word_list("small words")
    return frozenset({"".join(word[0] for word in words), "".join(word[0] for word in words if word not in small)})


def expand_acronyms(
    acronym_articles: Mapping[str, Iterable[int]], spelt_out: Mapping[str, tuple[str, Iterable[int]]]
) -> tuple[dict[tuple[str, int], str], dict[str, str]]:
    """Find what acronyms stand for, from the names that stand in the same articles.

    Args:
        acronym_articles: acronym -> the articles that it stands in.
        spelt_out: name of several words -> its key, and the articles that it stands in.

    Returns:
        (acronym, article) -> key of the one name in the article that it abbreviates; and acronym -> key where all
        articles that spell it out agree, for the articles that do not.

    """
    names: dict[str, list[str]] = defaultdict(list)
    for name in spelt_out:
        for letters in initials(name):
            names[letters].append(name)
    in_article: dict[tuple[str, int], str] = {}
    everywhere: dict[str, str] = {}
    for acronym, articles in acronym_articles.items():
        own = set(articles)
        meant: dict[int, set[str]] = defaultdict(set)
        for name in names.get(acronym.lower(), ()):
            key, standing = spelt_out[name]
            for article in own.intersection(standing):
                meant[article].add(key)
        in_article.update({(acronym, article): next(iter(keys)) for article, keys in meant.items() if len(keys) == 1})
        meanings = {key for keys in meant.values() for key in keys}
        if len(meanings) == 1:
            everywhere[acronym] = meanings.pop()
    return in_article, everywhere


def join_unqualified(keys_by_article: Mapping[int, Iterable[str]]) -> dict[tuple[str, int], str]:
    """Find which country's body is meant where an article names it without its country.

    Args:
        keys_by_article: article -> keys of the names in it, see ``thing_key``.

    Returns:
        (key without country, article) -> key with country, where the article names exactly one such body.

    """
    found: dict[tuple[str, int], str] = {}
    for article in sorted(keys_by_article):
        keys = set(keys_by_article[article])
        qualified: dict[str, set[str]] = defaultdict(set)
        for key in keys:
            rest = unqualified_body(key)
            if rest is not None and rest in keys:
                qualified[rest].add(key)
        for rest, candidates in qualified.items():
            if len(candidates) == 1:
                found[rest, article] = candidates.pop()
    return found


def _split_country(name: str) -> tuple[str | None, str]:
    """Take the country out of a name: a demonym, possessive or country before it, or "of" a country behind it."""
    head, _, tail = name.rpartition(" of ")
    if head:
        place = lookup_place(tail)
        if place is not None and place.kind == "country":
            return place.country, head
    match = _POSSESSIVE_WORD.fullmatch(name)
    if match is not None:
        place = lookup_place(match[1])
        if place is not None and place.kind == "country":
            return place.country, match[2]
    words = name.split(" ")
    for count in (3, 2, 1):
        if len(words) > count:
            head = " ".join(words[:count])
            group = lookup_group(head)
            if group is not None and group.country is not None:
                return group.country, " ".join(words[count:])
            place = lookup_place(head)
            if place is not None and place.kind == "country":
                return place.country, " ".join(words[count:])
    return None, name


def _ministry(text: str) -> str:
    match = re.fullmatch(r"ministry (?:of|for) (?:the )?(.+)", text)
    if match is not None:
        text = f"{match[1]} ministry"
    match = re.fullmatch(r"(.+) ministry", text)
    if match is not None:
        text = f"{_MINISTRY_NAMES.get(match[1], match[1])} ministry"
    match = re.fullmatch(r"department of (?:the )?(.+)", text)
    return f"{match[1]} department" if match is not None else text


def _without_marks(name: str) -> str:
    return re.sub(r"['’`]|(?<=\b[A-Za-z])\.", "", strip_accents(name))


def _word_key(word: str) -> str:
    """Return a word's key: usual spelling, and the current name of a place, so that Lugansk and Luhansk agree."""
    word = _SPELLINGS.get(word, word)
    if len(word) > 4:
        place = lookup_place(word)
        if place is not None and place.is_prominent and place_key(place.name) != word:
            return place_key(place.name)
    return word


def other_key(name: str) -> str:
    """Return the key of a group or thing that is in no table: folded, without a plural's last letter."""
    words = [fold_spelling(word) for word in _WORDS.findall(_without_marks(name))]
    if words and len(words[-1]) > 4 and words[-1].endswith("s"):
        words[-1] = words[-1][:-1]
    return " ".join(words) or name
