"""All definitions in one function, so that tests and the command line can swap resources."""

from collections.abc import Mapping
from pathlib import Path

import dagster as dg

from pipeline.extensions import load_extensions
from pipeline.orchestration.assets import build_assets
from pipeline.orchestration.automation import JOBS, daily_catch_up, raw_folder
from pipeline.orchestration.failures import run_failures
from pipeline.orchestration.maintenance import maintenance, weekly_maintenance
from pipeline.orchestration.resources import Desk


def build_definitions(
    resources: Mapping[str, object] | None = None, *, extensions: Path | None = None
) -> dg.Definitions:
    """Return the project's definitions.

    Args:
        resources: override the usual ones by name.
        extensions: folder of the user's own formats, tables and checks.

    Raises:
        ContractError: a contract cannot be used.
        ExtensionError: a file of the extensions cannot be used.

    """
    found = load_extensions(extensions)
    return dg.Definitions(
        assets=build_assets(found.contracts, found.tables),
        jobs=[*JOBS, maintenance],
        sensors=[raw_folder, run_failures],
        schedules=[daily_catch_up, weekly_maintenance],
        resources={"desk": Desk(), **(resources or {})},
        executor=dg.in_process_executor,
    )
