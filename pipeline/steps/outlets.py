"""Articles -> outlets: one row a publisher."""

from collections import Counter, defaultdict

from pipeline.steps.articles import outlet_id
from pipeline.steps.source_rows import CURRENT, source_tables
from pipeline.steps.workbench import CORPUS, StepResult, Workbench

STEP = "outlets"
VERSION = "1"
TABLES = ("outlets",)

_OUTLETS = f"""
    SELECT s.outlet_name, s.outlet_domain, count(*)
    FROM source_articles s JOIN ({CURRENT}) c ON s.article_id = c.article_id AND s.path = c.path AND s.record = c.record
    GROUP BY ALL"""  # noqa: S608  a query of ours


def run(bench: Workbench) -> StepResult:
    """Write one row an outlet: its commonest name and domain (ties: the first in the alphabet)."""
    fingerprint = VERSION + bench.versions("source_articles")
    if bench.fingerprint(STEP) == fingerprint:
        return StepResult(is_skipped=True)
    names: dict[str, Counter[str]] = defaultdict(Counter)
    domains: dict[str, Counter[str]] = defaultdict(Counter)
    with source_tables(bench) as connection:
        found = connection.sql(_OUTLETS).fetchall()
    for name, domain, articles in found:
        key = outlet_id(name, domain)
        if key is None:
            continue
        names[key][name or domain] += articles
        if domain:
            domains[key][domain] += articles
    rows = [
        {"outlet_id": key, "name": _commonest(names[key]), "domain": _commonest(domains[key])} for key in sorted(names)
    ]
    written = bench.write("outlets", rows, step=STEP)
    bench.write_rejects({STEP: written.rejects})
    bench.remember(STEP, {CORPUS: fingerprint})
    return StepResult(rows={"outlets": written.rows})


def _commonest(counts: Counter[str]) -> str | None:
    return min(counts, key=lambda value: (-counts[value], value), default=None)
