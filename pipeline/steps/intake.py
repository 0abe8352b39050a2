"""raw/ -> source_files and the parsed articles behind them; which editions changed.

Only files that are new or changed are opened. Where one identity stands in several files, the article published last
counts (ties: the last path in order), so the result does not depend on the order of arrival.
"""

import hashlib
import os
import stat
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.articles import parse_article
from pipeline.ids import stable_id
from pipeline.records import ParsedArticle, SourceArticle, SourceReject
from pipeline.sources import Limits, SourceDefaults, defaults_for, list_files, read_file, relative_name
from pipeline.steps.source_rows import CURRENT, source_rows, source_tables
from pipeline.steps.workbench import Reject, StepResult, Workbench
from pipeline.tables.spool import Spool
from pipeline.tables.sql import batches_of, bounded_connection, even_tables, streamed

STEP = "intake"
VERSION = "1"
UNDATED = "undated"
PASSING = frozenset({"vanished", "changed_while_read"})
"""Rules of files that were caught at a bad moment: they are read again at the next run, whatever they look like."""
NEVER = -1
CHARS_AT_ONCE = 8_000_000
"""Articles read are in memory up to this many characters."""

ARTICLES_A_COMMIT = 5_000
"""Delta holds what it commits; in order of editions, a commit has few of them."""

FILES_NAMED = 1_000
"""Delta's log keeps the name of each file whose articles are taken out one by one."""

WITHDRAWN = "The file is no longer in the drop folder."


_FILE_STANDING = f"""
    WITH current AS ({CURRENT}),
    counted AS (SELECT path, count(*) AS articles FROM current GROUP BY path),
    claimed AS (SELECT path, arg_max(article_id, record) AS article_id FROM source_articles GROUP BY path)
    SELECT f.path, coalesce(n.articles, 0), w.path
    FROM claimed f LEFT JOIN counted n ON f.path = n.path JOIN current w ON f.article_id = w.article_id"""  # noqa: S608  as above
"""For each file how many of its articles count, and which file has the one that counts for the last of them."""


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file in the drop folder as it is now, unopened. Times are in nanoseconds.

    ``reading_of`` stands for what else its reading depends on: the settings beside it, our version, own formats.
    """

    path: str
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
    folders: dict[str, SourceDefaults] = {}
    readings: dict[SourceDefaults, str] = {}
    found = {}
    for path in list_files(root):
        try:
            status = os.lstat(path)
        except FileNotFoundError:
            continue  # it went between listing and looking; the next run sees it as gone
        defaults = defaults_for(path, root, folders)
        if defaults not in readings:
            readings[defaults] = stable_id(VERSION, formats, msgspec.json.encode(defaults).decode())
        name = relative_name(path, root)
        found[name] = FoundFile(
            path=path,
            bytes=status.st_size if stat.S_ISREG(status.st_mode) else 0,
            mtime_ns=status.st_mtime_ns,
            ctime_ns=status.st_ctime_ns,
            reading_of=readings[defaults],
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
    ledger = bench.store.read("source_files", columns=["path", "status"])
    standing = ledger.filter(pc.not_equal(ledger["status"], "withdrawn"))
    return {*pc.unique(source_rows(bench)["path"]).to_pylist(), *standing["path"].to_pylist()}


@dataclass(frozen=True)
class Taken:
    """What became of a file that was read, without its articles."""

    bytes: int
    sha256: str | None
    format: str | None
    encoding: str | None
    articles: int
    rejects: tuple[SourceReject, ...]


def run(bench: Workbench) -> StepResult:
    """Take in what is new, changed or gone in the drop folder.

    Returns counts of files by status and of files opened.
    """
    found = scan(bench)
    known = {row["path"]: row for row in bench.store.read("intake_files").to_pylist()}
    to_read = [name for name, file in found.items() if name not in known or _signature(known[name]) != file.signature]
    gone = sorted({*known, *_noted_files(bench)} - found.keys())
    if not to_read and not gone:
        return StepResult(
            rows={"source_files": bench.store.rows("source_files")}, counts={"files_read": 0}, is_skipped=True
        )

    ledger = {row["path"]: row for row in bench.store.read("source_files").to_pylist()}
    taken: dict[str, Taken] = {}
    with TemporaryDirectory(prefix="copydesk-") as folder:
        articles = Spool(Path(folder), "source_articles", bench.store.schemas["source_articles"])
        taken.update(_read(bench, sorted(to_read), found, articles))
        files = {path: row for path, row in known.items() if path in found}
        for path, file in taken.items():
            is_passing = any(reject.rule in PASSING for reject in file.rejects)
            files[path] = {
                "path": path,
                "bytes": found[path].bytes,
                "mtime_ns": NEVER if is_passing else found[path].mtime_ns,
                "ctime_ns": found[path].ctime_ns,
                "sha256": file.sha256,
                "reading_of": found[path].reading_of,
            }
        copy_of = _same_bytes(files)
        alone_now = [
            path
            for path in sorted(files)
            if path not in taken and path not in copy_of and ledger[path]["status"] == "duplicate"
        ]
        taken.update(_read(bench, alone_now, found, articles))
        _store_articles(bench, articles, taken.keys() - copy_of.keys(), {*gone, *copy_of})

    for path, file in taken.items():
        ledger[path] = _ledger_row(path, file)
    for path in gone:
        if path in ledger:
            ledger[path] |= {"status": "withdrawn", "articles": 0, "reason": WITHDRAWN}
    _settle_duplicates(bench, ledger, files, copy_of)

    rejects = [
        reject for reject in _stored_rejects(bench) if reject.source_file not in taken and reject.source_file in found
    ]
    rejects += [
        Reject(stage="sources", rule=reject.rule, reason=reject.reason, source_file=path)
        for path, file in sorted(taken.items())
        for reject in file.rejects
    ]
    rows = [ledger[path] for path in sorted(ledger)]
    rejects.sort(key=lambda reject: (reject.source_file or "", reject.rule))
    written = bench.write("source_files", rows, step=STEP)
    bench.write_rejects({STEP: [*rejects, *written.rejects]})
    bench.store.replace("intake_files", bench.table("intake_files", [files[path] for path in sorted(files)]))
    counts = {"files_read": len(taken), "files_gone": len(gone)}
    for status in ("parsed", "duplicate", "rejected", "withdrawn"):
        counts[f"files_{status}"] = sum(row["status"] == status for row in rows)
    return StepResult(rows={"source_files": len(rows)}, counts=counts)


def _read(
    bench: Workbench, paths: Sequence[str], found: Mapping[str, FoundFile], articles: Spool
) -> Iterator[tuple[str, Taken]]:
    """Read files, a few at a time, and put their articles by; yield what became of each file."""
    root = bench.settings.raw
    limits = Limits(max_file_bytes=bench.settings.max_file_bytes, max_expanded_bytes=bench.settings.max_expanded_bytes)
    rows: list[dict[str, Any]] = []
    chars = 0
    for number, path in enumerate(paths):
        bench.progress("Files read", number, len(paths))
        file = found[path]
        reading = read_file(Path(file.path), root, limits, file.defaults, bench.extensions.formats)
        rejects = list(reading.rejects)
        for source in reading.articles:
            article = parse_article(_with_defaults(source, file.defaults), file.defaults, path)
            rejects += article.rejects
            rows.append(_article_row(path, article))
            chars += len(rows[-1]["parsed_json"])
            if chars >= CHARS_AT_ONCE:
                articles.add(bench.table("source_articles", rows))
                rows, chars = [], 0
        yield (
            path,
            Taken(
                bytes=reading.bytes,
                sha256=reading.sha256,
                format=reading.format,
                encoding=reading.encoding,
                articles=len(reading.articles),
                rejects=tuple(rejects),
            ),
        )
        bench.progress("Files read", number + 1, len(paths))
    articles.add(bench.table("source_articles", rows))


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


def _ledger_row(path: str, file: Taken) -> dict[str, Any]:
    reasons = "; ".join(reject.reason for reject in file.rejects) or f"{path} holds no article."
    return {
        "path": path,
        "bytes": file.bytes,
        "sha256": file.sha256,
        "format": file.format,
        "encoding": file.encoding,
        "status": "parsed" if file.articles else "rejected",
        "articles": file.articles,
        "reason": None if file.articles else reasons,
    }


def _store_articles(bench: Workbench, articles: Spool, files: Set[str], removed: Set[str]) -> None:
    """Replace the articles of these files by those put by, and take out those of ``removed``.

    Where this is cut short, the files are not noted as taken in, and the next run reads and replaces them again.
    """
    replaced = pa.array(sorted(files | removed), pa.string())
    own = pa.array(sorted(files), pa.string())
    before = source_rows(bench)
    before = before.filter(pc.is_in(before["path"], value_set=replaced))
    stale, paths = (sorted(set(before[name].to_pylist())) for name in ("edition", "path"))

    def staying() -> Iterator[pa.RecordBatch]:
        # Few rows at a time: each has the whole text of an article.
        for batch in bench.store.batches("source_articles", where=("edition", stale), batch_rows=1_000):
            yield batch.filter(pc.invert(pc.is_in(batch["path"], value_set=replaced)))

    def put_by() -> Iterator[pa.RecordBatch]:
        for batch in articles.batches():
            yield batch.filter(pc.is_in(batch["path"], value_set=own))

    if len(paths) <= FILES_NAMED:
        bench.store.replace("source_articles", articles.schema.empty_table(), stale, {"path": paths})
    else:
        bench.store.replace_batches("source_articles", staying, stale)
    with bounded_connection() as connection, streamed(connection, {"put_by": (articles.schema, put_by)}):
        in_order = batches_of(connection, "SELECT * FROM put_by ORDER BY edition, path, record", 1_000)
        for rows in even_tables(in_order, ARTICLES_A_COMMIT):
            bench.store.append("source_articles", rows)


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
    with source_tables(bench) as connection:
        standing = {path: (count, other) for path, count, other in connection.sql(_FILE_STANDING).fetchall()}
    for path, row in ledger.items():
        if path not in files or row["status"] not in {"parsed", "duplicate"}:
            continue
        count, other = standing.get(path, (0, None))
        row["articles"] = count
        row["status"] = "parsed" if count else "duplicate"
        if path in copy_of:
            row["reason"] = f"The same bytes stand in {copy_of[path]}."
        elif count:
            row["reason"] = None
        else:
            row["reason"] = f"The article of the same URL in {other} is newer."


def _signature(row: Mapping[str, Any]) -> tuple[int, int, int, str]:
    return row["bytes"], row["mtime_ns"], row["ctime_ns"], row["reading_of"]


def _stored_rejects(bench: Workbench) -> list[Reject]:
    rows = bench.store.read("rejects", partitions=[STEP]).to_pylist()
    names = ("stage", "rule", "reason", "table", "source_file", "row_json")
    return [Reject(**{name: row[name] for name in names}) for row in rows if row["table"] is None]
