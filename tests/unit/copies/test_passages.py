"""What becomes one passage, what is only linked, and which id it gets."""

import pytest

from pipeline.copies.normal_form import normal_form
from pipeline.copies.passages import find_passages
from pipeline.copies.records import Copies, CopyInput
from tests.unit.copies.samples import BUDGET, FERRY, paragraph


def groups(copies: Copies) -> list[set[str]]:
    """Return the members of each passage."""
    found: dict[str, set[str]] = {}
    for member in copies.memberships:
        found.setdefault(member.passage_id, set()).add(member.paragraph_id)
    return list(found.values())


def jaccard(one: str, other: str) -> float:
    """Return the similarity by its definition."""
    a, b = ({form[i : i + 5] for i in range(len(form) - 4)} for form in map(normal_form, (one, other)))
    return len(a & b) / len(a | b)


def test_nothing_in_nothing_out() -> None:
    copies = find_passages([])
    assert (copies.memberships, copies.passages, copies.links) == ((), (), ())


def test_copies_make_one_passage_and_others_stay_alone() -> None:
    edited = FERRY.replace("searched the bay", "combed the bay")
    copies = find_passages([paragraph("b", edited, day=2), paragraph("a", FERRY), paragraph("c", BUDGET)])
    assert sorted(map(sorted, groups(copies))) == [["a", "b"], ["c"]]
    members = {member.paragraph_id: member for member in copies.memberships}
    assert members["a"].is_origin
    assert members["a"].similarity == 1
    assert not members["b"].is_origin
    assert members["b"].similarity == jaccard(FERRY, edited)
    passage = next(passage for passage in copies.passages if passage.passage_id == "a")
    assert (passage.paragraphs, passage.articles, passage.outlets) == (2, 2, 2)
    assert passage.origin_article_id == "article-a"
    assert passage.first_published_on is not None
    assert passage.first_published_on.day == 1


def test_the_origin_is_the_earliest_and_undated_ones_come_last() -> None:
    copies = find_passages(
        [
            paragraph("undated", FERRY, day=None, article="a"),
            paragraph("late", FERRY, day=9, article="b"),
            paragraph("second", FERRY, day=3, article="d"),
            paragraph("below", FERRY, day=3, article="c", position=4),
            paragraph("origin", FERRY, day=3, article="c", position=2),
        ]
    )
    assert [passage.passage_id for passage in copies.passages] == ["origin"]
    assert [member.paragraph_id for member in copies.memberships] == ["origin", "below", "second", "late", "undated"]


def test_case_and_punctuation_make_no_difference() -> None:
    copies = find_passages([paragraph("a", FERRY), paragraph("b", FERRY.upper().replace(",", " –"))])
    assert [member.similarity for member in copies.memberships] == [1, 1]
    assert len(copies.passages) == 1


def test_a_changed_number_is_linked_and_never_merged() -> None:
    copies = find_passages([paragraph("a", FERRY), paragraph("b", FERRY.replace("21", "27"), day=2)])
    assert len(copies.passages) == 2
    (link,) = copies.links
    assert (link.passage_id, link.other_passage_id, link.kind, link.difference) == ("a", "b", "altered", "21 → 27")
    assert link.similarity == jaccard(FERRY, FERRY.replace("21", "27"))


def test_the_difference_is_told_from_the_earlier_to_the_later() -> None:
    copies = find_passages([paragraph("a", FERRY.replace("21", "27")), paragraph("b", FERRY, day=2)])
    assert [(link.passage_id, link.difference) for link in copies.links] == [("a", "27 → 21")]


def test_two_altered_texts_are_not_joined_through_a_third() -> None:
    """The third lacks the number, and so differs in fact from neither."""
    third = FERRY.replace("At least 21 people", "People")
    copies = find_passages(
        [paragraph("a", FERRY), paragraph("b", FERRY.replace("21", "27"), day=2), paragraph("c", third, day=3)]
    )
    together = next(group for group in groups(copies) if "c" in group)
    assert len(together) == 2
    assert {"a", "b"} - together
    assert [link.kind for link in copies.links] == ["altered"]


def test_a_paragraph_inside_a_longer_one_is_linked() -> None:
    copies = find_passages([paragraph("short", BUDGET, day=1), paragraph("long", f"{FERRY} {BUDGET}", day=2)])
    (link,) = copies.links
    assert (link.passage_id, link.other_passage_id, link.kind) == ("long", "short", "contains")
    assert link.similarity == jaccard(BUDGET, f"{FERRY} {BUDGET}")


def test_a_held_paragraph_is_found_in_spite_of_small_edits() -> None:
    edited = BUDGET.replace("passed its", "has passed its").replace("harbour", "harbor")
    copies = find_passages([paragraph("short", edited), paragraph("long", f"{FERRY} {BUDGET}", day=2)])
    assert [link.kind for link in copies.links] == ["contains"]


@pytest.mark.parametrize("text", ["Source: Agency", "Read more", "Updated 13:42, May 3"])
def test_short_paragraphs_are_copies_only_where_they_are_equal(text: str) -> None:
    copies = find_passages([paragraph("a", text), paragraph("b", text.upper()), paragraph("c", text + "s")])
    assert sorted(map(sorted, groups(copies))) == [["a", "b"], ["c"]]
    assert copies.links == ()


def test_paragraphs_without_letters_or_digits_are_kept_apart() -> None:
    copies = find_passages([paragraph("a", "* * *"), paragraph("b", "* * *"), paragraph("c", "—")])
    assert sorted(map(sorted, groups(copies))) == [["a", "b"], ["c"]]


def test_a_family_of_notices_from_one_template_gets_a_bounded_number_of_links() -> None:
    notices = [f"Shares of the company {i} closed {i} points up in Port Lorne after a calm day." for i in range(300)]
    copies = find_passages([paragraph(f"{i:03}", text) for i, text in enumerate(notices)])
    assert len(copies.passages) == 300
    assert 0 < len(copies.links) <= 300 * 16
    assert copies.stats.links_left_out + len(copies.links) <= copies.stats.altered_pairs


def test_ids_that_come_twice_are_refused() -> None:
    with pytest.raises(ValueError, match="unique"):
        find_passages([paragraph("a", FERRY), paragraph("a", BUDGET)])


@pytest.mark.parametrize("threshold", [0, -1, 1.1])
def test_a_threshold_that_means_nothing_is_refused(threshold: float) -> None:
    with pytest.raises(ValueError, match="threshold"):
        find_passages([], threshold)


@pytest.mark.parametrize(("piece", "megabytes"), [("7 ", 5), ("“", 1), ("ab ", 1), ("\ud800 ", 1)])
def test_megabytes_in_one_paragraph_are_survived(piece: str, megabytes: int) -> None:
    text = piece * (megabytes * 1_000_000 // len(piece))
    copies = find_passages([paragraph("a", text), paragraph("b", text + " and one more word"), paragraph("c", FERRY)])
    assert len(copies.memberships) == 3


def test_input_is_not_changed() -> None:
    given: list[CopyInput] = [paragraph("b", FERRY), paragraph("a", BUDGET)]
    find_passages(given)
    assert [item.paragraph_id for item in given] == ["b", "a"]
