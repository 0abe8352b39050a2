"""The user's own formats, tables and checks: a folder that the setting ``extensions`` names.

It holds ``formats/NAME.py``, ``schemas/NAME.odcs.yaml`` each with ``tables/NAME.py``, and ``checks/TABLE.NAME.sql``;
``docs/extending.md`` shows one of each. Its Python runs with the rights of the pipeline, so only a folder that the
settings name is ever loaded, and never one inside of the drop folder (``pipeline.settings`` refuses that).
"""

import hashlib
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

from pipeline.contracts import Contract, TableRule, load_contracts
from pipeline.ids import stable_id
from pipeline.sources.format import Format

Rows = Iterable[Mapping[str, Any]]

PATTERNS = ("formats/*.py", "schemas/*.odcs.yaml", "tables/*.py", "checks/*.sql")


class ExtensionError(ValueError):
    """A file of the extensions folder cannot be used; the message names it and what is wrong there."""


@dataclass(frozen=True)
class OwnTable:
    """A table of the user's: which tables it reads, and the function that makes its rows of a workbench."""

    name: str
    reads: tuple[str, ...]
    rows: Callable[[Any], Rows]
    version: str
    """A hash of the file that makes the rows."""


@dataclass(frozen=True)
class Extensions:
    """All contracts, the project's and the user's, and what the user added beside them."""

    contracts: Mapping[str, Contract]
    formats: tuple[Format, ...] = ()
    tables: tuple[OwnTable, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    """Path in the folder to sha256, of every file that is used."""

    @property
    def version(self) -> str:
        """A hash of all files."""
        return stable_id(*(f"{name}={sha256}" for name, sha256 in self.files.items())) if self.files else ""

    @property
    def formats_version(self) -> str:
        """A hash of the formats alone: where it changes, files are read again."""
        mine = [f"{name}={sha256}" for name, sha256 in self.files.items() if name.startswith("formats/")]
        return stable_id(*mine) if mine else ""


def load_extensions(folder: Path | None) -> Extensions:
    """Return what a folder adds to the project; null adds nothing.

    Raises:
        ExtensionError: a file there is not what it should be.
        ContractError: a contract there, or of the project, cannot be used.

    """
    if folder is None:
        return Extensions(contracts=load_contracts())
    if not folder.is_dir():
        raise ExtensionError(f"The folder {folder} of the setting extensions does not exist.")
    used = sorted(path for pattern in PATTERNS for path in folder.glob(pattern))
    return _load(folder, tuple((path.relative_to(folder).as_posix(), _sha256(path)) for path in used))


@lru_cache(maxsize=8)
def _load(folder: Path, files: tuple[tuple[str, str], ...]) -> Extensions:
    """Load a folder whose files have these hashes; once for each content, since every asset asks."""
    contracts = load_contracts(also=folder / "schemas")
    own = {name.removeprefix("schemas/").removesuffix(".odcs.yaml") for name, _ in files if name.startswith("schemas/")}
    for name in own:
        _check_own_contract(contracts[name])
    tables = tuple(_table(folder / name, sha256) for name, sha256 in files if name.startswith("tables/"))
    without = sorted(own ^ {table.name for table in tables})
    if without:
        raise ExtensionError(
            f"{folder}: {', '.join(without)} needs both schemas/NAME.odcs.yaml and tables/NAME.py; one is missing."
        )
    for table in tables:
        if unknown := sorted(set(table.reads) - contracts.keys()):
            raise ExtensionError(f"{folder}/tables/{table.name}.py: READS names no table: {', '.join(unknown)}.")
    return Extensions(
        contracts=_with_checks(contracts, [folder / name for name, _ in files if name.startswith("checks/")]),
        formats=tuple(_format(folder / name, sha256) for name, sha256 in files if name.startswith("formats/")),
        tables=tables,
        files=dict(files),
    )


def _format(path: Path, sha256: str) -> Format:
    found = getattr(_module(path, sha256), "FORMAT", None)
    if not all(hasattr(found, name) for name in ("name", "detects", "read")):
        raise ExtensionError(f"{path}: there is no FORMAT with name, detects and read.")
    return found  # type: ignore[return-value] # it has what the protocol asks for


def _table(path: Path, sha256: str) -> OwnTable:
    module = _module(path, sha256)
    reads, rows = getattr(module, "READS", None), getattr(module, "rows", None)
    if not isinstance(reads, tuple | list) or not callable(rows):
        raise ExtensionError(f"{path}: there must be READS, a tuple of table names, and a function rows(bench).")
    return OwnTable(name=path.stem, reads=tuple(reads), rows=rows, version=sha256[:16])


def _check_own_contract(contract: Contract) -> None:
    released = [column.name for column in contract.columns_at("published") if column.stage == "release"]
    if released != ["release_id"]:
        raise ExtensionError(f"{contract.path}: copy the column release_id from schemas/outlets.odcs.yaml.")
    if contract.partitioned_by or any(column.stage == "link" for column in contract.columns):
        raise ExtensionError(f"{contract.path}: own tables have neither partitions nor columns of stage link.")


def _with_checks(contracts: Mapping[str, Contract], files: Iterable[Path]) -> dict[str, Contract]:
    """Add each query to the table rules of its contract; comment lines at its top say what it checks."""
    added = dict(contracts)
    for path in files:
        table, _, name = path.stem.partition(".")
        if table not in contracts or not name:
            raise ExtensionError(f"{path}: call it TABLE.NAME.sql, with the name of a table that has a contract.")
        lines = path.read_text(encoding="utf-8").splitlines()
        words = " ".join(line.removeprefix("--").strip() for line in lines if line.startswith("--"))
        query = "\n".join(line for line in lines if not line.startswith("--")).strip().rstrip(";")
        rule = TableRule(name=name, query=query, description=words or name.replace("_", " "))
        added[table] = replace(added[table], table_rules=(*added[table].table_rules, rule))
    return added


def _module(path: Path, sha256: str) -> ModuleType:
    """Import a file under a name of its own."""
    name = f"copydesk_extensions_{path.parent.name}_{path.stem}_{sha256[:8]}"
    spec = spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        del sys.modules[name]
        raise ExtensionError(f"{path} cannot be loaded: {type(error).__name__}: {error}") from error
    return module


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
