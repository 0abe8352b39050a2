"""Groups the mentions of a corpus into entities by rule, before anybody's decisions.

Counts labels and articles for each distinct name, lets ``people`` and ``organisations`` join the names, and gives every
mention the group that its name belongs to in its article. Ids, names to show and decisions are made in ``canonical``.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from pipeline.entities.entity_records import EntityInput, EntityType
from pipeline.entities.gazetteer import lookup_group, lookup_organisation, lookup_place
from pipeline.entities.given_names import is_first_name
from pipeline.entities.names import PersonName, clean_name, has_given_name_title, is_title, parse_person
from pipeline.entities.organisations import (
    expand_acronyms,
    is_acronym,
    join_unqualified,
    other_key,
    thing_key,
    unqualified_body,
)
from pipeline.entities.people import Clusters, are_told_apart, cluster_people, family_key
from pipeline.entities.transliteration import fold_spelling
from pipeline.entities.word_lists import word_list

_TYPE_OF_LABEL: dict[str, EntityType] = {
    "PERSON": "person",
    "PER": "person",
    "ORG": "organisation",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
    "NORP": "group",
}
_TYPE_ORDER: tuple[EntityType, ...] = ("person", "organisation", "place", "group", "other")

_PERSON_SHARE_OVER_PROMINENT = 0.8
"""A prominent place's name is a person's from this share of labels on, if somebody has that family name."""

_PERSON_SHARE_OF_FAMILY_NAME = 0.25
"""Somebody's family name is a person from this share of labels on, whatever the others are."""

_FEW_LABELS = 5
"""A family name alone with fewer labels than this is a person, whatever they are: firms are named more often."""

DOMINANT_TIMES = 10
"""A family name alone is the person who is named in so many times the articles of all others of it."""


class MentionGroup(NamedTuple):
    """The mentions of one entity, as indices into the input."""

    entity_type: EntityType
    country: str | None
    known_name: str | None
    """The gazetteer's name, null where it has none."""
    mentions: list[int]


class _Name(NamedTuple):
    """A cleaned name in an article."""

    article_id: str
    text: str


def group_mentions(mentions: Sequence[EntityInput]) -> list[MentionGroup]:
    """Group mentions into entities; those whose name says nothing certain are in no group.

    The groups are the same for every order of the input; their own order follows it.
    """
    by_name: dict[_Name, list[int]] = {}
    votes: dict[str, Counter[EntityType]] = defaultdict(Counter)
    for index, mention in enumerate(mentions):
        text = _name_of(mention)
        if text:
            by_name.setdefault(_Name(mention.article_id, text), []).append(index)
            if mention.label is not None:
                votes[_vote_key(text)][_TYPE_OF_LABEL.get(mention.label, "other")] += 1
    texts = sorted({name.text for name in by_name})
    families = _family_names(texts, votes)
    types = {text: _decide_type(text, votes[_vote_key(text)], families) for text in texts}
    keys: dict[_Name, Hashable] = {}
    keys.update(_group_people([name for name in by_name if types[name.text] == "person"]))
    keys.update(_group_things({name: types[name.text] for name in by_name if types[name.text] != "person"}))
    members: dict[Hashable, list[_Name]] = defaultdict(list)
    for name in by_name:
        if name in keys:
            members[keys[name]].append(name)
    return [_make_group(key, names, by_name, types) for key, names in members.items()]


def _name_of(mention: EntityInput) -> str:
    """Return the name that a mention goes by; empty where it has none.

    It is the article's fullest name for the same entity, unless what stands there is plainly another person of that
    family.
    """
    if mention.name is None:
        return ""
    text = clean_name(mention.name)
    if mention.kind == "name" and mention.surface != mention.name:
        written = clean_name(mention.surface)
        if " " in written and _are_told_apart(written, text):
            return written
    return text


@lru_cache(maxsize=200_000)
def _are_told_apart(written: str, text: str) -> bool:
    one, other = parse_person(written), parse_person(text)
    return one is not None and other is not None and are_told_apart(one, other)


@lru_cache(maxsize=200_000)
def _vote_key(text: str) -> str:
    return " ".join(fold_spelling(word) for word in text.split(" "))


def _family_names(texts: Sequence[str], votes: Mapping[str, Counter[EntityType]]) -> frozenset[str]:
    """Return the family names of those who are labelled persons and named in full somewhere."""
    persons = (parse_person(text) for text in texts if _is_mostly(votes[_vote_key(text)], "person"))
    return frozenset(family_key(person.family) for person in persons if person is not None and person.is_full)


def _is_mostly(votes: Counter[EntityType], entity_type: EntityType) -> bool:
    return votes[entity_type] * 2 > votes.total()


def _decide_type(text: str, votes: Counter[EntityType], families: Collection[str]) -> EntityType:
    """Return the type that a name has throughout the corpus: the gazetteer's, else that of most labels."""
    if is_acronym(text) and votes["person"] < votes.total():
        votes = votes - Counter({"person": votes["person"]})
    if lookup_organisation(text) is not None:
        return "organisation"
    if has_given_name_title(text) and text.count(" ") == 1:
        return "person"
    person = parse_person(text) if text.count(" ") < 2 else None
    is_family = person is not None and family_key(person.family) in families
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
    entity_type = max(_TYPE_ORDER, key=lambda kind: (votes[kind], -_TYPE_ORDER.index(kind)))
    words = text.lower().split(" ")
    is_named_as_body = words[-1] in word_list("organisation heads")
    if is_named_as_body and (entity_type != "person" or (len(words) > 1 and not is_first_name(words[0]))):
        return "organisation"
    if is_family and _is_rather_person(text, entity_type, votes):
        return "person"
    return entity_type


def _is_rather_person(text: str, entity_type: EntityType, votes: Counter[EntityType]) -> bool:
    """Judge a name that ends in somebody's family name and that most labels call something else."""
    if " " in text:
        return entity_type == "place" and text.split(" ", maxsplit=1)[0].lower() not in word_list("landforms")
    is_little_known = votes.total() < _FEW_LABELS
    return is_little_known or entity_type == "place" or votes["person"] >= _PERSON_SHARE_OF_FAMILY_NAME * votes.total()


def _group_people(names: Sequence[_Name]) -> Mapping[_Name, Hashable]:
    """Return the person that each name of a person stands for; family names that fit several persons are left out."""
    parsed = {text: parse_person(text) for text in {name.text for name in names}}
    articles: dict[PersonName, set[str]] = defaultdict(set)
    for name in names:
        person = parsed[name.text]
        if person is not None and person.is_full:
            articles[person].add(name.article_id)
    clusters = cluster_people(articles)
    in_article: dict[tuple[str, str], set[PersonName]] = defaultdict(set)
    in_corpus: dict[str, set[PersonName]] = defaultdict(set)
    given_in_article: dict[tuple[str, str], set[PersonName]] = defaultdict(set)
    for person, article_ids in articles.items():
        root = clusters.find(person)
        family = family_key(person.family)
        in_corpus[family].add(root)
        for article_id in article_ids:
            in_article[article_id, family].add(root)
            given_in_article[article_id, person.given or ""].add(root)
    only = {family: _dominant(people, clusters) for family, people in in_corpus.items()}
    found: dict[_Name, Hashable] = {}
    for name in names:
        person = parsed[name.text]
        if person is None:
            found[name] = ("name", name.text)
        elif person.is_full:
            found[name] = ("person", clusters.find(person))
        else:
            key = _find_by_family(name, person, in_article, only, given_in_article)
            if key is not None:
                found[name] = key
    return found


def _find_by_family(
    name: _Name,
    person: PersonName,
    in_article: Mapping[tuple[str, str], set[PersonName]],
    only: Mapping[str, PersonName | None],
    given_in_article: Mapping[tuple[str, str], set[PersonName]],
) -> Hashable | None:
    """Return the person that a family name alone stands for.

    The only person of that name in the article; else the only one in the corpus, or by far the best known; else a
    person of whom only the family name is known. Null where the article names two, or where the word is but a title.
    """
    family = family_key(person.family)
    here = in_article.get((name.article_id, family), set())
    if not here:
        here = given_in_article.get((name.article_id, person.family), set())
    if len(here) > 1:
        return None
    known = next(iter(here)) if here else only.get(family)
    if known is not None:
        return ("person", known)
    if all(is_title(word) for word in name.text.split(" ")):
        return None
    return ("family", family)


def _dominant(people: Collection[PersonName], clusters: Clusters) -> PersonName | None:
    """Return the one of several persons who is meant where the family name stands alone; null where none is."""
    counts = sorted(((clusters.count_articles(person), person) for person in people), key=lambda entry: -entry[0])
    others = sum(count for count, _ in counts[1:])
    return counts[0][1] if counts[0][0] >= DOMINANT_TIMES * others else None


def _group_things(types: Mapping[_Name, EntityType]) -> Mapping[_Name, Hashable]:
    """Return the organisation, place, group or other thing that each name stands for."""
    keys: dict[_Name, str] = {}
    acronym_articles: dict[str, set[str]] = defaultdict(set)
    spelt_out: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    keys_by_article: dict[str, set[str]] = defaultdict(set)
    for name, entity_type in types.items():
        if entity_type == "group" and lookup_group(name.text) is None:
            keys[name] = f"group {other_key(name.text)}"
            continue
        key = keys[name] = thing_key(name.text, may_be_place=entity_type == "place")
        if is_acronym(name.text) and not key.startswith(("country:", "region:", "city:")):
            acronym_articles[_acronym_letters(name.text)].add(name.article_id)
        elif " " in name.text:
            spelt_out[name.article_id][key].add(name.text)
        keys_by_article[name.article_id].add(key)
    in_article, everywhere = expand_acronyms(acronym_articles, spelt_out)
    qualified = join_unqualified(keys_by_article)
    for name, key in keys.items():
        if is_acronym(name.text):
            letters = _acronym_letters(name.text)
            expanded = in_article.get((letters, name.article_id))
            if expanded is None and ":" not in key:
                expanded = everywhere.get(letters)
            keys[name] = expanded or key
        keys[name] = qualified.get((keys[name], name.article_id), keys[name])
    return {name: ("thing", key) for name, key in keys.items()}


def _acronym_letters(text: str) -> str:
    return text.replace(".", "")


def _make_group(
    key: Hashable, names: Sequence[_Name], by_name: Mapping[_Name, list[int]], types: Mapping[str, EntityType]
) -> MentionGroup:
    """Gather the mentions of names that are one, with the type of most of them and what the gazetteer knows."""
    has_words = not all(is_acronym(name.text) for name in names)
    weights: Counter[EntityType] = Counter()
    mentions: list[int] = []
    for name in names:
        mentions += by_name[name]
        if not (is_acronym(name.text) and has_words):
            weights[types[name.text]] += len(by_name[name])
    entity_type = max(_TYPE_ORDER, key=lambda kind: (weights[kind], -_TYPE_ORDER.index(kind)))
    known_name, country = _look_up_key(key[1]) if isinstance(key, tuple) and key[0] == "thing" else (None, None)
    return MentionGroup(entity_type=entity_type, country=country, known_name=known_name, mentions=sorted(mentions))


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
