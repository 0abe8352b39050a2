"""Make a corpus of invented articles of any size.

python -m benchmarks.corpus FOLDER --articles 10000

``FOLDER/first`` is a drop folder; what lies in ``FOLDER/later`` arrives afterwards: copy it over the first.
"""

import argparse
from pathlib import Path

from benchmarks.corpus.files import write_articles
from benchmarks.corpus.newsroom import first_delivery, later_delivery


def main() -> None:
    """Write the corpus and say how large it is."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=1_000)
    parser.add_argument("--later", type=int, help="articles that arrive later; by default 1 in 100")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--format", choices=("jsonl", "txt", "both"), default="both")
    chosen = parser.parse_args()
    later = max(1, chosen.articles // 100) if chosen.later is None else chosen.later
    first = write_articles(first_delivery(chosen.articles, chosen.seed), chosen.folder / "first", chosen.format)
    then = write_articles(later_delivery(chosen.articles, chosen.seed, later), chosen.folder / "later", chosen.format)
    print(f"{chosen.articles:,} articles in {first:,} files; {later:,} that arrive later in {then:,} files")


if __name__ == "__main__":
    main()
