"""Paragraphs -> passages and the links between them, over the whole corpus."""

from pipeline.copies.passages import find_passages
from pipeline.copies.records import CopyInput
from pipeline.ids import stable_id
from pipeline.steps.workbench import CORPUS, StepResult, Workbench

STEP = "copies"
VERSION = "2"
TABLES = ("passages", "passage_links")

FURNITURE = frozenset({"byline", "dateline", "credit", "notice"})
"""Roles of paragraphs that are alike by nature; only equal ones are taken for copies."""


def run(bench: Workbench) -> StepResult:
    """Group near-identical paragraphs of all articles; nothing is done where neither they nor the threshold changed."""
    threshold = bench.settings.near_copy_threshold
    fingerprint = stable_id(VERSION, str(threshold), bench.versions("paragraphs", "articles"))
    if bench.fingerprint(STEP) == fingerprint:
        return StepResult(is_skipped=True)
    articles = {
        row["article_id"]: row
        for row in bench.store.read(
            "articles", columns=["article_id", "published_on", "published_at_utc", "outlet_id"]
        ).to_pylist()
    }
    columns = ["paragraph_id", "article_id", "position", "role", "text"]
    rows = bench.store.read("paragraphs", columns=columns).to_pylist()
    furniture = {row["paragraph_id"] for row in rows if row["role"] in FURNITURE}
    paragraphs = [
        CopyInput(
            paragraph_id=row["paragraph_id"],
            text=row["text"],
            article_id=row["article_id"],
            position=row["position"],
            published_on=articles[row["article_id"]]["published_on"],
            published_at_utc=articles[row["article_id"]]["published_at_utc"],
            outlet_id=articles[row["article_id"]]["outlet_id"],
        )
        for row in rows
    ]
    copies = find_passages([one for one in paragraphs if one.paragraph_id not in furniture], threshold)
    equal = find_passages([one for one in paragraphs if one.paragraph_id in furniture], 1.0)
    members = [
        {
            "paragraph_id": member.paragraph_id,
            "passage_id": member.passage_id,
            "similarity": member.similarity,
            "is_origin": member.is_origin,
        }
        for member in (*copies.memberships, *equal.memberships)
    ]
    text_of = {paragraph.paragraph_id: paragraph.text for paragraph in paragraphs}
    passages = [
        {
            "passage_id": passage.passage_id,
            "text": text_of[passage.origin_paragraph_id],
            "origin_paragraph_id": passage.origin_paragraph_id,
            "origin_article_id": passage.origin_article_id,
            "origin_outlet_id": passage.origin_outlet_id,
            "first_published_on": passage.first_published_on,
            "paragraphs": passage.paragraphs,
            "articles": passage.articles,
            "outlets": passage.outlets,
        }
        for passage in (*copies.passages, *equal.passages)
    ]
    links = [
        {
            "passage_id": link.passage_id,
            "other_passage_id": link.other_passage_id,
            "kind": link.kind,
            "similarity": link.similarity,
            "difference": link.difference,
        }
        for link in copies.links
    ]
    written = bench.write("passages", passages, step=STEP)
    linked = bench.write("passage_links", links, step=STEP)
    bench.write_rejects({STEP: [*written.rejects, *linked.rejects]})
    bench.store.replace("passage_members", bench.table("passage_members", members))
    bench.remember(STEP, {CORPUS: fingerprint})
    counts = {"paragraphs_compared": len(paragraphs), "copies_collapsed": len(paragraphs) - written.rows}
    return StepResult(rows={"passages": written.rows, "passage_links": linked.rows}, counts=counts)
