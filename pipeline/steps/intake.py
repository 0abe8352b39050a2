"""raw/ -> source_files and the parsed articles behind them; which editions changed.

Only files that are new or changed are opened. Where one identity stands in several files, the article published last
counts (ties: the last path in order), so the result does not depend on the order of arrival.
"""

import hashlib
import stat
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from pipeline.articles import parse_article
from pipeline.ids import stable_id
from pipeline.records import ParsedArticle, SourceArticle, SourceReject
from pipeline.sources import FileReading, Limits, SourceDefaults, defaults_for, list_files, read_file, relative_name
from pipeline.steps.workbench import Reject, StepResult, Workbench

STEP = "intake"
VERSION = "1"
UNDATED = "undated"
PASSING = frozenset({"vanished", "changed_while_read"})
"""Rules of files that were caught at a bad moment: they are read again at the next run, whatever they look like."""
NEVER = -1
WITHDRAWN = "The file is no longer in the drop folder."


@dataclass(frozen=True)
class CurrentArticle:
    """The row of ``source_articles`` that counts for an article."""

    article_id: str
    edition: str
    path: str
    record: int
    content_sha256: str


@dataclass(frozen=True)
class FoundFile:
    """A file in the drop folder as it is now, unopened. Times are in nanoseconds.

    ``reading_of`` stands for what else its reading depends on: the settings beside it, our version, own formats.
    """

    path: Path
    bytes: int
    mtime_ns: int
    ctime_ns: int
    reading_of: str
    defaults: SourceDefaults

    @property
    def signature(self) -> tuple[int, int, int, str]:
        """What differs when the file may have to be read again; the time of change tells of new permissions."""
        return self.bytes, self.mtime_ns, self.ctime_ns, self.reading_of


@dataclass(frozen=True)
class RawChanges:
    """How the drop folder differs from what was taken in: paths relative to it."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    vanished: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.vanished)


def scan(bench: Workbench) -> dict[str, FoundFile]:
    """Return each file in the drop folder by its name relative to it; opens none of them but ``_source.yaml``."""
    root, formats = bench.settings.raw, bench.extensions.formats_version
    found = {}
    for path in list_files(root):
        try:
            status = path.lstat()
        except FileNotFoundError:
            continue  # it went between listing and looking; the next run sees it as gone
        defaults = defaults_for(path, root)
        name = relative_name(path, root)
        found[name] = FoundFile(
            path=path,
            bytes=status.st_size if stat.S_ISREG(status.st_mode) else 0,
            mtime_ns=status.st_mtime_ns,
            ctime_ns=status.st_ctime_ns,
            reading_of=stable_id(VERSION, formats, msgspec.json.encode(defaults).decode()),
            defaults=defaults,
        )
    return found


def raw_changes(bench: Workbench) -> RawChanges:
    """Compare the drop folder with the last intake, by what the file system and the settings beside the files say."""
    now = {name: file.signature for name, file in scan(bench).items()}
    before = {row["path"]: _signature(row) for row in bench.store.read("intake_files").to_pylist()}
    return RawChanges(
        added=tuple(sorted(now.keys() - before.keys())),
        changed=tuple(sorted(path for path in now.keys() & before.keys() if now[path] != before[path])),
        vanished=tuple(sorted({*before, *_noted_files(bench)} - now.keys())),
    )


def _noted_files(bench: Workbench) -> set[str]:
    """Return the files that rows of tables stem from: after a killed intake, more than were noted as taken in."""
    ledger = bench.store.read("source_files", columns=["path", "status"]).to_pylist()
    articles = bench.store.read("source_articles", columns=["path"])
    return {*articles["path"].to_pylist(), *(row["path"] for row in ledger if row["status"] != "withdrawn")}


def current_articles(bench: Workbench) -> dict[str, CurrentArticle]:
    """Return the row that counts for each article id."""
    columns = ["article_id", "edition", "path", "record", "content_sha256", "published_order"]
    best: dict[str, tuple[tuple[str, str, int], CurrentArticle]] = {}
    for row in bench.store.read("source_articles", columns=columns).to_pylist():
        rank = (row.pop("published_order"), row["path"], row["record"])
        if row["article_id"] not in best or rank > best[row["article_id"]][0]:
            best[row["article_id"]] = (rank, CurrentArticle(**row))
    return {article_id: article for article_id, (_, article) in best.items()}


def edition_inputs(bench: Workbench) -> dict[str, str]:
    """Return, by edition, a hash of the articles that stand in it now."""
    members: dict[str, list[str]] = defaultdict(list)
    for article in current_articles(bench).values():
        members[article.edition].append(f"{article.article_id}:{article.content_sha256}:{article.path}")
    return {edition: stable_id(*sorted(parts)) for edition, parts in members.items()}


def run(bench: Workbench) -> StepResult:
    """Take in what is new, changed or gone in the drop folder.

    Returns counts of files by status and of files opened.
    """
    root = bench.settings.raw
    limits = Limits(max_file_bytes=bench.settings.max_file_bytes, max_expanded_bytes=bench.settings.max_expanded_bytes)
    found = scan(bench)
    known = {row["path"]: row for row in bench.store.read("intake_files").to_pylist()}
    ledger = {row["path"]: row for row in bench.store.read("source_files").to_pylist()}
    to_read = [name for name, file in found.items() if name not in known or _signature(known[name]) != file.signature]
    gone = sorted({*known, *_noted_files(bench)} - found.keys())
    if not to_read and not gone:
        return StepResult(rows={"source_files": len(ledger)}, counts={"files_read": 0}, is_skipped=True)

    readings: dict[str, FileReading] = {}

    def read(paths: Sequence[str]) -> None:
        for number, path in enumerate(paths):
            bench.progress("Files read", number, len(paths))
            file, formats = found[path], bench.extensions.formats
            readings[path] = read_file(file.path, root, limits, file.defaults, formats)
            bench.progress("Files read", number + 1, len(paths))

    read(sorted(to_read))
    files = {path: row for path, row in known.items() if path in found}
    for path, reading in readings.items():
        is_passing = any(reject.rule in PASSING for reject in reading.rejects)
        files[path] = {
            "path": path,
            "bytes": found[path].bytes,
            "mtime_ns": NEVER if is_passing else found[path].mtime_ns,
            "ctime_ns": found[path].ctime_ns,
            "sha256": reading.sha256,
            "reading_of": found[path].reading_of,
        }
    copy_of = _same_bytes(files)
    read(
        [
            path
            for path in sorted(files)
            if path not in readings and path not in copy_of and ledger[path]["status"] == "duplicate"
        ]
    )
    originals = {path: reading for path, reading in readings.items() if path not in copy_of}
    refused_dates = _store_articles(bench, originals, found, {*gone, *copy_of})

    for path, reading in readings.items():
        ledger[path] = _ledger_row(path, reading)
    for path in gone:
        if path in ledger:
            ledger[path] |= {"status": "withdrawn", "articles": 0, "reason": WITHDRAWN}
    _settle_duplicates(bench, ledger, files, copy_of)

    rejects = [
        reject
        for reject in _stored_rejects(bench)
        if reject.source_file not in readings and reject.source_file in found
    ]
    rejects += [
        Reject(stage="sources", rule=reject.rule, reason=reject.reason, source_file=path)
        for path, reading in sorted(readings.items())
        for reject in (*reading.rejects, *refused_dates.get(path, ()))
    ]
    rows = [ledger[path] for path in sorted(ledger)]
    rejects.sort(key=lambda reject: (reject.source_file or "", reject.rule))
    written = bench.write("source_files", rows, step=STEP)
    bench.write_rejects({STEP: [*rejects, *written.rejects]})
    bench.store.replace("intake_files", bench.table("intake_files", [files[path] for path in sorted(files)]))
    counts = {"files_read": len(readings), "files_gone": len(gone)}
    for status in ("parsed", "duplicate", "rejected", "withdrawn"):
        counts[f"files_{status}"] = sum(row["status"] == status for row in rows)
    return StepResult(rows={"source_files": len(rows)}, counts=counts)


def _same_bytes(files: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Map each file that repeats another, under the same source defaults, to the first of them in order of path."""
    first: dict[tuple[str, str], str] = {}
    copies = {}
    for path in sorted(files):
        if files[path]["sha256"] is None:
            continue
        key = (files[path]["sha256"], files[path]["reading_of"])
        if key in first:
            copies[path] = first[key]
        else:
            first[key] = path
    return copies


def _ledger_row(path: str, reading: FileReading) -> dict[str, Any]:
    reasons = "; ".join(reject.reason for reject in reading.rejects) or f"{path} holds no article."
    return {
        "path": path,
        "bytes": reading.bytes,
        "sha256": reading.sha256,
        "format": reading.format,
        "encoding": reading.encoding,
        "status": "parsed" if reading.articles else "rejected",
        "articles": len(reading.articles),
        "reason": None if reading.articles else reasons,
    }


def _store_articles(
    bench: Workbench, readings: Mapping[str, FileReading], found: Mapping[str, FoundFile], removed: set[str]
) -> dict[str, list[SourceReject]]:
    """Replace the articles of these files; return, by file, what was not believed in them."""
    rows = []
    refused: dict[str, list[SourceReject]] = defaultdict(list)
    for path, reading in sorted(readings.items()):
        defaults = found[path].defaults
        for source in reading.articles:
            article = parse_article(_with_defaults(source, defaults), defaults, path)
            refused[path] += article.rejects
            rows.append(_article_row(path, article))
    replaced = {*readings, *removed}
    old = bench.store.read("source_articles", columns=["path", "edition"]).to_pylist()
    editions = {row["edition"] for row in old if row["path"] in replaced} | {row["edition"] for row in rows}
    kept = bench.store.read("source_articles", partitions=sorted(editions)).to_pylist()
    rows += [row for row in kept if row["path"] not in replaced]
    rows.sort(key=lambda row: (row["edition"], row["path"], row["record"]))
    bench.store.replace("source_articles", bench.table("source_articles", rows), sorted(editions))
    return refused


def _with_defaults(source: SourceArticle, defaults: SourceDefaults) -> SourceArticle:
    """Fill in URL and outlet from what lies beside the file; for one domain, a name there wins over the page's."""
    is_same = source.outlet_domain is not None and source.outlet_domain == defaults.outlet_domain
    is_silent = source.outlet_name is None and source.outlet_domain is None
    return msgspec.structs.replace(
        source,
        url=source.url or defaults.url,
        outlet_name=defaults.outlet_name if is_same or is_silent else source.outlet_name,
        outlet_domain=defaults.outlet_domain if is_silent else source.outlet_domain,
    )


def _article_row(path: str, article: ParsedArticle) -> dict[str, Any]:
    identity = article.source.url or f"{path}#{article.source.record}"
    parsed_json = msgspec.json.encode(article)
    published = article.published_at_utc or article.published_on
    return {
        "edition": article.published_on.isoformat() if article.published_on else UNDATED,
        "article_id": stable_id("article", identity),
        "path": path,
        "record": article.source.record,
        "identity": identity,
        "published_order": published.isoformat() if published else "",
        "content_sha256": hashlib.sha256(parsed_json).hexdigest(),
        "outlet_name": article.source.outlet_name,
        "outlet_domain": article.source.outlet_domain,
        "parsed_json": parsed_json.decode(),
    }


def _settle_duplicates(
    bench: Workbench, ledger: dict[str, Any], files: Mapping[str, Any], copy_of: Mapping[str, str]
) -> None:
    """Mark files none of whose articles count: the same bytes, or the same URLs, stand in another file."""
    counted: dict[str, int] = defaultdict(int)
    winners = current_articles(bench)
    for article in winners.values():
        counted[article.path] += 1
    rows = bench.store.read("source_articles", columns=["path", "article_id"]).to_pylist()
    claimed = {row["path"]: row["article_id"] for row in rows}
    for path, row in ledger.items():
        if path not in files or row["status"] not in ("parsed", "duplicate"):
            continue
        row["articles"] = counted[path]
        row["status"] = "parsed" if counted[path] else "duplicate"
        if path in copy_of:
            row["reason"] = f"The same bytes stand in {copy_of[path]}."
        elif counted[path]:
            row["reason"] = None
        else:
            row["reason"] = f"The article of the same URL in {winners[claimed[path]].path} is newer."


def _signature(row: Mapping[str, Any]) -> tuple[int, int, int, str]:
    return row["bytes"], row["mtime_ns"], row["ctime_ns"], row["reading_of"]


def _stored_rejects(bench: Workbench) -> list[Reject]:
    rows = bench.store.read("rejects", partitions=[STEP]).to_pylist()
    names = ("stage", "rule", "reason", "table", "source_file", "row_json")
    return [Reject(**{name: row[name] for name in names}) for row in rows if row["table"] is None]
