from datetime import date
from pathlib import Path

import pytest

from pipeline.entities.canonical import Entities, EntityInput, canonicalise
from pipeline.entities.decisions import NO_DECISIONS, Decisions, DecisionsError, Merge, Split, load_decisions

MENTIONS = [
    EntityInput(
        mention_id=f"m{number}",
        article_id=article,
        char_start=number,
        surface=name,
        name=name,
        label=label,
        outlet_id=f"outlet {article}",
        published_on=date(2031, 5, number + 1),
    )
    for number, (article, name, label) in enumerate(
        [
            ("a", "Ada Holmgren", "PERSON"),
            ("b", "Ada Strand", "PERSON"),
            ("c", "Ada Holmgren", "PERSON"),
            ("c", "Earlier Friday", "ORG"),
            ("d", "Gull Island Ferry", "PERSON"),
        ]
    )
]


def names_and_mentions(found: Entities) -> dict[str, tuple[str, int]]:
    return {entity.name: (entity.entity_type, entity.mentions) for entity in found.entities}


def decided(path: Path, text: str) -> Decisions:
    file = path / "entities.yaml"
    file.write_text(text, encoding="utf-8")
    return load_decisions(file)


def test_no_file_or_an_empty_one_decides_nothing(tmp_path: Path) -> None:
    assert load_decisions(tmp_path / "entities.yaml") == NO_DECISIONS
    assert decided(tmp_path, "# nothing yet\n") == NO_DECISIONS
    assert decided(tmp_path, "merge:\nrename:\n") == NO_DECISIONS


def test_all_sections_are_read(tmp_path: Path) -> None:
    found = decided(
        tmp_path,
        """
merge:
  - [Ada Holmgren, Ada Strand]
split:
  - entity: Ada Holmgren
    articles: [c]
    name: Ada Holmgren (judge)
rename:
  Gull Island Ferry: Gull Island Ferries
type:
  Gull Island Ferries: organisation
not_an_entity:
  - Earlier Friday
""",
    )
    assert found.merge == (Merge(members=("Ada Holmgren", "Ada Strand")),)
    assert found.split == (Split(entity="Ada Holmgren", articles=("c",), new_name="Ada Holmgren (judge)"),)
    result = canonicalise(MENTIONS, found)
    assert result.notes == ()
    assert names_and_mentions(result) == {
        "Ada Holmgren": ("person", 2),
        "Ada Holmgren (judge)": ("person", 1),
        "Gull Island Ferries": ("organisation", 1),
    }


def test_what_a_person_decided_is_marked_and_taken_back_with_the_entry() -> None:
    merged = canonicalise(MENTIONS, Decisions(merge=(Merge(members=("Ada Holmgren", "Ada Strand")),)))
    assert {alias.alias: alias.decided_by for alias in merged.aliases if alias.alias.startswith("Ada")} == {
        "Ada Holmgren": "rule",
        "Ada Strand": "person",
    }
    assert canonicalise(MENTIONS, Decisions()) == canonicalise(MENTIONS)


def test_an_entity_may_be_named_by_its_id() -> None:
    by_rule = {entity.name: entity.entity_id for entity in canonicalise(MENTIONS).entities}
    merge = Merge(members=(by_rule["Ada Strand"], by_rule["Ada Holmgren"]))
    result = canonicalise(MENTIONS, Decisions(merge=(merge,)))
    assert names_and_mentions(result)["Ada Strand"] == ("person", 3)
    assert canonicalise(MENTIONS, Decisions(merge=(merge,))).entity_ids["m1"] == by_rule["Ada Holmgren"]


def test_a_split_without_a_name_takes_its_commonest_spelling() -> None:
    split = Split(entity="Ada Holmgren", aliases=("ada holmgren",), articles=("c",))
    result = canonicalise(MENTIONS, Decisions(split=(split,)))
    assert [entity.mentions for entity in result.entities if entity.name == "Ada Holmgren"] == [1, 1]
    assert result.entity_ids["m0"] != result.entity_ids["m2"]


@pytest.mark.parametrize(
    "reference", ["Nobody Atall", "0123456789abcdef"], ids=["a name that does not occur", "an id that does not occur"]
)
def test_a_decision_that_finds_nothing_is_noted_and_changes_nothing(reference: str) -> None:
    result = canonicalise(MENTIONS, Decisions(not_an_entity=(reference,)))
    assert result.entities == canonicalise(MENTIONS).entities
    (note,) = result.notes
    assert note.decision == f"not_an_entity: {reference}"


def test_a_name_of_several_entities_is_noted_with_their_ids() -> None:
    mentions = [
        EntityInput(
            mention_id=f"m{index}", article_id=full, char_start=index, surface="Holmgren", name=full, label="PERSON"
        )
        for index, full in enumerate(["Ada Holmgren", "Bo Holmgren"])
    ]
    (note,) = canonicalise(mentions, Decisions(not_an_entity=("Holmgren",))).notes
    assert all(entity.entity_id in note.reason for entity in canonicalise(mentions).entities)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("merge: [", 1, "not valid YAML"),
        ("merge:\n  - [Ada Holmgren]\n", 2, "at least two"),
        ("merge:\n  Ada: Bo\n", 2, "must be a list"),
        ("merge:\n  - Ada Holmgren\n", 2, "expected a list"),
        ("splits: []\n", 1, "use merge, split, rename, type, not_an_entity"),
        ("rename:\n  Ada: Bo\n  Ada: Cy\n", 3, "stands twice"),
        ("rename: [Ada]\n", 1, "key: value"),
        ("type:\n  Ada: human\n", 2, "use person, organisation, place, group, other"),
        ("split:\n  - aliases: [Ada]\n", 2, "needs 'entity'"),
        ("split:\n  - entity: Ada\n", 2, "needs 'aliases', 'articles' or 'outlets'"),
        ("not_an_entity:\n  - ''\n", 2, "expected a name or id"),
        ("- Ada\n", 1, "the file"),
    ],
)
def test_errors_name_the_file_the_line_and_what_is_expected(tmp_path: Path, text: str, line: int, message: str) -> None:
    with pytest.raises(DecisionsError) as caught:
        decided(tmp_path, text)
    assert str(tmp_path / "entities.yaml") in str(caught.value)
    assert f"line {line}" in str(caught.value)
    assert message in str(caught.value)


def test_yaml_cannot_run_code(tmp_path: Path) -> None:
    with pytest.raises(DecisionsError):
        decided(tmp_path, "merge: !!python/object/apply:os.system ['true']\n")


def test_text_that_is_not_utf8_is_an_error_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "entities.yaml").write_bytes(b"merge: \xff\xfe")
    with pytest.raises(DecisionsError, match="not UTF-8"):
        load_decisions(tmp_path / "entities.yaml")
