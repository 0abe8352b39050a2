"""Invented sentences with all their numbers, kind by kind, and sentences that claim nothing."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.reading.reader import read_texts
from pipeline.records import LocalClaim
from pipeline.settings import Settings

FOLDER = Path(__file__).parent / "claims"
CASES = [
    (path.stem, case["text"], case["claims"])
    for path in sorted(FOLDER.glob("*.yaml"))
    for case in yaml.safe_load(path.read_text(encoding="utf-8"))
]


@pytest.fixture(scope="module")
def found() -> Mapping[str, tuple[LocalClaim, ...]]:
    """Return the claims that are read in each sentence."""
    texts = [text for _, text, _ in CASES]
    return {
        text: reading.claims for text, reading in zip(texts, read_texts(texts, Settings().models["en"]), strict=True)
    }


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in CASES], ids=[case[1] for case in CASES])
def test_claims_of_a_sentence(
    text: str, expected: list[dict[str, Any]], found: Mapping[str, tuple[LocalClaim, ...]]
) -> None:
    """All numbers of the sentence are read, with bounds, unit and noun, and nothing else is."""
    claims = found[text]
    assert [claim.value for claim in claims] == pytest.approx([case["value"] for case in expected])
    for claim, case in zip(claims, expected, strict=True):
        modifier = case.get("modifier", "exact")
        assert claim.modifier == modifier
        assert (claim.value_low, claim.value_high) == pytest.approx(_bounds(case, modifier))
        assert claim.unit == case.get("unit")
        assert case.get("counted", "").lower() in (claim.counted or "").lower()


def _bounds(case: dict[str, Any], modifier: str) -> tuple[float | None, float | None]:
    """Return the ends that a case means: one value closes both, a bound one, "about" none, a range gives its high."""
    low = None if modifier in {"at_most", "less_than", "about"} else case["value"]
    high = None if modifier in {"at_least", "more_than", "about"} else case.get("high", case["value"])
    return low, high
