"""What changed from one release to another, in plain words: the ``CHANGELOG.md`` of a release and ``copydesk diff``.

Compares published tables only, by queries: what is listed is read, what is beyond it is counted.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import duckdb
import pyarrow as pa
from rapidfuzz import fuzz

from pipeline.release.queries import Row, Tables, count, fetch, opened
from pipeline.release.wording import (
    bounds_in_words,
    counted_things,
    day_in_words,
    figure_title,
    shortened,
    visible,
)

LISTED = 50
"""Rows named one by one under each heading; what is beyond it is counted."""

CLAIMS_LISTED = 8

TEXT_LIMIT = 1_000
"""Characters of article text shown in one place."""

OPENING = 70
"""Characters that name an article without a headline."""

SAME_QUOTE = 50.0
"""Least similarity (rapidfuzz ratio, 0 to 100) at which two quotes of one speaker in an article are versions of one."""

QUOTES_PAIRED = 400
"""Quotes of one article that are compared with each other; the work grows with the square of it."""

ARTICLES_COMPARED = 500
"""Articles whose quotes are compared at a time."""

_MARKDOWN = re.compile(r"([\\`*_\[\]|~])")

_ARTICLES = """
    SELECT a.article_id, a.headline, a.published_on, a.revision, a.source_file, o.name AS outlet
    FROM {release}.articles a LEFT JOIN {release}.outlets o USING (outlet_id)"""

_ONLY_IN = "SELECT * FROM ({one}) x WHERE article_id NOT IN (SELECT article_id FROM {other}.articles)"
_CHANGED_TEXTS = """
    SELECT article_id FROM (SELECT article_id, hash(text) AS hash FROM new.article_texts) n
    JOIN (SELECT article_id, hash(text) AS hash FROM old.article_texts) o USING (article_id)
    WHERE n.hash <> o.hash"""
_CORRECTED = """
    SELECT n.*, o.revision AS old_revision, o.headline AS old_headline, o.published_on AS old_published_on,
    article_id IN (SELECT article_id FROM changed_texts) AS is_text_changed
    FROM ({new}) n JOIN ({old}) o USING (article_id)
    WHERE is_text_changed OR o.headline IS DISTINCT FROM n.headline
    OR o.published_on IS DISTINCT FROM n.published_on OR o.revision <> n.revision"""
_BY_DAY = " ORDER BY published_on NULLS LAST, outlet NULLS LAST, headline NULLS LAST, article_id"
_OPENINGS = """
    SELECT article_id, substring(text, 1, 200) AS opening
    FROM {release}.article_texts SEMI JOIN shown USING (article_id)"""

_CHANGED_ARTICLES = """
    SELECT a.article_id, row_number() OVER (
        ORDER BY a.published_on NULLS LAST, o.name NULLS LAST, a.article_id) AS place
    FROM new.articles a LEFT JOIN new.outlets o USING (outlet_id)
    WHERE a.article_id IN (SELECT article_id FROM changed_texts) ORDER BY place"""
_QUOTES = """
    SELECT q.article_id, q.text, q.char_start, coalesce(q.speaker_name, q.speaker) AS speaker,
    a.headline, a.published_on, a.source_file, o.name AS outlet
    FROM {release}.quotes q JOIN changed_articles c USING (article_id) JOIN {release}.articles a USING (article_id)
    LEFT JOIN {release}.outlets o USING (outlet_id)
    WHERE c.place > $first AND c.place <= $last
    ORDER BY c.place, q.char_start, q.char_end"""

_FOLLOWERS = """
    CREATE TEMP TABLE followers AS
    WITH RECURSIVE redirects AS (
        SELECT old_id, max(new_id) AS new_id FROM new.id_redirects WHERE "table" = 'figures' GROUP BY ALL),
    steps AS (
        SELECT figure_id AS old_id, figure_id AS reached FROM old.figures
        WHERE figure_id NOT IN (SELECT figure_id FROM new.figures)
        UNION
        SELECT s.old_id, r.new_id FROM steps s JOIN redirects r ON r.old_id = s.reached
        WHERE s.reached NOT IN (SELECT figure_id FROM new.figures))
    SELECT old_id, reached AS new_id FROM steps WHERE reached IN (SELECT figure_id FROM new.figures)
    UNION ALL
    SELECT figure_id, figure_id FROM old.figures WHERE figure_id IN (SELECT figure_id FROM new.figures)"""
"""Which figure each earlier one is part of now, along ``id_redirects``: chains are followed, circles end."""

_TITLED = """
    SELECT *, counted || CASE WHEN coalesce(predicate, '') = '' THEN '' ELSE ' (' || predicate || ')' END
    || CASE WHEN coalesce(place, '') = '' THEN '' ELSE ', ' || place END AS title FROM {release}.figures"""
_BY_NAME = " ORDER BY title, coalesce(as_of_on::VARCHAR, 'None'), figure_id"

_BECAME = """
    SELECT * FROM ({new}) n WHERE is_conflicting AND figure_id NOT IN (
        SELECT f.new_id FROM followers f JOIN old.figures o ON o.figure_id = f.old_id WHERE o.is_conflicting)"""
_BEFORE = """
    SELECT o.low, o.high FROM followers f JOIN old.figures o ON o.figure_id = f.old_id
    WHERE f.new_id = $figure_id ORDER BY o.figure_id"""
_STOPPED = """
    SELECT o.*, n.figure_id IS NOT NULL AS is_followed, n.low AS low_now, n.high AS high_now
    FROM ({old}) o LEFT JOIN followers f ON f.old_id = o.figure_id LEFT JOIN new.figures n ON n.figure_id = f.new_id
    WHERE o.is_conflicting AND NOT coalesce(n.is_conflicting, false)"""
_MOVED = """
    SELECT o.*, true AS is_followed, n.low AS low_now, n.high AS high_now
    FROM ({old}) o JOIN followers f ON f.old_id = o.figure_id JOIN new.figures n ON n.figure_id = f.new_id
    WHERE o.is_conflicting AND n.is_conflicting
    AND (o.low IS DISTINCT FROM n.low OR o.high IS DISTINCT FROM n.high)"""
_CLAIMS = """
    SELECT DISTINCT o.name AS outlet, c.text, c.value
    FROM new.claims c JOIN new.articles a USING (article_id) LEFT JOIN new.outlets o USING (outlet_id)
    WHERE c.figure_id = $figure_id"""


@dataclass(frozen=True, slots=True)
class _Section:
    """A part of the change log: what its number says in the summary, and its lines."""

    title: str
    summary: str
    count: int
    lines: tuple[str, ...]


def describe_changes(old: Tables | None, new: Tables, old_id: str | None, new_id: str) -> str:
    """Return the change log of ``new`` against ``old`` as Markdown.

    Args:
        old: the published tables of the earlier release by name; None where there is none.
        new: those of the later release. Its ``id_redirects`` say which old figure is now part of which.
        old_id: the earlier release's id, None with ``old``.
        new_id: the later release's id.

    """
    if old is None:
        return "\n".join(
            [f"# Release {new_id}", "", "The first release: there is nothing to compare it with.", *_first(new)]
        )
    empty = {name: table.schema.empty_table() for name, table in new.items()}
    with opened(old=empty | dict(old), new=new) as connection:
        sections = [*_articles(connection), *_figures(connection), _quotes(connection)]
    summary = [section.summary for section in sections if section.count]
    lines = [
        f"# Release {new_id}",
        "",
        f"Compared with release {old_id}: {_list(summary) or 'the articles are the same'}.",
    ]
    for section in sections:
        if section.count:
            lines += ["", f"## {section.title}", "", *section.lines]
            if section.count > LISTED:
                lines.append(f"- and {counted_things(section.count - LISTED, 'more', 'more')}")
    return "\n".join([*lines, *_row_counts(old, new, old_id, new_id)])


def _first(new: Tables) -> list[str]:
    rows = [f"| {name} | {table.num_rows:,} |" for name, table in new.items()]
    return ["", "| table | rows |", "|---|---:|", *rows, ""]


def _row_counts(old: Tables, new: Tables, old_id: str | None, new_id: str) -> list[str]:
    lines = ["", "## Rows of each table", "", f"| table | {old_id} | {new_id} | change |", "|---|---:|---:|---:|"]
    for name, table in new.items():
        before = old[name].num_rows if name in old else 0
        change = f"{table.num_rows - before:+,}" if table.num_rows != before else "0"
        lines.append(f"| {name} | {before:,} | {table.num_rows:,} | {change} |")
    return [*lines, ""]


def _articles(connection: duckdb.DuckDBPyConnection) -> list[_Section]:
    connection.execute(f"CREATE TEMP TABLE changed_texts AS {_CHANGED_TEXTS}")
    one = {release: _ARTICLES.format(release=release) for release in ("old", "new")}
    added, gone = _ONLY_IN.format(one=one["new"], other="old"), _ONLY_IN.format(one=one["old"], other="new")

    def section(what: str, query: str, release: str, line: Callable[[Row], str]) -> _Section:
        rows = _with_openings(connection, fetch(connection, f"FROM ({query}) x{_BY_DAY} LIMIT {LISTED}"), release)
        total = count(connection, query)
        return _section(f"Articles {what}", f"article {what}", f"articles {what}", total, map(line, rows))

    return [
        section("added", added, "new", _article_line),
        section("corrected", _CORRECTED.format(**one), "new", _corrected_line),
        section("withdrawn", gone, "old", _article_line),
    ]


def _with_openings(connection: duckdb.DuckDBPyConnection, rows: Sequence[Row], release: str) -> list[Row]:
    """Return the rows with the first words of those of their articles that have no headline."""
    nameless = sorted({row["article_id"] for row in rows if not row["headline"]})
    connection.register("shown", pa.table({"article_id": pa.array(nameless, pa.string())}))
    found = fetch(connection, _OPENINGS.format(release=release)) if nameless else []
    openings = {row["article_id"]: row["opening"] for row in found}
    return [{**row, "opening": openings.get(row["article_id"])} for row in rows]


def _article_line(row: Row) -> str:
    name = row["headline"] or shortened(row["opening"] or "", OPENING)
    return f"- {_outlet(row)}, {day_in_words(row['published_on'])}: “{_text(name)}” ({_text(row['source_file'])})"


def _corrected_line(row: Row) -> str:
    changes = []
    if row["headline"] != row["old_headline"]:
        changes.append(
            f"headline was “{_text(row['old_headline'] or '')}”" if row["old_headline"] else "headline is new"
        )
    if row["published_on"] != row["old_published_on"]:
        changes.append(f"day was {day_in_words(row['old_published_on'])}")
    if row["is_text_changed"]:
        changes.append("text changed")
    if row["revision"] != row["old_revision"]:
        changes.append(f"revision {row['old_revision']} is now {row['revision']}")
    return f"{_article_line(row)}; {', '.join(changes)}"


def _figures(connection: duckdb.DuckDBPyConnection) -> list[_Section]:
    """Compare figures along ``id_redirects``: a figure that joined another has not stopped being what it was."""
    connection.execute(_FOLLOWERS)
    titled = {release: _TITLED.format(release=release) for release in ("old", "new")}

    def section(title: str, one: str, many: str, query: str, line: Callable[[Row], str]) -> _Section:
        rows = fetch(connection, f"FROM ({query}) x{_BY_NAME} LIMIT {LISTED}")
        return _section(title, one, many, count(connection, query), map(line, rows))

    return [
        section(
            "Figures that became conflicting",
            "figure became conflicting",
            "figures became conflicting",
            _BECAME.format(**titled),
            lambda row: _became_line(connection, row),
        ),
        section(
            "Figures that are no longer conflicting",
            "figure is no longer conflicting",
            "figures are no longer conflicting",
            _STOPPED.format(**titled),
            _stopped_line,
        ),
        section(
            "Figures in conflict with another range",
            "figure in conflict has another range",
            "figures in conflict have another range",
            _MOVED.format(**titled),
            _stopped_line,
        ),
    ]


def _became_line(connection: duckdb.DuckDBPyConnection, row: Row) -> str:
    figure = row["figure_id"]
    order = f" ORDER BY value, outlet NULLS LAST, text LIMIT {CLAIMS_LISTED}"
    claims = fetch(connection, _CLAIMS + order, figure_id=figure)
    said = [f"{_outlet(claim)} “{_text(claim['text'])}”" for claim in claims]
    more = count(connection, _CLAIMS, figure_id=figure) - len(said) if len(said) == CLAIMS_LISTED else 0
    if more:
        said.append(f"and {more} more")
    old = [bounds_in_words(one["low"], one["high"]) for one in fetch(connection, _BEFORE, figure_id=figure)]
    was = f"before: {_list(old)}" if old else "not in the earlier release"
    return f"- {_figure(row)}: {bounds_in_words(row['low'], row['high'])} ({was}). {'; '.join(said)}"


def _stopped_line(row: Row) -> str:
    was = bounds_in_words(row["low"], row["high"])
    if not row["is_followed"]:
        return f"- {_figure(row)}: was {was}; the claims that it stood on are gone"
    return f"- {_figure(row)}: was {was}; now {bounds_in_words(row['low_now'], row['high_now'])}"


def _figure(row: Row) -> str:
    title = _text(figure_title(row["counted"], row["predicate"], row["place"]))
    unit = f" in {_text(row['unit'])}" if row["unit"] else ""
    return f"**{title}**{unit}" + (f" as of {day_in_words(row['as_of_on'])}" if row["as_of_on"] else "")


def _quotes(connection: duckdb.DuckDBPyConnection) -> _Section:
    """Find quotes that an outlet changed: in articles whose text changed, what was there and what took its place."""
    connection.execute(f"CREATE TEMP TABLE changed_articles AS {_CHANGED_ARTICLES}")
    total = 0
    shown: list[Row] = []
    for first in range(0, count(connection, "FROM changed_articles"), ARTICLES_COMPARED):
        texts = {
            release: fetch(connection, _QUOTES.format(release=release), first=first, last=first + ARTICLES_COMPARED)
            for release in ("old", "new")
        }
        after = _by_article(texts["new"])
        for article_id, rows in _by_article(texts["old"]).items():
            changed = _changed_quotes(rows, after.get(article_id, []))
            total += len(changed)
            shown += changed[: LISTED - len(shown)]
    return _section(
        "Quotes changed after publication",
        "quote changed by its outlet after publication",
        "quotes changed by their outlets after publication",
        total,
        map(_quote_lines, _with_openings(connection, shown, "new")),
    )


def _by_article(rows: Iterable[Row]) -> dict[str, list[Row]]:
    grouped: dict[str, list[Row]] = {}
    for row in rows:
        grouped.setdefault(row["article_id"], []).append(row)
    return grouped


def _changed_quotes(old: Sequence[Row], new: Sequence[Row]) -> list[Row]:
    """Pair the quotes of one article that stand in one release only with the most similar of the other release."""
    kept = {row["text"] for row in old} & {row["text"] for row in new}
    old = [row for row in old if row["text"] not in kept][:QUOTES_PAIRED]
    new = [row for row in new if row["text"] not in kept][:QUOTES_PAIRED]
    scored = sorted(
        (
            (-fuzz.ratio(before["text"], after["text"]), i, j)
            for i, before in enumerate(old)
            for j, after in enumerate(new)
            if before["speaker"] == after["speaker"] or None in (before["speaker"], after["speaker"])
        ),
    )
    pairs: dict[int, int] = {}
    for score, i, j in scored:
        if -score >= SAME_QUOTE and i not in pairs and j not in pairs.values():
            pairs[i] = j
    return [{**new[pairs[i]], "old_text": before["text"]} for i, before in enumerate(old) if i in pairs]


def _quote_lines(row: Row) -> str:
    speaker = _text(row["speaker"]) if row["speaker"] else "speaker unknown"
    return f"{_article_line(row)}, {speaker}:\n  - before: “{_text(row['old_text'])}”\n  - now: “{_text(row['text'])}”"


def _section(title: str, one: str, many: str, total: int, lines: Iterable[str]) -> _Section:
    return _Section(title, counted_things(total, one, many), total, tuple(lines))


def _outlet(row: Row) -> str:
    return _text(row["outlet"]) if row["outlet"] else "unknown outlet"


def _list(parts: Sequence[str]) -> str:
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def _text(text: str) -> str:
    """Return article text as Markdown that shows it as it is: on one line, no markup, no HTML, nothing hidden."""
    safe = visible(shortened(text, TEXT_LIMIT)).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _MARKDOWN.sub(r"\\\1", safe)
