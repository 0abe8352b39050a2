"""The stored index of copies: texts, keys and pairs between runs, and the chunks of work that bring them up to date.

Files of one folder, Arrow and Parquet, and a manifest that names them. What a copy is, is known by ``pipeline.copies``;
the tables of paragraphs and passages are the step's business.
"""
