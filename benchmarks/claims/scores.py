"""Scoring claims against a gold file: values, bounds, units or nouns, counted nouns, false alarms.

A gold line is ``{"doc_id", "text", "claims": [{"start", "end", "value", "value_high", "modifier", "unit", "counted"}],
"ignore", "negative", "partial", "fields"}``; the last four may be missing. Claims are matched one to one within a text;
offsets must overlap where the gold has them. In partial texts a claim is false only where it overlaps a gold claim or a
span marked as negative, so precision there is an upper bound.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline.claims import currencies
from pipeline.claims.nouns import singular
from pipeline.claims.unit_table import SYMBOLS
from pipeline.claims.units import unit_of_words

Gold = Mapping[str, Any]

BOUND_CLASSES = {
    "at_least": ">", "more_than": ">", "at_most": "<", "less_than": "<", "about": "~",
    ">": ">", ">=": ">", "<": "<", "<=": "<", "~": "~",
}  # fmt: skip
"""Bounds as far as gold files tell them apart; everything else is exact."""

MEASURES = ("values", "values with bound", "values with unit or noun", "counted noun named")


@dataclass
class Tally:
    """Counts over texts: right, found and wanted for each measure, and false alarms."""

    right: dict[str, int] = field(default_factory=lambda: dict.fromkeys(MEASURES, 0))
    found: dict[str, int] = field(default_factory=lambda: dict.fromkeys(MEASURES, 0))
    wanted: dict[str, int] = field(default_factory=lambda: dict.fromkeys(MEASURES, 0))
    silent_texts: int = 0
    false_alarms: int = 0

    def row(self, measure: str) -> tuple[float, float, float]:
        """Return precision, recall and F1 of a measure in percent."""
        precision = self.right[measure] / self.found[measure] if self.found[measure] else 0.0
        recall = self.right[measure] / self.wanted[measure] if self.wanted[measure] else 0.0
        total = precision + recall
        return 100 * precision, 100 * recall, 200 * precision * recall / total if total else 0.0


def score(gold: Sequence[Gold], found: Mapping[str, Sequence[Gold]]) -> Tally:
    """Score the claims found in each text, by its id, against the gold."""
    tally = Tally()
    for text in gold:
        _score_text(text, found.get(text["doc_id"], []), tally)
    return tally


def _score_text(text: Gold, found: Sequence[Gold], tally: Tally) -> None:
    wanted = text["claims"]
    fields = set(text.get("fields", ("value", "modifier", "unit", "counted")))
    by_value = _match(wanted, found, _same_value)
    counted_against = [
        claim for index, claim in enumerate(found) if index in by_value.values() or _is_false(text, claim)
    ]
    if not wanted and not text.get("partial"):
        tally.silent_texts += 1
        tally.false_alarms += len(counted_against)
    tests = {
        "values": _same_value,
        "values with bound": lambda a, b: _same_value(a, b) and _bound(a) == _bound(b),
        "values with unit or noun": lambda a, b: _same_value(a, b) and _same_unit(a, b),
    }
    needs = {"values": "value", "values with bound": "modifier", "values with unit or noun": "unit"}
    for measure, test in tests.items():
        if needs[measure] in fields:
            tally.right[measure] += len(_match(wanted, found, test))
            tally.found[measure] += len(counted_against)
            tally.wanted[measure] += len(wanted)
    naming = [claim for claim in wanted if claim.get("counted")]
    right = len(_match(naming, found, lambda a, b: _same_value(a, b) and _shares_noun(a, b)))
    tally.right["counted noun named"] += right
    tally.found["counted noun named"] += len(_match(naming, found, _same_value))
    tally.wanted["counted noun named"] += len(naming)


def _match(wanted: Sequence[Gold], found: Sequence[Gold], test: Any) -> dict[int, int]:
    """Pair gold and found claims that pass a test, those that agree in most respects first."""
    pairs = sorted(
        (-_agreement(gold, claim), i, j)
        for i, gold in enumerate(wanted)
        for j, claim in enumerate(found)
        if _overlaps(gold, claim) and test(gold, claim)
    )
    matched: dict[int, int] = {}
    used: set[int] = set()
    for _, i, j in pairs:
        if i not in matched and j not in used:
            matched[i] = j
            used.add(j)
    return matched


def _agreement(gold: Gold, claim: Gold) -> int:
    return _same_unit(gold, claim) + (_bound(gold) == _bound(claim)) + _shares_noun(gold, claim)


def _overlaps(gold: Gold, claim: Gold) -> bool:
    if gold.get("start") is None:
        return True
    return bool(gold["start"] < claim["char_end"] and claim["char_start"] < gold["end"])


def _is_false(text: Gold, claim: Gold) -> bool:
    if any(_inside(claim, span) for span in text.get("ignore", ())):
        return False
    if not text.get("partial"):
        return True
    spans = [(gold["start"], gold["end"]) for gold in text["claims"] if gold.get("start") is not None]
    return any(_inside(claim, span) for span in [*spans, *text.get("negative", ())])


def _inside(claim: Gold, span: Sequence[int]) -> bool:
    return bool(claim["char_start"] < span[1] and span[0] < claim["char_end"])


def _ends(claim: Gold) -> tuple[float, float]:
    value, high = claim["value"], claim.get("value_high")
    return (value, value) if high is None else (min(value, high), max(value, high))


def _same_value(gold: Gold, claim: Gold) -> bool:
    return all(abs(a - b) <= 1e-4 * abs(a) + 1e-12 for a, b in zip(_ends(gold), _ends(claim), strict=True))


def _bound(claim: Gold) -> str:
    return BOUND_CLASSES.get((claim.get("modifier") or "").replace(" ", "_"), "=")


def _unit(words: str | None) -> str | None:
    if not words:
        return None
    if words in currencies.CODES:
        return words
    if words in currencies.SYMBOLS:
        return currencies.SYMBOLS[words]
    known = SYMBOLS.get(words) or unit_of_words(words)
    return known[0] if known else singular(words.lower())


def _same_unit(gold: Gold, claim: Gold) -> bool:
    if gold.get("unit"):
        return _unit(gold["unit"]) in {_unit(claim.get("unit")), _unit(claim.get("counted"))}
    if gold.get("counted"):
        return bool(_nouns(gold["counted"]) & (_nouns(claim.get("counted")) | _nouns(claim.get("unit"))))
    return not claim.get("unit")


def _shares_noun(gold: Gold, claim: Gold) -> bool:
    return bool(_nouns(gold.get("counted")) & _nouns(claim.get("counted")))


def _nouns(words: str | None) -> set[str]:
    found = re.findall(r"[^\W\d_][\w’'&-]*", (words or "").lower())
    return {singular(word) for word in found} - {"the", "of", "a", "and", "his", "her", "their", "its", "other"}
