"""Rows of some editions on their way into tables: those of articles made anew, in place of those that these had.

Rows of an article stay where they are while its inputs are those of the last time. That is only believed of editions
that were finished then: an edition is marked as unfinished before its rows are written and gets its fingerprint
afterwards. So after a killed run all of its articles are made anew, and it is emptied even where its files have gone
meanwhile.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.steps.workbench import Reject, Workbench, by_edition
from pipeline.tables.spool import Spool
from pipeline.tables.sql import bounded_connection

ARTICLES_A_COMMIT = 2_000
"""Editions are written together up to this many articles: few enough to lose, many enough to make few commits."""

ARTICLES_BESIDE = 10_000
"""Where only some articles are replaced, up to this many in all: Delta writes the files of an edition anew."""

UNFINISHED = "unfinished"
"""Stands for the fingerprint of an edition while its rows are written; equal to none."""

ARTICLES_AT_ONCE = 500
"""Articles whose rows are in memory together."""

INPUTS = pa.schema([(name, pa.string()) for name in ("edition", "article_id", "inputs")])
"""What each article is made from, as a hash."""

_FRESH = "SELECT n.* FROM now n ANTI JOIN stored USING (edition, article_id, inputs) ORDER BY edition, article_id"
_GONE = "SELECT DISTINCT edition, article_id FROM stored ANTI JOIN now USING (edition, article_id) ORDER BY ALL"


class EditionGroup(NamedTuple):
    """Editions that are committed together."""

    editions: list[str]
    fresh: pa.Table
    """The articles that are made anew, in the schema ``INPUTS``, in order of edition and article."""
    gone: list[str]
    """Articles that left editions of which others stay."""
    is_whole: bool
    """Whether all rows of the editions are replaced, whatever they are."""

    @property
    def articles(self) -> list[str]:
        """The articles that are made anew."""
        found: list[str] = self.fresh["article_id"].to_pylist()
        return found

    @property
    def replaced(self) -> dict[str, set[str]]:
        """Of which articles rows are replaced, as ``TableStore.replace`` takes it; nothing where all are, or none."""
        articles = set() if self.is_whole else {*self.articles, *self.gone}
        return {"article_id": articles} if articles else {}


def edition_groups(
    bench: Workbench, step: str, articles: pa.Table, now: Mapping[str, str | None], editions: Sequence[str]
) -> list[EditionGroup]:
    """Return what is to be made anew of some editions, as it is committed together.

    Args:
        bench: the working tables.
        step: whose rows they are.
        articles: all articles of these editions with their inputs, in the schema ``INPUTS``.
        now: the fingerprints of editions as they are now; an edition that is asked for although its fingerprint is the
            same, is made anew as a whole.
        editions: those asked for.

    """
    sizes = Counter(articles["edition"].to_pylist())
    fresh, gone, finished = _changes(bench, step, articles, now, editions)
    fresh_sizes = Counter(fresh["edition"].to_pylist())
    partly = [edition for edition in finished if fresh_sizes[edition] < sizes[edition]]
    whole = sorted(set(editions) - set(partly))
    groups = [
        EditionGroup(group, _of(fresh, group), [], is_whole=True)
        for group in _together(whole, sizes, ARTICLES_A_COMMIT)
    ]
    for group in _together(partly, sizes, ARTICLES_BESIDE):
        left = _of(gone, group)["article_id"].to_pylist()
        groups.append(EditionGroup(group, _of(fresh, group), left, is_whole=False))
    return groups


def _changes(
    bench: Workbench, step: str, articles: pa.Table, now: Mapping[str, str | None], editions: Sequence[str]
) -> tuple[pa.Table, pa.Table, list[str]]:
    """Return the articles to be made anew, those that left, and the editions that were finished the last time."""
    before = bench.fingerprints(step)
    refused = bench.refused_scopes()
    finished = sorted(
        edition
        for edition in set(editions)
        if before.get(edition) not in {None, UNFINISHED, now.get(edition)} and f"{step}:{edition}" not in refused
    )
    stored = bench.store.read("article_inputs", partitions=[step], columns=INPUTS.names, where=("edition", finished))
    with bounded_connection() as connection:
        connection.register("now", articles)
        connection.register("stored", stored)
        fresh = connection.sql(_FRESH).to_arrow_table().cast(INPUTS)
        gone = connection.sql(_GONE).to_arrow_table()
    return fresh, gone, finished


def note_inputs(bench: Workbench, step: str, group: EditionGroup) -> None:
    """Keep what the articles of some editions were made from."""
    if group.is_whole or group.replaced:
        inputs = group.fresh.append_column("step", pa.array([step] * group.fresh.num_rows, pa.string()))
        bench.store.replace("article_inputs", inputs, [step], {"edition": group.editions, **group.replaced})


class EditionRows:
    """The rows of one group of editions; lives for one commit of each table."""

    def __init__(self, bench: Workbench, step: str, tables: Sequence[str], folder: Path) -> None:
        self._bench = bench
        self._step = step
        self._rejects: list[Reject] = []
        self._spools = {table: Spool(folder, table, bench.store.schemas[table]) for table in tables}

    def add(
        self,
        rows: Mapping[str, Sequence[Mapping[str, object]]],
        rejects: Sequence[Reject] = (),
        others: Mapping[str, pa.Table] | None = None,
    ) -> None:
        """Take the rows of some articles, all of each; those that break a contract are refused.

        Args:
            rows: by table.
            rejects: what was refused besides.
            others: rows of the same articles in other tables, for foreign keys and spans.

        """
        kept = dict(others or {})
        self._rejects += rejects
        for table, spool in self._spools.items():
            checked = self._bench.checked(table, rows.get(table, ()), step=self._step, others=kept)
            kept[table] = checked.kept
            self._rejects += checked.rejects
            spool.add(checked.kept)

    def commit(self, group: EditionGroup, fingerprints: Mapping[str, str | None]) -> None:
        """Replace the rows of these editions, or of those of their articles that differ.

        Args:
            group: the editions, and which of their articles were added.
            fingerprints: of each edition of the group; null where nothing is left of it.

        """
        bench, step = self._bench, self._step
        if group.is_whole or group.replaced:
            bench.remember(step, dict.fromkeys(group.editions, UNFINISHED))
            for table, spool in self._spools.items():
                bench.store.replace_batches(table, spool.batches, group.editions, group.replaced)
            note_inputs(bench, step, group)
        bench.write_rejects(by_edition(step, group.editions, self._rejects))
        bench.remember(step, fingerprints)


def _together(editions: Iterable[str], sizes: Mapping[str, int], most: int) -> Iterator[list[str]]:
    """Yield the editions in order, as many at a time as have that many articles."""
    group: list[str] = []
    articles = 0
    for edition in editions:
        if group and articles + sizes.get(edition, 0) > most:
            yield group
            group, articles = [], 0
        group.append(edition)
        articles += sizes.get(edition, 0)
    if group:
        yield group


def _of(rows: pa.Table, editions: Sequence[str]) -> pa.Table:
    return rows.filter(pc.is_in(rows["edition"], value_set=pa.array(editions, pa.string())))
