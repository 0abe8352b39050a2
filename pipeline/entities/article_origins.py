"""Where somebody is from and of which party, as far as a description tells; what tells two people of one role apart.

Here belongs reading such words and comparing them: "the Russian leader" is no Ukrainian president, "the Texas
Republican" no senator from Vermont. Whom an epithet means is weighed in ``article_salience``.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from pipeline.entities.gazetteer import lookup_group, lookup_place

MAX_WORDS: Final = 20
MAX_PLACE_WORDS: Final = 3
PARTIES: Final = {
    "democrat": "democrat",
    "democrats": "democrat",
    "democratic": "democrat",
    "republican": "republican",
    "republicans": "republican",
    "gop": "republican",
    "tory": "conservative",
    "conservative": "conservative",
    "labour": "labour",
    "liberal": "liberal",
    "green": "green",
}
COUNTRIES: Final = {"us": "US", "u.s": "US", "uk": "GB", "u.k": "GB"}
NOT_PLACES: Final = frozenset(
    ("general", "interior", "defence", "defense", "energy", "prime", "foreign", "mobile", "street")
)


class Origins(NamedTuple):
    """Countries, regions and parties that a description names."""

    countries: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    parties: frozenset[str] = frozenset()

    def contradict(self, other: "Origins") -> bool:
        """Whether both tell of a country, a region or a party, and not of the same one."""
        return any(one and two and not one & two for one, two in zip(self, other, strict=True))

    def joined(self, other: "Origins") -> "Origins":
        """Return what both tell."""
        return Origins(*(one | two for one, two in zip(self, other, strict=True)))


NO_ORIGINS: Final = Origins()


def origins_of(words: Sequence[str]) -> Origins:
    """Return the countries, regions and parties named by the words of a description, in small letters."""
    countries: set[str] = set()
    regions: set[str] = set()
    parties: set[str] = set()
    words = words[:MAX_WORDS]
    at = 0
    while at < len(words):
        if words[at] in PARTIES:
            parties.add(PARTIES[words[at]])
        for length in range(min(MAX_PLACE_WORDS, len(words) - at), 0, -1):
            country, region = _origin(" ".join(words[at : at + length]))
            if country or region:
                countries.update((country,) if country else ())
                regions.update((region,) if region else ())
                at += length - 1
                break
        at += 1
    return Origins(frozenset(countries), frozenset(regions), frozenset(parties))


@lru_cache(maxsize=100_000)
def _origin(words: str) -> tuple[str | None, str | None]:
    """The country or the region of a larger one that words name; both null for anything else."""
    if words in COUNTRIES:
        return COUNTRIES[words], None
    if len(words) < 4 or words in NOT_PLACES:
        return None, None
    group = lookup_group(words)
    if group is not None:
        return group.country, None
    place = lookup_place(words.title())
    if place is None or not place.is_prominent:
        return None, None
    if place.kind == "country":
        return place.country, None
    return None, place.name
