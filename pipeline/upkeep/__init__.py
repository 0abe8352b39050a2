"""Keeping an output folder in order: maintenance of its tables, and what is wrong with it. No Dagster, no terminal."""
