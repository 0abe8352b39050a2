"""The index misses nothing that matters, and its numbers are the same on every machine."""

import random

import numpy as np
import pytest

from pipeline.copies.buckets import high_half, low_half
from pipeline.copies.index import empty_index, update_index
from pipeline.copies.pairs import find_pairs
from pipeline.copies.shingles import encode
from pipeline.copies.signatures import BANDS, band_keys
from pipeline.copies.verify import similarities
from tests.unit.copies.samples import BUDGET, FERRY


def shingles(form: str) -> set[str]:
    return {form[i : i + 5] for i in range(max(1, len(form) - 4))}


def variants(count: int, seed: int) -> list[str]:
    """Return distinct texts of which many are near each other: two texts with some words of each replaced."""
    source = random.Random(seed)
    found: set[str] = set()
    while len(found) < count:
        words = source.choice((FERRY, BUDGET)).lower().split()
        for _ in range(source.randrange(12)):
            words[source.randrange(len(words))] = "".join(source.choices("abcdefgh", k=source.randint(1, 8)))
        found.add(" ".join(words))
    return sorted(found)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_all_pairs_above_the_threshold_are_found_with_their_exact_similarity(seed: int) -> None:
    forms = variants(120, seed)
    sets = [shingles(form) for form in forms]
    expected = {
        (i, j): len(a & b) / len(a | b)
        for i, a in enumerate(sets)
        for j, b in enumerate(sets)
        if i < j and len(a & b) >= 0.65 * len(a | b)
    }
    assert len(expected) > 50
    pairs = find_pairs(forms, forms, 0.65)
    assert {(pair.left, pair.right): pair.similarity for pair in (*pairs.near, *pairs.altered)} == expected


@pytest.mark.parametrize("threads", [1, 2])
def test_keys_are_the_same_on_every_machine(threads: int) -> None:
    """The numbers are stored: if this fails, SIGNATURE_VERSION must count up and the numbers here be replaced."""
    keys, ranks = band_keys(encode(["the ferry sank off port lorne", "київ", ""]), threads)
    assert keys.shape == (3, BANDS)
    assert [int(number) for number in keys[0, :3]] == [3072556503, 1683306374, 1247854601]
    assert [int(number) for number in ranks] == [9578459903195661624, 7563275569635090158, 0]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("abcdef", "abcdefg"),
        ("abc", "abc"),
        ("abc", "abd"),
        ("", "abc"),
        ("", ""),
        ("日本語のテキスト", "日本語のテキスト文"),
        ("aaaaaaaaa", "aaaaaa"),
    ],
)
def test_similarity_follows_its_definition(one: str, other: str) -> None:
    measured = similarities(encode([one, other]), np.array([0]), np.array([1]))
    a, b = ({s for s in shingles(form) if s} for form in (one, other))
    assert measured.jaccard[0] == pytest.approx(len(a & b) / max(1, len(a | b)))
    assert measured.held[0] == pytest.approx(len(a & b) / max(1, len(b)))


def test_new_texts_are_compared_with_the_index_and_with_each_other() -> None:
    forms = variants(60, seed=4)
    whole = update_index(empty_index(), forms, [], forms.__getitem__)
    first = update_index(empty_index(), forms[:40], [], forms.__getitem__)
    second = update_index(first.index, forms[40:], [], forms.__getitem__)
    assert np.array_equal(np.sort(np.concatenate([first.near, second.near])), whole.near)
    assert np.array_equal(np.sort(np.concatenate([first.sharing, second.sharing])), whole.sharing)
    assert all(np.array_equal(a, b) for a, b in zip(second.index.shelves, whole.index.shelves, strict=True))
    assert np.array_equal(second.index.anchors, whole.index.anchors)


def test_texts_taken_out_leave_no_trace() -> None:
    forms = variants(30, seed=5)
    kept = update_index(empty_index(), forms[:20], [], forms.__getitem__).index
    all_in = update_index(empty_index(), forms, [], forms.__getitem__).index
    rest = update_index(all_in, [], list(enumerate(forms))[20:], forms.__getitem__).index
    assert all(np.array_equal(a, b) for a, b in zip(rest.shelves, kept.shelves, strict=True))
    assert np.array_equal(rest.anchors, kept.anchors)


def test_ten_thousand_texts_from_one_template_make_few_candidates() -> None:
    forms = [
        f"shares of company {i} closed higher in port lorne on a calm day at the end of may" for i in range(10_000)
    ]
    change = update_index(empty_index(), forms, [], forms.__getitem__)
    assert change.crowded_buckets > 0
    assert len(change.near) < 5_000_000
    assert set(np.unique(np.concatenate([high_half(change.near), low_half(change.near)]))) == set(range(10_000))
