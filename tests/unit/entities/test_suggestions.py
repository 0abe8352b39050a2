from pathlib import Path

from pipeline.entities.canonical import EntityInput, canonicalise
from pipeline.entities.decisions import load_decisions
from pipeline.entities.entity_records import Entities
from pipeline.entities.suggestions import suggest_merges, suggestions_yaml


def corpus(*rows: tuple[str, str, str]) -> Entities:
    return canonicalise(mentions(*rows))


def mentions(*rows: tuple[str, str, str]) -> list[EntityInput]:
    return [
        EntityInput(
            mention_id=f"m{index:03}", article_id=article, char_start=index, surface=name, name=name, label=label
        )
        for index, (article, name, label) in enumerate(rows)
    ]


def suggested(found: Entities) -> set[frozenset[str]]:
    return {frozenset(suggestion.names) for suggestion in suggest_merges(found.entities, found.aliases)}


def test_an_initial_that_fits_two_persons_is_suggested_for_both() -> None:
    found = corpus(("a", "Ada Holmgren", "PERSON"), ("b", "Astrid Holmgren", "PERSON"), ("c", "A. Holmgren", "PERSON"))
    assert suggested(found) == {
        frozenset({"Ada Holmgren", "A. Holmgren"}),
        frozenset({"Astrid Holmgren", "A. Holmgren"}),
    }


def test_a_family_name_alone_is_suggested_for_the_best_known_person_of_that_name() -> None:
    rows = [(f"a{index}", "Ada Holmgren", "PERSON") for index in range(6)]
    found = corpus(*rows, ("b", "Bo Holmgren", "PERSON"), ("c", "Holmgren", "PERSON"))
    assert suggested(found) == {frozenset({"Ada Holmgren", "Holmgren"})}
    (suggestion,) = suggest_merges(found.entities, found.aliases)
    assert "6 of 7 articles that name one of this family name mean this person" in suggestion.evidence


def test_misspelt_names_and_unclear_acronyms_are_suggested() -> None:
    found = corpus(
        ("a", "Ada Holmgren", "PERSON"),
        ("b", "Ada Holmgrem", "PERSON"),
        ("c", "Gull Island Ferry Company", "ORG"),
        ("d", "Gull Islands Ferry Company", "ORG"),
        ("e", "Northern Harbour Union", "ORG"),
        ("f", "National Heritage Unit", "ORG"),
        ("g", "NHU", "ORG"),
    )
    assert suggested(found) == {
        frozenset({"Ada Holmgren", "Ada Holmgrem"}),
        frozenset({"Gull Island Ferry Company", "Gull Islands Ferry Company"}),
    } | ({frozenset({"NHU", name}) for name in ("Northern Harbour Union", "National Heritage Unit")})


def test_persons_told_apart_by_a_middle_name_are_not_suggested() -> None:
    found = corpus(("a", "George T. Marlow", "PERSON"), ("b", "George H. Marlow", "PERSON"))
    assert suggested(found) == set()


def test_two_that_one_article_names_are_less_likely_one() -> None:
    found = corpus(("a", "Joseph Marlow", "PERSON"), ("a", "Joe Marlow", "PERSON"))
    ids = [entity.entity_id for entity in found.entities]
    apart = suggest_merges(found.entities, found.aliases)
    together = suggest_merges(found.entities, found.aliases, {entity_id: ["a"] for entity_id in ids})
    assert len(apart) == 1
    assert all(suggestion.score < apart[0].score for suggestion in together)


def test_suggestions_can_be_pasted_into_the_file_of_decisions(tmp_path: Path) -> None:
    rows = [("a", "Ada Holmgren", "PERSON"), ("b", "Ada Holmgrem", "PERSON"), ("c", "Odd: #\nName Holmgrem", "PERSON")]
    found = corpus(*rows)
    text = suggestions_yaml(suggest_merges(found.entities, found.aliases), found.entities)
    path = tmp_path / "entities.yaml"
    path.write_text(text, encoding="utf-8")
    merged = canonicalise(mentions(*rows), load_decisions(path))
    assert merged.notes == ()
    assert len(merged.entities) == len(found.entities) - 1


def test_nothing_to_suggest_is_valid_yaml_too() -> None:
    assert suggestions_yaml((), ()) == "merge: []\n"
