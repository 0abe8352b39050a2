"""The definitions that Dagster loads; nothing is read at import but settings, contracts and extensions."""

from pipeline.orchestration.build import build_definitions
from pipeline.settings import load_settings

defs = build_definitions(extensions=load_settings().extensions)
