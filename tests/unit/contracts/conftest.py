"""A small consistent dataset about an invented flood, one row or two a table, for tests to break."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pyarrow as pa
import pytest

from pipeline.contracts import Contract, load_contracts

TEXT = "Vellmark: “We are safe,” Ada Brisk said 😀. About 40 barns were lost."


def _id(letter: str) -> str:
    return letter * 16


def _span(shown: str) -> dict[str, Any]:
    start = TEXT.index(shown)
    return {"char_start": start, "char_end": start + len(shown)}


_IN_TEXT = {"article_id": _id("a"), "paragraph_id": _id("b"), "passage_id": _id("c")}

ROWS: Mapping[str, Mapping[str, Any]] = {
    "source_files": {"path": "north/flood.txt", "bytes": 80, "status": "parsed", "articles": 1},
    "outlets": {"outlet_id": _id("9"), "name": "Northern Lantern"},
    "articles": {
        "article_id": _id("a"),
        "outlet_id": _id("9"),
        "source_file": "north/flood.txt",
        "published_on": date(2031, 5, 2),
        "published_basis": "path",
        "language": "en",
        "edition": "2031-05-02",
        "revision": 1,
        "words": 13,
    },
    "article_texts": {"article_id": _id("a"), "text": TEXT},
    "paragraphs": {
        **_IN_TEXT,
        "position": 0,
        "role": "body",
        **_span(TEXT),
        "text": TEXT,
        "similarity": 1.0,
        "is_origin": True,
    },
    "passages": {
        "passage_id": _id("c"),
        "text": TEXT,
        "origin_paragraph_id": _id("b"),
        "origin_article_id": _id("a"),
        "paragraphs": 1,
        "articles": 1,
        "outlets": 1,
    },
    "entities": {
        "entity_id": _id("e"),
        "name": "Ada Brisk",
        "entity_type": "person",
        "mentions": 1,
        "articles": 1,
        "outlets": 1,
    },
    "entity_aliases": {"entity_id": _id("e"), "alias": "Ada Brisk", "mentions": 1, "decided_by": "rule"},
    "entity_mentions": {
        **_IN_TEXT,
        "mention_id": _id("1"),
        **_span("Ada Brisk"),
        "surface": "Ada Brisk",
        "kind": "name",
        "entity_id": _id("e"),
    },
    "quotes": {
        **_IN_TEXT,
        "quote_id": _id("2"),
        **_span("We are safe,"),
        "text": "We are safe,",
        "quote_type": "direct",
        "cue": "said",
        "speaker": "Ada Brisk",
        "speaker_char_start": TEXT.index("Ada"),
        "speaker_char_end": TEXT.index("Ada") + 9,
        "speaker_entity_id": _id("e"),
        "speaker_method": "named",
        "statement_id": _id("3"),
    },
    "statements": {
        "statement_id": _id("3"),
        "text": "We are safe,",
        "speaker_entity_id": _id("e"),
        "first_article_id": _id("a"),
        "quotes": 1,
        "outlets": 1,
        "independent_origins": 1,
    },
    "claims": {
        **_IN_TEXT,
        "claim_id": _id("4"),
        **_span("About 40 barns"),
        "text": "About 40 barns",
        "value": 40.0,
        "modifier": "about",
        "is_negated": False,
        "figure_id": _id("5"),
    },
    "figures": {
        "figure_id": _id("5"),
        "counted": "barns",
        "modal": 40.0,
        "claims": 1,
        "outlets": 1,
        "independent_origins": 1,
        "is_conflicting": False,
    },
    "id_redirects": {"table": "passages", "old_id": _id("7"), "new_id": _id("c")},
    "passage_links": {},
    "rejects": {"reject_id": _id("8"), "stage": "sources", "rule": "empty_file", "reason": "The file is empty."},
}

MakeTable = Callable[..., pa.Table]


@pytest.fixture(scope="session")
def contracts() -> dict[str, Contract]:
    return load_contracts()


@pytest.fixture
def make_table(contracts: dict[str, Contract]) -> MakeTable:
    """Return a table with the good row of its kind changed in the ways given; without changes, the good row alone."""

    def make(name: str, *changes: Mapping[str, Any], stage: Any = "published") -> pa.Table:
        rows = [{"release_id": "0001", "edition": "2031-05-02", **ROWS[name], **change} for change in changes or [{}]]
        schema = contracts[name].arrow_schema(stage)
        return pa.Table.from_pylist([row for row in rows if len(row) > 2], schema=schema)

    return make


@pytest.fixture
def dataset(contracts: dict[str, Contract], make_table: MakeTable) -> dict[str, pa.Table]:
    return {name: make_table(name) for name in contracts}
