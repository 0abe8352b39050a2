"""Whether two near-identical texts say different things: a number, a name or a negation changed.

No threshold of similarity can tell a changed fact from an edit; this guard looks at the words. Trimming and adding are
edits; putting another value in the place of one is not. Which pairs are compared, and what follows, is not decided
here.
"""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.copies.alignment import differences
from pipeline.copies.facts import Facts, Kind, Token
from pipeline.copies.names import are_comparable, are_same_name
from pipeline.copies.polarity import are_opposites

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


def changed_facts(left: Facts, right: Facts) -> tuple[Change, ...]:
    """Return the facts in which ``right`` differs from ``left``, such as 21 and 27; empty where none does.

    Compared place by place, after aligning the words: another number where a number stood, another name where a name
    stood (spellings of one name are the same name), a negation or an opposite more or less. A number or name that only
    one side has is a trim, not a change. Texts too long to align are judged by their sets of numbers. With the sides
    exchanged, the changes are the same with ``old`` and ``new`` exchanged.
    """
    if left.outline == right.outline:
        return ()
    # Of several longest alignments the one that is found depends on which side comes first, so the tokens tell which.
    if _stands_first(left, right):
        return _changes_between(left, right)
    return turned_round(_changes_between(right, left))


def _stands_first(one: Facts, other: Facts) -> bool:
    """Whether a text comes before another in the order of their tokens, and of the numbers of the tokens' sentences."""
    sides = (zip(facts.tokens, facts.sentence_of, strict=True) for facts in (one, other))
    return next((a < b for a, b in zip(*sides, strict=False) if a != b), len(one.tokens) <= len(other.tokens))


def _changes_between(one: Facts, other: Facts) -> tuple[Change, ...]:
    left, right = _without_common_sentences(one, other)
    places = differences(left.keys, right.keys)
    if places is None:
        return _changed_numbers(left.tokens, right.tokens)
    changes: list[Change] = []
    for place in places:
        a, b = left.tokens[place.left_start : place.left_end], right.tokens[place.right_start : place.right_end]
        changes += _changes(a, b)
    return tuple(changes)


def _without_common_sentences(left: Facts, right: Facts) -> tuple[Facts, Facts]:
    """Leave out the sentences that both texts have word for word, so that moving one changes nothing."""
    if min(len(left.sentences), len(right.sentences)) < 2:
        return left, right
    counts = [Counter([sentence.keys for sentence in facts.sentences]) for facts in (left, right)]
    common = counts[0] & counts[1]
    return (_without(left, common), _without(right, common)) if common else (left, right)


def _without(facts: Facts, common: Counter[tuple[str, ...]]) -> Facts:
    open_count = common.copy()
    tokens: list[Token] = []
    sentence_of: list[int] = []
    for sentence in facts.sentences:
        if open_count[sentence.keys] > 0:
            open_count[sentence.keys] -= 1
        else:
            tokens += facts.tokens[sentence.start : sentence.end]
            sentence_of += facts.sentence_of[sentence.start : sentence.end]
    return Facts(tuple(tokens), tuple(sentence_of))


def _changes(a: Sequence[Token], b: Sequence[Token]) -> list[Change]:
    if max(len(a), len(b)) > _REWRITTEN_TOKENS:
        return []
    # Where one side has nothing, nothing was put in the place of anything; a negation may have come or gone.
    changes = _replaced_numbers(a, b) + _replaced_names(a, b) if a and b else []
    if max(len(a), len(b)) <= _TURNED_TOKENS:
        changes += _turned(a, b)
    return changes


def _replaced_numbers(a: Sequence[Token], b: Sequence[Token]) -> list[Change]:
    olds, news = _of_kind(a, Kind.NUMBER), _of_kind(b, Kind.NUMBER)
    if not olds or not news or sorted([token.key for token in olds]) == sorted([token.key for token in news]):
        return []
    if _is_scale_reworded(a, b, olds, news) or _is_scale_reworded(b, a, news, olds):
        return []
    return [Change(_words(olds), _words(news))]


def _is_scale_reworded(a: Sequence[Token], b: Sequence[Token], olds: Sequence[Token], news: Sequence[Token]) -> bool:
    """Whether "million" gave way to another word, which says less but nothing else; that it is gone is a change."""
    return len(b) > len(a) and [token.unscaled or token.key for token in olds] == [token.key for token in news]


def _replaced_names(a: Sequence[Token], b: Sequence[Token]) -> list[Change]:
    olds, news = _of_kind(a, Kind.NAME), _of_kind(b, Kind.NAME)
    if not olds or not news:
        return []
    lost = [old for old in olds if not any(are_same_name(old.key, new.key) for new in news)]
    gained = [new for new in news if not any(are_same_name(new.key, old.key) for old in olds)]
    lost = [old for old in lost if any(are_comparable(old.key, new.key) for new in gained)]
    gained = [new for new in gained if any(are_comparable(new.key, old.key) for old in lost)]
    return [Change(_words(lost), _words(gained))] if lost else []


def _of_kind(tokens: Sequence[Token], kind: Kind) -> list[Token]:
    return [token for token in tokens if token.kind is kind]


def _turned(a: Sequence[Token], b: Sequence[Token]) -> list[Change]:
    """A negation more or less, or a word replaced by its opposite."""
    if (len(_of_kind(a, Kind.NEGATION)) - len(_of_kind(b, Kind.NEGATION))) % 2:
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
    return " ".join([token.surface for token in tokens])[:_MAX_WORDS_CHARS]
