"""The working tables: Delta Lake behind five verbs. Knows nothing of what the rows mean.

Readers of published data never come here; they read releases.
"""

import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.dataset as ds
from deltalake import DeltaTable, write_deltalake
from deltalake.exceptions import CommitFailedError, DeltaError, TableNotFoundError

from pipeline.ids import stable_id
from pipeline.tables.files import dataset_of, files_of
from pipeline.tables.followed import current
from pipeline.tables.location import Location, StorageError, plain_reason
from pipeline.tables.own_thread import in_own_thread

COMMIT_ATTEMPTS = 5
"""Two runs that write one table at once: the loser reads the table again and retries this often before it gives up."""

LOG_RETENTION = "interval 3650 days"
"""Old versions stay readable: releases and corrections refer to them. Vacuum, not the log's age, decides what goes."""

UPKEEP_OPERATIONS = frozenset({"OPTIMIZE", "VACUUM START", "VACUUM END"})
"""Commits that leave every row as it is."""

BATCH_ROWS = 8_192
"""Rows that ``batches`` has in hand at a time, unless told otherwise."""


class TableBusyError(RuntimeError):
    """Another run kept writing the same table."""


class TableDamagedError(RuntimeError):
    """A working table cannot be read."""


class TableStore:
    """Delta tables under one folder or URL, each with a fixed Arrow schema and at most one partition column."""

    def __init__(
        self,
        root: Path | str,
        schemas: Mapping[str, pa.Schema],
        partition_columns: Mapping[str, str],
        constraints: Mapping[str, Mapping[str, str]] | None = None,
    ) -> None:
        self.root = Location(str(root))
        self.schemas = schemas
        self.partition_columns = partition_columns
        self.constraints = constraints or {}

    def version(self, table: str) -> int | None:
        """Return the version that last changed the table, or null where it has never been written.

        Maintenance makes versions of its own, which hold the same rows; they are passed over, so that nothing is made
        anew because of it.
        """
        delta = self._open(table)
        return None if delta is None else _last_change(delta)

    def delta(self, table: str) -> DeltaTable | None:
        """Return the table as Delta has it, for maintenance and checks; null where it has never been written.

        Raises:
            TableDamagedError: the table's log is missing or unreadable.

        """
        return self._open(table)

    def read(
        self,
        table: str,
        *,
        partitions: Sequence[str] | None = None,
        columns: Sequence[str] | None = None,
        where: tuple[str, Collection[str]] | None = None,
        version: int | None = None,
    ) -> pa.Table:
        """Return rows of a table; an empty table where it has never been written.

        Args:
            table: its name.
            partitions: only rows whose partition column has one of these values.
            columns: only these columns.
            where: a column and the values of which rows have one; others are passed over while the files are read.
            version: an older version instead of the current one.

        Raises:
            TableDamagedError: files or log entries of the table are missing or unreadable.

        """
        schema = self.schemas[table]
        wanted = list(columns) if columns is not None else schema.names
        delta = self._open(table, version)
        filters: list[tuple[str, Collection[str]]] = []
        if partitions is not None:
            filters.append((self.partition_columns[table], partitions))
        if where is not None:
            filters.append(where)
        if delta is None or not all(values for _, values in filters):
            return pa.schema([schema.field(name) for name in wanted]).empty_table()
        chosen = None
        for column, values in filters:
            is_one = self._is_one_of(table, column, values)
            chosen = is_one if chosen is None else chosen & is_one
        try:
            return dataset_of(delta, self.root / table, schema).to_table(columns=wanted, filter=chosen)
        except (OSError, pa.ArrowException, DeltaError) as error:
            raise self._unreadable(table, error) from error

    def rows(self, table: str) -> int:
        """Return the number of rows of a table, as its log has it; 0 where it has never been written.

        Raises:
            TableDamagedError: as for ``read``.

        """
        delta = self._open(table)
        if delta is None:
            return 0
        counts: list[int | None] = pa.table(delta.get_add_actions(flatten=True))["num_records"].to_pylist()
        if None in counts:  # written by something that leaves the counts out
            return int(self.scan(table).count_rows())
        return sum(count or 0 for count in counts)

    def scan(self, table: str, *, version: int | None = None) -> ds.Dataset:
        """Return a table as an Arrow dataset, of which nothing is read until rows are asked for.

        It has the columns and types of the table's schema; those that it has gained since rows were written are null
        there. For tables that do not fit into memory; see also ``batches``.

        Raises:
            TableDamagedError: log entries of the table are missing or unreadable.

        """
        schema = self.schemas[table]
        delta = self._open(table, version)
        if delta is None:
            return ds.dataset(schema.empty_table())
        return dataset_of(delta, self.root / table, schema)

    def files(self, table: str, partitions: Collection[str]) -> dict[str, list[str]] | None:
        """Return the data files of some partitions, for who reads them without Arrow; see ``scan``.

        They hold every column but that of the partition, as it was when they were written.

        Returns:
            Paths by partition, of those that have any; null where they are not plain files of this machine.

        Raises:
            TableDamagedError: log entries of the table are missing or unreadable.

        """
        delta = self._open(table)
        if delta is None:
            return {}
        return files_of(delta, self.root / table, self.partition_columns[table], partitions)

    def batches(
        self,
        table: str,
        *,
        columns: Sequence[str] | None = None,
        where: tuple[str, Collection[str]] | None = None,
        batch_rows: int = BATCH_ROWS,
        version: int | None = None,
    ) -> Iterator[pa.RecordBatch]:
        """Yield the rows of a table in batches, reading little ahead, so that memory does not grow with the table.

        Args:
            table: its name.
            columns: only these columns.
            where: a column and the values of which rows have one, as for ``read``.
            batch_rows: rows in a batch, at most.
            version: an older version instead of the current one.

        Raises:
            TableDamagedError: as for ``read``.

        """
        wanted = list(columns) if columns is not None else self.schemas[table].names
        chosen = None if where is None else self._is_one_of(table, *where)
        found = self.scan(table, version=version)
        try:
            yield from found.to_batches(
                columns=wanted, filter=chosen, batch_size=batch_rows, batch_readahead=1, fragment_readahead=1
            )
        except (OSError, pa.ArrowException) as error:
            raise self._unreadable(table, error) from error

    def _is_one_of(self, table: str, column: str, values: Collection[str]) -> ds.Expression:
        kind = self.schemas[table].field(column).type  # of no value at all, Arrow cannot tell it
        return ds.field(column).isin(pa.array(sorted(values), kind))

    def replace(
        self,
        table: str,
        rows: pa.Table,
        partitions: Sequence[str] | None = None,
        only: Mapping[str, Collection[str]] | None = None,
    ) -> int:
        """Replace the rows of some partitions, or of the whole table, in one commit; return the new version.

        Writing the same rows again gives the same table. Rows outside of what is replaced are refused.

        Args:
            table: its name.
            rows: what stands there afterwards.
            partitions: which partitions; null for the whole table.
            only: columns and values; of the partitions, only rows that have one of the values in each of these columns
                are replaced. Files without such rows are not written again.

        Raises:
            TableBusyError: another run kept winning the race for the same rows.
            ValueError: a row lies outside the named partitions, or breaks the table's schema.

        """
        if partitions is not None and not partitions:
            return self.version(table) or 0
        ordered = rows.select(self.schemas[table].names).cast(self.schemas[table])
        return self._commit(table, lambda: ordered, self._predicate(table, partitions, only))

    def replace_batches(
        self,
        table: str,
        batches: Callable[[], Iterator[pa.RecordBatch]],
        partitions: Sequence[str] | None = None,
        only: Mapping[str, Collection[str]] | None = None,
    ) -> int:
        """Replace rows as ``replace`` does, without holding them all in memory; return the new version.

        Args:
            table: its name.
            batches: yields the rows, in the table's own schema; called again where the commit must be tried again.
            partitions: as for ``replace``.
            only: as for ``replace``.

        """
        if partitions is not None and not partitions:
            return self.version(table) or 0
        return self._commit_batches(table, batches, self._predicate(table, partitions, only))

    def _predicate(
        self, table: str, partitions: Sequence[str] | None, only: Mapping[str, Collection[str]] | None
    ) -> str | None:
        chosen = {} if partitions is None else {self.partition_columns[table]: partitions}
        conditions = [
            f"{column} IN ({', '.join(_literal(value) for value in sorted(set(values)))})"
            for column, values in {**chosen, **(only or {})}.items()
        ]
        return " AND ".join(conditions) or None

    def append(self, table: str, rows: pa.Table) -> int:
        """Add rows in one commit; return the new version."""
        ordered = rows.select(self.schemas[table].names).cast(self.schemas[table])
        return self._commit(table, lambda: ordered, None, is_append=True)

    def append_batches(self, table: str, batches: Callable[[], Iterator[pa.RecordBatch]]) -> int:
        """Add rows in one commit without holding them all in memory; return the new version.

        Args:
            table: its name.
            batches: yields the rows, in the table's own schema; called again where the commit must be tried again.

        """
        return self._commit_batches(table, batches, None, is_append=True)

    def _commit_batches(
        self,
        table: str,
        batches: Callable[[], Iterator[pa.RecordBatch]],
        predicate: str | None,
        *,
        is_append: bool = False,
    ) -> int:
        schema = self.schemas[table]
        errors: list[Exception] = []

        def made() -> Iterator[pa.RecordBatch]:
            try:
                yield from in_own_thread(batches)
            except Exception as error:
                errors.append(error)
                raise

        def rows() -> pa.RecordBatchReader:
            errors.clear()
            return pa.RecordBatchReader.from_batches(schema, made())

        try:
            return self._commit(table, rows, predicate, is_append=is_append)
        except Exception as error:
            if errors:  # Delta passes on its message alone
                raise errors[0] from error
            raise

    def _commit(
        self,
        table: str,
        rows: Callable[[], pa.Table | pa.RecordBatchReader],
        predicate: str | None,
        *,
        is_append: bool = False,
    ) -> int:
        def write() -> int:
            target = self._open(table) or self._create(table)
            self._drop_old_constraints(target, table)
            if is_append:
                write_deltalake(target, rows(), mode="append", schema_mode="merge")
            else:
                write_deltalake(target, rows(), mode="overwrite", predicate=predicate, schema_mode="merge")
            written = self._open(table)
            assert written is not None
            self._add_new_constraints(written, table)
            return written.version()

        try:
            return _retried(write, table)
        except OSError as error:
            if not self.root.is_remote:
                raise
            raise StorageError(self.root / table, error) from error

    def _create(self, table: str) -> DeltaTable:
        column = self.partition_columns.get(table)
        return DeltaTable.create(
            str(self.root / table),
            schema=self.schemas[table],
            mode="ignore",
            partition_by=[column] if column else None,
            configuration={"delta.logRetentionDuration": LOG_RETENTION},
        )

    def _drop_old_constraints(self, delta: DeltaTable, table: str) -> None:
        """Let go of checks that the contract no longer has, before rows of the new contract are written."""
        for name in sorted(_stored_constraints(delta) - self._constraints(table).keys()):
            delta.alter.drop_constraint(name)

    def _add_new_constraints(self, delta: DeltaTable, table: str) -> None:
        """Let Delta itself check what the contract has gained, after rows of the old contract were replaced."""
        stored = _stored_constraints(delta)
        missing = {name: rule for name, rule in self._constraints(table).items() if name not in stored}
        if missing:
            delta.alter.add_constraint(missing)

    def _constraints(self, table: str) -> dict[str, str]:
        return {f"{name}_{stable_id(rule)}": rule for name, rule in self.constraints.get(table, {}).items()}

    def _open(self, table: str, version: int | None = None) -> DeltaTable | None:
        place = self.root / table
        try:
            return current(place) if version is None else DeltaTable(place.uri, version=version)
        except TableNotFoundError:
            pass  # nothing was committed yet, or what was is lost
        except (DeltaError, OSError, ValueError) as error:
            raise self._unreadable(table, error) from error
        if self._holds_rows(place):
            raise TableDamagedError(self._damage(table, "there are data files, but no log that lists them"))
        return None

    def _holds_rows(self, place: Location) -> bool:
        try:
            return place.holds_any(".parquet")
        except OSError as error:
            raise StorageError(place, error) from error

    def _unreadable(self, table: str, error: Exception) -> Exception:
        """Tell a table that is damaged from a store that is out of reach, which deleting anything would not mend."""
        is_missing = isinstance(error, FileNotFoundError) or "404" in str(error) or "NotFound" in str(error)
        if self.root.is_remote and isinstance(error, OSError) and not is_missing:
            return StorageError(self.root / table, error)
        return TableDamagedError(self._damage(table, plain_reason(error)))

    def _damage(self, table: str, reason: str) -> str:
        kind = "everything below" if self.root.is_remote else "the folder"
        mend = "" if self.root.is_remote else "`copydesk doctor --mend` makes it anew from what is whole. "
        return (
            f"The working table {table} in {self.root} cannot be read ({reason}). {mend}"
            f"Delete {kind} {self.root} and run again: all tables are made anew from the raw files. "
            "Releases are not touched."
        )


def _last_change(delta: DeltaTable) -> int:
    newest, looked_at = delta.version(), 1
    while True:
        entries = delta.history(looked_at)
        changes = [entry["version"] for entry in entries if entry["operation"] not in UPKEEP_OPERATIONS]
        if changes or len(entries) < looked_at:
            return int(max(changes, default=newest))
        looked_at *= 4


def _stored_constraints(delta: DeltaTable) -> set[str]:
    prefix = "delta.constraints."
    return {key.removeprefix(prefix) for key in delta.metadata().configuration if key.startswith(prefix)}


def _retried(write: Callable[[], int], table: str) -> int:
    for attempt in range(1, COMMIT_ATTEMPTS + 1):
        try:
            return write()
        except CommitFailedError as error:
            if attempt == COMMIT_ATTEMPTS:
                raise TableBusyError(
                    f"Another run is writing the table {table}. Wait until it has ended, then run again."
                ) from error
            time.sleep(0.2 * attempt)
    raise AssertionError


def _literal(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
