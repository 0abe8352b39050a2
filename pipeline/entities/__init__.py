"""Who and what is named: mentions in an article, and one entity behind the spellings of a name over the corpus."""
