"""The assets: each calls one step and tells Dagster what came of it. Nothing is decided here."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from time import perf_counter
from typing import Protocol, TypeVar

import dagster as dg

from pipeline.contracts import Contract
from pipeline.extensions import OwnTable
from pipeline.orchestration.audit_asset import build_audit
from pipeline.orchestration.metadata import release_contents, run_metadata, table_spec_metadata, what_changed
from pipeline.orchestration.partitions import EDITIONS, register_editions
from pipeline.orchestration.plots import EDITIONS_OF_A_RUN, articles_by_edition_and_outlet
from pipeline.orchestration.resources import Desk
from pipeline.release.audit import audit
from pipeline.release.folders import latest_release
from pipeline.release.publish import publish
from pipeline.steps import (
    annotations,
    articles,
    copies,
    entities,
    figures,
    intake,
    outlets,
    own_tables,
    readings,
    redirects,
    statements,
)
from pipeline.steps.workbench import StepResult, Workbench

WRITING_POOL = "copydesk_tables"
"""One run at a time writes the working tables; Delta's own conflict detection stands beneath."""

OWNERS = ["team:copydesk"]

Result = TypeVar("Result")


class CorpusStep(Protocol):
    """A module that makes tables of the whole corpus."""

    @property
    def TABLES(self) -> Sequence[str]:  # noqa: N802 - a constant of the module
        """The tables that it writes."""

    @property
    def VERSION(self) -> str:  # noqa: N802 - as above
        """Changed when the same input would give other rows."""

    def run(self, bench: Workbench) -> StepResult:
        """Bring the tables up to date."""


FRESHNESS = dg.FreshnessPolicy.time_window(fail_window=timedelta(days=3), warn_window=timedelta(hours=36))
"""A daily corpus that makes no release for so long has run dry or fails; Dagster shows it beside the release."""


class EditionConfig(dg.Config):
    """How editions are processed."""

    recompute: bool = False
    """Process editions again even where nothing that they depend on has changed."""


def table_specs(
    contracts: Mapping[str, Contract], tables: Sequence[str], *, group: str, deps: Sequence[str], version: str
) -> list[dg.AssetSpec]:
    """Return the specs of the tables that one step writes."""
    return [
        dg.AssetSpec(
            table,
            deps=list(deps),
            description=contracts[table].description,
            metadata=table_spec_metadata(contracts[table]),
            group_name=group,
            kinds={"python", "deltalake"},
            owners=OWNERS,
            code_version=version,
        )
        for table in tables
    ]


def results(
    bench: Workbench,
    tables: Sequence[str],
    result: StepResult,
    seconds: float,
    more: Mapping[str, Mapping[str, dg.MetadataValue]] | None = None,
) -> Iterator[dg.MaterializeResult[None]]:
    """Yield what Dagster records of each table that a step wrote in so many seconds; ``more`` adds to it by table."""
    for table in tables:
        metadata = {**(more or {}).get(table, {}), **run_metadata(bench, table, result, seconds)}
        yield dg.MaterializeResult(asset_key=table, metadata=metadata)


def timed(work: Callable[[], Result]) -> tuple[Result, float]:
    """Do the work; return what it returns, and the seconds that it took."""
    started = perf_counter()
    return work(), perf_counter() - started


def due(context: dg.AssetExecutionContext, pending: Sequence[str], config: EditionConfig) -> list[str]:
    """Return the editions of this run that are to be processed."""
    return [key for key in context.partition_keys if config.recompute or key in set(pending)]


def build_assets(contracts: Mapping[str, Contract], own: Sequence[OwnTable] = ()) -> list[dg.AssetsDefinition]:
    """Return all assets, in the order of the road; ``own`` are the tables that the user added."""

    @dg.multi_asset(
        name="take_in",
        specs=table_specs(contracts, ["source_files"], group="intake", deps=[], version=intake.VERSION),
        pool=WRITING_POOL,
    )
    def take_in(context: dg.AssetExecutionContext, desk: Desk) -> Iterator[dg.MaterializeResult[None]]:
        bench = desk.open(context.log)
        result, seconds = timed(lambda: intake.run(bench))
        new = register_editions(context.instance, articles.pending_editions(bench))
        if new:
            context.log.info(f"New editions: {', '.join(new)}")
        yield from results(bench, ["source_files"], result, seconds)

    @dg.multi_asset(
        name="split_articles",
        specs=table_specs(
            contracts, articles.TABLES, group="articles", deps=["source_files"], version=articles.VERSION
        ),
        partitions_def=EDITIONS,
        backfill_policy=dg.BackfillPolicy.single_run(),
        pool=WRITING_POOL,
    )
    def split_articles(
        context: dg.AssetExecutionContext, config: EditionConfig, desk: Desk
    ) -> Iterator[dg.MaterializeResult[None]]:
        bench = desk.open(context.log)
        editions = due(context, articles.pending_editions(bench), config)
        result, seconds = timed(lambda: articles.run(bench, editions))
        more = {}
        if len(context.partition_keys) <= EDITIONS_OF_A_RUN:
            plot = dg.MetadataValue.md(articles_by_edition_and_outlet(bench))
            more = {"articles": {"articles_by_edition_and_outlet": plot}}
        yield from results(bench, articles.TABLES, result, seconds, more)

    @dg.multi_asset(
        name="find_copies",
        specs=table_specs(
            contracts, copies.TABLES, group="copies", deps=["articles", "paragraphs"], version=copies.VERSION
        ),
        pool=WRITING_POOL,
    )
    def find_copies(context: dg.AssetExecutionContext, desk: Desk) -> Iterator[dg.MaterializeResult[None]]:
        bench = desk.open(context.log)
        yield from results(bench, copies.TABLES, *timed(lambda: copies.run(bench)))

    @dg.asset(
        name="readings",
        deps=["articles", "paragraphs"],
        description="What each distinct paragraph text alone tells, read by the model once a reader version. Internal.",
        group_name="reading",
        kinds={"python", "spacy", "deltalake"},
        owners=OWNERS,
        pool=WRITING_POOL,
    )
    def read(context: dg.AssetExecutionContext, desk: Desk) -> dg.MaterializeResult[None]:
        bench = desk.open(context.log)
        result, seconds = timed(lambda: readings.run(bench))
        counts = {name: dg.MetadataValue.int(count) for name, count in result.counts.items()}
        rows = dg.MetadataValue.int(result.rows["readings"])
        return dg.MaterializeResult(metadata={"dagster/row_count": rows, "seconds": round(seconds, 3), **counts})

    @dg.multi_asset(
        name="resolve_articles",
        specs=table_specs(
            contracts,
            annotations.TABLES,
            group="annotations",
            deps=["articles", "article_texts", "paragraphs", "readings"],
            version=annotations.VERSION,
        ),
        partitions_def=EDITIONS,
        backfill_policy=dg.BackfillPolicy.single_run(),
        pool=WRITING_POOL,
    )
    def resolve_articles(
        context: dg.AssetExecutionContext, config: EditionConfig, desk: Desk
    ) -> Iterator[dg.MaterializeResult[None]]:
        bench = desk.open(context.log)
        editions = due(context, annotations.pending_editions(bench), config)
        yield from results(bench, annotations.TABLES, *timed(lambda: annotations.run(bench, editions)))

    def corpus_asset(
        name: str,
        module: CorpusStep,
        deps: Sequence[str],
    ) -> dg.AssetsDefinition:
        @dg.multi_asset(
            name=name,
            specs=table_specs(contracts, module.TABLES, group="corpus", deps=deps, version=module.VERSION),
            pool=WRITING_POOL,
        )
        def step(context: dg.AssetExecutionContext, desk: Desk) -> Iterator[dg.MaterializeResult[None]]:
            bench = desk.open(context.log)
            yield from results(bench, module.TABLES, *timed(lambda: module.run(bench)))

        return step

    corpus = [
        corpus_asset("list_outlets", outlets, ["source_files", "articles"]),
        corpus_asset("canonicalise_entities", entities, ["entity_mentions", "quotes", "claims"]),
        corpus_asset("group_statements", statements, ["quotes", "passages", "entities"]),
        corpus_asset("group_figures", figures, ["claims", "passages", "entities"]),
        corpus_asset("redirect_ids", redirects, ["passages", "entities", "statements", "figures"]),
    ]

    def own_asset(table: OwnTable) -> dg.AssetsDefinition:
        @dg.multi_asset(
            name=f"fill_{table.name}",
            specs=table_specs(contracts, [table.name], group="extensions", deps=table.reads, version=table.version),
            pool=WRITING_POOL,
        )
        def step(context: dg.AssetExecutionContext, desk: Desk) -> Iterator[dg.MaterializeResult[None]]:
            bench = desk.open(context.log)
            yield from results(bench, [table.name], *timed(lambda: own_tables.run(bench, table)))

        return step

    @dg.multi_asset(
        name="collect_rejects",
        specs=table_specs(
            contracts, ["rejects"], group="audit", deps=[name for name in contracts if name != "rejects"], version="1"
        ),
    )
    def collect_rejects(context: dg.AssetExecutionContext, desk: Desk) -> Iterator[dg.MaterializeResult[None]]:
        bench = desk.open(context.log)

        def count() -> StepResult:
            rules = Counter[str]()
            for batch in bench.store.batches("rejects", columns=["rule"]):
                rules.update(batch["rule"].to_pylist())
            return StepResult(counts={f"rejected_by_{rule}": n for rule, n in sorted(rules.items())})

        yield from results(bench, ["rejects"], *timed(count))

    @dg.asset(
        name="release",
        deps=["audit"],
        description=(
            "An immutable folder of Parquet with manifest, DuckDB file and report; what readers see. "
            "`copydesk open` shows the report of the latest, `copydesk open duckdb` its tables."
        ),
        group_name="release",
        kinds={"parquet", "duckdb"},
        freshness_policy=FRESHNESS,
        owners=OWNERS,
        pool=WRITING_POOL,
    )
    def release(context: dg.AssetExecutionContext, desk: Desk) -> dg.MaterializeResult[None]:
        bench = desk.open(context.log)
        published, seconds = timed(lambda: publish(bench, audit(bench)))
        folder = published or latest_release(bench.settings.releases)
        assert folder is not None
        storage = bench.settings.storage
        return dg.MaterializeResult(
            metadata={
                "release": dg.MetadataValue.path(str(folder)),
                "dagster/uri": dg.MetadataValue.text(f"{storage}/releases/{folder.name}" if storage else str(folder)),
                # A path to be copied: browsers follow no link from a page of http to a file.
                "report": dg.MetadataValue.path(str(folder / "report" / "index.html")),
                "is_new": dg.MetadataValue.bool(published is not None),
                "seconds": round(seconds, 3),
                "tables": dg.MetadataValue.md(release_contents(folder)),
                "what_changed": dg.MetadataValue.md(what_changed(folder)),
            }
        )

    return [
        take_in,
        split_articles,
        find_copies,
        read,
        resolve_articles,
        *corpus,
        *(own_asset(table) for table in own),
        collect_rejects,
        build_audit(contracts),
        release,
    ]
