"""Does time grow with the text, or with its square? ``python -m benchmarks.fuzz.growth [--chars 200000]``.

Each target reads paragraphs of one sort of debris (quote marks, digits, brackets, spaces, mixtures) of two lengths, the
second five times the first. The table names those whose time grows more than twice as fast as the text; if there are
any, the exit code is 1.
"""

import argparse
import random
import signal
import sys
import time
from collections.abc import Callable, Iterator
from types import FrameType

from benchmarks.fuzz.targets import ROOMY, TEXT_TARGETS, raw_file

SHAPES: dict[str, str] = {
    "straight quotes": '"',
    "opening quotes": "“",
    "closing quotes": "”",
    "apostrophes": "'",
    "backticks": "``",
    "quoted letters": "“a” ",
    "open quotes of words": "“said he, ",
    "nested quotes": "“‘",
    "apostrophe words": "'tis ",
    "digits": "7",
    "digits and spaces": "7 ",
    "digit groups": "7,",
    "thousands": "1,234,",
    "decimals": "7.",
    "fractions": "1/2 ",
    "ranges": "7-",
    "to and to": "7 to ",
    "money": "$7 ",
    "percent": "7% ",
    "scores": "3-2 ",
    "clock": "12:34 ",
    "dates": "12 May 2031 ",
    "slashed dates": "12/05/2031 ",
    "months": "May ",
    "weekdays": "last Thursday ",
    "number words": "one hundred ",
    "hundreds": "hundred ",
    "and and": "and ",
    "of of": "of ",
    "between": "between 7 and ",
    "opening brackets": "(",
    "brackets": "() ",
    "square brackets": "[",
    "braces": "{",
    "less than": "<",
    "tags": "<p>",
    "comments": "<!--",
    "ampersands": "&",
    "entities": "&#39;",
    "spaces": " ",
    "no-break spaces": "\u00a0",
    "tabs": "\t",
    "invisible": "\u200b",
    "combining": "e\u0301\u0301\u0301",
    "dots": ".",
    "initials": "A. ",
    "acronyms": "U.S.",
    "dashes": "—",
    "colons": ":",
    "commas": ", ",
    "underscores": "_",
    "one word": "a",
    "capitals": "A",
    "bylines": "By Ana ",
    "saying": "said ",
    "urls": "http://a.b/",
    "words": "the tide waits for nobody ",
    "lines": "a\n",
    "empty lines": "\n\n",
    "carriage returns": "\r",
}
MIXED = "\"“”‘’'7890,.-/$%()[]{}<>& \t\nAaBb:;—"
TOO_SLOW_SECONDS = 300
FACTOR = 5
ALLOWED = 2 * FACTOR
NOISE_SECONDS = 0.2


class TooSlowError(Exception):
    """A target took longer than anybody would wait."""


def shapes(chars: int) -> Iterator[tuple[str, str]]:
    """Yield paragraphs of that length, each with what it is made of."""
    for name, piece in SHAPES.items():
        yield name, (piece * (chars // len(piece) + 1))[:chars]
    source = random.Random(1)
    yield "mixed", "".join(source.choices(MIXED, k=chars))


def seconds(target: Callable[[str], None], text: str) -> float:
    """Return the processor seconds that a target takes.

    Raises:
        TooSlowError: it takes more than ``TOO_SLOW_SECONDS``.

    """
    began = time.process_time()
    signal.setitimer(signal.ITIMER_PROF, TOO_SLOW_SECONDS)
    try:
        target(text)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return time.process_time() - began


def growth(target: Callable[[str], None], small: str, large: str) -> tuple[float | None, float | None]:
    """Return the seconds for both texts; null for one that took too long."""
    before = None
    try:
        before = seconds(target, small)
        return before, seconds(target, large)
    except TooSlowError:
        return before, None


def main() -> int:
    """Print the table; return 1 where something grows too fast."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--chars", type=int, default=200_000, help="length of the shorter paragraph")
    reader.add_argument("--shape", action="append", help="only this sort of debris (repeatable)")
    reader.add_argument("--target", action="append", help="only this target (repeatable)")
    asked = reader.parse_args()

    def too_slow(_number: int, _frame: FrameType | None) -> None:
        raise TooSlowError

    signal.signal(signal.SIGPROF, too_slow)
    targets = {**TEXT_TARGETS, "raw_file": lambda text: raw_file(text.encode(), ROOMY)}
    failures = 0
    count = len(asked.shape or SHAPES) + (not asked.shape)
    print(f"| target | shapes | slowest | s at {asked.chars:,} | s at {FACTOR * asked.chars:,} | too fast growing |")
    print("|---|---:|---|---:|---:|---|")
    for name, target in targets.items():
        if asked.target and name not in asked.target:
            continue
        slowest: tuple[float, str, float] = (0.0, "", 0.0)
        bad = []
        pairs = zip(shapes(asked.chars), shapes(FACTOR * asked.chars), strict=True)
        for (shape, small), (_, large) in pairs:
            if asked.shape and shape not in asked.shape:
                continue
            before, after = growth(target, small, large)
            if before is None or after is None:
                bad.append(f"{shape} (over {TOO_SLOW_SECONDS} s)")
            elif after > NOISE_SECONDS and after > ALLOWED * before:
                bad.append(f"{shape} ({before:.2f} → {after:.2f} s)")
            if before is not None and after is not None:
                slowest = max(slowest, (after, shape, before))
        failures += len(bad)
        shown = f"{slowest[1]} | {slowest[2]:.2f} | {slowest[0]:.2f}"
        print(f"| {name} | {count} | {shown} | {', '.join(bad) or 'none'} |", flush=True)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
