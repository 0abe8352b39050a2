"""The sections on copies: pairs that were altered on the way, and whose paragraphs stand in which outlet."""

import duckdb

from pipeline.release.queries import Row, count, fetch, keep
from pipeline.release.report.differences import compared
from pipeline.release.report.model import Altered, Copy, Side
from pipeline.release.report.texts import LINE, Place, Texts
from pipeline.release.wording import shortened

MAX_ALTERED = 300
MAX_COPIES = 2_000
MAX_CARRIERS = 40
"""Outlets named beside a passage."""

_ALTERED = """
    SELECT l.similarity, l.difference,
           g.passage_id AS left_passage_id, g.articles AS left_articles, p.article_id AS left_article_id,
           p.paragraph_id AS left_paragraph_id, p.char_start AS left_start, p.char_end AS left_end,
           h.passage_id AS right_passage_id, h.articles AS right_articles, q.article_id AS right_article_id,
           q.paragraph_id AS right_paragraph_id, q.char_start AS right_start, q.char_end AS right_end
    FROM passage_links l
    JOIN passages g ON g.passage_id = l.passage_id JOIN paragraphs p ON p.paragraph_id = g.origin_paragraph_id
    JOIN passages h ON h.passage_id = l.other_passage_id JOIN paragraphs q ON q.paragraph_id = h.origin_paragraph_id
    WHERE l.kind = 'altered'
    ORDER BY g.outlets + h.outlets DESC, l.similarity DESC, l.passage_id, l.other_passage_id LIMIT $limit"""

_CARRIERS = """
    SELECT DISTINCT p.passage_id, o.name AS outlet
    FROM paragraphs p JOIN articles a USING (article_id) JOIN outlets o USING (outlet_id)
    WHERE p.passage_id IN (SELECT left_passage_id FROM shown_altered UNION SELECT right_passage_id FROM shown_altered)
    ORDER BY ALL"""

_COPIED = """
    CREATE TEMP VIEW copied AS
    SELECT p.*, g.origin_paragraph_id, g.outlets, o.name AS outlet, f.name AS origin_outlet
    FROM paragraphs p JOIN passages g USING (passage_id) JOIN articles a ON a.article_id = p.article_id
    LEFT JOIN outlets o ON o.outlet_id = a.outlet_id LEFT JOIN outlets f ON f.outlet_id = g.origin_outlet_id
    WHERE g.articles > 1 AND NOT p.is_origin AND p.article_id <> g.origin_article_id"""

_MATRIX = """
    SELECT origin_outlet, outlet, count(*) AS paragraphs FROM copied
    WHERE origin_outlet IS NOT NULL AND outlet IS NOT NULL
    GROUP BY ALL ORDER BY paragraphs DESC, origin_outlet, outlet LIMIT 2000"""

_COPIES = """
    SELECT c.similarity, c.article_id, c.paragraph_id, c.char_start, c.char_end, c.char_start AS paragraph_start,
           r.article_id AS origin_article_id, r.paragraph_id AS origin_paragraph_id, r.char_start AS origin_start,
           r.char_end AS origin_end
    FROM copied c JOIN paragraphs r ON r.paragraph_id = c.origin_paragraph_id
    ORDER BY c.outlets DESC, c.similarity, c.passage_id, c.article_id, c.position LIMIT $limit"""


def _place(row: Row, prefix: str) -> Place:
    start, end = row[f"{prefix}_start"], row[f"{prefix}_end"]
    return Place(row[f"{prefix}_article_id"], row[f"{prefix}_paragraph_id"], start, end, start)


class AlteredRows:
    """The altered pairs chosen for the page, before it is known which texts fit in."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Choose the pairs that most outlets carry."""
        self._pairs = keep(connection, "shown_altered", _ALTERED, limit=MAX_ALTERED)
        self._carriers: dict[str, list[str]] = {}
        for row in fetch(connection, _CARRIERS):
            self._carriers.setdefault(row["passage_id"], []).append(row["outlet"])
        self.total = count(connection, "FROM passage_links WHERE kind = 'altered'")

    def places(self) -> list[Place]:
        """Return where the paragraphs stand, the most important pairs first."""
        return [_place(row, prefix) for row in self._pairs for prefix in ("left", "right")]

    def build(self, texts: Texts, outlets: dict[str, int]) -> list[Altered]:
        """Return the pairs of which both sides fit in."""
        built = []
        for row in self._pairs:
            left, right = texts.span(_place(row, "left")), texts.span(_place(row, "right"))
            if left is None or right is None:
                continue
            sides = [
                Side(
                    span=span,
                    outlets=[
                        outlets[name] for name in self._carriers.get(row[f"{prefix}_passage_id"], [])[:MAX_CARRIERS]
                    ],
                    articles_total=row[f"{prefix}_articles"],
                    pieces=[piece for piece in compared(texts.words(other), texts.words(span)) if piece[0] != "gone"],
                )
                for prefix, span, other in (("left", left, right), ("right", right, left))
            ]
            if not texts.has_room(piece for side in sides for piece in side.pieces):
                break
            difference = None if row["difference"] is None else shortened(row["difference"], LINE)
            built.append(Altered(sides=(sides[0], sides[1]), similarity=row["similarity"], difference=difference))
        return built


class CopyRows:
    """The copies chosen for the page, before it is known which texts fit in."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Choose copies of what most outlets carry."""
        connection.execute(_COPIED)
        self._copies = fetch(connection, _COPIES, limit=MAX_COPIES)
        self.total = count(connection, "FROM copied")
        self._matrix = fetch(connection, _MATRIX)

    def places(self) -> list[Place]:
        """Return where copies and origins stand, the most important first."""
        return [place for row in self._copies for place in (Place.of(row), _place(row, "origin"))]

    def build(self, texts: Texts) -> list[Copy]:
        """Return the copies that fit in with their origins."""
        built = []
        for row in self._copies:
            span, origin = texts.span(Place.of(row)), texts.span(_place(row, "origin"))
            if span is not None and origin is not None:
                built.append(Copy(span=span, origin=origin, similarity=row["similarity"] or 0.0))
        return built

    def by_outlet(self, outlets: dict[str, int]) -> list[tuple[int, int, int]]:
        """Return how many paragraphs that one outlet had first another one carries, over the whole release."""
        return [(outlets[row["origin_outlet"]], outlets[row["outlet"]], row["paragraphs"]) for row in self._matrix]
