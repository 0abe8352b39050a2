"""Paragraph text -> Reading: the spaCy model, the reader, and the batch engine."""
