"""Invented paragraphs for the tests of copies."""

from datetime import date

from pipeline.copies.records import CopyInput

FERRY = (
    "At least 21 people were killed when a ferry sank off Port Lorne on Sunday, the governor Ada Brandt said, "
    "while rescue boats from Halvia searched the bay through the night."
)
BUDGET = (
    "The council of Torland passed its budget after nine hours of debate, with money for two schools, a tram line "
    "and the long promised repair of the harbour wall."
)


def paragraph(name: str, text: str, *, day: int | None = 1, article: str | None = None, position: int = 0) -> CopyInput:
    """Return a paragraph of an article and outlet of its own name, published on that day of May 2031."""
    return CopyInput(
        paragraph_id=name,
        text=text,
        article_id=article or f"article-{name}",
        position=position,
        published_on=date(2031, 5, day) if day else None,
        outlet_id=f"outlet-{name}",
    )
