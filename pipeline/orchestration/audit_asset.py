"""The contracts as asset checks of ``audit``, which stands in front of the release: where one fails, none is made.

A blocking check on a table itself would hold up the tables behind it, and many rules, such as foreign keys, can only be
checked when all tables are there. So all of them are checked at once, on what would be published.
"""

from collections.abc import Iterable, Iterator, Mapping
from time import perf_counter

import dagster as dg
import pyarrow as pa

from pipeline.contracts import Contract
from pipeline.contracts.results import RuleResult, row_key
from pipeline.orchestration.metadata import escape_markdown, markdown_table
from pipeline.orchestration.resources import Desk
from pipeline.release.audit import audit
from pipeline.release.files import TableFiles
from pipeline.release.queries import fetch, opened
from pipeline.tables.sql import literal, quoted


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
        started = perf_counter()
        audited = audit(desk.open(context.log))
        seconds = perf_counter() - started
        report = audited.report
        for table in contracts:
            results = report.of(table)
            failures = [result for result in results if not result.success]
            metadata: dict[str, dg.MetadataValue] = {"rules": dg.MetadataValue.int(len(results))}
            if failures:
                metadata["broken"] = dg.MetadataValue.md(broken_rules(failures))
                rows = audited.staged.tables(contracts)[table]
                metadata["failing_rows"] = dg.MetadataValue.md(failing_rows(contracts[table], rows, failures))
            yield dg.AssetCheckResult(check_name=table, passed=not failures, metadata=metadata)
        yield dg.MaterializeResult(
            metadata={
                "rules": dg.MetadataValue.int(len(report.results)),
                "seconds": round(seconds, 3),
                "broken": dg.MetadataValue.md(broken_rules(report.failures)),
            }
        )

    return audit_asset


def failing_rows(contract: Contract, table: pa.Table | TableFiles, failures: Iterable[RuleResult]) -> str:
    """Return the rows that the failures name, one table a rule, as markdown."""
    failures = list(failures)
    keys = sorted({key for failure in failures for key in failure.sample})
    shown = " || ', ' || ".join(f"{literal(name + '=')} || {quoted(name)}" for name in contract.primary_key)
    with opened(main={contract.name: table}) as connection:
        query = f"SELECT * FROM {quoted(contract.name)} WHERE list_contains($keys, {shown})"  # noqa: S608 - names of contracts
        found = fetch(connection, query, keys=keys) if keys else []
    rows = {row_key(contract, row): row for row in found}
    parts = []
    for failure in failures:
        found = [rows[key] for key in failure.sample if key in rows]
        if found:
            parts.append(f"**{escape_markdown(failure.rule)}**\n\n{markdown_table(found)}")
    return "\n\n".join(parts) or "No single row is at fault."


def broken_rules(failures: Iterable[RuleResult]) -> str:
    """Return failing rules with the keys of some failing rows, as markdown."""
    lines = ["| rule | rows | what is wrong | some of the rows |", "|---|---:|---|---|"]
    for failure in failures:
        sample = ", ".join(escape_markdown(key) for key in failure.sample)
        rule = escape_markdown(f"{failure.table}: {failure.rule}")
        lines.append(f"| {rule} | {failure.failing_rows} | {escape_markdown(failure.reason)} | {sample} |")
    return "\n".join(lines) if len(lines) > 2 else "None."
