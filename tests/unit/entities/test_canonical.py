from collections.abc import Iterable
from datetime import date
from itertools import count

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.entities.canonical import Entities, EntityInput, canonicalise
from pipeline.records import MentionKind

Row = tuple[str, str | None, str | None]


def mentions_of(rows: Iterable[Row]) -> list[EntityInput]:
    """Make mentions of (article, name, label), each with its name as the surface."""
    numbers = count()
    return [mention(article, name, label, number=next(numbers)) for article, name, label in rows]


def mention(
    article: str,
    name: str | None,
    label: str | None = "PERSON",
    *,
    number: int,
    surface: str | None = None,
    kind: MentionKind = "name",
    published_on: date | None = date(2031, 5, 4),
) -> EntityInput:
    return EntityInput(
        mention_id=f"m{number:03}",
        article_id=article,
        char_start=number * 20,
        surface=surface or name or "she",
        name=name,
        label=label,
        kind=kind,
        outlet_id=f"outlet {article[:1]}",
        published_on=published_on,
    )


def groups(*rows: Row) -> set[frozenset[str]]:
    """Return the names of each entity, as article/name."""
    mentions = mentions_of(rows)
    found: dict[str, set[str]] = {}
    for one in mentions:
        entity_id = canonicalise(mentions).entity_ids.get(one.mention_id)
        if entity_id is not None:
            found.setdefault(entity_id, set()).add(f"{one.article_id}/{one.name}")
    return {frozenset(names) for names in found.values()}


def people(*names: str) -> set[frozenset[str]]:
    """Return how persons are grouped who are each named in an article of their own."""
    return {
        frozenset(name.split("/")[1] for name in group)
        for group in groups(*((f"a{index}", name, "PERSON") for index, name in enumerate(names)))
    }


def test_romanisations_of_one_name_are_one_person() -> None:
    assert people("Sergei Talanov", "Sergey Talanov", "Sergej Talanow") == {
        frozenset({"Sergei Talanov", "Sergey Talanov", "Sergej Talanow"})
    }
    assert people("Yulia Zarinskaya", "Julia Zarinskaia") == {frozenset({"Yulia Zarinskaya", "Julia Zarinskaia"})}
    assert len(people("Mykhailo Orlenskyy", "Mikhail Orlensky", "Michail Orlenskiy")) == 1
    assert len(people("Oleh Hrynenko", "Oleg Grynenko", "Oleg Grinenka")) == 1


def test_titles_are_no_part_of_a_name() -> None:
    assert len(people("President Vera Talanova", "Vera Talanova", "Foreign Minister Vera Talanova")) == 1


def test_persons_with_different_given_names_are_apart() -> None:
    assert len(people("Pavel Orlensky", "Roman Orlensky")) == 2
    assert len(people("Kim Dae Hyok", "Kim Yo Sun")) == 2


def test_a_mans_and_a_womans_form_are_two_persons() -> None:
    assert len(people("Sasha Belanov", "Sasha Belanova")) == 2


def test_an_initial_joins_the_only_person_it_fits() -> None:
    assert people("Ada Holmgren", "A. Holmgren") == {frozenset({"Ada Holmgren", "A. Holmgren"})}
    assert len(people("Ada Holmgren", "Anders Holmgren", "A. Holmgren")) == 3


def test_a_middle_name_may_be_left_out_unless_it_tells_two_persons_apart() -> None:
    assert len(people("George Marlow", "George T. Marlow")) == 1
    assert len(people("George Marlow", "George T. Marlow", "George H. Marlow")) == 3


def test_a_left_out_middle_name_is_the_last_one() -> None:
    assert len(people("George W. Marlow", "George H.W. Marlow")) == 2
    assert len(people("George H.W. Marlow", "George HW Marlow", "George H. Marlow")) == 1


def test_family_name_in_front_is_the_same_person() -> None:
    assert len(people("Viktor Orlenszky", "Orlenszky Viktor")) == 1
    assert len(people("James Thomas", "Thomas James")) == 2


def test_a_short_form_joins_the_only_person_it_fits() -> None:
    assert len(people("Joe Marlow", "Joseph R. Marlow")) == 1
    assert len(people("Alex Orlenko", "Alexander Orlenko", "Alexei Orlenko")) == 3


def test_father_and_son_are_two_persons() -> None:
    assert len(people("Donald Marlow", "Donald Marlow Jr.")) == 2


def test_family_name_alone_joins_the_person_of_its_article_first() -> None:
    found = groups(
        ("a", "Pavel Orlensky", "PERSON"),
        ("a", "Orlensky", "PERSON"),
        ("b", "Roman Orlensky", "PERSON"),
        ("b", "Orlenskiy", "PERSON"),
    )
    assert found == {frozenset({"a/Pavel Orlensky", "a/Orlensky"}), frozenset({"b/Roman Orlensky", "b/Orlenskiy"})}


def test_family_name_alone_joins_a_person_elsewhere_only_if_there_is_one() -> None:
    one = groups(("a", "Pavel Orlensky", "PERSON"), ("b", "Orlenskyy", "PERSON"))
    assert one == {frozenset({"a/Pavel Orlensky", "b/Orlenskyy"})}
    two = groups(("a", "Pavel Orlensky", "PERSON"), ("b", "Roman Orlensky", "PERSON"), ("c", "Orlensky", "PERSON"))
    assert frozenset({"c/Orlensky"}) in two


def test_family_name_alone_beside_two_of_that_name_is_nobody() -> None:
    found = groups(("a", "Pavel Orlensky", "PERSON"), ("a", "Roman Orlensky", "PERSON"), ("a", "Orlensky", "PERSON"))
    assert found == {frozenset({"a/Pavel Orlensky"}), frozenset({"a/Roman Orlensky"})}


def test_family_name_alone_is_the_one_by_far_best_known() -> None:
    known = [(f"a{index:02}", "Ada Holmgren", "PERSON") for index in range(10)]
    assert len(groups(*known, ("b", "Bo Holmgren", "PERSON"), ("c", "Holmgren", "PERSON"))) == 2
    assert len(groups(*known[1:], ("b", "Bo Holmgren", "PERSON"), ("c", "Holmgren", "PERSON"))) == 3


def test_words_of_a_headline_taken_into_a_name_do_not_make_another_person() -> None:
    known = [(f"a{index}", "Ada Holmgren", "PERSON") for index in range(5)]
    found = groups(*known, ("b", "Ada Holmgren Resigns", "PERSON"), ("c", "Billionaire Ada Holmgren", "PERSON"))
    assert len(found) == 1
    assert len(groups(*known, ("b", "Maria Ada Holmgren", "PERSON"))) == 2


def test_a_mention_that_is_plainly_another_person_keeps_its_own_name() -> None:
    mentions = [
        mention("a", "George T. Marlow", number=1),
        mention("a", "George T. Marlow", number=2, surface="George H. Marlow"),
        mention("a", "George T. Marlow", number=3, surface="Ellen Marlow"),
        mention("a", "George T. Marlow", number=4, surface="Marlow"),
    ]
    found = canonicalise(mentions)
    assert {entity.name: entity.mentions for entity in found.entities} == {
        "George T. Marlow": 2,
        "George H. Marlow": 1,
        "Ellen Marlow": 1,
    }


def test_a_family_name_that_the_model_takes_for_a_place_or_a_firm_is_a_person() -> None:
    found = groups(("a", "Ada Holmgren", "PERSON"), ("b", "Holmgren", "GPE"), ("c", "Holmgren", "ORG"))
    assert len(found) == 1


def test_a_firm_named_often_under_somebodys_family_name_is_a_firm() -> None:
    firm = [(f"b{index}", "Holmgren", "ORG") for index in range(5)]
    assert len(groups(("a", "Ada Holmgren", "PERSON"), *firm)) == 2


def test_a_bodys_name_is_an_organisation_whatever_the_label() -> None:
    mentions = mentions_of([("a", "Gull Island Association", "GPE"), ("b", "Pope Linus", "ORG")])
    assert {entity.name: entity.entity_type for entity in canonicalise(mentions).entities} == {
        "Gull Island Association": "organisation",
        "Pope Linus": "person",
    }


def test_two_names_in_one_article_are_never_joined_across_spellings_of_another_language() -> None:
    found = groups(("a", "Volodymyr Talanov", "PERSON"), ("a", "Vladimir Talanov", "PERSON"))
    assert len(found) == 2
    assert len(people("Volodymyr Talanov", "Vladimir Talanov")) == 1


def test_a_label_that_wavers_goes_by_the_majority() -> None:
    mentions = mentions_of(
        [
            ("a", "Pavel Orlensky", "PERSON"),
            ("b", "Orlensky", "ORG"),
            ("c", "Orlensky", "PERSON"),
            ("d", "Orlensky", "PERSON"),
        ]
    )
    assert [entity.entity_type for entity in canonicalise(mentions).entities] == ["person"]


def test_places_go_by_the_gazetteers_name_and_country() -> None:
    found = canonicalise(mentions_of([("a", "Kiev", "ORG"), ("b", "Kyiv", "GPE"), ("c", "the UK", "GPE")]))
    assert {(entity.name, entity.entity_type, entity.country) for entity in found.entities} == {
        ("Kyiv", "place", "UA"),
        ("United Kingdom", "place", "GB"),
    }
    assert {alias.decided_by for alias in found.aliases} == {"gazetteer"}


def test_kremlin_is_an_organisation_and_moscow_a_place() -> None:
    found = canonicalise(mentions_of([("a", "the Kremlin", "FAC"), ("a", "Moscow", "ORG"), ("a", "Kremlin", "GPE")]))
    assert {(entity.name, entity.entity_type, entity.country) for entity in found.entities} == {
        ("Kremlin", "organisation", "RU"),
        ("Moscow", "place", "RU"),
    }


def test_demonyms_are_groups_with_their_country() -> None:
    found = canonicalise(mentions_of([("a", "Ukrainian", "NORP"), ("b", "Ukrainians", "NORP")]))
    assert [(entity.name, entity.entity_type, entity.country) for entity in found.entities] == [
        ("Ukrainians", "group", "UA")
    ]


def test_an_acronym_is_what_its_article_spells_out() -> None:
    found = groups(
        ("a", "Northern Harbour Union", "ORG"),
        ("a", "NHU", "ORG"),
        ("b", "National Heritage Unit", "ORG"),
        ("b", "NHU", "ORG"),
        ("c", "NHU", "ORG"),
    )
    assert found == {
        frozenset({"a/Northern Harbour Union", "a/NHU"}),
        frozenset({"b/National Heritage Unit", "b/NHU"}),
        frozenset({"c/NHU"}),
    }


def test_an_acronym_that_is_spelt_out_one_way_only_is_that_everywhere() -> None:
    found = groups(("a", "Northern Harbour Union", "ORG"), ("a", "NHU", "ORG"), ("c", "N.H.U.", "PERSON"))
    assert found == {frozenset({"a/Northern Harbour Union", "a/NHU", "c/N.H.U."})}


def test_a_ministry_belongs_to_the_country_that_its_article_names() -> None:
    found = groups(
        ("a", "Norwegian Defence Ministry", "ORG"),
        ("a", "Defence Ministry", "ORG"),
        ("b", "Ministry of Defense of Norway", "ORG"),
        ("c", "Peru's Ministry of Defence", "ORG"),
        ("d", "Ministry of Defence", "ORG"),
    )
    assert found == {
        frozenset({"a/Norwegian Defence Ministry", "a/Defence Ministry", "b/Ministry of Defense of Norway"}),
        frozenset({"c/Peru's Ministry of Defence"}),
        frozenset({"d/Ministry of Defence"}),
    }


def test_name_is_the_commonest_full_form_and_aliases_are_the_ways_of_writing() -> None:
    mentions = [
        mention("a", "Ada Holmgren", number=1),
        mention("a", "Ada Holmgren", number=2, surface="Holmgren's"),
        mention("a", "Ada Holmgren", number=3, surface="she", kind="pronoun", label=None),
        mention("a", "Ada Holmgren", number=4, surface="the minister", kind="epithet", label=None),
        mention("a", "Ada Holmgren", number=5, surface="the Norwegian minister", kind="epithet", label=None),
        mention("b", "HOLMGREN", number=6),
        mention("b", None, number=7, surface="they", kind="pronoun", label=None),
    ]
    found = canonicalise(mentions)
    (entity,) = found.entities
    assert (entity.name, entity.mentions, entity.articles, entity.outlets) == ("Ada Holmgren", 6, 2, 2)
    assert [(alias.alias, alias.mentions) for alias in found.aliases] == [
        ("Ada Holmgren", 1),
        ("HOLMGREN", 1),
        ("Holmgren", 1),
        ("Norwegian minister", 1),
    ]
    assert "m007" not in found.entity_ids


def test_id_is_that_of_the_earliest_mention_and_undated_ones_come_last() -> None:
    later = [
        mention("a", "Ada Holmgren", number=1, published_on=None),
        mention("b", "Ada Holmgren", number=2, published_on=date(2031, 5, 4)),
    ]
    earlier = mention("z", "Ada Holmgren", number=3, published_on=date(2030, 1, 1))
    (before,) = canonicalise(later).entities
    assert before.entity_id == canonicalise([later[1]]).entities[0].entity_id
    (after,) = canonicalise([*later, earlier]).entities
    assert after.entity_id == canonicalise([earlier]).entities[0].entity_id


NAMES = [
    *("Ada Holmgren", "A. Holmgren", "Holmgren", "Anders Holmgren", "Ada Marie Holmgren", "HOLMGREN"),
    *("Oleg Grynenko", "Oleh Hrynenko", "Hrynenko", "Alex Orlenko", "Alexei Orlenko", "Aleksandr Orlenko", "Orlenka"),
    *("Kiev", "Kyiv", "Jordan", "Northern Harbour Union", "NHU", "National Heritage Unit", "Foreign Ministry"),
    *("Peruvian Foreign Ministry", "Foreign Ministry of Peru", "Ukrainians", "President", "", "…", "Pope Linus"),
]


@settings(deadline=None, max_examples=60)
@given(
    rows=st.lists(
        st.tuples(
            st.sampled_from(["a", "b", "c"]),
            st.one_of(st.none(), st.sampled_from(NAMES)),
            st.sampled_from(["PERSON", "ORG", "GPE", "NORP", None]),
        ),
        max_size=25,
    ),
    data=st.data(),
)
def test_order_of_the_mentions_does_not_matter(rows: list[Row], data: st.DataObject) -> None:
    mentions = mentions_of(rows)
    shuffled = data.draw(st.permutations(mentions))
    expected: Entities = canonicalise(mentions)
    assert canonicalise(shuffled) == expected


@settings(deadline=None, max_examples=60)
@given(name=st.text(max_size=40), surface=st.text(max_size=40))
def test_no_name_is_too_odd(name: str, surface: str) -> None:
    found = canonicalise([mention("a", name, label="PERSON", number=1, surface=surface)])
    assert all(entity.name.strip() for entity in found.entities)
    assert all(alias.alias.strip() for alias in found.aliases)


def test_a_text_too_long_for_a_name_is_no_entity() -> None:
    long = [mention("a", "Ada " * 100_000, number=1), mention("a", "A" * 1_000_000, number=2)]
    assert canonicalise(long).entities == ()
