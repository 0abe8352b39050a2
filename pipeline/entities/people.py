"""Decides which written names of persons are one person, over the whole corpus.

Works on distinct names with the articles that they stand in, never on pairs of mentions. A join is made where exactly
one person fits; where two do, the name stays by itself. Two different names in one article are two persons unless they
are romanisations of the same letters.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping

from rapidfuzz.distance import OSA

from pipeline.entities.clusters import NameClusters
from pipeline.entities.given_names import given_name_class, is_first_name, long_forms
from pipeline.entities.names import PersonName
from pipeline.entities.transliteration import consonant_skeleton

FUZZY_FROM_LENGTH = 8
"""Family names at least this long, of persons with the same given name, may differ in one vowel."""

MAX_FUZZY_BLOCK = 64
"""Above this many spellings in one block only neighbours in alphabetical order are compared."""

ATTESTED_TIMES = 5
MAX_HEADLINE_ARTICLES = 2
"""A name with a word too many stands in at most this many articles, the name itself in so many times more."""

Clusters = NameClusters[PersonName]


def cluster_people(articles_by_name: Mapping[PersonName, Iterable[int]]) -> Clusters:
    """Join the full names of persons.

    Args:
        articles_by_name: each full name (``PersonName.is_full``) with the articles that it stands in.

    Returns:
        The clusters; the same for every order of the input.

    """
    names = sorted(articles_by_name, key=_sort_key)
    clusters: Clusters = NameClusters()
    for name in names:
        clusters.add(name, articles_by_name[name])
    _join_same_letters(names, clusters)
    _join_same_class(names, clusters)
    # Twice: what "Ada M. Holm" adds to "Ada Marie Holm" must be known before "Ada Holm" is looked up.
    for rule in (_fuller_middle, _fuller_middle, _short_form, _double_family, _family_first, _initial):
        _join_where_unique(names, clusters, rule)
    _join_headline_words(names, clusters)
    return clusters


def family_key(family: str) -> str:
    """Let Russian, Ukrainian and Belarusian forms of a folded family name meet (Hryn, Gryn; -enko, -enka)."""
    key = family.replace("g", "h").replace("ei", "i")
    return f"{key[:-2]}ko" if key.endswith("ka") and len(key) > 5 else key


def have_agreeing_middle(one: PersonName, other: PersonName) -> bool:
    """Say whether the middle names of two persons are the same as far as both are given."""
    return _agrees(one.middle, other.middle)


def are_told_apart(one: PersonName, other: PersonName) -> bool:
    """Say whether two full names of one family name are plainly two persons: by given name, middle name or suffix."""
    if not (one.is_full and other.is_full) or family_key(one.family) != family_key(other.family):
        return False
    first, second = given_name_class(one.given or ""), given_name_class(other.given or "")
    is_one_given = (
        first == second
        or bool(long_forms(one.given or "") & ({second} | long_forms(other.given or "")))
        or first in long_forms(other.given or "")
        or ((one.has_initial or other.has_initial) and first[:1] == second[:1])
    )
    is_suffix_other = one.suffix is not None and other.suffix is not None and one.suffix != other.suffix
    return is_suffix_other or not is_one_given or not have_agreeing_middle(one, other)


def _sort_key(name: PersonName) -> tuple[str, str, tuple[str, ...], str, str]:
    return (name.family, name.given or "", name.middle, name.suffix or "", name.given_plain or "")


def _join_same_letters(names: list[PersonName], clusters: Clusters) -> None:
    """Join names whose folded words are all equal; an article may well have both spellings."""
    first: dict[tuple[str | None, tuple[str, ...], str, str | None], PersonName] = {}
    for name in names:
        clusters.join(first.setdefault((name.given, name.middle, name.family, name.suffix), name), name)


def _join_same_class(names: list[PersonName], clusters: Clusters) -> None:
    """Join names with given names of one class (Volodymyr, Vladimir) and equal or nearly equal family names."""
    blocks: dict[tuple[str, tuple[str, ...], str | None, str], list[PersonName]] = defaultdict(list)
    for name in names:
        if not name.has_initial:
            key = (given_name_class(name.given or ""), name.middle, name.suffix, consonant_skeleton(name.family))
            blocks[key].append(name)
    pairs: list[tuple[int, int, PersonName, PersonName]] = []
    for block in blocks.values():
        for index, one in enumerate(block):
            reach = len(block) if len(block) <= MAX_FUZZY_BLOCK else min(len(block), index + 3)
            for other in block[index + 1 : reach]:
                distance = _family_distance(one.family, other.family)
                if distance is not None:
                    pairs.append((distance, int(one.given != other.given), one, other))
    pairs.sort(key=lambda pair: (pair[0], pair[1], _sort_key(pair[2]), _sort_key(pair[3])))
    for _, _, one, other in pairs:
        clusters.join_if_apart(one, other)


def _family_distance(one: str, other: str) -> int | None:
    """Return how far apart two family names of one block are, or null where they are two names.

    Women's forms (Petrov, Petrova), and Scandinavian ones (Larsen, Larson) are two names.
    """
    if one == other:
        return 0
    if one + "a" == other or other + "a" == one or {one[-3:], other[-3:]} == {"sen", "son"}:
        return None
    if family_key(one) == family_key(other):
        return 1
    if min(len(one), len(other)) >= FUZZY_FROM_LENGTH and OSA.distance(one, other, score_cutoff=1) <= 1:
        return 2
    return None


def _join_headline_words(names: list[PersonName], clusters: Clusters) -> None:
    """Join "Ada Holm Resigns" and "Billionaire Ada Holm" to the "Ada Holm" of many other articles.

    In headlines every word has a capital, and the model takes too many of them into a name. A word in front must not be
    a first name; in either case the shorter name must be named in ``ATTESTED_TIMES`` as many articles.
    """
    known = {(name.given, name.middle, name.family, name.suffix): name for name in names}
    joins: list[tuple[PersonName, PersonName]] = []
    for name in names:
        if not name.middle or name.has_initial or clusters.count_articles(name) > MAX_HEADLINE_ARTICLES:
            continue
        words = (name.given or "", *name.middle, name.family)
        parts = [words[:end] for end in range(len(words) - 1, 1, -1)]
        if not is_first_name(name.given_plain or ""):
            parts += [words[start:] for start in range(1, len(words) - 1)]
        for part in parts:
            shorter = known.get((part[0], part[1:-1], part[-1], None))
            if shorter is not None and _is_attested(shorter, name, clusters):
                joins.append((name, shorter))
                break
    for name, shorter in joins:
        clusters.join(name, shorter)


def _is_attested(shorter: PersonName, name: PersonName, clusters: Clusters) -> bool:
    return clusters.count_articles(shorter) >= ATTESTED_TIMES * clusters.count_articles(name)


Rule = Callable[[list[PersonName]], Iterator[tuple[PersonName, Iterable[PersonName]]]]
"""Gives, for each name that says less, the names that say more and fit it."""


def _join_where_unique(names: list[PersonName], clusters: Clusters, rule: Rule) -> None:
    """Join each name that says less to the one person that it fits; all are looked up before any is joined."""
    joins: list[tuple[PersonName, PersonName]] = []
    for name, fitting in rule(names):
        own = clusters.find(name)
        target: PersonName | None = None
        is_unique = True
        for other in fitting:
            found = clusters.find(other)
            if found == own:
                continue
            if target is not None and clusters.find(target) != found:
                is_unique = False
                break
            target = other
        if target is not None and is_unique:
            joins.append((name, target))
    for name, target in joins:
        clusters.join_if_apart(name, target)


def _fuller_middle(names: list[PersonName]) -> Iterator[tuple[PersonName, Iterable[PersonName]]]:
    """Fit "Ada Holm" to "Ada Marie Holm" and "Ada M. Holm" to both of these."""
    blocks = _block(names, lambda name: [given_name_class(name.given or "")] if not name.has_initial else [])
    for name in names:
        if not name.has_initial:
            block = blocks[given_name_class(name.given or ""), name.family, name.suffix]
            yield name, (other for other in block if other != name and _says_more(name.middle, other.middle))


def _short_form(names: list[PersonName]) -> Iterator[tuple[PersonName, Iterable[PersonName]]]:
    """Fit "Joe Holm" to "Joseph Holm" and "Joseph M. Holm"."""
    blocks = _block(names, lambda name: [given_name_class(name.given or "")] if not name.has_initial else [])
    for name in names:
        fitting = [
            other
            for long_form in sorted(long_forms(name.given or ""))
            for other in blocks.get((long_form, name.family, name.suffix), ())
            if _agrees(name.middle, other.middle)
        ]
        if fitting:
            yield name, fitting


def _initial(names: list[PersonName]) -> Iterator[tuple[PersonName, Iterable[PersonName]]]:
    """Fit "A. Holm" to "Ada Holm", "Ada Marie Holm" and "Anna Holm"."""
    blocks = _block(names, lambda name: _initial_letters(name) if not name.has_initial else [])
    for name in names:
        if name.has_initial:
            block = blocks.get((name.given or "", name.family, name.suffix), ())
            yield name, (other for other in block if _is_within(name.middle, other.middle))


def _double_family(names: list[PersonName]) -> Iterator[tuple[PersonName, Iterable[PersonName]]]:
    """Fit "Ada Ruiz" and "Ruiz Vidal" to "Ada Ruiz Vidal"."""
    without_last: dict[tuple[str, str, str | None], list[PersonName]] = defaultdict(list)
    without_first: dict[tuple[str, str, str | None], list[PersonName]] = defaultdict(list)
    for name in names:
        for middle in name.middle:
            if len(middle) > 1:
                without_last[given_name_class(name.given or ""), middle, name.suffix].append(name)
                without_first[middle, name.family, name.suffix].append(name)
    for name in names:
        if not name.middle and not name.has_initial:
            fitting = list(without_last.get((given_name_class(name.given or ""), name.family, name.suffix), ()))
            if not is_first_name(name.given_plain or ""):
                fitting += without_first.get((name.given or "", name.family, name.suffix), ())
            if fitting:
                yield name, fitting


def _family_first(names: list[PersonName]) -> Iterator[tuple[PersonName, Iterable[PersonName]]]:
    """Fit "Holm Ada", as Hungarians and lists write it, to "Ada Holm"; not "James Thomas" to "Thomas James"."""
    known = {(name.given, name.family): name for name in names if not name.middle and name.suffix is None}
    for name in names:
        other = known.get((name.family, name.given or ""))
        is_turned = other is not None and not name.middle and not is_first_name(name.given_plain or "")
        if other is not None and is_turned and is_first_name(other.given_plain or ""):
            yield name, [other]


def _block(
    names: list[PersonName], keys: Callable[[PersonName], Iterable[str]]
) -> dict[tuple[str, str, str | None], list[PersonName]]:
    blocks: dict[tuple[str, str, str | None], list[PersonName]] = defaultdict(list)
    for name in names:
        for key in keys(name):
            blocks[key, name.family, name.suffix].append(name)
    return blocks


def _initial_letters(name: PersonName) -> list[str]:
    """Return the letters that the given name may begin with when another romanisation is abbreviated."""
    given, plain = name.given or "", name.given_plain or ""
    return sorted({plain[:1], given[:1], given_name_class(given)[:1]})


def _says_more(less: tuple[str, ...], more: tuple[str, ...]) -> bool:
    """Say whether ``more`` has all middle names of ``less`` and says more."""
    return less != more and _is_within(less, more)


def _agrees(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return _is_within(one, other) or _is_within(other, one)


def _is_within(less: tuple[str, ...], more: tuple[str, ...]) -> bool:
    """Say whether ``more`` begins with ``less``, initials standing for names.

    "George W." is not within "George H. W.": a left-out name is the last one.
    """
    return len(less) <= len(more) and all(
        word == other or (len(word) == 1 and other.startswith(word)) for word, other in zip(less, more, strict=False)
    )
