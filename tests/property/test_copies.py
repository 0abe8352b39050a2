"""Passages depend on which paragraphs there are, not on the order in which they came or on how they are counted."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.copies import candidates
from pipeline.copies.book import CopyBook
from pipeline.copies.fact_guard import Change, changed_facts
from pipeline.copies.facts import read_facts
from pipeline.copies.normal_form import normal_form
from pipeline.copies.passages import find_passages, passages_of
from pipeline.copies.records import Copies, CopyInput
from tests.unit.copies.samples import BUDGET, FERRY, paragraph
from tests.unit.copyindex.stored_copies import StoredCopies

_EDITS = (
    ("21", "27"),
    ("21", "33"),
    ("Brandt", "Olsen"),
    ("searched the bay through", "searched"),
    ("At least 21 people", "People"),
    ("could", "could not"),
    ("Sunday", "Monday"),
    (", the governor Ada Brandt said", ""),
    ("nine hours", "hours"),
    ("and the long promised repair of the harbour wall", ""),
    ("tram", "railway"),
    ("off Port Lorne", "off the coast"),
)


@st.composite
def texts(draw: st.DrawFn) -> str:
    """A paragraph, edited a few times, sometimes with another one behind it."""
    text = draw(st.sampled_from((FERRY, BUDGET, f"{FERRY} {BUDGET}", f"{BUDGET} {FERRY}", "Source: Agency", "***")))
    for old, new in draw(st.lists(st.sampled_from(_EDITS), max_size=3)):
        text = text.replace(old, new)
    return draw(st.sampled_from((text, text.upper(), text.replace(",", ""), f"PORT LORNE (Agency) - {text}")))


@st.composite
def corpora(draw: st.DrawFn) -> list[CopyInput]:
    """Up to fourteen paragraphs."""
    drawn = draw(st.lists(st.tuples(texts(), st.sampled_from((None, 1, 2, 3))), max_size=14))
    return [paragraph(f"p{number:02}", text, day=day) for number, (text, day) in enumerate(drawn)]


@pytest.fixture(autouse=True)
def small_caps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let three texts crowd a bucket, so that the rules for crowded buckets are at work as well."""
    for name, value in (("BUCKET_CAP", 3), ("ANCHOR_CAP", 3), ("REPRESENTATIVES", 1)):
        monkeypatch.setattr(candidates, name, value)


def result(copies: Copies) -> tuple[object, ...]:
    """Return what is published of it."""
    return copies.memberships, copies.passages, copies.links


@given(corpora(), st.randoms(use_true_random=False))
def test_the_order_of_paragraphs_makes_no_difference(corpus: list[CopyInput], shuffler: object) -> None:
    shuffled = list(corpus)
    shuffler.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    assert result(find_passages(corpus)) == result(find_passages(shuffled))


@given(corpora(), st.data())
def test_updating_equals_starting_anew(corpus: list[CopyInput], data: st.DataObject) -> None:
    """Paragraphs come, go and are corrected in any order and portions."""
    book = CopyBook()
    for _ in range(data.draw(st.integers(1, 5))):
        present = sorted(book.paragraphs)
        removed = data.draw(st.lists(st.sampled_from(present), unique=True)) if present else []
        free = [item for item in corpus if item.paragraph_id not in book.paragraphs or item.paragraph_id in removed]
        added = data.draw(st.lists(st.sampled_from(free), unique_by=lambda item: item.paragraph_id)) if free else []
        corrected = [
            paragraph(item.paragraph_id, data.draw(texts()), day=2) if data.draw(st.booleans()) else item
            for item in added
        ]
        book.update(corrected, removed)
    anew = find_passages(list(book.paragraphs.values()))
    assert result(passages_of(book)) == result(anew)


@settings(deadline=None, max_examples=25)
@given(corpora(), st.data())
def test_the_stored_index_gives_what_comparing_all_with_all_gives(corpus: list[CopyInput], data: st.DataObject) -> None:
    """Paragraphs come, go and are corrected in any order and portions; sometimes the index is of another threshold."""
    with tempfile.TemporaryDirectory() as folder:
        stored = StoredCopies(Path(folder))
        for _ in range(data.draw(st.integers(1, 5))):
            present = sorted(stored.paragraphs)
            removed = data.draw(st.lists(st.sampled_from(present), unique=True)) if present else []
            free = [item for item in corpus if item.paragraph_id not in present or item.paragraph_id in removed]
            added = data.draw(st.lists(st.sampled_from(free), unique_by=lambda item: item.paragraph_id)) if free else []
            corrected = [
                paragraph(item.paragraph_id, data.draw(texts()), day=2) if data.draw(st.booleans()) else item
                for item in added
            ]
            stored.threshold = data.draw(st.sampled_from((0.65, 0.65, 0.65, 0.8)))
            assert stored.update(corrected, removed) == stored.anew()


@given(corpora())
def test_every_paragraph_is_in_one_passage_and_no_passage_is_linked_to_itself(corpus: list[CopyInput]) -> None:
    copies = find_passages(corpus)
    assert sorted(member.paragraph_id for member in copies.memberships) == [item.paragraph_id for item in corpus]
    assert sum(member.is_origin for member in copies.memberships) == len(copies.passages)
    assert sum(passage.paragraphs for passage in copies.passages) == len(corpus)
    assert all(0 <= member.similarity <= 1 for member in copies.memberships)
    assert all(link.passage_id != link.other_passage_id for link in copies.links)


@given(texts(), texts())
def test_exchanging_two_texts_exchanges_old_and_new_in_what_changed(one: str, other: str) -> None:
    a, b = read_facts(one), read_facts(other)
    assert changed_facts(b, a) == tuple(Change(change.new, change.old) for change in changed_facts(a, b))


@given(st.text(max_size=300))
def test_normal_form_is_stable_and_single_spaced(text: str) -> None:
    form = normal_form(text)
    assert form == " ".join(form.split())
    assert form == form.casefold()
