import pytest

from pipeline.entities.gazetteer import lookup_group, lookup_organisation, lookup_place, place_key
from pipeline.entities.word_lists import data_lines


@pytest.mark.parametrize(
    ("variant", "name", "country"),
    [
        ("Kiev", "Kyiv", "UA"),
        ("Lugansk", "Luhansk", "UA"),
        ("Kharkov", "Kharkiv", "UA"),
        ("Odessa", "Odesa", "UA"),
        ("Bombay", "Mumbai", "IN"),
        ("Peking", "Beijing", "CN"),
        ("Burma", "Myanmar", "MM"),
        ("Saigon", "Ho Chi Minh City", "VN"),
        ("the U.S.", "United States", "US"),
        ("USA", "United States", "US"),
        ("Great Britain", "United Kingdom", "GB"),
        ("Türkiye", "Turkey", "TR"),
        ("Côte d'Ivoire", "Ivory Coast", "CI"),
        ("The Hague", "The Hague", "NL"),
        ("KYIV", "Kyiv", "UA"),
        ("Lugansk region", "Luhansk region", "UA"),
        ("Kharkov Oblast", "Kharkiv region", "UA"),
        ("Texas", "Texas", "US"),
        ("Fla.", "Florida", "US"),
    ],
)
def test_other_names_of_a_place_give_the_place(variant: str, name: str, country: str) -> None:
    place = lookup_place(variant)
    assert place is not None
    assert (place.name, place.country) == (name, country)


def test_country_is_null_where_two_places_of_one_name_are_about_as_large() -> None:
    for name in ("Cambridge", "Georgia"):
        place = lookup_place(name)
        assert place is not None
        assert place.country is None


def test_of_a_large_and_a_small_place_the_large_one_is_meant() -> None:
    for name, country in (("London", "GB"), ("Paris", "FR"), ("Tripoli", "LY"), ("Birmingham", "GB")):
        place = lookup_place(name)
        assert place is not None
        assert place.country == country


@pytest.mark.parametrize("word", ["us", "Us", "who", "Who", "la", "", "…", "Holmgren", "West region of nowhere"])
def test_words_that_look_like_acronyms_or_names_are_no_places(word: str) -> None:
    assert lookup_place(word) is None
    assert lookup_organisation(word) is None


@pytest.mark.parametrize(
    ("written", "name", "country"),
    [
        ("Ukrainian", "Ukrainians", "UA"),
        ("Scottish", "Scots", "GB"),
        ("Dutch", "Dutch", "NL"),
        ("Kurdish", "Kurds", None),
    ],
)
def test_demonyms_point_to_a_country_where_there_is_one(written: str, name: str, country: str | None) -> None:
    group = lookup_group(written)
    assert group is not None
    assert (group.name, group.country) == (name, country)


def test_bodies_named_after_a_building_are_organisations_and_no_places() -> None:
    for written, name, country in (("the Kremlin", "Kremlin", "RU"), ("Number 10", "Downing Street", "GB")):
        organisation = lookup_organisation(written)
        assert organisation is not None
        assert (organisation.name, organisation.country) == (name, country)
        assert lookup_place(written) is None


def test_acronyms_of_the_news_are_known_in_either_spelling() -> None:
    for written in ("UN", "U.N.", "the United Nations"):
        organisation = lookup_organisation(written)
        assert organisation is not None
        assert organisation.name == "United Nations"


@pytest.mark.parametrize(("filename", "columns"), [("places.tsv", 4), ("demonyms.tsv", 3), ("organisations.tsv", 3)])
def test_no_name_in_a_table_stands_for_two_things(filename: str, columns: int) -> None:
    meaning: dict[str, str] = {}
    for line in data_lines(filename):
        row = line.split("\t")
        assert len(row) == columns, line
        for name in filter(None, (row[0], *row[-1].split("|"))):
            assert meaning.setdefault(place_key(name), row[0]) == row[0], name
