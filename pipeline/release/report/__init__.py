"""The report of a release: a page of HTML that opens from disk, needs no network, and leads from rows to their words.

``data`` gathers the view model (``model``) from the published tables, with a module for each section; ``texts`` decides
which article texts fit in; ``charts`` writes down the plots, and ``scripts`` brings what draws them; ``page`` puts all
into one file, with what is in ``templates``.
"""

from pipeline.release.report.page import write_report

__all__ = ["write_report"]
