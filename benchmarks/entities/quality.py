"""Score the grouping of names into entities on the golden corpora.

python -m benchmarks.entities.quality                 mentions and labels as the corpora give them
python -m benchmarks.entities.quality --from-text     mentions as the reader and the article's resolution find them
python -m benchmarks.entities.quality --together      all corpora as one
"""

import argparse
from collections.abc import Hashable, Mapping, Sequence
from pathlib import Path

import msgspec

from benchmarks.entities.scores import b_cubed, pairwise
from pipeline.commands.annotate import annotate_lines
from pipeline.entities.canonical import EntityInput, canonicalise
from pipeline.settings import DEFAULT_MODEL
from tests.golden.entities.grouping import Grouped, errors, group_given, grouped_mention
from tests.golden.entities.loader import GoldenArticle, GoldenCorpus, GoldenMention, load_corpora


def main() -> None:
    """Run the benchmark and print, or write, its table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--from-text", action="store_true", help="find the mentions in the text first")
    parser.add_argument("--together", action="store_true", help="take all corpora as one")
    parser.add_argument("--errors", action="store_true", help="list what was grouped or named wrongly")
    parser.add_argument("--out", type=Path, help="write the table here as well")
    chosen = parser.parse_args()
    corpora = load_corpora()
    if chosen.together:
        corpora = [
            GoldenCorpus(
                name="all together",
                entities=tuple(entity for corpus in corpora for entity in corpus.entities),
                articles=tuple(article for corpus in corpora for article in corpus.articles),
            )
        ]
    grouped = {
        corpus.name: group_found(corpus.articles) if chosen.from_text else group_given(corpus.articles)
        for corpus in corpora
    }
    table = "\n".join(score_table(grouped)) + "\n"
    print(table)
    if chosen.errors:
        print("\n".join(line for found in grouped.values() for line in errors(found)))
    if chosen.out:
        chosen.out.write_text(table, encoding="utf-8")


def group_found(articles: Sequence[GoldenArticle]) -> list[Grouped]:
    """Group the mentions as found in the text; a golden one takes the entity of the found one that it overlaps most."""
    lines = [
        msgspec.json.encode(
            {"doc_id": article.article_id, "text": article.text, "published": str(article.published_on)}
        )
        for article in articles
    ]
    rows_of = {row["doc_id"]: row["mentions"] for row in annotate_lines(lines, DEFAULT_MODEL, 1)}
    inputs = [
        EntityInput(
            mention_id=f"{article.article_id} {number}",
            article_id=article.article_id,
            char_start=row["char_start"],
            surface=row["surface"],
            name=row["name"],
            label=row["label"],
            kind=row["kind"],
            outlet_id=article.outlet,
            published_on=article.published_on,
        )
        for article in articles
        for number, row in enumerate(rows_of[article.article_id])
    ]
    found = canonicalise(inputs)
    grouped = []
    for article in articles:
        rows = rows_of[article.article_id]
        for mention in article.mentions:
            number = max(range(len(rows)), key=lambda number: _overlap(rows[number], mention), default=None)
            is_found = number is not None and _overlap(rows[number], mention) > 0
            entity_id = found.entity_ids.get(f"{article.article_id} {number}") if is_found else None
            grouped.append(grouped_mention(mention, entity_id, found))
    return grouped


def _overlap(row: Mapping[str, int], mention: GoldenMention) -> int:
    return min(row["char_end"], mention.char_end) - max(row["char_start"], mention.char_start)


def _gold_key(mention: GoldenMention) -> tuple[Hashable, Hashable]:
    """Return what tells an entity from others, also where corpora are taken as one."""
    entity = mention.entity
    return (entity.name, entity.entity_type) if entity else ("unclear", id(mention))


def score_table(grouped: Mapping[str, Sequence[Grouped]]) -> list[str]:
    """Return the scores as the lines of a markdown table, with a last line over all corpora."""
    lines = [
        "| corpus | entities | mentions | pairwise P | R | F1 | B³ P | R | F1 | name right | type | country |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    parts = {name: [name] for name in grouped}
    if len(grouped) > 1:
        parts["all"] = list(grouped)
    for name, corpora in parts.items():
        found = [one for corpus in corpora for one in grouped[corpus]]
        pairs = [((corpus, _gold_key(one.mention)), (corpus, one.key)) for corpus in corpora for one in grouped[corpus]]
        entities = {gold for gold, _ in pairs if gold[1][0] != "unclear"}
        pair, cubed = pairwise(pairs), b_cubed(pairs)
        scores = [pair.precision, pair.recall, pair.f1, cubed.precision, cubed.recall, cubed.f1, *_shown_right(found)]
        cells = " | ".join(f"{100 * score:.1f}" for score in scores)
        lines.append(f"| {name} | {len(entities)} | {len(found)} | {cells} |")
    return lines


def _shown_right(found: Sequence[Grouped]) -> tuple[float, float, float]:
    """Return the shares of mentions whose entity has the right name, type and country."""
    known = [(one.mention.entity, one.entity) for one in found if one.mention.entity]
    names = sum(entity is not None and entity.name == gold.name for gold, entity in known)
    types = sum(entity is not None and entity.entity_type == gold.entity_type for gold, entity in known)
    countries = sum(entity is not None and entity.country == gold.country for gold, entity in known)
    return names / len(known), types / len(known), countries / len(known)


if __name__ == "__main__":
    main()
