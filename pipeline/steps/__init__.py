"""The road from raw files to working tables, one module a step.

A step reads working tables, calls the text logic, and writes working tables. It knows neither Dagster nor the command
line; both call the same steps.
"""
