"""The same words of the same speaker, across articles and outlets: quotes -> statements.

Which texts are the same words is measured in ``same_words``; here quotes are gathered by speaker and statements get
their ids, their longest text and their counts. Who speaks was decided before.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from datetime import date
from functools import lru_cache

from pipeline.copies.normal_form import normal_form
from pipeline.ids import stable_id
from pipeline.quotes.same_words import SpokenText, group_same_words
from pipeline.records import QuoteType, Record

MIN_WORDS_OF_UNKNOWN = 5
"""Equal words of nobody in particular ("a spokesman", or no speaker at all) are one statement from this many words."""


class StatementInput(Record, frozen=True, kw_only=True):
    """One quote of the corpus. ``passage_id`` is that of its paragraph, null where the paragraph is in no passage."""

    quote_id: str
    article_id: str
    char_start: int
    text: str
    quote_type: QuoteType
    outlet_id: str | None = None
    published_on: date | None = None
    passage_id: str | None = None
    speaker_entity_id: str | None = None
    speaker_name: str | None = None


class Statement(Record, frozen=True, kw_only=True):
    """The same words of one speaker.

    ``text`` is the longest of its quotes; ``quotes`` and ``outlets`` are counts; ``independent_origins`` counts
    passages, so that ten copies of one paragraph are one origin.
    """

    statement_id: str
    text: str
    speaker_entity_id: str | None
    speaker_name: str | None
    first_article_id: str
    first_published_on: date | None
    quotes: int
    outlets: int
    independent_origins: int


class Statements(Record, frozen=True, kw_only=True):
    """All statements, ordered by id, and quote id -> statement id for every quote."""

    statements: tuple[Statement, ...]
    statement_ids: Mapping[str, str]


def statement_block(quote: StatementInput) -> str:
    """Return a key that is equal for all quotes that could be one statement with this one.

    How the quotes of a block are grouped depends on these alone: on the texts of one speaker, or, where nobody in
    particular speaks, on equal words.
    """
    return stable_id("block", *_block(quote))


def group_statements(quotes: Sequence[StatementInput]) -> Statements:
    """Group quotes into statements: all those of the corpus, or of some blocks (``statement_block``).

    Quotes of one speaker (the same entity; the same name where there is no entity) are one statement where their words
    are equal, or one text holds the other, or they are near-identical and no number, name or negation differs. Reported
    speech joins by equal or near-identical words only. Quotes without a speaker, or with one that is only described
    ("officials"), join by equal words only, and only from five words on.

    A statement's id is that of its earliest quote by (published, article, position), undated ones last; the result does
    not depend on the order of the input.

    Args:
        quotes: all quotes of each block; ``quote_id`` must be unique.

    """
    ordered = sorted(quotes, key=_position)
    members: dict[Hashable, list[StatementInput]] = defaultdict(list)
    spoken: dict[SpokenText, list[StatementInput]] = defaultdict(list)
    for quote in ordered:
        kind, *key = _block(quote)
        if kind == "speaker":
            spoken[SpokenText(str(key[0]), _words(quote.text))].append(quote)
        else:
            members[kind, *key].append(quote)
    texts = {text: [quote.text for quote in group] for text, group in spoken.items()}
    reported = {text for text, group in spoken.items() if all(quote.quote_type == "indirect" for quote in group)}
    for text, group in group_same_words({text: min(found) for text, found in texts.items()}, reported).items():
        members["spoken", group] += spoken[text]
    statements: list[Statement] = []
    statement_ids: dict[str, str] = {}
    for group_members in members.values():
        statement = _statement(sorted(group_members, key=_position))
        statements.append(statement)
        statement_ids.update((quote.quote_id, statement.statement_id) for quote in group_members)
    statements.sort(key=lambda statement: statement.statement_id)
    return Statements(
        statements=tuple(statements),
        statement_ids={quote_id: statement_ids[quote_id] for quote_id in sorted(statement_ids)},
    )


def _position(quote: StatementInput) -> tuple[date, str, int, str]:
    return (quote.published_on or date.max, quote.article_id, quote.char_start, quote.quote_id)


def _block(quote: StatementInput) -> tuple[str | None, ...]:
    words = _words(quote.text)
    speaker = _speaker_key(quote)
    if speaker is not None and words:
        return "speaker", speaker
    if len(words.split()) >= MIN_WORDS_OF_UNKNOWN:
        return "unknown", quote.speaker_name, words
    return "quote", quote.quote_id


@lru_cache(maxsize=20_000)
def _words(text: str) -> str:
    return normal_form(text)


def _speaker_key(quote: StatementInput) -> str | None:
    """Return a key for a speaker who can be told from others: an entity, or a name with a capital in it."""
    if quote.speaker_entity_id is not None:
        return f"entity {quote.speaker_entity_id}"
    name = " ".join((quote.speaker_name or "").split())
    return f"name {name.casefold()}" if name != name.lower() else None


def _statement(quotes: Sequence[StatementInput]) -> Statement:
    """Make the row of quotes that are one statement, earliest first."""
    first = quotes[0]
    names = Counter(quote.speaker_name for quote in quotes if quote.speaker_name)
    return Statement(
        statement_id=stable_id("statement", first.quote_id),
        text=max((quote.text for quote in quotes), key=len),
        speaker_entity_id=first.speaker_entity_id,
        speaker_name=min(names, key=lambda name: (-names[name], -len(name), name)) if names else None,
        first_article_id=first.article_id,
        first_published_on=first.published_on,
        quotes=len(quotes),
        outlets=len({quote.outlet_id for quote in quotes} - {None}),
        independent_origins=len({quote.passage_id or f"quote {quote.quote_id}" for quote in quotes}),
    )
