"""Articles -> files in a drop folder: JSON lines, one file an outlet and day, or one text file an article."""

import json
from collections.abc import Iterable
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Literal

from benchmarks.corpus.newsroom import ARTICLES_A_DAY, Article, outlet_domain, outlet_name

FileFormat = Literal["jsonl", "txt", "both"]


def write_articles(articles: Iterable[Article], folder: Path, file_format: FileFormat) -> int:
    """Write a delivery and return the number of files; with ``both``, every other outlet sends text files.

    Corrections replace the text file of their article; among JSON lines they come in a file of their own, under the
    same URL with a later time.
    """
    return sum(
        _write_day(sorted(day, key=_place), folder, file_format)
        for _, day in groupby(articles, key=lambda article: article.number // ARTICLES_A_DAY)
    )


def _place(article: Article) -> tuple[int, date, int]:
    return article.outlet, article.published.date(), article.number


def _write_day(articles: list[Article], folder: Path, file_format: FileFormat) -> int:
    files = 0
    for (outlet, day), group in groupby(articles, key=lambda article: _place(article)[:2]):
        own = folder / outlet_domain(outlet)
        own.mkdir(parents=True, exist_ok=True)
        batch = list(group)
        if file_format == "txt" or (file_format == "both" and outlet % 2):
            (own / "_source.yaml").write_text(_defaults(outlet), encoding="utf-8")
            for article in batch:
                (own / f"{article.published:%Y-%m-%d}-{article.number:07}.txt").write_text(_text(article), "utf-8")
            files += len(batch)
        else:
            name = f"{day}-{batch[0].number:07}-{batch[0].revision}.jsonl"
            (own / name).write_text("".join(map(_line, batch)), encoding="utf-8")
            files += 1
    return files


def _defaults(outlet: int) -> str:
    return (
        f"outlet:\n  name: {outlet_name(outlet)}\n  domain: {outlet_domain(outlet)}\nlanguage: en\ntime_zone: Etc/UTC\n"
    )


def _text(article: Article) -> str:
    stamp = f"Published {article.published:%Y-%m-%d %H:%M} UTC"
    return "\n\n".join((stamp, article.headline, *article.paragraphs)) + "\n"


def _line(article: Article) -> str:
    record = {
        "url": article.url,
        "headline": article.headline,
        "text": "\n\n".join(article.paragraphs),
        "published": article.published.isoformat(),
        "source": outlet_name(article.outlet),
        "language": "en",
    }
    return json.dumps(record, ensure_ascii=False) + "\n"
