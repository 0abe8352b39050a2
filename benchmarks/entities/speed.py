"""Time the grouping of invented mentions into entities, and of invented quotes into statements, at two sizes.

python -m benchmarks.entities.speed --mentions 200000 --quotes 20000

Times are processor seconds. The second size is twice the first, so that the table shows how the cost grows.
"""

import argparse
import random
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from pipeline.entities.canonical import EntityInput, canonicalise
from pipeline.quotes.statements import StatementInput, group_statements
from pipeline.word_lists import listed

_SYLLABLES = listed("ba ko ri mel ta no vi sha gur len dov zan mir pel os ka tu rin hol gre bos tav yel fin")
_MENTIONS_OF_A_PERSON = 20
_NAMES_IN_AN_ARTICLE = 4


def main() -> None:
    """Run the benchmark and print, or write, its table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mentions", type=int, default=100_000, help="mentions in the smaller corpus")
    parser.add_argument("--quotes", type=int, default=10_000, help="quotes, all of one speaker, in the smaller corpus")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, help="write the table here as well")
    chosen = parser.parse_args()
    canonicalise(make_mentions(100, chosen.seed))
    group_statements(make_quotes(100, chosen.seed))
    lines = ["| what | items | processor s | items a second |", "|---|---:|---:|---:|"]
    for size in (chosen.mentions, 2 * chosen.mentions):
        mentions = make_mentions(size, chosen.seed)
        lines.append(_line("mentions to entities", size, partial(canonicalise, mentions)))
    for size in (chosen.quotes, 2 * chosen.quotes):
        quotes = make_quotes(size, chosen.seed)
        lines.append(_line("quotes to statements", size, partial(group_statements, quotes)))
    table = "\n".join(lines) + "\n"
    print(table)
    if chosen.out:
        chosen.out.write_text(table, encoding="utf-8")


def _line(what: str, size: int, run: Callable[[], object]) -> str:
    start = time.process_time()
    run()
    seconds = time.process_time() - start
    return f"| {what} | {size:,} | {seconds:.1f} | {size / seconds:,.0f} |"


def make_mentions(count: int, seed: int) -> list[EntityInput]:
    """Return mentions of invented persons: full names and family names alone, four to an article."""
    chance = random.Random(seed)
    given = [_word(chance, 2) for _ in range(300)]
    families = [_word(chance, 3) for _ in range(max(1, count // 160))]
    people = [
        f"{chance.choice(given)} {chance.choice(families)}" for _ in range(max(1, count // _MENTIONS_OF_A_PERSON))
    ]
    mentions = []
    for number in range(count):
        person = chance.choice(people)
        mentions.append(
            EntityInput(
                mention_id=f"m{number}",
                article_id=f"a{number // _NAMES_IN_AN_ARTICLE}",
                char_start=number,
                surface=person,
                name=person if chance.random() < 0.9 else person.split(" ")[1],
                label="PERSON" if chance.random() < 0.95 else "ORG",
                outlet_id=f"o{number % 50}",
                published_on=date(2031, 1, 1) + timedelta(days=number % 900),
            )
        )
    return mentions


def make_quotes(count: int, seed: int) -> list[StatementInput]:
    """Return quotes of one speaker: whole, trimmed and with a word changed."""
    chance = random.Random(seed)
    words = [_word(chance, chance.choice([1, 2, 2, 3])).lower() for _ in range(4_000)]
    said = [chance.choices(words, k=chance.randint(8, 40)) for _ in range(max(1, count // 4))]
    quotes = []
    for number in range(count):
        text = _edited(chance, chance.choice(said), words)
        quotes.append(
            StatementInput(
                quote_id=f"q{number}",
                article_id=f"a{number}",
                char_start=number,
                text=" ".join(text),
                quote_type="direct",
                speaker_entity_id="speaker",
                speaker_name="Ada Holmgren",
            )
        )
    return quotes


def _edited(chance: random.Random, text: Sequence[str], words: Sequence[str]) -> list[str]:
    edited = list(text)
    match chance.randrange(3):
        case 0:
            start = chance.randrange(len(edited) // 2)
            return edited[start : start + chance.randint(3, len(edited))]
        case 1:
            edited[chance.randrange(len(edited))] = chance.choice(words)
    return edited


def _word(chance: random.Random, syllables: int) -> str:
    return "".join(chance.choice(_SYLLABLES) for _ in range(syllables)).capitalize()


if __name__ == "__main__":
    main()
