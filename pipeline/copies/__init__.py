"""Near-identical paragraphs: normal form, candidates, exact check, fact guard, passages, the index.

What other rooms use: ``normal_form.normal_form``, ``passages.find_passages`` and the records in ``records``. How
texts are read, stored or scheduled is not known here.
"""
