"""The formats that are known, in the order in which they are asked; the first that knows its own takes the file.

A format that is told by a stricter mark stands before one that takes more.
"""

from pipeline.sources.csv_table import CsvTable
from pipeline.sources.feed import ATOM_FEED, RSS_FEED
from pipeline.sources.format import Format
from pipeline.sources.html import HtmlPage
from pipeline.sources.json_records import JsonDocument, JsonLines
from pipeline.sources.plain_text import PlainText
from pipeline.sources.warc import WebArchive

FORMATS: tuple[Format, ...] = (
    WebArchive(),
    RSS_FEED,
    ATOM_FEED,
    HtmlPage(),
    JsonLines(),
    JsonDocument(),
    CsvTable(),
    PlainText(),
)
