"""The asset graph as a page: ``python -m pipeline.orchestration.diagram`` writes ``docs/asset-graph.md``.

The page is drawn from the definitions; a test compares the two. Arrows that follow from others are left out: where
``release`` waits for ``audit``, it waits for all that ``audit`` waits for.
"""

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import dagster as dg

from pipeline.contracts import load_contracts
from pipeline.orchestration.assets import build_assets

PAGE = Path(__file__).parents[2] / "docs" / "asset-graph.md"
COMMAND = "python -m pipeline.orchestration.diagram"

_TEMPLATE = """# The asset graph

<!-- Written by `{command}`; do not edit. -->

A box is one step, which `pipeline/steps/` does in the module of the same subject; in it stand the tables that it
writes. An arrow leads from a table to a step that reads it; arrows that follow from others are left out. Some steps
work edition by edition (a publication day each), the others on the whole corpus.

```mermaid
{diagram}
```

| asset | written by | group | works on | what it is |
|---|---|---|---|---|
{rows}
"""


@dataclass(frozen=True)
class Step:
    """One asset function of the definitions: its name, what it writes, what it reads."""

    name: str
    group: str
    specs: tuple[dg.AssetSpec, ...]
    is_per_edition: bool

    @property
    def tables(self) -> list[str]:
        """Names of the assets that it writes."""
        return [spec.key.to_user_string() for spec in self.specs]

    @property
    def reads(self) -> set[str]:
        """Names of the assets that it waits for."""
        return {dep.asset_key.to_user_string() for spec in self.specs for dep in spec.deps}


def steps_of(assets: Iterable[dg.AssetsDefinition]) -> list[Step]:
    """Return the steps of the definitions, in their order."""
    return [
        Step(
            name=definition.op.name,
            group=next(iter(definition.specs)).group_name or "",
            specs=tuple(definition.specs),
            is_per_edition=definition.partitions_def is not None,
        )
        for definition in assets
    ]


def direct_reads(steps: Sequence[Step]) -> dict[str, list[str]]:
    """Return, by step, the tables that it reads and that no other table which it reads was made from."""
    reads_of_table = {table: step.reads for step in steps for table in step.tables}

    def ancestors(table: str) -> set[str]:
        return reads_of_table[table].union(*(ancestors(parent) for parent in reads_of_table[table]))

    return {step.name: sorted(step.reads.difference(*(ancestors(table) for table in step.reads))) for step in steps}


def mermaid(steps: Sequence[Step]) -> str:
    """Return the graph in Mermaid's language."""
    lines = ["flowchart TB"]
    for step in steps:
        label = f"{step.name}, by edition" if step.is_per_edition else step.name
        lines.append(f'  subgraph step_{step.name}["{label}"]')
        lines += [f"    {table}" for table in step.tables]
        lines.append("  end")
    for name, tables in direct_reads(steps).items():
        lines += [f"  {table} --> step_{name}" for table in tables]
    return "\n".join(lines)


def page(assets: Iterable[dg.AssetsDefinition]) -> str:
    """Return the whole page."""
    steps = steps_of(assets)
    rows = [
        f"| `{spec.key.to_user_string()}` | {step.name} | {step.group} "
        f"| {'an edition' if step.is_per_edition else 'the corpus'} | {spec.description} |"
        for step in steps
        for spec in step.specs
    ]
    return _TEMPLATE.format(command=COMMAND, diagram=mermaid(steps), rows="\n".join(rows))


if __name__ == "__main__":
    PAGE.write_text(page(build_assets(load_contracts())), encoding="utf-8")
    sys.stdout.write(f"Wrote {PAGE}\n")
