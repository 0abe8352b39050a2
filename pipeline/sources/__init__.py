"""From a file on disk to articles with their text.

``list_files`` finds the files, ``defaults_for`` reads what lies beside one, ``read_file`` reads one. One module a
format; roles of paragraphs and the final date of an article are decided in ``pipeline.articles``.
"""

from pipeline.records import SourceReject
from pipeline.sources.defaults import defaults_for
from pipeline.sources.files import list_files
from pipeline.sources.model import FileReading, Limits, SourceDefaults
from pipeline.sources.reader import read_file

__all__ = ["FileReading", "Limits", "SourceDefaults", "SourceReject", "defaults_for", "list_files", "read_file"]
