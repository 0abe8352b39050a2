"""Everything that is looked at, in order; and mending what can be mended."""

from collections.abc import Iterator

import msgspec

from pipeline.release.folders import clear_unfinished, latest_release
from pipeline.settings import Settings
from pipeline.steps.workbench import Workbench
from pipeline.upkeep.check_releases import check_leftovers, check_releases
from pipeline.upkeep.check_setup import check_dagster_home, check_disk, check_settings
from pipeline.upkeep.check_tables import check_copy_index, check_readings, check_tables
from pipeline.upkeep.finding import Finding
from pipeline.upkeep.rebuild import forget_steps, rebuild_index, rebuild_latest, rebuild_tables, relink_latest


def examine(bench: Workbench, *, deep: bool, is_quiet: bool) -> list[Finding]:
    """Return all that is wrong with an output folder, and advice.

    Args:
        bench: the output folder.
        deep: also read every row and compare every hash.
        is_quiet: no run is at work, so what looks unfinished is left over.

    """
    settings = bench.settings
    found = [*check_settings(settings), *check_disk(settings)]
    tables = list(check_tables(bench, deep=deep))
    found += tables
    if not (
        tables or any(finding.area == "model" for finding in found)
    ):  # it takes whole tables and the model's version
        found += check_readings(bench)
    found += check_copy_index(bench, deep=deep)
    found += check_releases(settings, deep=deep)
    if is_quiet:
        found += check_leftovers(settings)
    return [*found, *check_dagster_home(settings, deep=deep)]


def mend(bench: Workbench, findings: list[Finding]) -> Iterator[str]:
    """Mend what can be mended, and yield what was done; the next run makes anew what was put aside.

    The caller holds the lock of the output folder.

    Raises:
        NotMendableError: tables lie in object storage.
        OSError: something cannot be moved or written.

    """
    mendable = [finding for finding in findings if finding.is_mended_here]
    tables = {finding.table for finding in mendable if finding.table}
    areas = {finding.area for finding in mendable}
    if tables:
        for place in rebuild_tables(bench, tables):
            yield f"Put aside {place}; delete it when you are content."
    if "readings" in areas:
        forget_steps(bench)
        yield "Readings that are missing will be made anew."
    if "index" in areas:
        rebuild_index(bench)
        yield "The index of copies will be made anew."
    if "releases" in areas:
        yield from _mend_releases(bench, mendable)
    if any(finding.area == "dagster" and not finding.is_advice for finding in mendable):
        yield _write_dagster_settings(bench.settings)


def _mend_releases(bench: Workbench, findings: list[Finding]) -> Iterator[str]:
    settings = bench.settings
    is_whole = all(finding.is_advice for finding in findings if finding.area == "releases")
    if latest_release(settings.releases) is None:
        release = relink_latest(settings)
        yield f"latest leads to {release} again." if release else "No release is whole; a new one will be made."
    elif not is_whole:
        yield f"Put the damaged release aside as {rebuild_latest(bench)}; it will be made anew."
    if latest_release(settings.releases) is not None:
        clear_unfinished(settings.releases)
        yield "What killed runs had left in the folder of releases is gone."


def _write_dagster_settings(settings: Settings) -> str:
    """Switch telemetry off in Dagster's settings, and leave the rest of them as it is."""
    path = settings.dagster_home / "dagster.yaml"
    known = msgspec.yaml.decode(path.read_bytes()) if path.is_file() else {}
    kept = known if isinstance(known, dict) else {}
    path.write_bytes(msgspec.yaml.encode({**kept, "telemetry": {"enabled": False}}))
    return f"Telemetry is off in {path}."
