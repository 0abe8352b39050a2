"""The page: data, plots, styles and scripts put into one file of HTML that loads nothing.

A Content-Security-Policy in the page lets the browser run the page's own two scripts, known by their hashes, and fetch
nothing. The data is JSON in which no character can end its element.
"""

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from pipeline.release.queries import Tables
from pipeline.release.report.data import gather
from pipeline.release.report.model import Report, Shown
from pipeline.release.report.scripts import scripts
from pipeline.release.wording import counted_things, day_in_words, visible

TEMPLATES: Final = Path(__file__).parent / "templates"

PLOTS: Final = TEMPLATES / "plots.json"
"""The specifications of the plots, written by ``charts``."""

SCRIPTS: Final = (
    "dom.js",
    "report.js",
    "filters.js",
    "lists.js",
    "plots.js",
    "sections.js",
    "reader.js",
    "main.js",
)
"""In the order in which they build on each other."""

LEAD: Final = 3
"""Figures named at the top of the page."""

_ESCAPES: Final = {character: f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A section's words, and how many of its rows the page has."""

    id: str
    short: str
    title: str
    about: str
    count: int | None = None
    shown: Shown | None = None
    rows: str = ""
    choice: str = ""
    table: str = ""


def write_report(tables: Tables, folder: Path, release_id: str, kept_in: Path | None = None) -> None:
    """Write ``report/index.html`` into a release's folder: one page that opens from disk and needs no network.

    Args:
        tables: the published tables by name.
        folder: the release's folder.
        release_id: the release's id.
        kept_in: a folder that keeps what is the same in each report.

    Raises:
        OSError: the file cannot be written.

    """
    target = folder / "report" / "index.html"
    target.parent.mkdir(parents=True, exist_ok=True)
    page = render(gather(tables, release_id), scripts(kept_in))
    target.write_text(page, encoding="utf-8", newline="\n")


def render(report: Report, drawing: str) -> str:
    """Return the page's HTML; equal reports give equal pages. ``drawing`` is the JavaScript that draws the plots."""
    style = (TEMPLATES / "report.css").read_text(encoding="utf-8")
    vega = _script(drawing)
    code = _script("\n".join((TEMPLATES / "js" / name).read_text(encoding="utf-8") for name in SCRIPTS))
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("report.html.j2").render(
        report=report,
        conflicts=report.shown["figures"].total,
        lead=report.figures[:LEAD],
        days=_days(report),
        copies=report.shown["copies"].total,
        sections=_sections(report),
        counted=counted_things,
        visible=visible,
        policy=_policy([vega, code], style),
        style=Markup(style),  # noqa: S704 - our own file
        vega=Markup(vega),  # noqa: S704 - the bundle, which cannot end its element
        code=Markup(code),  # noqa: S704 - our own files
        data=_json(msgspec.json.encode(report)),
        plots=_json(msgspec.json.format(PLOTS.read_bytes(), indent=-1)),
    )


def _json(encoded: bytes) -> Markup:
    """Return JSON that can stand in a script element: no text in it can end the element or start a comment."""
    text = encoded.decode()
    for character, escape in _ESCAPES.items():
        text = text.replace(character, escape)
    return Markup(text)  # noqa: S704 - escaped in the lines above


def _script(code: str) -> str:
    """Return JavaScript as the text of an element, its names kept to itself."""
    return f'(() => {{\n"use strict";\n{code}\n}})();'.replace("</script", "<\\/script").replace("<!--", "<\\!--")


def _policy(scripts: Sequence[str], style: str) -> str:
    def source(text: str) -> str:
        return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"

    allowed = " ".join(map(source, scripts))
    return (
        f"default-src 'none'; script-src {allowed}; style-src {source(style)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _days(report: Report) -> str:
    if report.first_day is None or report.last_day is None:
        return ""
    first, last = date.fromisoformat(report.first_day), date.fromisoformat(report.last_day)
    if first == last:
        return day_in_words(first)
    begin = str(first.day) if (first.year, first.month) == (last.year, last.month) else day_in_words(first)
    return f"{begin} to {day_in_words(last)}"


def _sections(report: Report) -> list[Section]:
    shown = report.shown
    return [
        Section(
            id="overview",
            short="The release",
            title="What is in this release",
            about="Articles by outlet and day of publication. Choose any to read it as it was taken in.",
            count=shown["articles"].total,
            shown=shown["articles"],
            rows="articles",
            choice="those that the rows of this page lead to and then the earliest",
            table="articles",
        ),
        Section(
            id="figures",
            short="Figures in conflict",
            title="Figures in conflict",
            about="Numbers on the same thing that cannot all be true. Each tick is what an outlet says, each bar what "
            "its words allow, with a point where they leave an end open; the sentences stand beneath.",
            count=shown["figures"].total,
            shown=shown["figures"],
            rows="figures in conflict",
            choice="those that most outlets give",
            table="figures",
        ),
        Section(
            id="statements",
            short="Carried statements",
            title="Most carried statements",
            about="What somebody said once and several articles print: the longest version, and against it what each "
            "outlet left out or changed.",
            count=shown["statements"].total,
            shown=shown["statements"],
            rows="statements that were printed more than once",
            choice="those that most outlets carry",
            table="statements",
        ),
        Section(
            id="altered",
            short="Altered copies",
            title="Altered copies",
            about="Paragraphs that are nearly the same and yet differ in a number, a name or a negation.",
            count=shown["altered"].total,
            shown=shown["altered"],
            rows="altered pairs",
            choice="those that most outlets carry",
            table="passage_links",
        ),
        Section(
            id="speakers",
            short="Who is quoted",
            title="Who is quoted most, by outlet",
            about="Different statements of each speaker, over the whole release. Choose a name to read the quotes.",
            count=shown["quotes"].total,
            shown=shown["quotes"],
            rows="quotes",
            choice="direct ones with a known speaker first",
            table="quotes",
        ),
        Section(
            id="copies",
            short="Copies",
            title="Whose paragraphs appear where",
            about="Paragraphs that more than one article carries, over the whole release. The origin is the earliest "
            "appearance in this release, which need not be who wrote it. Choose a number to read the copies.",
            count=shown["copies"].total,
            shown=shown["copies"],
            rows="copied paragraphs",
            choice="those that most outlets carry",
            table="paragraphs",
        ),
        Section(
            id="rejects",
            short="Refused",
            title="What was refused",
            about="Files and rows that were not published, with the rule that refused each.",
            count=shown["rejects"].total,
            shown=shown["rejects"],
            rows="refused files and rows",
            choice="in the order of steps and tables",
            table="rejects",
        ),
    ]
