"""The contracts as asset checks, in front of the release: where one fails, no release is made."""

from collections.abc import Iterator, Mapping

import dagster as dg

from pipeline.contracts import Contract
from pipeline.contracts.expectations import RuleResult
from pipeline.orchestration.metadata import escape_markdown
from pipeline.orchestration.resources import Desk
from pipeline.release.audit import audit

CHECK_NAME = "keeps_its_contract"


def build_checks(contracts: Mapping[str, Contract]) -> list[dg.AssetChecksDefinition]:
    """Return one blocking check a table, all evaluated together on what would be published."""

    @dg.multi_asset_check(
        name="contracts",
        specs=[
            dg.AssetCheckSpec(
                CHECK_NAME,
                asset=table,
                blocking=True,
                description=f"Every rule of schemas/{table}.odcs.yaml holds on what would be published.",
            )
            for table in contracts
        ],
    )
    def contracts_hold(context: dg.AssetCheckExecutionContext, desk: Desk) -> Iterator[dg.AssetCheckResult]:
        report = audit(desk.open(context.log)).report
        for table in contracts:
            results = report.of(table)
            failures = [result for result in results if not result.success]
            yield dg.AssetCheckResult(
                asset_key=table,
                check_name=CHECK_NAME,
                passed=not failures,
                metadata={
                    "rules": dg.MetadataValue.int(len(results)),
                    "broken": dg.MetadataValue.md(broken_rules(failures)),
                },
            )

    return [contracts_hold]


def broken_rules(failures: list[RuleResult]) -> str:
    """Return failing rules with the keys of some failing rows, as markdown."""
    if not failures:
        return "None."
    lines = ["| rule | rows | what is wrong | some of the rows |", "|---|---:|---|---|"]
    for failure in failures:
        sample = ", ".join(escape_markdown(key) for key in failure.sample)
        reason = escape_markdown(failure.reason)
        lines.append(f"| {escape_markdown(failure.rule)} | {failure.failing_rows} | {reason} | {sample} |")
    return "\n".join(lines)
