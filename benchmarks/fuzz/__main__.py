"""Coverage-guided fuzzing of the readers and parsers: ``python -m benchmarks.fuzz [--seconds 60] [--target NAME]``.

Needs atheris (``pip install -r benchmarks/fuzz/requirements.lock``). Each target runs in a process of its own for that
many seconds; an input that raises, takes over ten seconds or eats memory is kept in the folder that is named, and the
exit code is 1. Without findings a table tells how many inputs were tried.
"""

import argparse
import re
import subprocess
import sys
import tempfile
from pathlib import Path

NAMES = ("raw_file", "plain_text", "quotation_marks", "numbers", "quantities", "times", "dates", "copy_forms")
SECONDS_AN_INPUT = 10
LONGEST_BYTES = 4096
SEEDS = (
    "Published 14 March 2031\n\nBy Ana Breck\n\nKARSK (Agency) — “The tide waits for nobody,” she said.\n",
    "at least 1,50,000 people, 2.1 billion euros, 7-9%, two dozen of 30, $4.5m, 12:30, 3-2, 1/2 a mile",
    '‘’tis “one ‘two’ three” four, \'em, "five"\n\n“six…\n\n“seven”',
    "yesterday, last Thursday, on 12 May, in 2031, two weeks ago, 31.12.2030, 2031-03-14T12:00:00+02:00",
    '{"title": "Tides", "text": "The tide.\\nWaits.", "published": "2031-03-14"}',
    "<html><head><meta property='article:published_time' content='2031-03-14'></head><body><p>Tide.</p></body>",
    "<rss><channel><item><title>Tide</title><description>&lt;p&gt;Waits&lt;/p&gt;</description></item></channel></rss>",
    "title,text,date\nTide,Waits for nobody,2031-03-14\n",
    "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 4\r\n\r\nTide\r\n\r\n",
)
MARKS = "“”‘’\"'«»()[]{}—–-%$€₹½°±№07\t"
WORDS = (
    *MARKS,
    *("``", "''", "million", "crore", "hundred", "dozen", "between", "at least", "to", "and", "or", "said", "per cent"),
    *("May", "Thursday", "yesterday", "ago", "By ", "(AP)", "Published", "1,000", "1.5", "1/2", "2031-03-14"),
    *("<p>", "</p>", "<!--", "]]>", "&#39;", "&lt;", "\\u00e9", "\\ud800", "\n\n", "\r\n"),
)


def main() -> int:
    """Run all targets, or be the process of one."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--seconds", type=int, default=60, help="for each target")
    reader.add_argument("--target", action="append", choices=NAMES, help="only this one (repeatable)")
    reader.add_argument("--found", type=Path, default=Path("fuzz-found"), help="folder for inputs that fail")
    reader.add_argument("--inside", choices=NAMES, help=argparse.SUPPRESS)
    asked, passed_on = reader.parse_known_args()
    if asked.inside:
        fuzz(asked.inside, passed_on)
        return 0
    asked.found.mkdir(exist_ok=True)
    print("| target | inputs tried | result |")
    print("|---|---:|---|")
    results = [run(name, asked.seconds, asked.found) for name in asked.target or NAMES]
    return 0 if all(results) else 1


def run(name: str, seconds: int, found: Path) -> bool:
    """Fuzz one target in a process of its own and print its line; tell whether nothing was found."""
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder, "corpus")
        corpus.mkdir()
        for number, seed in enumerate(SEEDS):
            (corpus / str(number)).write_text(seed, encoding="utf-8")
        dictionary = Path(folder, "words")
        dictionary.write_text("".join(f'"{_escaped(word)}"\n' for word in WORDS))
        command = [sys.executable, "-m", "benchmarks.fuzz", "--inside", name, f"-dict={dictionary}"]
        command += [f"-max_total_time={seconds}", f"-timeout={SECONDS_AN_INPUT}", f"-max_len={LONGEST_BYTES}"]
        command += [f"-artifact_prefix={found.absolute()}/{name}-", "-rss_limit_mb=4096", str(corpus)]
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    tried = re.findall(r"^(?:Done |#)(\d+)", done.stderr, re.MULTILINE)
    is_fine = done.returncode == 0
    print(f"| {name} | {int(tried[-1]) if tried else 0:,} | {'nothing found' if is_fine else 'FAILED'} |", flush=True)
    if not is_fine:
        print((done.stdout + done.stderr)[-4000:])
    return is_fine


def fuzz(name: str, arguments: list[str]) -> None:
    """Fuzz one target until libFuzzer ends the process."""
    import atheris  # type: ignore[import-untyped, import-not-found, unused-ignore] # noqa: PLC0415 - see requirements.in

    # Kernels of numba cannot be instrumented.
    with atheris.instrument_imports(include=["pipeline"], exclude=["pipeline.copies"]):
        from benchmarks.fuzz.targets import TEXT_TARGETS, raw_file  # noqa: PLC0415 - as above

    def one(data: bytes) -> None:
        if name == "raw_file":
            raw_file(data)
        else:
            TEXT_TARGETS[name](data.decode("utf-8", "replace"))

    atheris.Setup([sys.argv[0], *arguments], one)
    atheris.Fuzz()


def _escaped(word: str) -> str:
    return "".join(f"\\x{byte:02x}" for byte in word.encode())


if __name__ == "__main__":
    sys.exit(main())
