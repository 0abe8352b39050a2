"""Paragraph text -> Reading: runs the spaCy pipeline and hands each parsed paragraph to the local readers.

A reading is a pure function of the text and of ``reader_version``; what needs the article belongs in ``resolve``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from pipeline.claims.local import read_claims
from pipeline.dates import read_times
from pipeline.entities.mentions import read_mentions
from pipeline.quotes.local import read_quotes
from pipeline.reading.model import load_model, model_version
from pipeline.records import Reading

if TYPE_CHECKING:
    from spacy.tokens import Doc

RULES_VERSION = 2
"""Counts up whenever a local reader may give another result for the same text; older stored readings are void."""

MAX_CHARS = 100_000
"""Longer paragraphs are not read: the parser's memory grows with the text, and no news paragraph comes near."""


class ParagraphTooLongError(ValueError):
    """A paragraph is longer than the reader takes."""

    def __init__(self, chars: int) -> None:
        super().__init__(
            f"The paragraph has {chars} characters; the reader takes at most {MAX_CHARS}. It is kept unread."
        )


def reader_version(model: str) -> str:
    """Return the version that a reading depends on: the model's name and version, and that of our rules."""
    return f"{model_version(model)} rules {RULES_VERSION}"


def read_doc(doc: Doc) -> Reading:
    """Return what one parsed paragraph alone tells."""
    return Reading(
        sentences=tuple((sentence.start_char, sentence.end_char) for sentence in doc.sents),
        mentions=read_mentions(doc),
        quotes=read_quotes(doc),
        claims=read_claims(doc),
        times=read_times(doc),
    )


def read_texts(texts: Iterable[str], model: str, batch_size: int = 64) -> Iterator[Reading]:
    """Yield one reading a text, in order.

    Raises:
        ParagraphTooLongError: a text exceeds ``MAX_CHARS``.
        ModelMissingError: the model is not installed.

    """
    nlp = load_model(model)
    for doc in nlp.pipe(map(_checked, texts), batch_size=batch_size):
        yield read_doc(doc)


def _checked(text: str) -> str:
    if len(text) > MAX_CHARS:
        raise ParagraphTooLongError(len(text))
    return text
