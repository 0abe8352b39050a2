"""Quotes -> statements: the same words of the same speaker across articles; which statement each quote belongs to."""

from pipeline.ids import stable_id
from pipeline.quotes.statements import StatementInput, group_statements
from pipeline.steps.workbench import CORPUS, StepResult, Workbench

STEP = "statements"
VERSION = "1"
TABLES = ("statements",)


def run(bench: Workbench) -> StepResult:
    """Group the quotes of the corpus."""
    fingerprint = stable_id(VERSION, bench.versions("quotes", "passage_members", "entity_links", "articles"))
    if bench.fingerprint(STEP) == fingerprint:
        return StepResult(is_skipped=True)
    articles = {
        row["article_id"]: row
        for row in bench.store.read("articles", columns=["article_id", "published_on", "outlet_id"]).to_pylist()
    }
    members = bench.store.read("passage_members", columns=["paragraph_id", "passage_id"]).to_pylist()
    passage_of = {row["paragraph_id"]: row["passage_id"] for row in members}
    entity_of = bench.entity_links("quote")
    found = group_statements(
        [
            StatementInput(
                quote_id=row["quote_id"],
                article_id=row["article_id"],
                char_start=row["char_start"],
                text=row["text"],
                quote_type=row["quote_type"],
                speaker_entity_id=entity_of.get(row["quote_id"]),
                speaker_name=row["speaker_name"],
                passage_id=passage_of.get(row["paragraph_id"]),
                outlet_id=articles[row["article_id"]]["outlet_id"],
                published_on=articles[row["article_id"]]["published_on"],
            )
            for row in bench.store.read("quotes").to_pylist()
        ]
    )
    names = bench.store.schemas["statements"].names
    rows = [{name: getattr(statement, name) for name in names} for statement in found.statements]
    links = [{"quote_id": quote, "statement_id": statement} for quote, statement in sorted(found.statement_ids.items())]
    written = bench.write("statements", rows, step=STEP)
    bench.write_rejects({STEP: written.rejects})
    bench.store.replace("statement_links", bench.table("statement_links", links))
    bench.remember(STEP, {CORPUS: fingerprint})
    return StepResult(rows={"statements": written.rows}, counts={"quotes": len(links)})
