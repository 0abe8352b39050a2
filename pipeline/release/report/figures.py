"""The section on figures in conflict: the claims of each, with the copies of one paragraph taken together."""

import re

import duckdb

from pipeline.claims.verbs import base_form
from pipeline.release.queries import Row, count, fetch, keep
from pipeline.release.report.model import Claim, Figure, Span
from pipeline.release.report.names import Names
from pipeline.release.report.sentences import sentence_around
from pipeline.release.report.texts import LINE, Place, Texts
from pipeline.release.wording import bounds_in_words, figure_title, shortened

MAX_FIGURES = 300
MAX_CLAIMS = 60
"""Claims of one figure that are shown."""

WIDE = 50.0
"""Ratio of greatest to least value from which a plot takes a logarithmic axis."""

_FIGURES = """
    SELECT *, row_number() OVER (
        ORDER BY outlets DESC, independent_origins DESC, claims DESC, high / greatest(low, 1) DESC NULLS LAST, counted,
                 figure_id
    ) AS rank
    FROM figures WHERE is_conflicting QUALIFY rank <= $limit ORDER BY rank"""

_CLAIMS = """
    SELECT c.figure_id, c.article_id, c.paragraph_id, c.passage_id, c.char_start, c.char_end, c.value, c.value_low,
           c.value_high, c.modifier, c.is_negated, c.attributed_to, p.char_start AS paragraph_start,
           coalesce(e.name, c.attributed_name, c.attributed_to) AS said_by
    FROM claims c JOIN shown_figures f USING (figure_id) JOIN paragraphs p USING (paragraph_id)
    JOIN articles a ON a.article_id = c.article_id LEFT JOIN entities e ON e.entity_id = c.attributed_entity_id
    QUALIFY row_number() OVER (
        PARTITION BY c.figure_id ORDER BY p.is_origin DESC NULLS LAST, a.published_on NULLS LAST, c.claim_id
    ) <= $limit
    ORDER BY f.rank, a.published_on NULLS LAST, a.published_at_utc NULLS LAST, p.is_origin DESC NULLS LAST,
             c.article_id, c.char_start"""

_WORD = re.compile(r"[^\W\d_]+")


class FigureRows:
    """The figures chosen for the page, before it is known which texts fit in."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Choose the figures in conflict that most outlets give."""
        self._figures = keep(connection, "shown_figures", _FIGURES, limit=MAX_FIGURES)
        self._claims: dict[str, list[Row]] = {row["figure_id"]: [] for row in self._figures}
        for row in fetch(connection, _CLAIMS, limit=MAX_CLAIMS):
            self._claims[row["figure_id"]].append(row)
        self.total = count(connection, "FROM figures WHERE is_conflicting")

    def places(self) -> list[Place]:
        """Return where the claims stand, the most important first."""
        return [Place.of(claim) for claims in self._claims.values() for claim in claims]

    def build(self, texts: Texts, names: Names) -> list[Figure]:
        """Return the figures of which at least two places fit in."""
        built = [self._figure(row, texts, names) for row in self._figures]
        return [figure for figure in built if figure is not None]

    def _figure(self, row: Row, texts: Texts, names: Names) -> Figure | None:
        claims = _claims(self._claims[row["figure_id"]], texts, names)
        if not claims:
            return None
        values = [value for claim in claims for value in (claim.value, claim.low, claim.high) if value is not None]
        least, greatest = min(values), max(values)
        return Figure(
            figure_id=row["figure_id"],
            title=_title(row, claims, texts),
            range=bounds_in_words(least, greatest),
            claims=claims,
            domain=(least, greatest),
            is_wide=least > 0 and greatest / least > WIDE,
            unit=row["unit"],
            as_of=None if row["as_of_on"] is None else row["as_of_on"].isoformat(),
            claims_total=row["claims"],
            outlets_total=row["outlets"],
            origins=row["independent_origins"],
        )


def _claims(rows: list[Row], texts: Texts, names: Names) -> list[Claim]:
    """Return the claims by value and first appearance; copies of a paragraph that say the same go with the first."""
    groups: dict[tuple[object, ...], list[tuple[Row, Span]]] = {}
    for row in rows:
        span = texts.span(Place.of(row))
        if span is not None:
            passage = row["passage_id"] or row["paragraph_id"]
            groups.setdefault((passage, row["value"], row["value_low"], row["value_high"]), []).append((row, span))
    claims = []
    for (row, span), *copies in groups.values():
        claims.append(
            Claim(
                span=span,
                sentence=sentence_around(texts.paragraph(span), span.start, span.end),
                value=row["value"],
                modifier=row["modifier"],
                low=row["value_low"],
                high=row["value_high"],
                speaker=names.index(row["said_by"]),
                said_as=None if row["attributed_to"] is None else shortened(row["attributed_to"], LINE),
                is_negated=row["is_negated"],
                copies=[copy for _, copy in copies],
            )
        )
    return sorted(claims, key=lambda claim: claim.value)


def _title(row: Row, claims: list[Claim], texts: Texts) -> str:
    """Name the figure, with what happened in the past form in which one of its claims has it."""
    sentences = (texts.paragraph(claim.span)[slice(*claim.sentence)] for claim in claims)
    words = sorted({word.casefold() for sentence in sentences for word in _WORD.findall(sentence)})
    forms = (word for word in words if not word.endswith(("s", "ing")) and word != row["predicate"])
    past = next((word for word in forms if base_form(word) == row["predicate"]), None)
    return shortened(figure_title(row["counted"], row["predicate"], row["place"], past), LINE)
