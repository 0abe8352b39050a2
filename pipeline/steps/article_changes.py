"""Which articles give a corpus-wide step something else than at its last run.

A step that groups rows over the whole corpus says in SQL what it takes from each article, with all that other steps
decided about it (passages, entities). A hash of that is kept for each article; where it is equal, so is every row that
the step reads there. What must be grouped anew because an article changed, is for the step to know.
"""

from typing import NamedTuple

import duckdb

from pipeline.ids import stable_id
from pipeline.steps.whole_tables import replace_by_query
from pipeline.steps.workbench import CORPUS, Workbench
from pipeline.tables.sql import literal

OUTPUTS = "outputs"
"""Scope under which a step notes the versions of what it wrote: where they differ, a run died while it wrote."""


class GroupingStep(NamedTuple):
    """A step that groups rows over the whole corpus."""

    name: str
    code: str
    """A key for how it makes rows of what it takes from articles; another one makes all of them anew."""
    outputs: tuple[str, ...]
    """The tables that it writes."""

    def key(self, bench: Workbench) -> str:
        """Return a key for the code, what it has written and what makes the hashes: another DuckDB may make others."""
        return stable_id(self.code, duckdb.__version__, bench.versions(*self.outputs))


class ArticleChanges(NamedTuple):
    """How many articles differ, how many went, and whether nothing of the last run can be kept."""

    changed: int
    gone: int
    is_all_new: bool

    @property
    def is_nothing(self) -> bool:
        """Whether every row of the last run stays as it is."""
        return not (self.changed or self.gone or self.is_all_new)


def find_changes(
    bench: Workbench, connection: duckdb.DuckDBPyConnection, step: GroupingStep, inputs: str
) -> ArticleChanges:
    """Compare what the step takes from articles with what it took at its last run.

    Leaves two tables in ``connection``: ``inputs`` (article_id, inputs) and ``changed`` (article_id), which has the
    articles that are gone too.

    Args:
        bench: the working tables.
        connection: knows the tables that ``inputs`` reads.
        step: whose inputs they are.
        inputs: a query that gives rows of ``article_id`` and ``mark``, DuckDB's hash of all that is taken from one row;
            the rows of an article differ from each other.

    """
    # Hashed once more: hashes of rows that swap a value would cancel each other out.
    connection.execute(f"""
        CREATE TABLE inputs AS
        SELECT article_id, bit_xor(hash(mark))::VARCHAR AS inputs FROM ({inputs}) GROUP BY article_id""")  # noqa: S608  the step's own query
    is_known = bench.fingerprint(step.name, OUTPUTS) == step.key(bench) and step.name not in bench.refused_scopes()
    stored = bench.store.read("article_inputs", partitions=[step.name] if is_known else [])
    connection.register("stored_inputs", stored.select(["article_id", "inputs"]))
    connection.execute("""
        CREATE TABLE changed AS
        SELECT coalesce(n.article_id, s.article_id) AS article_id, n.article_id IS NULL AS is_gone
        FROM inputs n FULL JOIN stored_inputs s USING (article_id)
        WHERE n.inputs IS DISTINCT FROM s.inputs""")
    ((changed, gone),) = connection.sql(
        "SELECT count(*) FILTER (NOT is_gone), count(*) FILTER (is_gone) FROM changed"
    ).fetchall()
    return ArticleChanges(changed=changed, gone=gone, is_all_new=not is_known)


def note_articles(
    bench: Workbench, connection: duckdb.DuckDBPyConnection, step: GroupingStep, fingerprint: str
) -> None:
    """Keep what the step took from each article, after everything that it writes was written."""
    query = f"SELECT {literal(step.name)} AS step, NULL AS edition, article_id, inputs FROM inputs"  # noqa: S608  the step's own name
    replace_by_query(bench, "article_inputs", connection, query, partitions=[step.name])
    bench.remember(step.name, {CORPUS: fingerprint, OUTPUTS: step.key(bench)})
