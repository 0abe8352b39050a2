"""Ids of corpus-wide groups that gave way -> id_redirects, so that an old id stays answerable."""

from collections import Counter, defaultdict

from pipeline.ids import stable_id
from pipeline.steps.workbench import CORPUS, StepResult, Workbench

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


def run(bench: Workbench) -> StepResult:
    """Compare groups with those of the run before: an id that is gone leads to the group that took most of its members.

    An id that comes back loses its redirect, and redirects are followed to their end, so that one look-up is enough.
    """
    links = [links for links, _, _ in GROUPS.values()]
    fingerprint = stable_id(VERSION, bench.versions(*links))
    if bench.fingerprint(STEP) == fingerprint:
        return StepResult(is_skipped=True)
    redirects = {(row["table"], row["old_id"]): row["new_id"] for row in bench.store.read("id_redirects").to_pylist()}
    for table, (members, item, group) in GROUPS.items():
        now = _groups(bench, members, item, group, None)
        version = bench.store.version(members)
        before = _groups(bench, members, item, group, _previous(bench, members, version))
        alive = set(now.values())
        moved: dict[str, Counter[str]] = defaultdict(Counter)
        for member, old in before.items():
            if old not in alive and member in now:
                moved[old][now[member]] += 1
        for old, targets in moved.items():
            redirects[table, old] = min(targets, key=lambda target: (-targets[target], target))
        for key in [key for key in redirects if key[0] == table and key[1] in alive]:
            del redirects[key]
        for key in [key for key in redirects if key[0] == table]:
            redirects[key] = _end(redirects, table, redirects[key])
    rows = [{"table": table, "old_id": old, "new_id": new} for (table, old), new in sorted(redirects.items())]
    written = bench.write("id_redirects", rows, step=STEP)
    bench.write_rejects({STEP: written.rejects})
    versions = {members: str(bench.store.version(members)) for members, _, _ in GROUPS.values()}
    bench.remember(STEP, {CORPUS: fingerprint, **versions})
    return StepResult(rows={"id_redirects": written.rows})


def _groups(bench: Workbench, links: str, item: str, group: str, version: int | None) -> dict[str, str]:
    rows = bench.store.read(links, columns=[item, group], version=version)
    return dict(zip(rows[item].to_pylist(), rows[group].to_pylist(), strict=True))


def _previous(bench: Workbench, links: str, current: int | None) -> int | None:
    """Return the version of a table of links that the last run of this step looked at."""
    seen = bench.fingerprint(STEP, links)
    return int(seen) if seen is not None else current


def _end(redirects: dict[tuple[str, str], str], table: str, target: str) -> str:
    seen = set()
    while (table, target) in redirects and target not in seen:
        seen.add(target)
        target = redirects[table, target]
    return target
