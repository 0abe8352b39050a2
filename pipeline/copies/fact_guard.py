"""Whether two near-identical texts say different things: a number, a name or a negation changed.

No threshold of similarity can tell a changed fact from an edit; this guard looks at the words. Trimming and adding are
edits; putting another value in the place of one is not. Which pairs are compared, and what follows, is not decided
here.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from pipeline.copies.alignment import differences
from pipeline.copies.facts import Kind, Token
from pipeline.copies.names import are_comparable, are_same_name
from pipeline.copies.polarity import are_opposites, has_opposite

FACT_GUARD_VERSION = 1
_REWRITTEN_TOKENS = 12
"""A place where both sides have more tokens than this is another sentence, not another value."""
_TURNED_TOKENS = 4
"""A negation counts where the place has at most this many tokens; a longer one is a clause trimmed or added."""
_MAX_WORDS_CHARS = 60
_MAX_SHOWN = 3


class Change(NamedTuple):
    """What one text has in the place where the other has something else; one side may be empty."""

    old: str
    new: str


def shown(changes: Sequence[Change]) -> str | None:
    """Return changes for people: ``21 → 27; not → –``; null where there are none."""
    parts = [f"{change.old or '–'} → {change.new or '–'}" for change in changes[:_MAX_SHOWN]]
    return "; ".join([*parts, "…"] if len(changes) > _MAX_SHOWN else parts) or None


def turned_round(changes: Sequence[Change]) -> tuple[Change, ...]:
    """Return the changes as read from the other text: ``old`` and ``new`` exchanged."""
    return tuple(Change(change.new, change.old) for change in changes)


def changed_facts(left: Sequence[Token], right: Sequence[Token]) -> tuple[Change, ...]:
    """Return the facts in which ``right`` differs from ``left``, such as 21 and 27; empty where none does.

    Compared place by place, after aligning the words: another number where a number stood, another name where a name
    stood (spellings of one name are the same name), a negation or an opposite more or less. A number or name that only
    one side has is a trim, not a change. Texts too long to align are judged by their sets of numbers. With the sides
    exchanged, the changes are the same with ``old`` and ``new`` exchanged.
    """
    if _outline(left) == _outline(right):
        return ()
    # Of several longest alignments the one that is found depends on which side comes first, so the tokens tell which.
    if tuple(left) <= tuple(right):
        return _changes_between(left, right)
    return turned_round(_changes_between(right, left))


def _changes_between(left: Sequence[Token], right: Sequence[Token]) -> tuple[Change, ...]:
    left, right = _without_common_sentences(left, right)
    places = differences([token.key for token in left], [token.key for token in right])
    if places is None:
        return _changed_numbers(left, right)
    changes: list[Change] = []
    for place in places:
        a, b = left[place.left_start : place.left_end], right[place.right_start : place.right_end]
        changes += _changes(a, b)
    return tuple(changes)


def _without_common_sentences(left: Sequence[Token], right: Sequence[Token]) -> tuple[Sequence[Token], Sequence[Token]]:
    """Leave out the sentences that both texts have word for word, so that moving one changes nothing."""
    sides = [[tuple(group) for _, group in groupby(side, key=lambda token: token.sentence)] for side in (left, right)]
    if min(map(len, sides)) < 2:
        return left, right
    keys = [Counter(tuple(token.key for token in sentence) for sentence in side) for side in sides]
    common = keys[0] & keys[1]
    kept: list[list[Token]] = []
    for side in sides:
        open_count = common.copy()
        tokens: list[Token] = []
        for sentence in side:
            key = tuple(token.key for token in sentence)
            if open_count[key] > 0:
                open_count[key] -= 1
            else:
                tokens.extend(sentence)
        kept.append(tokens)
    return kept[0], kept[1]


def _outline(tokens: Sequence[Token]) -> list[str]:
    return [token.key for token in tokens if token.kind or has_opposite(token.key)]


def _changes(a: Sequence[Token], b: Sequence[Token]) -> list[Change]:
    if max(len(a), len(b)) > _REWRITTEN_TOKENS:
        return []
    changes = _replaced_numbers(a, b) + _replaced_names(a, b)
    if max(len(a), len(b)) <= _TURNED_TOKENS:
        changes += _turned(a, b)
    return changes


def _replaced_numbers(a: Sequence[Token], b: Sequence[Token]) -> list[Change]:
    olds = [token for token in a if token.kind is Kind.NUMBER]
    news = [token for token in b if token.kind is Kind.NUMBER]
    if not olds or not news or sorted(token.key for token in olds) == sorted(token.key for token in news):
        return []
    if _is_scale_reworded(a, b, olds, news) or _is_scale_reworded(b, a, news, olds):
        return []
    return [Change(_words(olds), _words(news))]


def _is_scale_reworded(a: Sequence[Token], b: Sequence[Token], olds: Sequence[Token], news: Sequence[Token]) -> bool:
    """Whether "million" gave way to another word, which says less but nothing else; that it is gone is a change."""
    return len(b) > len(a) and [token.unscaled or token.key for token in olds] == [token.key for token in news]


def _replaced_names(a: Sequence[Token], b: Sequence[Token]) -> list[Change]:
    olds, news = _names(a), _names(b)
    lost = [old for old in olds if not any(are_same_name(old.key, new.key) for new in news)]
    gained = [new for new in news if not any(are_same_name(new.key, old.key) for old in olds)]
    lost = [old for old in lost if any(are_comparable(old.key, new.key) for new in gained)]
    gained = [new for new in gained if any(are_comparable(new.key, old.key) for old in lost)]
    return [Change(_words(lost), _words(gained))] if lost else []


def _names(tokens: Sequence[Token]) -> list[Token]:
    return [token for token in tokens if token.kind is Kind.NAME]


def _turned(a: Sequence[Token], b: Sequence[Token]) -> list[Change]:
    """A negation more or less, or a word replaced by its opposite."""
    negations = [sum(token.kind is Kind.NEGATION for token in side) for side in (a, b)]
    if negations[0] % 2 != negations[1] % 2:
        return [Change(_words(a), _words(b))]
    for old in a:
        for new in b:
            if are_opposites(old.key, new.key):
                return [Change(old.surface, new.surface)]
    return []


def _changed_numbers(left: Sequence[Token], right: Sequence[Token]) -> tuple[Change, ...]:
    olds = {token.key: token.surface for token in left if token.kind is Kind.NUMBER}
    news = {token.key: token.surface for token in right if token.kind is Kind.NUMBER}
    lost = [surface for key, surface in olds.items() if key not in news]
    gained = [surface for key, surface in news.items() if key not in olds]
    return (Change(lost[0][:_MAX_WORDS_CHARS], gained[0][:_MAX_WORDS_CHARS]),) if lost and gained else ()


def _words(tokens: Sequence[Token]) -> str:
    return " ".join(token.surface for token in tokens)[:_MAX_WORDS_CHARS]
