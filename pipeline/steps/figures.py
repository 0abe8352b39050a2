"""Claims -> figures: claims on the same thing over the whole corpus; which figure each claim belongs to."""

from pipeline.claims.figures import FigureInput, group_figures
from pipeline.ids import stable_id
from pipeline.steps.workbench import CORPUS, StepResult, Workbench

STEP = "figures"
VERSION = "1"
TABLES = ("figures",)


def run(bench: Workbench) -> StepResult:
    """Group the claims of the corpus."""
    fingerprint = stable_id(VERSION, bench.versions("claims", "passage_members", "articles"))
    if bench.fingerprint(STEP) == fingerprint:
        return StepResult(is_skipped=True)
    articles = {
        row["article_id"]: row
        for row in bench.store.read("articles", columns=["article_id", "published_on", "outlet_id"]).to_pylist()
    }
    members = bench.store.read("passage_members", columns=["paragraph_id", "passage_id"]).to_pylist()
    passage_of = {row["paragraph_id"]: row["passage_id"] for row in members}
    copied = (
        "claim_id",
        "article_id",
        "char_start",
        "value",
        "value_low",
        "value_high",
        "modifier",
        "unit",
        "unit_kind",
    )
    copied += ("counted", "predicate", "is_negated", "place", "as_of_on")
    found = group_figures(
        [
            FigureInput(
                **{name: row[name] for name in copied},
                passage_id=passage_of.get(row["paragraph_id"]),
                outlet_id=articles[row["article_id"]]["outlet_id"],
                published_on=articles[row["article_id"]]["published_on"],
            )
            for row in bench.store.read("claims").to_pylist()
        ]
    )
    names = [name for name in bench.store.schemas["figures"].names if name != "figure_id"]
    rows = [{"figure_id": figure.figure_id, **{name: getattr(figure, name) for name in names}} for figure in found]
    links = sorted((claim_id, figure.figure_id) for figure in found for claim_id in figure.claim_ids)
    written = bench.write("figures", rows, step=STEP)
    bench.write_rejects({STEP: written.rejects})
    table = bench.table("figure_links", [{"claim_id": claim, "figure_id": figure} for claim, figure in links])
    bench.store.replace("figure_links", table)
    bench.remember(STEP, {CORPUS: fingerprint})
    return StepResult(rows={"figures": written.rows}, counts={"claims": len(links)})
