"""Articles -> outlets: one row a publisher."""

from collections import Counter, defaultdict

from pipeline.steps.articles import outlet_id
from pipeline.steps.intake import current_articles
from pipeline.steps.workbench import CORPUS, StepResult, Workbench

STEP = "outlets"
VERSION = "1"
TABLES = ("outlets",)


def run(bench: Workbench) -> StepResult:
    """Write one row an outlet: its commonest name and domain (ties: the first in the alphabet)."""
    fingerprint = VERSION + bench.versions("source_articles")
    if bench.fingerprint(STEP) == fingerprint:
        return StepResult(is_skipped=True)
    names: dict[str, Counter[str]] = defaultdict(Counter)
    domains: dict[str, Counter[str]] = defaultdict(Counter)
    current = {(article.path, article.record) for article in current_articles(bench).values()}
    columns = ["path", "record", "outlet_name", "outlet_domain"]
    for row in bench.store.read("source_articles", columns=columns).to_pylist():
        key = outlet_id(row["outlet_name"], row["outlet_domain"])
        if key is None or (row["path"], row["record"]) not in current:
            continue
        names[key][row["outlet_name"] or row["outlet_domain"]] += 1
        if row["outlet_domain"]:
            domains[key][row["outlet_domain"]] += 1
    rows = [
        {"outlet_id": key, "name": _commonest(names[key]), "domain": _commonest(domains[key])} for key in sorted(names)
    ]
    written = bench.write("outlets", rows, step=STEP)
    bench.write_rejects({STEP: written.rejects})
    bench.remember(STEP, {CORPUS: fingerprint})
    return StepResult(rows={"outlets": written.rows})


def _commonest(counts: Counter[str]) -> str | None:
    return min(counts, key=lambda value: (-counts[value], value), default=None)
