"""Editions: the publication days that have articles, and ``undated``; added as articles arrive."""

from collections.abc import Iterable, Sequence

import dagster as dg
from dagster import DagsterInstance

EDITIONS = dg.DynamicPartitionsDefinition(name="editions")

RANGE_START = "dagster/asset_partition_range_start"
RANGE_END = "dagster/asset_partition_range_end"


def register_editions(instance: DagsterInstance, editions: Iterable[str]) -> list[str]:
    """Add editions that Dagster does not know yet, oldest first; return the new ones."""
    known = set(instance.get_dynamic_partitions(EDITIONS.name or ""))
    new = sorted(set(editions) - known)
    if new:
        instance.add_dynamic_partitions(EDITIONS.name or "", new)
    return new


def range_tags(instance: DagsterInstance, editions: Sequence[str]) -> dict[str, str]:
    """Return the run tags of the shortest range of known editions that covers these.

    Editions inside the range that are up to date are passed over by the assets themselves.
    """
    known = instance.get_dynamic_partitions(EDITIONS.name or "")
    places = sorted(known.index(edition) for edition in editions)
    return {RANGE_START: known[places[0]], RANGE_END: known[places[-1]]}
