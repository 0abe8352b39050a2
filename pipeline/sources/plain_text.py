"""Plain text: one article a file, the text exactly as decoded.

Which line is what is decided in ``pipeline.articles``, not here.
"""

import re
from collections.abc import Iterator

from pipeline.records import SourceArticle, SourceReject
from pipeline.sources.format import Content
from pipeline.sources.model import RefusedError

LINE = re.compile(r"[^\r\n\v\f\x85\u2028\u2029]+")


class PlainText:
    """The format of last resort: a text that is nothing else is this."""

    name = "text"

    def detects(self, content: Content) -> bool:
        """Accept any text but XML, which would be an article of tags."""
        return not content.head.lstrip().startswith("<?xml")

    def read(self, content: Content) -> Iterator[SourceArticle | SourceReject]:
        """Yield the one article."""
        text = content.decoded.text
        limits = content.limits
        if len(text) > limits.max_article_chars:
            raise RefusedError(
                "too_large",
                f"{content.name} is one text of {len(text):,} characters, more than max_article_chars "
                f"({limits.max_article_chars:,}). Split it into articles, or raise the limit.",
            )
        longest = max((match.end() - match.start() for match in LINE.finditer(text)), default=0)
        if longest > limits.max_line_chars:
            raise RefusedError(
                "line_too_long",
                f"{content.name} has a line of {longest:,} characters, more than max_line_chars "
                f"({limits.max_line_chars:,}). Break it into paragraphs, or raise the limit.",
            )
        yield SourceArticle(text=text)
