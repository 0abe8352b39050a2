"""All definitions in one function, so that tests and the command line can swap resources."""

from collections.abc import Mapping

import dagster as dg

from pipeline.contracts import load_contracts
from pipeline.orchestration.assets import build_assets
from pipeline.orchestration.automation import JOBS, daily_catch_up, raw_folder
from pipeline.orchestration.resources import Desk


def build_definitions(resources: Mapping[str, object] | None = None) -> dg.Definitions:
    """Return the project's definitions; ``resources`` override the usual ones by name."""
    contracts = load_contracts()
    return dg.Definitions(
        assets=build_assets(contracts),
        jobs=JOBS,
        sensors=[raw_folder],
        schedules=[daily_catch_up],
        resources={"desk": Desk(), **(resources or {})},
        executor=dg.in_process_executor,
    )
