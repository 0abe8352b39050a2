"""Ids of corpus-wide groups that gave way -> id_redirects, so that an old id stays answerable."""

from typing import Literal

import duckdb

from pipeline.ids import stable_id
from pipeline.steps.workbench import CORPUS, StepResult, Workbench
from pipeline.tables.sql import bounded_connection

STEP = "redirects"
VERSION = "1"
TABLES = ("id_redirects",)

GROUPS = {
    "passages": ("passage_members", "paragraph_id", "passage_id"),
    "entities": ("entity_links", "item_id", "entity_id"),
    "statements": ("statement_links", "quote_id", "statement_id"),
    "figures": ("figure_links", "claim_id", "figure_id"),
}
"""Table of the groups -> where their members are kept, and under which columns."""

_MOVED = """
    WITH gone AS (
        SELECT DISTINCT old_id FROM before WHERE old_id NOT IN (SELECT new_id FROM now)),
    moved AS (
        SELECT old_id, new_id, count(*) AS members
        FROM before JOIN now USING (item) WHERE old_id IN (SELECT old_id FROM gone) GROUP BY ALL)
    SELECT old_id, arg_min(new_id, {'fewer': -members, 'id': new_id}) FROM moved GROUP BY old_id"""
"""Groups that are no more, each with the group that took most of its members (ties: the lesser id)."""

_ALIVE = "SELECT DISTINCT new_id FROM now WHERE new_id IN (SELECT unnest($ids))"


def run(bench: Workbench) -> StepResult:
    """Compare groups with those of the run before: an id that is gone leads to the group that took most of its members.

    An id that comes back loses its redirect, and redirects are followed to their end, so that one look-up is enough.
    """
    links = [links for links, _, _ in GROUPS.values()]
    fingerprint = stable_id(VERSION, bench.versions(*links))
    if bench.fingerprint(STEP) == fingerprint:
        return StepResult(is_skipped=True)
    seen = bench.fingerprints(STEP)
    known = {(row["table"], row["old_id"]): row["new_id"] for row in bench.store.read("id_redirects").to_pylist()}
    redirects = dict(known)
    versions: dict[str, str | None] = {}
    gone = 0
    for table, (members, _, _) in GROUPS.items():
        version = bench.store.version(members)
        versions[members] = str(version)
        if version is None or seen.get(members) == str(version):
            continue
        former = int(seen[members]) if members in seen else version
        with bounded_connection() as connection:
            _load(bench, connection, table, "now", None)
            _load(bench, connection, table, "before", former)
            moved = connection.sql(_MOVED).fetchall()
            ids = [old for name, old in redirects if name == table]
            alive = [found for (found,) in connection.sql(_ALIVE, params={"ids": ids}).fetchall()] if ids else []
        gone += len(moved)
        redirects.update({(table, old): new for old, new in moved})
        for old in alive:
            redirects.pop((table, old), None)
        for key in [key for key in redirects if key[0] == table]:
            redirects[key] = _end(redirects, table, redirects[key])
    if redirects != known or bench.store.version("id_redirects") is None:
        rows = [{"table": table, "old_id": old, "new_id": new} for (table, old), new in sorted(redirects.items())]
        written = bench.write("id_redirects", rows, step=STEP)
        bench.write_rejects({STEP: written.rejects})
    bench.remember(STEP, {CORPUS: fingerprint, **versions})
    return StepResult(rows={"id_redirects": len(redirects)}, counts={"ids_gone": gone})


def _load(
    bench: Workbench,
    connection: duckdb.DuckDBPyConnection,
    table: str,
    name: Literal["now", "before"],
    version: int | None,
) -> None:
    """Let DuckDB know the members of groups as they are, or as they were."""
    members, item, group = GROUPS[table]
    connection.register("stored", bench.store.scan(members, version=version))
    known_as = {"now": "new_id", "before": "old_id"}[name]
    connection.sql(f"SELECT {item} AS item, {group} AS {known_as} FROM stored").create(name)  # noqa: S608  as above
    connection.unregister("stored")


def _end(redirects: dict[tuple[str, str], str], table: str, target: str) -> str:
    seen = set()
    while (table, target) in redirects and target not in seen:
        seen.add(target)
        target = redirects[table, target]
    return target
