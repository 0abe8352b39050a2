import pytest
import spacy
from spacy.tokens import Doc

from pipeline.columns import columns_of

WORDS = ["“", "Ferries", "Sail", "”", ",", "she", "said", "\n\n", "."]


@pytest.fixture
def doc() -> Doc:
    spaces = [False, True, False, False, True, True, False, False, False]
    tags = ["``", "NNS", "VBP", "''", ",", "PRP", "VBD", "_SP", "."]
    deps = ["punct", "nsubj", "ccomp", "punct", "punct", "nsubj", "ROOT", "dep", "punct"]
    heads = [2, 2, 6, 6, 6, 6, 6, 6, 6]
    return Doc(spacy.blank("en").vocab, words=WORDS, spaces=spaces, tags=tags, deps=deps, heads=heads)


def test_columns_are_what_spacy_says_word_by_word(doc: Doc) -> None:
    columns = columns_of(doc)
    assert columns.text == doc.text
    assert columns.raw == WORDS
    assert columns.lower == [token.lower_ for token in doc]
    assert columns.tag == [token.tag_ for token in doc]
    assert columns.dep == [token.dep_ for token in doc]
    assert columns.head == [token.head.i for token in doc]
    assert columns.start == [token.idx for token in doc]


def test_a_paragraph_without_words_has_empty_columns() -> None:
    assert columns_of(Doc(spacy.blank("en").vocab)).head == []
