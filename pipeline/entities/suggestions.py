"""Suggests which entities may be one, for a person to decide: what the rules found too unsure to join.

Works on the finished entities and aliases. Nothing is merged here; a suggestion is text that can be pasted into
``entities.yaml``.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain
from typing import TypeVar

import yaml
from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler

from pipeline.entities.entity_records import Entity, EntityAlias
from pipeline.entities.given_names import given_name_class, long_forms
from pipeline.entities.names import PersonName, parse_person
from pipeline.entities.organisations import initials, is_acronym, thing_key
from pipeline.entities.people import family_key, have_agreeing_middle
from pipeline.entities.transliteration import consonant_skeleton, fold_spelling
from pipeline.records import Record

MIN_SCORE = 0.5
MAX_BLOCK = 60
"""In a larger block of similar names only the best known ones are compared with the others."""

_BEST_KNOWN = 5
_MAX_REASONS = 3
_NEAR_FAMILY = 0.88
_NEAR_NAME = 88.0
_SHARED_ARTICLE_FACTOR = 0.6


class Suggestion(Record, frozen=True, kw_only=True):
    """Two entities that may be one: the better known first. ``score`` is 0 to 1; ``evidence`` is in plain words."""

    entity_ids: tuple[str, str]
    names: tuple[str, str]
    score: float
    evidence: tuple[str, ...]


def suggest_merges(
    entities: Sequence[Entity],
    aliases: Sequence[EntityAlias],
    articles: Mapping[str, Collection[str]] | None = None,
    limit: int = 100,
) -> tuple[Suggestion, ...]:
    """Find likely merges, the likeliest first.

    Args:
        entities: all entities of the corpus.
        aliases: all their aliases.
        articles: entity id -> ids of the articles that name it, if known: two that share one are less likely one.
        limit: how many to return at most.

    """
    found: dict[tuple[str, str], tuple[float, list[str]]] = {}
    findings = chain(_similar_persons(entities), _family_names(entities), _similar_things(entities, aliases))
    for one, other, score, reason in findings:
        first, second = sorted((one, other), key=lambda entity: (-entity.articles, entity.entity_id))
        best, reasons = found.get((first.entity_id, second.entity_id), (0.0, []))
        found[first.entity_id, second.entity_id] = (max(best, score), [*reasons, reason])
    by_id = {entity.entity_id: entity for entity in entities}
    suggestions: list[Suggestion] = []
    for (first_id, second_id), (best, reasons) in found.items():
        first, second = by_id[first_id], by_id[second_id]
        evidence = [*sorted(set(reasons))[:_MAX_REASONS], f"named in {first.articles} and {second.articles} articles"]
        score = best
        if articles is not None and not set(articles.get(first_id, ())).isdisjoint(articles.get(second_id, ())):
            score *= _SHARED_ARTICLE_FACTOR
            evidence.append("an article names both")
        if score >= MIN_SCORE:
            suggestions.append(
                Suggestion(
                    entity_ids=(first_id, second_id),
                    names=(first.name, second.name),
                    score=round(score, 2),
                    evidence=tuple(evidence),
                )
            )
    suggestions.sort(key=lambda suggestion: (-suggestion.score, suggestion.names, suggestion.entity_ids))
    return tuple(suggestions[:limit])


def suggestions_yaml(suggestions: Sequence[Suggestion], entities: Sequence[Entity]) -> str:
    """Return suggestions as the ``merge`` section of ``entities.yaml``, with their evidence as comments.

    Entities are given by name where it is theirs alone, else by id.
    """
    names = Counter(entity.name for entity in entities)
    lines = ["merge:"]
    for suggestion in suggestions:
        members = [
            name if names[name] == 1 else entity_id
            for name, entity_id in zip(suggestion.names, suggestion.entity_ids, strict=True)
        ]
        shown = " = ".join(_one_line(name) for name in suggestion.names)
        lines.append(f"  # {suggestion.score:.2f} {shown}: {'; '.join(map(_one_line, suggestion.evidence))}")
        lines.append(
            f"  - {yaml.safe_dump(members, default_flow_style=True, allow_unicode=True, width=10_000).strip()}"
        )
    return "\n".join(lines) + "\n" if suggestions else "merge: []\n"


def _one_line(text: str) -> str:
    return " ".join(char if char.isprintable() else " " for char in text.split()) if text.isprintable() else ascii(text)


_Part = TypeVar("_Part")
_Finding = tuple[Entity, Entity, float, str]


def _similar_persons(entities: Sequence[Entity]) -> Iterator[_Finding]:
    """Find persons of one family name, or of nearly one, whose given names may be the same."""
    blocks: dict[tuple[str, str], list[tuple[Entity, PersonName]]] = defaultdict(list)
    for entity in entities:
        person = parse_person(entity.name) if entity.entity_type == "person" else None
        if person is not None and person.is_full:
            blocks["family", family_key(person.family)].append((entity, person))
            near = f"{given_name_class(person.given or '')} {consonant_skeleton(person.family)[:2]}"
            blocks["given", near].append((entity, person))
    for key in sorted(blocks):
        for (one, first), (other, second) in _pairs(blocks[key]):
            finding = _compare_persons(first, second)
            if finding is not None:
                yield one, other, *finding


def _compare_persons(one: PersonName, other: PersonName) -> tuple[float, str] | None:
    if family_key(one.family) == family_key(other.family):
        given = _compare_given(one, other)
        if given is None or not have_agreeing_middle(one, other):
            return None
        score, reason = given
        if one.suffix != other.suffix:
            return score - 0.2, f"{reason}, but one has a suffix"
        return score, reason
    similarity = float(JaroWinkler.similarity(one.family, other.family))
    is_woman_and_man = one.family + "a" == other.family or other.family + "a" == one.family
    same_given = given_name_class(one.given or "") == given_name_class(other.given or "") and not one.has_initial
    if same_given and similarity >= _NEAR_FAMILY and not is_woman_and_man:
        return similarity - 0.1, "the same given name, family names nearly alike"
    return None


def _compare_given(one: PersonName, other: PersonName) -> tuple[float, str] | None:
    first, second = one.given or "", other.given or ""
    if given_name_class(first) == given_name_class(second):
        return 0.85, "the same family name and forms of one given name"
    if given_name_class(second) in long_forms(first) or given_name_class(first) in long_forms(second):
        return 0.8, "the same family name and a short form of the given name"
    if (one.has_initial or other.has_initial) and first[:1] == second[:1]:
        return 0.65, "the same family name and initial"
    similarity = float(JaroWinkler.similarity(first, second))
    return (similarity - 0.15, "the same family name, given names nearly alike") if similarity >= _NEAR_FAMILY else None


def _family_names(entities: Sequence[Entity]) -> Iterator[_Finding]:
    """Find the best known person of a family name for the entity that is only a family name."""
    full: dict[str, list[Entity]] = defaultdict(list)
    alone: list[tuple[str, Entity]] = []
    for entity in entities:
        person = parse_person(entity.name) if entity.entity_type == "person" else None
        if person is not None and person.is_full:
            full[family_key(person.family)].append(entity)
        elif person is not None:
            alone.append((family_key(person.family), entity))
    for family, entity in alone:
        named = sorted(full.get(family, ()), key=lambda member: (-member.articles, member.entity_id))
        total = sum(member.articles for member in named)
        if named and named[0].articles * 2 > total:
            best = named[0]
            reason = f"{best.articles} of {total} articles that name one of this family name mean this person"
            yield best, entity, 0.95 * best.articles / total, reason


def _similar_things(entities: Sequence[Entity], aliases: Sequence[EntityAlias]) -> Iterator[_Finding]:
    """Find organisations, places and others with nearly the same name, and acronyms with what they may stand for."""
    things = {entity.entity_id: entity for entity in entities if entity.entity_type != "person"}
    blocks: dict[str, list[tuple[Entity, str]]] = defaultdict(list)
    acronyms: list[tuple[Entity, str]] = []
    spelt_out: dict[str, list[tuple[Entity, str]]] = defaultdict(list)
    for alias in aliases:
        entity = things.get(alias.entity_id)
        if entity is None:
            continue
        if is_acronym(alias.alias):
            acronyms.append((entity, alias.alias))
            continue
        for word in {fold_spelling(word) for word in alias.alias.split() if len(word) > 3}:
            blocks[word].append((entity, alias.alias))
        for letters in initials(alias.alias):
            spelt_out[letters].append((entity, alias.alias))
    for word in sorted(blocks):
        for (one, first), (other, second) in _pairs(blocks[word]):
            similarity = fuzz.token_sort_ratio(thing_key(first), thing_key(second))
            if similarity >= _NEAR_NAME:
                yield one, other, similarity / 100 - 0.1, f"nearly the same words: {first}, {second}"
    for entity, acronym in acronyms:
        for other, name in spelt_out.get(acronym.replace(".", "").lower(), ())[:MAX_BLOCK]:
            if other.entity_id != entity.entity_id:
                yield other, entity, 0.7, f"{acronym} may stand for {name}"


def _pairs(members: Sequence[tuple[Entity, _Part]]) -> Iterator[tuple[tuple[Entity, _Part], tuple[Entity, _Part]]]:
    """Give the pairs of different entities in a block; in a crowded one only those with one of the best known."""
    ordered = sorted(members, key=lambda member: (-member[0].articles, member[0].entity_id, str(member[1])))
    firsts = ordered if len(ordered) <= MAX_BLOCK else ordered[:_BEST_KNOWN]
    for index, one in enumerate(firsts):
        for other in ordered[index + 1 :]:
            if one[0].entity_id != other[0].entity_id:
                yield one, other
