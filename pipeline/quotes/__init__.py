"""Quotations: marks, cues, speakers, statements."""
