"""What a book of copies holds after paragraphs came and went."""

from collections.abc import Iterable
from itertools import permutations

import pytest

from pipeline.copies.book import CopyBook
from pipeline.copies.passages import find_passages, passages_of
from pipeline.copies.records import Copies, CopyInput
from tests.unit.copies.samples import BUDGET, FERRY, paragraph

TOLD = paragraph("told", FERRY)
HOLDER = paragraph("holder", f"{BUDGET} {FERRY}")
TURNED = paragraph(
    "turned", f"{FERRY} {BUDGET}".replace("21", "27").replace("off Port Lorne", "off the coast").replace("nine ", "")
)


def names(order: Iterable[CopyInput]) -> str:
    """Return what a case of the tests is called."""
    return "-".join(item.paragraph_id for item in order)


def published(copies: Copies) -> tuple[object, ...]:
    """Return what is published of it."""
    return copies.memberships, copies.passages, copies.links


@pytest.mark.parametrize("order", list(permutations((TOLD, HOLDER, TURNED))), ids=names)
def test_an_altered_pair_is_altered_in_whatever_order_its_texts_arrive(order: tuple[CopyInput, ...]) -> None:
    copies = find_passages(order)
    altered = {(link.passage_id, link.other_passage_id) for link in copies.links if link.kind == "altered"}
    assert altered == {("holder", "turned")}
    assert published(copies) == published(find_passages((TOLD, HOLDER, TURNED)))


@pytest.mark.parametrize("moved", [TOLD, HOLDER, TURNED], ids=lambda moved: moved.paragraph_id)
def test_a_paragraph_taken_out_and_put_back_leaves_everything_as_it_was(moved: CopyInput) -> None:
    book = CopyBook()
    book.update(added=(TOLD, HOLDER, TURNED))
    before = published(passages_of(book))
    book.update(removed=[moved.paragraph_id])
    book.update(added=[moved])
    assert published(passages_of(book)) == before


def test_a_correction_replaces_the_paragraph() -> None:
    book = CopyBook()
    book.update(added=(TOLD, HOLDER))
    corrected = paragraph("holder", TURNED.text)
    book.update(added=[corrected], removed=["holder"])
    assert published(passages_of(book)) == published(find_passages((TOLD, corrected)))


def test_what_is_not_there_cannot_be_taken_out() -> None:
    with pytest.raises(ValueError, match="no paragraph"):
        CopyBook().update(removed=["told"])
