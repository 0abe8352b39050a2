"""The golden corpora come out as they are written, given their mentions."""

import pytest

from tests.golden.entities.grouping import errors, group_given
from tests.golden.entities.loader import GoldenCorpus, load_corpora

KNOWN_ERRORS = {
    # Vowels of Arabic names are written in too many ways to be joined without another sign.
    "other_scripts": {"Abdullah bin Salih"},
    # Shown as the earliest of spellings that are equally common.
    "organisations": {"Peruvian Ministry of Defence"},
    "slavic_names": {"Sergei Lavrenev"},
}


@pytest.fixture(params=load_corpora(), ids=lambda corpus: corpus.name)
def corpus(request: pytest.FixtureRequest) -> GoldenCorpus:
    """Each golden corpus in turn."""
    found = request.param
    assert isinstance(found, GoldenCorpus)
    return found


def test_two_golden_entities_are_never_joined(corpus: GoldenCorpus) -> None:
    assert [line for line in errors(group_given(corpus.articles)) if line.startswith("joined")] == []


def test_each_golden_entity_comes_out_whole_with_its_name_type_and_country(corpus: GoldenCorpus) -> None:
    wrong = {line.split(" (")[0] for line in errors(group_given(corpus.articles)) if not line.startswith("joined")}
    assert wrong == KNOWN_ERRORS.get(corpus.name, set())


def test_corpora_taken_as_one_come_out_no_worse() -> None:
    corpora = load_corpora()
    lines = errors(group_given([article for corpus in corpora for article in corpus.articles]))
    assert {line.split(" (")[0] for line in lines} == set().union(*KNOWN_ERRORS.values())
