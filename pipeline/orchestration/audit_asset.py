"""The contracts as asset checks of ``audit``, which stands in front of the release: where one fails, none is made.

A blocking check on a table itself would hold up the tables behind it, and many rules, such as foreign keys, can only be
checked when all tables are there. So all of them are checked at once, on what would be published.
"""

from collections.abc import Iterable, Iterator, Mapping

import dagster as dg

from pipeline.contracts import Contract
from pipeline.contracts.expectations import RuleResult
from pipeline.orchestration.metadata import escape_markdown
from pipeline.orchestration.resources import Desk
from pipeline.release.audit import audit


def build_audit(contracts: Mapping[str, Contract]) -> dg.AssetsDefinition:
    """Return the asset ``audit`` with one blocking check a table."""

    @dg.asset(
        name="audit",
        deps=list(contracts),
        description="Every rule of every contract, checked on what would be published.",
        group_name="audit",
        kinds={"python"},
        check_specs=[
            dg.AssetCheckSpec(
                table,
                asset="audit",
                blocking=True,
                description=f"Every rule of schemas/{table}.odcs.yaml holds on what would be published.",
            )
            for table in contracts
        ],
    )
    def audit_asset(
        context: dg.AssetExecutionContext, desk: Desk
    ) -> Iterator[dg.AssetCheckResult | dg.MaterializeResult[None]]:
        report = audit(desk.open(context.log)).report
        for table in contracts:
            results = report.of(table)
            failures = [result for result in results if not result.success]
            yield dg.AssetCheckResult(
                check_name=table,
                passed=not failures,
                metadata={
                    "rules": dg.MetadataValue.int(len(results)),
                    "broken": dg.MetadataValue.md(broken_rules(failures)),
                },
            )
        yield dg.MaterializeResult(
            metadata={
                "rules": dg.MetadataValue.int(len(report.results)),
                "broken": dg.MetadataValue.md(broken_rules(report.failures)),
            }
        )

    return audit_asset


def broken_rules(failures: Iterable[RuleResult]) -> str:
    """Return failing rules with the keys of some failing rows, as markdown."""
    lines = ["| rule | rows | what is wrong | some of the rows |", "|---|---:|---|---|"]
    for failure in failures:
        sample = ", ".join(escape_markdown(key) for key in failure.sample)
        rule = escape_markdown(f"{failure.table}: {failure.rule}")
        lines.append(f"| {rule} | {failure.failing_rows} | {escape_markdown(failure.reason)} | {sample} |")
    return "\n".join(lines) if len(lines) > 2 else "None."
