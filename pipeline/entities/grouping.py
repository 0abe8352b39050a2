"""Groups the names of a corpus into entities by rule, before anybody's decisions.

Lets ``people`` and ``organisations`` join the distinct names, and gives each name in each article the group that it
belongs to there: most names belong to one group everywhere, and are never looked at article by article. Ids, names to
show and decisions are made in ``canonical``.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.entities.entity_records import EntityType
from pipeline.entities.gazetteer import lookup_group, lookup_organisation, lookup_place
from pipeline.entities.name_features import NameFeatures, features_of
from pipeline.entities.name_table import NameTable
from pipeline.entities.name_types import TYPE_ORDER, name_types
from pipeline.entities.names import PersonName, is_title
from pipeline.entities.organisations import expand_acronyms, join_unqualified, other_key, unqualified_body
from pipeline.entities.people import Clusters, cluster_people, family_key

DOMINANT_TIMES = 10
"""A family name alone is the person who is named in so many times the articles of all others of it."""

NO_GROUP = -1

Key = tuple[str, str | PersonName]
"""A kind of group, and what its names have in common: a person's name for all of its forms, or a text."""


class NameGroup(NamedTuple):
    """What the names of one entity have in common."""

    key: str
    """What the rules call it; another one may be called so after names came or went."""
    entity_type: EntityType


class NameGroups(NamedTuple):
    """The groups, and for each entry of the table of names the number of its group, or ``NO_GROUP``."""

    groups: Sequence[NameGroup]
    group_of: NDArray[np.int64]


def group_names(table: NameTable, features: Sequence[NameFeatures] | None = None) -> NameGroups:
    """Group names into entities; those that say nothing certain are in no group.

    The groups are the same for every order of the table; their numbers follow it.

    Args:
        table: the names of a corpus.
        features: what each of its texts says by itself, where that is known.

    """
    known = [features_of(text) for text in table.texts] if features is None else features
    types = name_types(table.labels, known)
    entries = _Entries(table)
    keys = _Keys(len(table.texts))
    _group_people([name for name, kind in enumerate(types) if kind == "person"], table.texts, known, entries, keys)
    _group_things(types, table.texts, known, entries, keys)
    group_of = keys.of_names[table.names]
    for entry, key in keys.of_entries.items():
        group_of[entry] = key
    return NameGroups(_describe(table, types, known, keys.known, group_of), group_of)


def look_up(group: NameGroup) -> tuple[str | None, str | None]:
    """Return the gazetteer's name for a group and its country, each null where there is none."""
    kind, _, key = group.key.partition(" ")
    return _look_up_key(key) if kind == "thing" else (None, None)


class _Entries:
    """The entries of the table by name."""

    def __init__(self, table: NameTable) -> None:
        self._articles = table.articles
        self._order = np.argsort(table.names, kind="stable")
        self._ends = np.searchsorted(table.names[self._order], np.arange(len(table.texts) + 1))

    def of(self, name: int) -> NDArray[np.int64]:
        """Return the numbers of the entries of a name."""
        found: NDArray[np.int64] = self._order[self._ends[name] : self._ends[name + 1]]
        return found

    def articles_of(self, name: int) -> list[int]:
        """Return the articles that have a name."""
        found: list[int] = self._articles[self.of(name)].tolist()
        return found

    def with_articles(self, names: Iterable[int]) -> Iterator[tuple[int, int, int]]:
        """Yield name, entry and article of all entries of some names."""
        for name in names:
            entries = self.of(name)
            for entry, article in zip(entries.tolist(), self._articles[entries].tolist(), strict=True):
                yield name, entry, article


class _Keys:
    """The group of each name, and that of entries where the article decides, as numbers of keys."""

    def __init__(self, names: int) -> None:
        self.known: dict[Key, int] = {}
        self.of_names = np.full(names, NO_GROUP, dtype=np.int64)
        self.of_entries: dict[int, int] = {}

    def number(self, key: Key | None) -> int:
        return NO_GROUP if key is None else self.known.setdefault(key, len(self.known))


def _group_people(
    names: Sequence[int], texts: Sequence[str], features: Sequence[NameFeatures], entries: _Entries, keys: _Keys
) -> None:
    """Find the person that each name of a person stands for; family names that fit several persons are left out."""
    articles: dict[PersonName, set[int]] = defaultdict(set)
    bare: list[int] = []
    for name in names:
        person = features[name].person
        if person is None:
            keys.of_names[name] = keys.number(("name", texts[name]))
        elif person.is_full:
            articles[person].update(entries.articles_of(name))
        else:
            bare.append(name)
    clusters = cluster_people(articles)
    for name in names:
        person = features[name].person
        if person is not None and person.is_full:
            keys.of_names[name] = keys.number(("person", clusters.find(person)))
    standing = list(entries.with_articles(bare))
    families = {name: person.family for name in bare if (person := features[name].person) is not None}
    namesakes = _Namesakes(articles, clusters, {(article, families[name]) for name, _, article in standing})
    for name, entry, article in standing:
        keys.of_entries[entry] = keys.number(namesakes.find(texts[name], families[name], article))


class _Namesakes:
    """The persons that a family name alone may stand for, in the articles (first of each pair) that have it so."""

    def __init__(
        self, articles: Mapping[PersonName, Collection[int]], clusters: Clusters, bare: Collection[tuple[int, str]]
    ) -> None:
        self._in_article: dict[tuple[int, str], set[PersonName]] = {
            (article, family_key(family)): set() for article, family in bare
        }
        self._given_in_article: dict[tuple[int, str], set[PersonName]] = {pair: set() for pair in bare}
        in_corpus: dict[str, set[PersonName]] = {family_key(family): set() for _, family in bare}
        givens = {family for _, family in bare}
        for person, article_ids in articles.items():
            root = clusters.find(person)
            family, given = family_key(person.family), person.given or ""
            if family in in_corpus:
                in_corpus[family].add(root)
                for article in article_ids:
                    if (article, family) in self._in_article:
                        self._in_article[article, family].add(root)
            if given in givens:
                for article in article_ids:
                    if (article, given) in self._given_in_article:
                        self._given_in_article[article, given].add(root)
        self._only = {family: _dominant(people, clusters) for family, people in in_corpus.items() if people}

    def find(self, text: str, family: str, article: int) -> Key | None:
        """Return the person that a family name alone stands for.

        The only person of that name in the article; else the only one in the corpus, or by far the best known; else a
        person of whom only the family name is known. Null where the article names two, or where the word is but a
        title.
        """
        key = family_key(family)
        here = self._in_article[article, key] or self._given_in_article[article, family]
        if len(here) > 1:
            return None
        known = next(iter(here)) if here else self._only.get(key)
        if known is not None:
            return ("person", known)
        if all(is_title(word) for word in text.split(" ")):
            return None
        return ("family", key)


def _dominant(people: Collection[PersonName], clusters: Clusters) -> PersonName | None:
    """Return the one of several persons who is meant where the family name stands alone; null where none is."""
    counts = sorted(((clusters.count_articles(person), person) for person in people), key=lambda entry: -entry[0])
    others = sum(count for count, _ in counts[1:])
    return counts[0][1] if counts[0][0] >= DOMINANT_TIMES * others else None


def _group_things(
    types: Sequence[EntityType],
    texts: Sequence[str],
    features: Sequence[NameFeatures],
    entries: _Entries,
    keys: _Keys,
) -> None:
    """Find the organisation, place, group or other thing that each name stands for that is no person's."""
    key_of: dict[int, str] = {}
    acronyms: dict[str, list[int]] = defaultdict(list)
    spelt_out: list[int] = []
    plain: set[int] = set()
    for name, text in enumerate(texts):
        if types[name] == "person":
            continue
        if types[name] == "group" and not features[name].is_group:
            key_of[name] = f"group {other_key(text)}"
            plain.add(name)
            continue
        key = key_of[name] = features[name].place_key if types[name] == "place" else features[name].thing_key
        if features[name].is_acronym and not key.startswith(("country:", "region:", "city:")):
            acronyms[_acronym_letters(text)].append(name)
        elif not features[name].is_one_word:
            spelt_out.append(name)
    abbreviated = {letters.lower() for letters in acronyms}
    spelt_out = [name for name in spelt_out if not abbreviated.isdisjoint(features[name].initials)]
    in_article, everywhere = expand_acronyms(
        {letters: _articles(found, entries) for letters, found in acronyms.items()},
        {texts[name]: (key_of[name], entries.articles_of(name)) for name in spelt_out},
    )
    known = {key for name, key in key_of.items() if name not in plain}
    bodies = {body for key in known if (body := unqualified_body(key)) is not None and body in known}
    keys_by_article: dict[int, set[str]] = defaultdict(set)
    national = [
        name for name in key_of if name not in plain and {key_of[name], unqualified_body(key_of[name])} & bodies
    ]
    for name, _, article in entries.with_articles(national):
        keys_by_article[article].add(key_of[name])
    qualified = join_unqualified(keys_by_article)
    for name, key in key_of.items():
        letters = _acronym_letters(texts[name]) if features[name].is_acronym else None
        usual = (everywhere.get(letters) if letters and ":" not in key else None) or key
        keys.of_names[name] = keys.number(("thing", usual))
        if letters is not None or usual in bodies:
            for _, entry, article in entries.with_articles([name]):
                meant = (in_article.get((letters, article)) if letters else None) or usual
                meant = qualified.get((meant, article), meant)
                if meant != usual:
                    keys.of_entries[entry] = keys.number(("thing", meant))


def _articles(names: Iterable[int], entries: _Entries) -> set[int]:
    return {article for name in names for article in entries.articles_of(name)}


def _acronym_letters(text: str) -> str:
    return text.replace(".", "")


def _describe(
    table: NameTable,
    types: Sequence[EntityType],
    features: Sequence[NameFeatures],
    known: Mapping[Key, int],
    group_of: NDArray[np.int64],
) -> list[NameGroup]:
    """Say of each group the type of most of its mentions; acronyms only count where nothing is spelt out."""
    type_of = np.array([TYPE_ORDER.index(kind) for kind in types], dtype=np.int64)
    is_short = np.array([name.is_acronym for name in features], dtype=np.bool_)
    has_group = group_of != NO_GROUP
    groups, names = group_of[has_group], table.names[has_group]
    cells = (groups * 2 + is_short[names]) * len(TYPE_ORDER) + type_of[names]
    counted = np.bincount(cells, weights=table.mentions[has_group], minlength=len(known) * 2 * len(TYPE_ORDER))
    votes = counted.reshape(len(known), 2, len(TYPE_ORDER))
    is_spelt = votes[:, 0].sum(axis=1) > 0
    commonest = np.where(is_spelt[:, np.newaxis], votes[:, 0], votes[:, 1]).argmax(axis=1).tolist()
    return [
        NameGroup(key=_written_key(key), entity_type=TYPE_ORDER[commonest[number]]) for key, number in known.items()
    ]


def _written_key(key: Key) -> str:
    kind, what = key
    if isinstance(what, PersonName):
        what = " ".join((what.given or "", *what.middle, what.family, what.suffix or ""))
    return f"{kind} {what}"


def _look_up_key(key: str) -> tuple[str | None, str | None]:
    """Return the gazetteer's name and country for a key of ``thing_key``."""
    kind, _, name = key.partition(":")
    if kind == "organisation":
        organisation = lookup_organisation(name)
        return name, organisation.country if organisation else None
    if kind in ("country", "region", "city"):
        place = lookup_place(name)
        return name, place.country if place else None
    if kind == "group":
        group = lookup_group(name)
        return name, group.country if group else None
    return None, key[:2] if unqualified_body(key) is not None else None
