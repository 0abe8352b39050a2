"""An index in a folder, with the paragraphs that it was given, for tests: what the step does without its tables."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa

from pipeline.copies.passages import find_passages
from pipeline.copies.records import CopyInput
from pipeline.copyindex.distinct import Paragraphs
from pipeline.copyindex.passages import PassageTables, passage_tables
from pipeline.copyindex.tools import Tools
from pipeline.copyindex.update import commit, open_index, update_index
from pipeline.engine.chunks import Runner
from pipeline.engine.local import LocalRunner
from pipeline.engine.work import WorkFolder

BATCH = pa.schema([("paragraph_id", pa.string()), ("is_furniture", pa.bool_()), ("text", pa.string())])

Found = tuple[list[tuple[object, ...]], ...]


class StoredCopies:
    """Paragraphs and their index, which is opened anew for each update."""

    def __init__(self, root: Path, threshold: float = 0.65, workers: int = 1, runner: Runner | None = None) -> None:
        self.root, self.threshold = root, threshold
        self.runner = runner or LocalRunner(workers)
        self.paragraphs: dict[str, CopyInput] = {}
        self.counts: dict[str, int] = {}

    @property
    def folder(self) -> Path:
        return self.root / "index"

    def tools(self) -> Tools:
        work = WorkFolder(self.root / "work", "copies", "inputs")
        return Tools(work, lambda _: self.runner, threads=1, progress=lambda *_: None)

    def update(self, added: Iterable[CopyInput] = (), removed: Iterable[str] = ()) -> Found:
        """Update the index, and return what is published."""
        for name in removed:
            del self.paragraphs[name]
        self.paragraphs |= {one.paragraph_id: one for one in added}
        state = open_index(self.folder, self.threshold)
        known = set(state.members["paragraph_id"].to_pylist())
        gone = sorted({*removed, *(known - self.paragraphs.keys())} & known)
        new = [one for name, one in self.paragraphs.items() if name not in known or name in gone]

        def batches() -> Iterator[pa.RecordBatch]:
            rows = [{"paragraph_id": one.paragraph_id, "is_furniture": False, "text": one.text} for one in new]
            yield pa.RecordBatch.from_pylist(rows, schema=BATCH)

        paragraphs = Paragraphs(batches, pa.array(gone, pa.string()), self._texts)
        tools = self.tools()
        update = update_index(state, paragraphs, self.threshold, tools)
        self.counts = update.counts
        tables = passage_tables(update, self._placed(update.members))
        commit(update, tables.origins, self.threshold, tools)
        return rows_of(tables)

    def anew(self) -> Found:
        """Return what is published of the same paragraphs when they are compared all with all."""
        copies = find_passages(list(self.paragraphs.values()), self.threshold)
        return (
            sorted((m.paragraph_id, m.passage_id, m.similarity, m.is_origin) for m in copies.memberships),
            sorted((p.passage_id, p.paragraphs, p.articles, p.outlets) for p in copies.passages),
            sorted((k.passage_id, k.other_passage_id, k.kind, k.similarity, k.difference or "") for k in copies.links),
        )

    def _texts(self, ids: pa.Array) -> pa.Table:
        names = ids.to_pylist()
        return pa.table({"paragraph_id": names, "text": [self.paragraphs[name].text for name in names]})

    def _placed(self, members: pa.Table) -> pa.Table:
        rows = dict(zip(members["paragraph_id"].to_pylist(), members["row"].to_pylist(), strict=True))
        order = [m.paragraph_id for m in sorted(self.paragraphs.values(), key=_time)]
        codes: dict[str | None, int] = {}
        found = [self.paragraphs[name] for name in order]
        return pa.table(
            {
                "paragraph_id": pa.array(order, pa.string()),
                "row": pa.array([rows[name] for name in order], pa.int64()),
                "article": pa.array([codes.setdefault(one.article_id, len(codes)) for one in found], pa.int32()),
                "outlet": pa.array(
                    [one.outlet_id and codes.setdefault(one.outlet_id, len(codes)) for one in found], pa.int32()
                ),
            }
        )


def rows_of(tables: PassageTables) -> Found:
    """Return the rows of the tables, in order."""
    return (
        sorted(tuple(row.values()) for row in tables.members.to_pylist()),
        sorted(tuple(row.values()) for row in tables.passages.to_pylist()),
        sorted(tuple(value or "" for value in row.values()) for row in tables.links.to_pylist()),
    )


def files_of(folder: Path) -> dict[str, bytes]:
    """Return all files below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _time(one: CopyInput) -> tuple[object, ...]:
    day = one.published_on
    return day is None, str(day), one.article_id, one.position, one.paragraph_id
