"""Rows of some editions on their way into tables: those of articles made anew, beside those that stay as they are.

An article's rows stay where its inputs are those of the last time. That is only believed of editions that were finished
then: an edition is marked as unfinished before its rows are written and gets its fingerprint afterwards. So after a
killed run all of its articles are made anew, and it is emptied even where its files have gone meanwhile.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.dataset as ds

from pipeline.steps.workbench import Reject, Workbench, by_edition
from pipeline.tables.spool import Spool

ARTICLES_A_COMMIT = 2_000
"""Editions are committed together up to this many articles: few enough to lose, many enough to make few commits."""

UNFINISHED = "unfinished"
"""Stands for the fingerprint of an edition while its rows are written; equal to none."""

ARTICLES_AT_ONCE = 500
"""Articles whose rows are in memory together."""


def edition_groups(sizes: Mapping[str, int], editions: Sequence[str]) -> Iterator[list[str]]:
    """Yield the editions in order, as many at a time as are committed together."""
    group: list[str] = []
    articles = 0
    for edition in sorted(set(editions)):
        if group and articles + sizes.get(edition, 0) > ARTICLES_A_COMMIT:
            yield group
            group, articles = [], 0
        group.append(edition)
        articles += sizes.get(edition, 0)
    if group:
        yield group


def known_inputs(
    bench: Workbench, step: str, now: Mapping[str, str | None], editions: Sequence[str]
) -> dict[tuple[str, str], str]:
    """Return, by edition and article, the inputs of the articles of which rows may stay.

    Args:
        bench: the working tables.
        step: whose rows they are.
        now: the fingerprints of editions as they are now; an edition that is asked for although its fingerprint is the
            same, is to be made anew.
        editions: those asked for.

    """
    before = bench.fingerprints(step)
    refused = bench.refused_scopes()
    finished = {
        edition
        for edition in editions
        if before.get(edition) not in {None, UNFINISHED, now.get(edition)} and f"{step}:{edition}" not in refused
    }
    rows = bench.store.read("article_inputs", partitions=[step] if finished else []).to_pylist()
    return {(row["edition"], row["article_id"]): row["inputs"] for row in rows if row["edition"] in finished}


class EditionRows:
    """The rows of one group of editions; lives for one commit of each table."""

    def __init__(self, bench: Workbench, step: str, tables: Sequence[str], folder: Path) -> None:
        self._bench = bench
        self._step = step
        self._rejects: list[Reject] = []
        self._spools = {table: Spool(folder, table, bench.store.schemas[table]) for table in tables}

    def add(
        self,
        rows: Mapping[str, Sequence[Mapping[str, Any]]],
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

    def commit(
        self,
        editions: Sequence[str],
        inputs: Mapping[tuple[str, str], str],
        staying: set[str],
        fingerprints: Mapping[str, str | None],
    ) -> None:
        """Replace the rows of these editions.

        Args:
            editions: the group.
            inputs: of each article of the group, by edition and article.
            staying: the articles whose rows stay.
            fingerprints: of each edition of the group; null where nothing is left of it.

        """
        bench, step = self._bench, self._step
        bench.remember(step, dict.fromkeys(editions, UNFINISHED))
        for table in self._spools:
            bench.store.replace_batches(table, partial(self._rows, table, editions, staying), editions)
        bench.write_rejects(by_edition(step, editions, self._rejects))
        stored = bench.store.read("article_inputs", partitions=[step])
        others = stored.filter(~ds.field("edition").isin(list(editions)))
        own = [
            {"step": step, "edition": edition, "article_id": article_id, "inputs": key}
            for (edition, article_id), key in sorted(inputs.items())
        ]
        bench.store.replace("article_inputs", pa.concat_tables([others, bench.table("article_inputs", own)]), [step])
        bench.remember(step, fingerprints)

    def _rows(self, table: str, editions: Sequence[str], staying: set[str]) -> Iterator[pa.RecordBatch]:
        schema = self._bench.store.schemas[table]
        if staying:
            chosen = ds.field("edition").isin(list(editions)) & ds.field("article_id").isin(sorted(staying))
            yield from self._bench.store.scan(table).to_batches(columns=schema.names, filter=chosen)
        yield from self._spools[table].batches()
