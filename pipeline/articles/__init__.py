"""From an article's text to its paragraphs with their roles, its date, its language and whom it credits."""

from pipeline.articles.parse import parse_article

__all__ = ["parse_article"]
