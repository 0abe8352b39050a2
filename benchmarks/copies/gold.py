"""Score the finder of copies on a labelled set of paragraphs.

    python -m benchmarks.copies.gold LABELLED.parquet [--pairs PAIRS.parquet]

The labelled file has a row for each paragraph: ``id`` (0, 1, …), ``day``, ``text``, ``intent_cluster`` (paragraphs
meant as copies of each other have one number; -1 is unlabelled), ``parent`` (the id it was made from, or -1) and
``op`` (how). The pairs file has all pairs (``a``, ``b``) with their exact similarity (``jaccard``) at or above some
threshold.
"""

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from math import comb
from pathlib import Path

import pyarrow.parquet as pq

from pipeline.copies.book import CopyBook
from pipeline.copies.passages import passages_of
from pipeline.copies.records import CopyInput

_THRESHOLD = 0.65


def main() -> None:
    """Score one labelled file and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labelled", type=Path)
    parser.add_argument("--pairs", type=Path, help="all pairs with their exact similarity")
    parser.add_argument("--threshold", type=float, default=_THRESHOLD)
    chosen = parser.parse_args()
    rows = pq.read_table(chosen.labelled).to_pylist()
    book = CopyBook(chosen.threshold)
    book.update(
        CopyInput(
            paragraph_id=str(row["id"]), text=row["text"], article_id=f"{row['day']:06}-{row['id']:09}", position=0
        )
        for row in rows
    )
    copies = passages_of(book)
    passage_of = {int(member.paragraph_id): member.passage_id for member in copies.memberships}
    labelled = [row for row in rows if row["intent_cluster"] >= 0]
    precision, recall = _pairwise(
        [passage_of[row["id"]] for row in labelled], [row["intent_cluster"] for row in labelled]
    )
    print(f"{len(rows):,} paragraphs, threshold {chosen.threshold}: {copies.stats}\n")
    print(f"passages against intent: precision {precision:.4f}, recall {recall:.4f}")
    if chosen.pairs:
        print(_exact_line(book, pq.read_table(chosen.pairs).to_pylist()))
    print("\n| edit | paragraphs | in the passage of their parent |\n|---|---:|---:|")
    found: dict[str, list[bool]] = defaultdict(list)
    for row in rows:
        if row["parent"] >= 0 and "+" not in row["op"]:
            found[row["op"]].append(passage_of[row["id"]] == passage_of[row["parent"]])
    for edit, hits in sorted(found.items()):
        print(f"| {edit} | {len(hits)} | {sum(hits) / len(hits):.3f} |")


def _pairwise(passages: Sequence[str], intents: Sequence[int]) -> tuple[float, float]:
    """Return precision and recall over pairs of paragraphs."""

    def pairs(labels: Iterable[object]) -> int:
        return sum(comb(count, 2) for count in Counter(labels).values())

    right = pairs(zip(passages, intents, strict=True))
    return right / max(1, pairs(passages)), right / max(1, pairs(intents))


def _exact_line(book: CopyBook, truth: Sequence[dict[str, float]]) -> str:
    """Compare the similar pairs of paragraphs with all there are; equal texts count as pairs of similarity 1."""
    members = {row: sorted(int(name) for name in text.members) for row, text in book.texts.items()}
    found = {(a, b): 1.0 for names in members.values() for a in names for b in names if a < b}
    for pair in (*book.near, *book.altered):
        found |= {(min(a, b), max(a, b)): pair.similarity for a in members[pair.left] for b in members[pair.right]}
    wanted = {
        (int(min(row["a"], row["b"])), int(max(row["a"], row["b"]))): row["jaccard"]
        for row in truth
        if row["jaccard"] >= book.threshold
    }
    error = max((abs(found[pair] - wanted[pair]) for pair in found.keys() & wanted.keys()), default=0.0)
    return (
        f"similar pairs: {len(found):,} found, {len(wanted):,} exist, {len(wanted.keys() - found.keys()):,} missed, "
        f"{len(found.keys() - wanted.keys()):,} too many; greatest error of similarity {error:.1e}"
    )


if __name__ == "__main__":
    main()
