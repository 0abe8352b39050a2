"""The records that go into and come out of ``figures``: plain data, no rules."""

from datetime import date

from pipeline.records import Modifier, Record


class FigureInput(Record, frozen=True, kw_only=True):
    """A claim as figures need it: the columns of ``claims``, with outlet, day and passage of where it stands.

    ``place`` is a canonical name. ``source`` is who says so, by entity or name, null for the article itself.
    ``passage_id`` null makes the claim an origin of its own. ``as_of_text`` tells a daily toll from one since a day.
    """

    claim_id: str
    article_id: str
    char_start: int
    value: float
    value_low: float | None = None
    value_high: float | None = None
    modifier: Modifier = "exact"
    unit: str | None = None
    unit_kind: str | None = None
    counted: str | None = None
    predicate: str | None = None
    is_negated: bool = False
    place: str | None = None
    source: str | None = None
    as_of_on: date | None = None
    as_of_text: str | None = None
    passage_id: str | None = None
    outlet_id: str | None = None
    published_on: date | None = None


class Figure(Record, frozen=True, kw_only=True):
    """What the corpus claims about one thing; ``figure_id`` is the id of its earliest claim."""

    figure_id: str
    claim_ids: tuple[str, ...]
    counted: str
    predicate: str | None = None
    place: str | None = None
    as_of_on: date | None = None
    unit: str | None = None
    low: float | None = None
    modal: float
    high: float | None = None
    claims: int
    outlets: int
    independent_origins: int
    is_conflicting: bool = False
