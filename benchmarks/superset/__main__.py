"""Open a release in Apache Superset: ``python -m benchmarks.superset [RELEASE]``, from nothing to a chart read back.

Makes an environment of its own for Superset (several minutes the first time), starts it on this machine only, registers
the release's ``copydesk.duckdb``, builds one chart through Superset's API, asks Superset for the chart's data, and
compares them with what DuckDB says. Ends with 0 where both agree.
"""

import argparse
import sys
from pathlib import Path

from benchmarks.superset.check import check_release
from benchmarks.superset.server import install, serve

PROJECT = Path(__file__).parents[2]


def main() -> int:
    """Run the check and say what it found."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.superset", description=__doc__)
    parser.add_argument("release", type=Path, nargs="?", default=PROJECT / "data" / "releases" / "latest")
    parser.add_argument("--home", type=Path, default=PROJECT / "data" / "superset", help="where Superset is installed")
    arguments = parser.parse_args()
    release: Path = arguments.release.resolve()
    if not (release / "copydesk.duckdb").is_file():
        parser.error(f"{release} is no release: it has no copydesk.duckdb. `copydesk run` makes one.")
    install(arguments.home)
    with serve(arguments.home) as superset:
        outcome = check_release(superset, release)
    print(outcome.as_table())
    print("Superset and DuckDB agree." if outcome.agrees else "Superset and DuckDB do not agree.")
    return 0 if outcome.agrees else 1


if __name__ == "__main__":
    sys.exit(main())
