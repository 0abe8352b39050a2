"""Which article texts go into the page, and where in them the rows lead.

Whole articles as long as there is room, in the order in which rows ask for them; beyond that only the paragraphs that
rows lead to; beyond that nothing, and the row is left out. So the page stays small whatever comes in.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import duckdb
import pyarrow as pa

from pipeline.release.queries import Row, fetch, keep
from pipeline.release.report.model import Article, Paragraph, Piece, Span
from pipeline.release.wording import shortened

WHOLE_BYTES: Final = 6_000_000
"""Bytes of the page that whole articles may take."""

ALL_BYTES: Final = 7_500_000
"""Bytes that they and the single paragraphs may take together."""

MARKED_BYTES: Final = 1_500_000
"""Bytes that texts with marked differences may take beside them."""

MAX_ARTICLES: Final = 2_500
MAX_ENTITIES: Final = 3_000

LONG: Final = 6_000
"""Code points of a paragraph that are shown in one piece."""

STEP: Final = LONG // 2
"""Pieces of longer paragraphs start at multiples of this; spans up to this length stand in one piece whole."""

LINE: Final = 300
"""Characters of a headline, byline or address that are shown."""

_ESCAPED: Final = re.compile(r'[<>&"\\\x00-\x1f]')

_SIZES = """
    SELECT article_id, sum(bytes_in_page(substring(text, 1, $long)))::BIGINT AS bytes
    FROM paragraphs WHERE article_id IN (SELECT article_id FROM listed_articles) GROUP BY ALL"""

_ARTICLES = """
    WITH listed AS (
        SELECT a.*, o.name AS outlet, w.rank AS wanted_rank
        FROM articles a LEFT JOIN outlets o USING (outlet_id) LEFT JOIN wanted_articles w USING (article_id)
        ORDER BY w.rank NULLS LAST, a.published_on NULLS LAST, o.name NULLS LAST, a.headline NULLS LAST, a.article_id
        LIMIT $limit)
    SELECT * FROM listed
    ORDER BY published_on NULLS LAST, outlet NULLS LAST, headline NULLS LAST, article_id"""

_WHOLE = """
    SELECT p.paragraph_id, 0 AS piece, p.article_id, p.position, p.role, p.char_start, length(p.text) AS length,
           substring(p.text, 1, $long) AS text
    FROM paragraphs p JOIN whole_articles USING (article_id)"""

_PIECES = """
    SELECT p.paragraph_id, w.piece, p.article_id, p.position, p.role, p.char_start, length(p.text) AS length,
           substring(p.text, 1 + w.piece * $step, $long) AS text,
           bytes_in_page(substring(p.text, 1 + w.piece * $step, $long)) AS bytes
    FROM paragraphs p JOIN wanted_pieces w USING (paragraph_id) ORDER BY w.rank"""

_BYTES = r"""
    CREATE TEMP MACRO bytes_in_page(text) AS
    strlen(text) + 5 * (strlen(text) - strlen(regexp_replace(text, '[<>&"\\\x00-\x1f]', '', 'g')))"""
"""Bytes that a text takes in the page at most: some characters are written as escapes of six."""

_ENTITIES = """
    SELECT m.paragraph_id, list(DISTINCT e.name ORDER BY e.name) AS names
    FROM entity_mentions m JOIN shown_paragraphs USING (paragraph_id) JOIN (
        SELECT entity_id, name FROM entities ORDER BY articles DESC, mentions DESC, name, entity_id LIMIT $limit
    ) e USING (entity_id)
    GROUP BY ALL"""


@dataclass(frozen=True, slots=True)
class Place:
    """A span as the tables have it: offsets into the article's text, and where its paragraph starts there."""

    article_id: str
    paragraph_id: str
    char_start: int
    char_end: int
    paragraph_start: int

    @classmethod
    def of(cls, row: Row) -> "Place":
        """Return the place that a row of a query names in its columns."""
        return cls(*(row[name] for name in ("article_id", "paragraph_id", "char_start", "char_end", "paragraph_start")))

    @property
    def piece(self) -> int:
        """Number of the piece of its paragraph that the span stands in; 0 unless the paragraph is very long."""
        start = self.char_start - self.paragraph_start
        return 0 if self.char_end - self.paragraph_start <= LONG else start // STEP


class Texts:
    """The articles of the page, and the way from a place in the tables to the place in them."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, outlets: Mapping[str, int], wanted: Sequence[Place]
    ) -> None:
        """Choose what fits of the places wanted, the most important first; ``outlets`` gives each name its index."""
        connection.execute(_BYTES)
        self._marked_room = MARKED_BYTES
        _register(connection, "wanted_articles", dict.fromkeys(place.article_id for place in wanted))
        rows = {row["article_id"]: row for row in keep(connection, "listed_articles", _ARTICLES, limit=MAX_ARTICLES)}
        last = len(wanted)
        ranks = {name: last if row["wanted_rank"] is None else row["wanted_rank"] for name, row in rows.items()}
        listed = sorted(rows, key=lambda name: ranks[name])
        sizes = {row["article_id"]: row["bytes"] for row in fetch(connection, _SIZES, long=LONG)}
        whole, room = set(), WHOLE_BYTES
        for article_id in listed:
            if sizes.get(article_id, 0) <= room:
                whole.add(article_id)
                room -= sizes.get(article_id, 0)
        pieces = self._pieces(connection, set(listed), whole, wanted, ALL_BYTES - WHOLE_BYTES + room)
        self.entities, mentioned = _entities(connection, {piece["paragraph_id"] for piece in pieces})
        self.articles: list[Article] = []
        self._index: dict[tuple[str, int], tuple[int, int]] = {}
        of_article: dict[str, list[Row]] = {}
        for piece in pieces:
            of_article.setdefault(piece["article_id"], []).append(piece)
        for article_id, row in rows.items():
            if article_id not in whole and article_id not in of_article:
                continue
            its_pieces = sorted(of_article.get(article_id, []), key=lambda piece: (piece["position"], piece["piece"]))
            for number, piece in enumerate(its_pieces):
                self._index[piece["paragraph_id"], piece["piece"]] = (len(self.articles), number)
            paragraphs = [
                Paragraph(
                    role=piece["role"],
                    text=piece["text"],
                    position=piece["position"],
                    entities=mentioned.get(piece["paragraph_id"], []),
                    is_cut=piece["length"] > LONG,
                )
                for piece in its_pieces
            ]
            self.articles.append(_article(row, outlets, paragraphs, is_whole=article_id in whole))

    def span(self, place: Place) -> Span | None:
        """Return where a place stands in the page; None where there was no room for it."""
        found = self._index.get((place.paragraph_id, place.piece))
        if found is None:
            return None
        offset = place.paragraph_start + place.piece * STEP
        article, paragraph = found
        length = len(self.articles[article].paragraphs[paragraph].text)
        return Span(article, paragraph, place.char_start - offset, min(place.char_end - offset, length))

    def paragraph(self, span: Span) -> str:
        """Return the text of the paragraph that a span stands in."""
        return self.articles[span.article].paragraphs[span.paragraph].text

    def has_room(self, pieces: Iterable[Piece]) -> bool:
        """Return whether a text with marked differences fits in beside those before it, and if so, count it."""
        needed = sum(len(text.encode()) + 5 * len(_ESCAPED.findall(text)) + 16 for _, text in pieces)
        if needed > self._marked_room:
            return False
        self._marked_room -= needed
        return True

    def words(self, span: Span) -> str:
        """Return the text of a span."""
        return self.paragraph(span)[span.start : span.end]

    @staticmethod
    def _pieces(
        connection: duckdb.DuckDBPyConnection, listed: set[str], whole: set[str], wanted: Iterable[Place], room: int
    ) -> list[Row]:
        _register(connection, "whole_articles", sorted(whole))
        pieces = fetch(connection, _WHOLE, long=LONG)
        single = dict.fromkeys(
            (place.paragraph_id, place.piece)
            for place in wanted
            if place.article_id in listed and (place.piece or place.article_id not in whole)
        )
        names = pa.array([paragraph_id for paragraph_id, _ in single], pa.string())
        numbers = pa.array([piece for _, piece in single], pa.int64())
        columns = {"paragraph_id": names, "piece": numbers, "rank": pa.array(range(len(single)), pa.int64())}
        connection.register("wanted_pieces", pa.table(columns))
        for piece in fetch(connection, _PIECES, long=LONG, step=STEP):
            if piece["bytes"] <= room:
                room -= piece["bytes"]
                pieces.append(piece)
        return pieces


def _register(connection: duckdb.DuckDBPyConnection, name: str, article_ids: Iterable[str]) -> None:
    """Let queries use these articles as a table, ranked in their order."""
    ids = pa.array(article_ids, pa.string())
    connection.register(name, pa.table({"article_id": ids, "rank": pa.array(range(len(ids)), pa.int64())}))


def _article(row: Row, outlets: Mapping[str, int], paragraphs: list[Paragraph], *, is_whole: bool) -> Article:
    def line(text: str | None) -> str | None:
        return None if text is None else shortened(text, LINE)

    return Article(
        headline=line(row["headline"]),
        source_file=shortened(row["source_file"], LINE),
        words=row["words"],
        outlet=None if row["outlet"] is None else outlets[row["outlet"]],
        day=None if row["published_on"] is None else row["published_on"].isoformat(),
        byline=line(row["byline"]),
        url=line(row["url"]),
        revision=row["revision"],
        paragraphs=paragraphs,
        is_whole=is_whole,
    )


def _entities(connection: duckdb.DuckDBPyConnection, shown: set[str]) -> tuple[list[str], dict[str, list[int]]]:
    """Return the names of the entities in the paragraphs shown, and for each paragraph the indices of its own."""
    connection.register("shown_paragraphs", pa.table({"paragraph_id": pa.array(sorted(shown), pa.string())}))
    found = fetch(connection, _ENTITIES, limit=MAX_ENTITIES)
    lines = {name: shortened(name, LINE) for name in {name for row in found for name in row["names"]}}
    names = sorted({*lines.values()}, key=lambda name: (name.casefold(), name))
    index = {name: number for number, name in enumerate(names)}
    numbers = {name: index[line] for name, line in lines.items()}
    return names, {row["paragraph_id"]: list(dict.fromkeys(numbers[name] for name in row["names"])) for row in found}
