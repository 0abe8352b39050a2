"""JSON: one record a line (JSON lines), one object, or an array of them.

What the fields of a record mean is in ``fields.py``. A bad record is refused alone; a file that is JSON as a whole and
breaks off is refused as a whole.
"""

import json
import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from pipeline.records import SourceArticle, SourceReject
from pipeline.sources.fields import article_from, key_of
from pipeline.sources.format import Content
from pipeline.sources.model import RefusedError

# Keys under which exports wrap their records.
WRAPPERS = frozenset({
    "articles", "items", "entries", "results", "data", "docs", "documents", "records", "hits", "stories", "news",
})  # fmt: skip
BRACKET_OR_STRING = re.compile(r'"(?:[^"\\]|\\.)*"?|[\[\]{}]', re.DOTALL)
LINE = re.compile(r"[^\n]+")
SAMPLE_LINES = 40
OPENS_OBJECT = re.compile(r'\{\s*(?:"|\}|$)')
OPENS_ARRAY = re.compile(r'\[\s*(?:[\[{\]"]|$)')


class JsonLines:
    """A record a line."""

    name = "jsonl"

    def detects(self, content: Content) -> bool:
        """Accept a text most of whose first lines are objects, each whole on its line."""
        if not content.head.lstrip().startswith("{"):
            return False
        # Not only the head: the first line alone may be longer.
        text = content.decoded.text
        lines = [line for match in islice(LINE.finditer(text), SAMPLE_LINES) if (line := match[0].strip())]
        objects = [line for line in lines if line.startswith("{") and OPENS_OBJECT.match(line) and len(line) > 2]
        whole = [line for line in objects if line.endswith("}")]
        return len(lines) >= 2 and len(objects) * 2 > len(lines) and len(whole) * 2 >= len(objects)

    def read(self, content: Content) -> Iterator[SourceArticle | SourceReject]:
        """Yield the article or the reject of each line."""
        number = -1
        for line in content.decoded.text.split("\n"):
            if not line.strip():
                continue
            number += 1
            yield from _guarded(line, number, content)


class JsonDocument:
    """One object or array; also what is left of one that breaks off."""

    name = "json"

    def detects(self, content: Content) -> bool:
        """Accept a text that opens as an object or an array of JSON does."""
        head = content.head.lstrip()
        return bool(OPENS_OBJECT.match(head) or OPENS_ARRAY.match(head))

    def read(self, content: Content) -> Iterator[SourceArticle | SourceReject]:
        """Yield the articles of the one value in the file."""
        value = parse_json(content.decoded.text, content)
        records = list(_records(value))
        if not records:
            raise RefusedError("no_articles", f"{content.name} is JSON without records. Give a list of objects.")
        for number, record in enumerate(records):
            yield from read_record(record, number, content)


def parse_json(text: str, content: Content, number: int | None = None) -> Any:
    """Return the value of a JSON text. Raises RefusedError (too_deep, too_large, bad_json)."""
    where = content.name if number is None else f"Record {number} of {content.name}"
    limits = content.limits
    if number is not None and len(text) > limits.max_record_chars:
        raise RefusedError(
            "too_large",
            f"{where} has {len(text):,} characters, more than max_record_chars ({limits.max_record_chars:,}).",
            number,
        )
    if text.count("[") + text.count("{") > limits.max_nesting and _depth(text) > limits.max_nesting:
        raise RefusedError(
            "too_deep", f"{where} is nested deeper than max_nesting ({limits.max_nesting}). Flatten it.", number
        )
    try:
        return json.loads(text, strict=False)
    except RecursionError:
        raise RefusedError("too_deep", f"{where} is nested too deep. Flatten it.", number) from None
    except ValueError as error:
        raise RefusedError("bad_json", f"{where} is no whole JSON ({error}). Deliver it again.", number) from None


def read_record(record: object, number: int, content: Content) -> Iterator[SourceArticle | SourceReject]:
    """Yield the article of one record and what was not believed of it, or the one reject that refuses it."""
    if number >= content.limits.max_records:
        if number == content.limits.max_records:
            reason = f"{content.name} has more than max_records ({number:,}) records; the rest is left out. Split it."
            yield SourceReject(rule="too_large", reason=reason, record=number)
        return
    if not isinstance(record, Mapping):
        reason = f"Record {number} of {content.name} is no object with fields. Correct it, or take it away."
        yield SourceReject(rule="bad_record", reason=reason, record=number)
        return
    try:
        article, rejects = article_from(record, number, content)
    except RefusedError as error:
        yield error.reject
        return
    yield article
    yield from rejects


def _guarded(line: str, number: int, content: Content) -> Iterator[SourceArticle | SourceReject]:
    try:
        value = parse_json(line, content, number)
    except RefusedError as error:
        yield error.reject
        return
    yield from read_record(value, number, content)


def _records(value: object) -> Iterator[object]:
    if isinstance(value, list):
        yield from value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            is_list = isinstance(inner, list) and bool(inner) and all(isinstance(item, Mapping) for item in inner)
            if is_list and key_of(key) in WRAPPERS:
                yield from inner
                return
        yield value


def _depth(text: str) -> int:
    depth = deepest = 0
    for match in BRACKET_OR_STRING.finditer(text):
        if match[0] in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif match[0] in "]}":
            depth -= 1
    return deepest
