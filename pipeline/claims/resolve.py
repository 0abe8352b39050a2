"""Claims of an article: local claims put into their article, with who says so and as of which day.

Belongs here: what needs other paragraphs, the quotes and mentions of the article, or its date. Numbers themselves are
read in ``local``; which claims of a corpus are about the same thing is decided in ``figures``.
"""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date

from pipeline.dates import resolve_date
from pipeline.records import Claim, LocalClaim, Mention, Paragraph, Quote, ReadParagraph

_SILENT_ROLES = frozenset({"byline", "dateline", "credit", "notice"})
"""Roles whose numbers are page furniture."""


def resolve_claims(
    paragraphs: Sequence[ReadParagraph],
    mentions: Sequence[Mention],
    quotes: Sequence[Quote],
    published_on: date | None,
) -> tuple[Claim, ...]:
    """Put the claims of an article's paragraphs into their article.

    Args:
        paragraphs: the article's paragraphs in order, with their readings.
        mentions: the article's resolved mentions; they give sources their full names.
        quotes: the article's resolved quotes, in the order that ``quote_index`` refers to.
        published_on: the day against which "since Thursday" is read; null leaves every ``as_of_on`` null.

    Returns:
        The claims in the order of the text, with offsets in the article. Who says so is the speaker of the quote that
        the number stands in, else the source of its sentence, else null: the article itself.

    """
    enclosing = _Quotes(quotes)
    names = _Names(mentions)
    claims = [
        _resolve(read.paragraph, local, enclosing, names, published_on)
        for read in paragraphs
        if read.paragraph.role not in _SILENT_ROLES
        for local in read.reading.claims
    ]
    return tuple(sorted(claims, key=lambda claim: (claim.char_start, claim.char_end)))


class _Quotes:
    """Finds the quote that a place of the article stands in: the innermost, words in marks before reported ones."""

    def __init__(self, quotes: Sequence[Quote]) -> None:
        self._quotes = quotes
        self._by_paragraph: dict[int, list[int]] = {}
        for index, quote in enumerate(quotes):
            self._by_paragraph.setdefault(quote.position, []).append(index)

    def around(self, position: int, start: int) -> int | None:
        holding = [
            index
            for index in self._by_paragraph.get(position, [])
            if self._quotes[index].char_start <= start < self._quotes[index].char_end
        ]
        return min(holding, key=self._rank) if holding else None

    def _rank(self, index: int) -> tuple[bool, int, int]:
        quote = self._quotes[index]
        return quote.quote_type == "indirect", quote.char_end - quote.char_start, index

    def __getitem__(self, index: int) -> Quote:
        return self._quotes[index]


class _Names:
    """Finds the full name of whoever is mentioned in a span of the article."""

    def __init__(self, mentions: Sequence[Mention]) -> None:
        self._mentions = sorted(mentions, key=lambda mention: (mention.char_start, mention.char_end))
        self._starts = [mention.char_start for mention in self._mentions]

    def within(self, start: int, end: int) -> str | None:
        """Return the name of the last mention inside the span that has one, persons first ("Mayor Ana Ruiz")."""
        inside = []
        index = bisect_right(self._starts, start - 1)
        while index < len(self._mentions) and self._starts[index] < end:
            mention = self._mentions[index]
            if mention.char_end <= end and mention.name:
                inside.append(mention)
            index += 1
        people = [mention for mention in inside if mention.label == "PERSON"]
        return (people or inside)[-1].name if inside else None


def _resolve(
    paragraph: Paragraph, local: LocalClaim, quotes: _Quotes, names: _Names, published_on: date | None
) -> Claim:
    start, end = paragraph.char_start + local.char_start, paragraph.char_start + local.char_end
    quote_index = quotes.around(paragraph.position, start)
    attributed_to, attributed_name = None, None
    if quote_index is not None:
        attributed_to, attributed_name = quotes[quote_index].speaker, quotes[quote_index].speaker_name
    if attributed_to is None and local.source_start is not None and local.source_end is not None:
        attributed_to = paragraph.text[local.source_start : local.source_end]
        attributed_name = names.within(
            paragraph.char_start + local.source_start, paragraph.char_start + local.source_end
        )
    as_of_text, as_of_on = None, None
    if local.time_start is not None and local.time_end is not None:
        as_of_text = paragraph.text[local.time_start : local.time_end]
        as_of_on = resolve_date(as_of_text, published_on) if published_on else None
    return Claim(
        position=paragraph.position,
        char_start=start,
        char_end=end,
        text=paragraph.text[local.char_start : local.char_end],
        value=local.value,
        value_low=local.value_low,
        value_high=local.value_high,
        modifier=local.modifier,
        unit=local.unit,
        unit_kind=local.unit_kind,
        counted=local.counted,
        predicate=local.predicate,
        is_negated=local.is_negated,
        place=local.place,
        attributed_to=attributed_to,
        attributed_name=attributed_name,
        quote_index=quote_index,
        as_of_on=as_of_on,
        as_of_text=as_of_text,
    )
