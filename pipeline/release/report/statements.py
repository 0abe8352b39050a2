"""The sections on who said what: statements that several outlets carry, speakers by outlet, and the quotes."""

from typing import Literal

import duckdb

from pipeline.release.queries import Row, count, fetch, keep
from pipeline.release.report.differences import compared
from pipeline.release.report.model import Piece, Quote, Span, Speaker, Statement, Version
from pipeline.release.report.names import Names
from pipeline.release.report.sentences import sentence_around
from pipeline.release.report.texts import LINE, Place, Texts
from pipeline.release.wording import shortened

MAX_STATEMENTS = 300
MAX_VERSIONS = 40
MAX_SPEAKERS = 150
MAX_QUOTES = 3_000
TEXT_LIMIT = 2_000

_STATEMENTS = """
    SELECT s.statement_id, s.text, s.speaker_name, s.outlets, s.independent_origins, s.quotes, e.name AS entity_name,
           row_number() OVER (
        ORDER BY s.outlets DESC, s.independent_origins DESC, s.quotes DESC, length(s.text) DESC, s.statement_id
    ) AS rank
    FROM statements s LEFT JOIN entities e ON e.entity_id = s.speaker_entity_id
    WHERE s.quotes > 1 QUALIFY rank <= $limit ORDER BY rank"""

_VERSIONS = """
    SELECT q.statement_id, q.article_id, q.paragraph_id, q.char_start, q.char_end, q.quote_type,
           p.char_start AS paragraph_start
    FROM quotes q JOIN shown_statements s USING (statement_id) JOIN paragraphs p USING (paragraph_id)
    JOIN articles a ON a.article_id = q.article_id
    QUALIFY row_number() OVER (
        PARTITION BY q.statement_id ORDER BY p.is_origin DESC NULLS LAST, a.published_on NULLS LAST, q.quote_id
    ) <= $limit
    ORDER BY s.rank, a.published_on NULLS LAST, a.published_at_utc NULLS LAST, p.is_origin DESC NULLS LAST,
             q.article_id, q.char_start"""

_SPEAKERS = """
    WITH said AS (
        SELECT DISTINCT coalesce(e.name, q.speaker_name, q.speaker) AS name,
               coalesce(q.statement_id, q.quote_id) AS statement, o.name AS outlet
        FROM quotes q JOIN articles a USING (article_id) LEFT JOIN outlets o USING (outlet_id)
        LEFT JOIN entities e ON e.entity_id = q.speaker_entity_id
        WHERE coalesce(e.name, q.speaker_name, q.speaker) IS NOT NULL),
    ranked AS (
        SELECT name, count(DISTINCT statement) AS statements FROM said GROUP BY ALL
        ORDER BY statements DESC, name LIMIT $limit)
    SELECT name, r.statements, s.outlet, count(DISTINCT s.statement) AS of_outlet
    FROM said s JOIN ranked r USING (name) WHERE s.outlet IS NOT NULL
    GROUP BY name, r.statements, s.outlet
    QUALIFY row_number() OVER (PARTITION BY name ORDER BY count(DISTINCT s.statement) DESC, s.outlet) <= 60
    ORDER BY r.statements DESC, name, s.outlet"""

_QUOTES = """
    SELECT q.article_id, q.paragraph_id, q.char_start, q.char_end, q.quote_type, q.speaker,
           p.char_start AS paragraph_start, coalesce(e.name, q.speaker_name, q.speaker) AS said_by
    FROM quotes q JOIN paragraphs p USING (paragraph_id) JOIN articles a ON a.article_id = q.article_id
    LEFT JOIN entities e ON e.entity_id = q.speaker_entity_id
    ORDER BY (said_by IS NULL), (q.quote_type <> 'direct'), a.published_on NULLS LAST, q.article_id, q.char_start
    LIMIT $limit"""


class StatementRows:
    """The statements chosen for the page, before it is known which texts fit in."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Choose the statements that most outlets carry."""
        self._statements = keep(connection, "shown_statements", _STATEMENTS, limit=MAX_STATEMENTS)
        self._versions: dict[str, list[Row]] = {row["statement_id"]: [] for row in self._statements}
        for row in fetch(connection, _VERSIONS, limit=MAX_VERSIONS):
            self._versions[row["statement_id"]].append(row)
        self.total = count(connection, "FROM statements WHERE quotes > 1")

    def places(self) -> list[Place]:
        """Return where the versions stand, the most important first."""
        return [Place.of(row) for rows in self._versions.values() for row in rows]

    def build(self, texts: Texts, names: Names) -> list[Statement]:
        """Return the statements of which a version fits in."""
        built = []
        for row in self._statements:
            versions = _versions(row["text"], self._versions[row["statement_id"]], texts)
            if versions:
                built.append(
                    Statement(
                        statement_id=row["statement_id"],
                        text=row["text"][:TEXT_LIMIT],
                        versions=versions,
                        speaker=names.index(row["entity_name"] or row["speaker_name"]),
                        outlets_total=row["outlets"],
                        origins=row["independent_origins"],
                        quotes_total=row["quotes"],
                    )
                )
        return built


def _versions(longest: str, rows: list[Row], texts: Texts) -> list[Version]:
    """Return the versions by their first appearance; outlets that print the same words go with the first."""
    groups: dict[tuple[str, bool], list[Span]] = {}
    for row in rows:
        span = texts.span(Place.of(row))
        if span is not None:
            groups.setdefault((texts.words(span), row["quote_type"] == "indirect"), []).append(span)
    versions = []
    for (words, is_reported), (first, *copies) in groups.items():
        pieces = compared(longest, words)
        if not texts.has_room(pieces):
            break
        versions.append(Version(span=first, kind=_kind(pieces, is_reported), pieces=pieces, copies=copies))
    return versions


def _kind(pieces: list[Piece], is_reported: bool) -> Literal["in full", "trimmed", "altered", "reported"]:
    if is_reported:
        return "reported"
    kinds = {kind for kind, _ in pieces}
    return "altered" if "added" in kinds else "trimmed" if "gone" in kinds else "in full"


def speakers(connection: duckdb.DuckDBPyConnection, outlets: dict[str, int], names: Names) -> list[Speaker]:
    """Return who is quoted most: statements of each speaker, and how many of them each outlet carries."""
    found: dict[str, Row] = {}
    for row in fetch(connection, _SPEAKERS, limit=MAX_SPEAKERS):
        known = found.setdefault(row["name"], {"statements": row["statements"], "by_outlet": []})
        known["by_outlet"].append((outlets[row["outlet"]], row["of_outlet"]))
    return [
        Speaker(name=names.known(name), statements=row["statements"], by_outlet=row["by_outlet"])
        for name, row in found.items()
    ]


class QuoteRows:
    """The quotes chosen for the page, before it is known which texts fit in."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Choose quotes with a known speaker, direct ones first."""
        self._quotes = fetch(connection, _QUOTES, limit=MAX_QUOTES)
        self.total = count(connection, "FROM quotes")

    def places(self) -> list[Place]:
        """Return where the quotes stand."""
        return [Place.of(row) for row in self._quotes]

    def build(self, texts: Texts, names: Names) -> list[Quote]:
        """Return the quotes that fit in, direct ones first, in the order of their articles."""
        built = []
        for row in self._quotes:
            span = texts.span(Place.of(row))
            if span is not None:
                sentence = sentence_around(texts.paragraph(span), span.start, span.end)
                said_as = None if row["speaker"] is None else shortened(row["speaker"], LINE)
                built.append(Quote(span, sentence, row["quote_type"], names.index(row["said_by"]), said_as))
        return sorted(built, key=_reading_order)


def _reading_order(quote: Quote) -> tuple[bool, int, int, int]:
    return quote.quote_type != "direct", quote.span.article, quote.span.paragraph, quote.span.start
