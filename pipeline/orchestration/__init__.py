"""Dagster only: assets, checks, partitions, jobs, sensor, schedule, resources. No logic."""
