"""The definitions that Dagster loads; nothing is read or written at import but the contracts."""

from pipeline.orchestration.build import build_definitions

defs = build_definitions()
