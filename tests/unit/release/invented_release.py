"""Published tables built from a few invented sentences, for tests of what is made from a release.

The builder fills every column that a contract requires and finds spans by their text, so that a test states only what
it is about. Nothing here is read by the pipeline's own steps: those have tests of their own.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

import pyarrow as pa

from pipeline.contracts import load_contracts
from pipeline.ids import stable_id

RELEASE_ID = "0001"


class InventedRelease:
    """Collects articles, claims, quotes and links; ``tables`` turns them into Arrow tables of the published schema."""

    def __init__(self, release_id: str = RELEASE_ID) -> None:
        self.release_id = release_id
        self.rows: dict[str, list[dict[str, Any]]] = {name: [] for name in load_contracts()}
        self._articles: dict[str, dict[str, Any]] = {}
        self._passages: dict[str, dict[str, Any]] = {}
        self._paragraphs: dict[str, list[dict[str, Any]]] = {}

    def article(
        self,
        outlet: str | None,
        day: date | None,
        headline: str | None,
        *paragraphs: str,
        key: str | None = None,
        revision: int = 1,
    ) -> str:
        """Add an article of one outlet; return its id, made from ``key`` or else from outlet and headline."""
        article_id = stable_id("article", key or f"{outlet}/{headline}")
        outlet_id = None if outlet is None else stable_id("outlet", outlet)
        if outlet is not None and all(row["outlet_id"] != outlet_id for row in self.rows["outlets"]):
            self.rows["outlets"].append({"outlet_id": outlet_id, "name": outlet, "domain": None})
        text = "\n\n".join(filter(None, [headline, *paragraphs]))
        path = f"{(outlet or 'nobody').lower().replace(' ', '-')}/{article_id}.txt"
        self.rows["source_files"].append({"path": path, "format": "text", "status": "parsed", "articles": 1})
        self._articles[article_id] = {
            "article_id": article_id,
            "outlet_id": outlet_id,
            "source_file": path,
            "headline": headline,
            "published_on": day,
            "published_basis": "metadata" if day else None,
            "language": "en",
            "edition": day.isoformat() if day else "undated",
            "revision": revision,
            "words": len(text.split()),
        }
        self.rows["articles"].append(self._articles[article_id])
        self.rows["article_texts"].append({"article_id": article_id, "text": text})
        start = 0
        for position, paragraph in enumerate(filter(None, [headline, *paragraphs])):
            paragraph_id = stable_id("paragraph", article_id, position, paragraph)
            passage = self._passage(paragraph, paragraph_id, article_id)
            self._paragraphs.setdefault(article_id, []).append(
                {
                    "paragraph_id": paragraph_id,
                    "article_id": article_id,
                    "position": position,
                    "role": "headline" if headline and position == 0 else "body",
                    "char_start": start,
                    "char_end": start + len(paragraph),
                    "text": paragraph,
                    "passage_id": passage["passage_id"],
                    "similarity": 1.0,
                    "is_origin": passage["origin_paragraph_id"] == paragraph_id,
                }
            )
            start += len(paragraph) + 2
        self.rows["paragraphs"] += self._paragraphs.get(article_id, [])
        return article_id

    def _passage(self, text: str, paragraph_id: str, article_id: str) -> dict[str, Any]:
        passage_id = stable_id("passage", text)
        article = self._articles[article_id]
        if passage_id not in self._passages:
            self._passages[passage_id] = {
                "passage_id": passage_id,
                "text": text,
                "origin_paragraph_id": paragraph_id,
                "origin_article_id": article_id,
                "origin_outlet_id": article["outlet_id"],
                "first_published_on": article["published_on"],
                "paragraphs": 0,
                "articles": 0,
                "outlets": 0,
            }
            self.rows["passages"].append(self._passages[passage_id])
        for count in ("paragraphs", "articles", "outlets"):
            self._passages[passage_id][count] += 1
        return self._passages[passage_id]

    def span(self, article_id: str, text: str) -> dict[str, Any]:
        """Return the columns that place a text in an article: ids, offsets and the text itself."""
        for row in self._paragraphs[article_id]:
            if text in row["text"]:
                start = row["char_start"] + row["text"].index(text)
                return {
                    "article_id": article_id,
                    "paragraph_id": row["paragraph_id"],
                    "passage_id": row["passage_id"],
                    "char_start": start,
                    "char_end": start + len(text),
                    "text": text,
                }
        raise AssertionError(f"{text!r} does not stand in the article")

    def entity(self, name: str, entity_type: str = "person") -> str:
        """Add an entity once; return its id."""
        entity_id = stable_id("entity", name)
        if all(row["entity_id"] != entity_id for row in self.rows["entities"]):
            counts = {"mentions": 1, "articles": 1, "outlets": 1}
            self.rows["entities"].append({"entity_id": entity_id, "name": name, "entity_type": entity_type, **counts})
        return entity_id

    def mention(self, article_id: str, surface: str, name: str, entity_type: str = "person") -> str:
        """Add a mention of an entity; return the mention's id."""
        span = self.span(article_id, surface)
        mention_id = stable_id("mention", article_id, span["char_start"])
        known = {"surface": span.pop("text"), "kind": "name", "name": name, "entity_id": self.entity(name, entity_type)}
        self.rows["entity_mentions"].append({"mention_id": mention_id, **span, **known})
        return mention_id

    def quote(
        self, article_id: str, text: str, speaker_name: str | None, statement: str | None = None, **columns: Any
    ) -> str:
        """Add a quote; quotes with the same ``statement`` are versions of it. Return the quote's id."""
        span = self.span(article_id, text)
        quote_id = stable_id("quote", article_id, span["char_start"])
        self.rows["quotes"].append(
            {
                "quote_id": quote_id,
                **span,
                "quote_type": "direct",
                "cue": "said",
                "speaker": None,
                "speaker_name": speaker_name,
                "speaker_entity_id": None if speaker_name is None else self.entity(speaker_name),
                "speaker_method": None if speaker_name is None else "surname",
                "statement_id": None if statement is None else stable_id("statement", statement),
                **columns,
            }
        )
        return quote_id

    def claim(self, article_id: str, text: str, value: float, figure: str | None = None, **columns: Any) -> str:
        """Add a claim; claims with the same ``figure`` are about the same thing. Return the claim's id."""
        span = self.span(article_id, text)
        claim_id = stable_id("claim", article_id, span["char_start"])
        self.rows["claims"].append(
            {
                "claim_id": claim_id,
                **span,
                "value": value,
                "value_low": value,
                "value_high": value,
                "modifier": "exact",
                "unit_kind": "count",
                "counted": "miners",
                "predicate": "kill",
                "is_negated": False,
                "figure_id": None if figure is None else stable_id("figure", figure),
                **columns,
            }
        )
        return claim_id

    def altered(self, text: str, other_text: str, difference: str, similarity: float = 0.9) -> None:
        """Link two paragraphs that are nearly the same and yet not."""
        ids = (stable_id("passage", text), stable_id("passage", other_text))
        self.rows["passage_links"].append(
            {
                "passage_id": ids[0],
                "other_passage_id": ids[1],
                "kind": "altered",
                "similarity": similarity,
                "difference": difference,
            }
        )

    def reject(self, source_file: str, rule: str, reason: str, row_json: str | None = None) -> None:
        """Add a refused file or row."""
        self.rows["rejects"].append(
            {
                "reject_id": stable_id("reject", source_file, rule),
                "stage": "intake",
                "table": "source_files",
                "source_file": source_file,
                "rule": rule,
                "reason": reason,
                "row_json": row_json,
            }
        )

    def redirect(self, table: str, old_id: str, new_id: str) -> None:
        """Record an id that gave way."""
        self.rows["id_redirects"].append({"table": table, "old_id": old_id, "new_id": new_id})

    def tables(self) -> Mapping[str, pa.Table]:
        """Return every published table; figures and statements are those of the claims and quotes added."""
        rows = self.rows | {"figures": self._figures(), "statements": self._statements()}
        tables = {}
        for name, contract in load_contracts().items():
            filled = [{**row, "release_id": self.release_id} for row in rows[name]]
            tables[name] = pa.Table.from_pylist(filled, contract.arrow_schema("published"))
        return tables

    def _figures(self) -> list[dict[str, Any]]:
        figures = []
        for figure_id, claims in _grouped(self.rows["claims"], "figure_id"):
            lows = [row["value_low"] for row in claims if row["value_low"] is not None]
            highs = [row["value_high"] for row in claims if row["value_high"] is not None]
            figures.append(
                {
                    "figure_id": figure_id,
                    **{name: claims[0].get(name) for name in ("counted", "predicate", "place", "as_of_on", "unit")},
                    "low": min(lows, default=None),
                    "modal": Counter(row["value"] for row in claims).most_common(1)[0][0],
                    "high": max(highs, default=None),
                    "claims": len(claims),
                    "outlets": len({self._articles[row["article_id"]]["outlet_id"] for row in claims} - {None}),
                    "independent_origins": len({row["passage_id"] for row in claims}),
                    "is_conflicting": bool(lows and highs and max(lows) > min(highs)),
                }
            )
        return figures

    def _statements(self) -> list[dict[str, Any]]:
        statements = []
        for statement_id, quotes in _grouped(self.rows["quotes"], "statement_id"):
            first = min(quotes, key=lambda row: (self._articles[row["article_id"]]["edition"], row["article_id"]))
            statements.append(
                {
                    "statement_id": statement_id,
                    "text": max((row["text"] for row in quotes), key=len),
                    "speaker_entity_id": quotes[0]["speaker_entity_id"],
                    "speaker_name": quotes[0]["speaker_name"],
                    "first_article_id": first["article_id"],
                    "first_published_on": self._articles[first["article_id"]]["published_on"],
                    "quotes": len(quotes),
                    "outlets": len({self._articles[row["article_id"]]["outlet_id"] for row in quotes} - {None}),
                    "independent_origins": len({row["passage_id"] for row in quotes}),
                }
            )
        return statements


def _grouped(rows: list[dict[str, Any]], key: str) -> list[tuple[str, list[dict[str, Any]]]]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        if row[key] is not None:
            groups.setdefault(row[key], []).append(row)
    return sorted(groups.items())
