"""Which given names are one name in two languages, and which are short forms of another.

Reads ``data/given_names.txt``. Whether two persons are one is decided in ``people``.
"""

from functools import cache

from pipeline.entities.first_names import FIRST_NAME_GENDER
from pipeline.entities.transliteration import fold_spelling, strip_accents
from pipeline.entities.word_lists import data_lines


@cache
def _lines() -> tuple[tuple[tuple[str, ...], ...], tuple[tuple[str, tuple[str, ...]], ...]]:
    """Return the classes of variants, and long forms with their short forms, as they stand in the file."""
    variants: list[tuple[str, ...]] = []
    short: list[tuple[str, tuple[str, ...]]] = []
    for line in data_lines("given_names.txt"):
        if line.startswith("="):
            variants.append(tuple(line[1:].split()))
        elif "<" in line:
            long_form, _, short_forms = line.partition("<")
            short.append((long_form.strip(), tuple(short_forms.split())))
    return tuple(variants), tuple(short)


@cache
def _tables() -> tuple[dict[str, str], dict[str, frozenset[str]]]:
    """Return folded name -> head of its class, and folded short form -> heads of the names that it may stand for."""
    variant_lines, short_lines = _lines()
    variants: dict[str, str] = {}
    for words in variant_lines:
        head = fold_spelling(words[0])
        for word in words:
            variants.setdefault(fold_spelling(word), head)
    short: dict[str, set[str]] = {}
    for long_form, short_forms in short_lines:
        folded = fold_spelling(long_form)
        for word in short_forms:
            short.setdefault(fold_spelling(word), set()).add(variants.get(folded, folded))
    return variants, {word: frozenset(heads) for word, heads in short.items()}


def given_name_class(folded: str) -> str:
    """Return the head of the class that a folded given name belongs to; the name itself where it has none."""
    return _tables()[0].get(folded, folded)


def long_forms(folded: str) -> frozenset[str]:
    """Return the classes that a folded short form may stand for (``alex``: Alexander, Alexei); may be empty."""
    return _tables()[1].get(folded, frozenset())


@cache
def _spellings() -> frozenset[str]:
    variants, short = _lines()
    return frozenset(strip_accents(word) for words in variants for word in words) | frozenset(
        strip_accents(word) for long_form, words in short for word in (long_form, *words)
    )


def is_first_name(word: str) -> bool:
    """Say whether a word, in lower case and without accents, is a common first name or one in the table."""
    return word in FIRST_NAME_GENDER or word in _spellings()


def is_known_given_name(word: str) -> bool:
    """Say whether a word, in lower case and without accents, stands in the table of given names as spelt."""
    return word in _spellings()
