"""What changed from one release to another, in plain words: the ``CHANGELOG.md`` of a release and ``copydesk diff``.

Compares published tables only. Nothing here reads files or knows how tables came about.
"""

import re
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

import duckdb
from rapidfuzz import fuzz

from pipeline.release.queries import Row, Tables, fetch, opened
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

_MARKDOWN = re.compile(r"([\\`*_\[\]|~])")

_ARTICLES = """
    SELECT a.article_id, a.headline, a.published_on, a.revision, a.source_file, o.name AS outlet, t.text,
    substring(t.text, 1, 200) AS opening
    FROM {release}.articles a LEFT JOIN {release}.outlets o USING (outlet_id)
    LEFT JOIN {release}.article_texts t USING (article_id)"""

_ARRIVED = "SELECT * EXCLUDE text FROM ({one}) x WHERE article_id NOT IN (SELECT article_id FROM {other}.articles)"
_CORRECTED = """
    SELECT n.* EXCLUDE text, o.revision AS old_revision, o.headline AS old_headline,
    o.published_on AS old_published_on, o.text IS DISTINCT FROM n.text AS is_text_changed
    FROM ({new}) n JOIN ({old}) o USING (article_id)
    WHERE o.text IS DISTINCT FROM n.text OR o.headline IS DISTINCT FROM n.headline
    OR o.published_on IS DISTINCT FROM n.published_on OR o.revision <> n.revision
    ORDER BY n.published_on NULLS LAST, n.outlet NULLS LAST, n.headline NULLS LAST, article_id"""
_QUOTES_OF_CHANGED_TEXTS = """
    SELECT q.article_id, q.text, q.char_start, coalesce(q.speaker_name, q.speaker) AS speaker,
    a.headline, a.published_on, a.source_file, o.name AS outlet, substring(nt.text, 1, 200) AS opening
    FROM {release}.quotes q JOIN {release}.articles a USING (article_id)
    LEFT JOIN {release}.outlets o USING (outlet_id)
    JOIN old.article_texts ot USING (article_id) JOIN new.article_texts nt USING (article_id)
    WHERE ot.text <> nt.text
    ORDER BY a.published_on NULLS LAST, o.name NULLS LAST, q.article_id, q.char_start, q.char_end"""
_BY_DAY = " ORDER BY published_on NULLS LAST, outlet NULLS LAST, headline NULLS LAST, article_id"


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
    one = {release: _ARTICLES.format(release=release) for release in ("old", "new")}
    added = fetch(connection, _ARRIVED.format(one=one["new"], other="old") + _BY_DAY)
    gone = fetch(connection, _ARRIVED.format(one=one["old"], other="new") + _BY_DAY)
    corrected = fetch(
        connection,
        _CORRECTED.format(**one),
    )
    return [
        _section("Articles added", "article added", "articles added", added, _article_line),
        _section("Articles corrected", "article corrected", "articles corrected", corrected, _corrected_line),
        _section("Articles withdrawn", "article withdrawn", "articles withdrawn", gone, _article_line),
    ]


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
    redirects = dict(
        connection.sql(
            """SELECT old_id, new_id FROM new.id_redirects WHERE "table" = 'figures' ORDER BY ALL"""
        ).fetchall()
    )
    before = {row["figure_id"]: row for row in fetch(connection, "SELECT * FROM old.figures ORDER BY figure_id")}
    now = {row["figure_id"]: row for row in fetch(connection, "SELECT * FROM new.figures ORDER BY figure_id")}
    successor = {old_id: _follow(old_id, redirects, now.keys()) for old_id in before}
    predecessors: dict[str, list[Row]] = {}
    for old_id, new_id in successor.items():
        if new_id is not None:
            predecessors.setdefault(new_id, []).append(before[old_id])
    became = [
        {**row, "before": predecessors.get(figure_id, [])}
        for figure_id, row in now.items()
        if row["is_conflicting"] and not any(old["is_conflicting"] for old in predecessors.get(figure_id, []))
    ]
    stopped = []
    for old_id, row in before.items():
        follower = now.get(successor[old_id] or "")
        if row["is_conflicting"] and not (follower and follower["is_conflicting"]):
            stopped.append({**row, "now": follower})

    moved = [
        {**old, "now": now[new_id]}
        for new_id, olds in predecessors.items()
        for old in olds
        if old["is_conflicting"]
        and now[new_id]["is_conflicting"]
        and (old["low"], old["high"]) != (now[new_id]["low"], now[new_id]["high"])
    ]

    def by_name(row: Row) -> tuple[str, str, str]:
        return figure_title(row["counted"], row["predicate"], row["place"]), str(row["as_of_on"]), row["figure_id"]

    return [
        _section(
            "Figures that became conflicting",
            "figure became conflicting",
            "figures became conflicting",
            sorted(became, key=by_name),
            lambda row: _became_line(connection, row),
        ),
        _section(
            "Figures that are no longer conflicting",
            "figure is no longer conflicting",
            "figures are no longer conflicting",
            sorted(stopped, key=by_name),
            _stopped_line,
        ),
        _section(
            "Figures in conflict with another range",
            "figure in conflict has another range",
            "figures in conflict have another range",
            sorted(moved, key=by_name),
            _stopped_line,
        ),
    ]


def _follow(old_id: str, redirects: Mapping[str, str], known: Container[str]) -> str | None:
    """Return the id that stands for an old one now, or None; redirects may form a chain."""
    seen = set()
    while old_id not in known:
        if old_id in seen or old_id not in redirects:
            return None
        seen.add(old_id)
        old_id = redirects[old_id]
    return old_id


def _became_line(connection: duckdb.DuckDBPyConnection, row: Row) -> str:
    claims = fetch(
        connection,
        """SELECT DISTINCT o.name AS outlet, c.text, c.value
           FROM new.claims c JOIN new.articles a USING (article_id) LEFT JOIN new.outlets o USING (outlet_id)
           WHERE c.figure_id = $figure_id ORDER BY c.value, o.name NULLS LAST, c.text""",
        figure_id=row["figure_id"],
    )
    said = [f"{_outlet(claim)} “{_text(claim['text'])}”" for claim in claims[:CLAIMS_LISTED]]
    if len(claims) > CLAIMS_LISTED:
        said.append(f"and {len(claims) - CLAIMS_LISTED} more")
    old = [bounds_in_words(figure["low"], figure["high"]) for figure in row["before"]]
    was = f"before: {_list(old)}" if old else "not in the earlier release"
    return f"- {_figure(row)}: {bounds_in_words(row['low'], row['high'])} ({was}). {'; '.join(said)}"


def _stopped_line(row: Row) -> str:
    was = bounds_in_words(row["low"], row["high"])
    if row["now"] is None:
        return f"- {_figure(row)}: was {was}; the claims that it stood on are gone"
    return f"- {_figure(row)}: was {was}; now {bounds_in_words(row['now']['low'], row['now']['high'])}"


def _figure(row: Row) -> str:
    title = _text(figure_title(row["counted"], row["predicate"], row["place"]))
    unit = f" in {_text(row['unit'])}" if row["unit"] else ""
    return f"**{title}**{unit}" + (f" as of {day_in_words(row['as_of_on'])}" if row["as_of_on"] else "")


def _quotes(connection: duckdb.DuckDBPyConnection) -> _Section:
    """Find quotes that an outlet changed: in articles whose text changed, what was there and what took its place."""
    texts = {}
    for release in ("old", "new"):
        texts[release] = fetch(
            connection,
            _QUOTES_OF_CHANGED_TEXTS.format(release=release),
        )
    changed = []
    after = _by_article(texts["new"])
    for article_id, rows in _by_article(texts["old"]).items():
        changed += _changed_quotes(rows, after.get(article_id, []))
    return _section(
        "Quotes changed after publication",
        "quote changed by its outlet after publication",
        "quotes changed by their outlets after publication",
        changed,
        _quote_lines,
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


def _section(title: str, one: str, many: str, rows: Sequence[Row], line: Callable[[Row], str]) -> _Section:
    summary = counted_things(len(rows), one, many)
    return _Section(title, summary, len(rows), tuple(line(row) for row in rows[:LISTED]))


def _outlet(row: Row) -> str:
    return _text(row["outlet"]) if row["outlet"] else "unknown outlet"


def _list(parts: Sequence[str]) -> str:
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def _text(text: str) -> str:
    """Return article text as Markdown that shows it as it is: on one line, no markup, no HTML, nothing hidden."""
    safe = visible(shortened(text, TEXT_LIMIT)).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _MARKDOWN.sub(r"\\\1", safe)
