"""Dagster's own SQLite event log, which stores the events of many editions in one transaction a file, not three each.

The files are Dagster's, in its own layout: `dagster dev` and the UI read and write them with the storage that Dagster
brings. This is the one place that imports Dagster's insides: it has no public name for its storages.
"""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import dagster as dg
from dagster._core.instance import InstanceRef
from dagster._core.storage.event_log import SqliteEventLogStorage
from dagster._core.storage.event_log.schema import SqlEventLogStorageTable
from dagster._core.storage.sqlite_storage import DagsterSqliteStorage
from dagster._serdes import ConfigurableClassData

BATCH_SIZE = "DAGSTER_EVENT_BATCH_SIZE"
"""How many events Dagster hands over together; unless it is set, one by one."""

EVENTS_AT_ONCE = 1_000
"""SQLite takes 32,766 values in a statement; an event has seven."""

TOGETHER = frozenset({dg.DagsterEventType.ASSET_MATERIALIZATION, dg.DagsterEventType.ASSET_MATERIALIZATION_PLANNED})
"""Events of one asset and one edition each, of which a run over many editions has most."""


class BatchedEventLog(SqliteEventLogStorage):
    """Dagster's SQLite event log; events that come together are written together."""

    @classmethod
    def from_config_value(cls, inst_data: ConfigurableClassData | None, config_value: Any) -> "BatchedEventLog":
        """Return the log that Dagster's settings describe."""
        return cls(inst_data=inst_data, **config_value)

    def store_event_batch(self, events: Sequence[dg.EventLogEntry]) -> None:
        """Store events as ``store_event`` does: in the file of their run, and in the index of all runs."""
        together = [event for event in events if event.dagster_event_type in TOGETHER]
        for run_id in dict.fromkeys(event.run_id for event in together):
            self._store_together(run_id, [event for event in together if event.run_id == run_id])
        for event in events:
            if event.dagster_event_type not in TOGETHER:
                self.store_event(event)

    def _store_together(self, run_id: str, events: Sequence[dg.EventLogEntry]) -> None:
        insert = self.prepare_insert_event_batch(events)
        with self.run_connection(run_id) as connection:
            connection.execute(insert)
        with self.index_transaction() as connection:
            rows = connection.execute(insert.returning(SqlEventLogStorageTable.c.id)).fetchall()
            event_ids = sorted(row[0] for row in rows)  # given in the order of the events, returned in any
            self._store_asset_event_tags(connection, events, event_ids)
            last = {event.get_dagster_event().asset_key: place for place, event in enumerate(events)}
            for place in last.values():
                self._store_asset_event(connection, events[place], event_ids[place])


def open_events(home: Path) -> dg.DagsterInstance:
    """Open Dagster's storage in a folder that has a ``dagster.yaml``; SQLite, if that names no other, with this log.

    Dagster is told to hand over events in batches, unless the environment says how many already.
    """
    os.environ.setdefault(BATCH_SIZE, str(EVENTS_AT_ONCE))
    ref = InstanceRef.from_dir(str(home))
    log = ref.event_storage_data
    storage = ref.storage_data
    if log is not None and storage is not None and storage.class_name == DagsterSqliteStorage.__name__:
        own = ConfigurableClassData(__name__, BatchedEventLog.__name__, log.config_yaml)
        ref = ref._replace(storage_data=None, event_storage_data=own)
    return dg.DagsterInstance.from_ref(ref)
