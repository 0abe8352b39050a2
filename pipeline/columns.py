"""A parsed paragraph as plain columns, made once for all rules that look at it: asking spaCy word by word is slow.

Here belongs what the parser says of each word, not what any word means.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from spacy.tokens import Doc


@dataclass(frozen=True, slots=True)
class Columns:
    """The words of a paragraph, indexed by token: shared by all who ask, so that nobody may change them."""

    text: str
    """The paragraph itself."""
    raw: list[str]
    lower: list[str]
    tag: list[str]
    """Penn tags."""
    dep: list[str]
    """Dependencies on the head."""
    head: list[int]
    start: list[int]
    """Offsets of the words in the text."""


@lru_cache(maxsize=1)  # the rules for one paragraph run one after the other
def columns_of(doc: Doc) -> Columns:
    """Return the columns of a parsed paragraph."""
    table: Any = doc.to_array(["ORTH", "LOWER", "TAG", "DEP", "HEAD", "IDX"])
    raw, lower, tag, dep, _, start = table.T.tolist()
    head = np.arange(len(doc)) + table[:, 4].astype(np.int64)  # it is held as the distance to the head
    strings = doc.vocab.strings
    return Columns(
        text=doc.text,
        raw=[strings[word] for word in raw],
        lower=[strings[word] for word in lower],
        tag=[strings[name] for name in tag],
        dep=[strings[name] for name in dep],
        head=head.tolist(),
        start=start,
    )
