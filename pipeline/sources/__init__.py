"""From a file on disk to articles with their text.

``list_files`` finds the files, ``defaults_for`` reads what lies beside one, ``read_file`` reads one. One module a
format; roles of paragraphs and the final date of an article are decided in ``pipeline.articles``, with the help of what
is exported here for dates.
"""

from pipeline.records import SourceReject
from pipeline.sources.article import language_code
from pipeline.sources.assemble import same_words
from pipeline.sources.dates import FoundDate, Zone, date_in_name, find_date, read_date
from pipeline.sources.defaults import defaults_for
from pipeline.sources.files import list_files, relative_name
from pipeline.sources.model import FileReading, Limits, Published, RefusedError, SourceDefaults
from pipeline.sources.month_names import months, weekdays
from pipeline.sources.reader import read_file

__all__ = [
    "FileReading",
    "FoundDate",
    "Limits",
    "Published",
    "RefusedError",
    "SourceDefaults",
    "SourceReject",
    "Zone",
    "date_in_name",
    "defaults_for",
    "find_date",
    "language_code",
    "list_files",
    "months",
    "read_date",
    "read_file",
    "relative_name",
    "same_words",
    "weekdays",
]
