"""The working tables: Delta Lake, and the schemas of those that are never published."""
