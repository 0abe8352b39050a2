"""The ``copydesk`` command: arguments in, exit code out. What the commands do is in ``pipeline.commands``.

Exit codes: 0 done, 1 done with rejects over the limit, 2 bad use, 3 failed.
"""

import sys
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console

from pipeline.settings import Settings, SettingsError, load_settings

DONE, OVER_REJECT_LIMIT, BAD_USE, FAILED = 0, 1, 2, 3

app = typer.Typer(
    help="Turn a folder of news articles into tables of quotes, figures and copies, every row traced to its characters.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
errors = Console(stderr=True, highlight=False)

RawOption = Annotated[Path | None, typer.Option("--raw", help="Drop folder with the articles.", show_default="raw")]
OutOption = Annotated[Path | None, typer.Option("--out", help="Where tables and releases go.", show_default="data")]
ConfigOption = Annotated[Path | None, typer.Option("--config", help="Settings file.", show_default="copydesk.yaml")]


def fail(message: str, code: int) -> typer.Exit:
    """Say what happened on stderr and return the exit to raise."""
    errors.print(message, style="red", markup=False, soft_wrap=True)
    return typer.Exit(code)


def settings_from(config: Path | None, raw: Path | None = None, out: Path | None = None) -> Settings:
    """Load the settings, or leave with exit code 2."""
    try:
        return load_settings(config, raw=raw, out=out)
    except SettingsError as error:
        raise fail(str(error), BAD_USE) from error


@app.command()
def annotate(
    file: Annotated[Path, typer.Argument(help='JSON lines, each {"doc_id", "text"}; "-" reads standard input.')],
    config: ConfigOption = None,
) -> None:
    """Print mentions, quotes and claims of each text as JSON lines, with offsets into that text. Stores nothing."""
    from pipeline.commands.annotate import AnnotateInputError, annotate_lines  # noqa: PLC0415 - loads spaCy
    from pipeline.reading.errors import ModelMissingError  # noqa: PLC0415

    settings = settings_from(config)
    if str(file) != "-" and not file.is_file():
        raise fail(f"There is no file {file}. Give a file of JSON lines.", BAD_USE)
    model = next(iter(settings.models.values()))
    try:
        with sys.stdin.buffer if str(file) == "-" else file.open("rb") as lines:
            for annotated in annotate_lines(lines, model, settings.worker_count):
                sys.stdout.write(msgspec.json.encode(annotated).decode() + "\n")
    except AnnotateInputError as error:
        raise fail(f"{file}: {error}", BAD_USE) from error
    except ModelMissingError as error:
        raise fail(str(error), FAILED) from error


def main() -> None:
    """Run the command line."""
    app()
