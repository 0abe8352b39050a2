"""Members and pairs of the index, with the order of the paragraphs -> passages, memberships and links, as tables.

Every text is looked at, but with arrays; only similarities that are not known yet are measured. Passages are a function
of paragraphs and threshold; what the index was before makes no difference.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from pipeline.copies.buckets import packed
from pipeline.copies.links import LinkColumns, PairColumns, passage_links
from pipeline.copies.passages import origin_places
from pipeline.copies.shingles import encode
from pipeline.copies.verify import similarities
from pipeline.copyindex.chunks import HOLDING, SIMILAR
from pipeline.copyindex.state import ORIGIN_SCHEMA, distinct_rows
from pipeline.copyindex.text_files import Texts
from pipeline.copyindex.update import Update

_MEASURED_TOGETHER = 8_192


@dataclass(frozen=True)
class PassageTables:
    """What is found. ``passages`` lack what only articles and texts tell; ``origins`` is kept for the next time."""

    members: pa.Table
    passages: pa.Table
    links: pa.Table
    origins: pa.Table
    links_left_out: int


def passage_tables(update: Update, placed: pa.Table) -> PassageTables:
    """Group all paragraphs into passages and link these; see ``copies.passages.find_passages``.

    Args:
        update: the index.
        placed: all paragraphs in their order in time: ``paragraph_id``, ``row``, ``article`` and ``outlet``, numbers of
            the article and of its outlet, which may be null.

    """
    rows = placed["row"].to_numpy()
    living = distinct_rows(rows, update.distinct.next_row)
    node_of = np.zeros(update.distinct.next_row, np.int64)
    node_of[living] = np.arange(len(living))
    node_at = node_of[rows]
    first = np.empty(len(living), np.int64)
    first[node_at[::-1]] = np.arange(len(rows))[::-1]
    pairs = _Pairs(update.pairs, node_of)
    origins = origin_places(first, pairs.near, pairs.altered)
    similarity, stored = _similarities(update, living, rows[origins], pairs)
    places = np.arange(len(rows))
    origin_at = origins[node_at]
    names = placed["paragraph_id"].combine_chunks()
    changed, held = passage_links(first, origins, pairs.altered, pairs.holding)
    return PassageTables(
        members=pa.table(
            {
                "paragraph_id": names,
                "passage_id": names.take(pa.array(origin_at)),
                "similarity": pa.array(similarity[node_at]),
                "is_origin": pa.array(origin_at == places),
            }
        ),
        passages=_passages(placed, origin_at),
        links=_links(names, pairs, changed, held),
        origins=stored,
        links_left_out=changed.left_out + held.left_out,
    )


class _Pairs:
    """The pairs by kind, between texts with other numbers than their rows."""

    def __init__(self, table: pa.Table, node_of: NDArray[np.int64]) -> None:
        left, right = node_of[table["left"].to_numpy()], node_of[table["right"].to_numpy()]
        every = PairColumns(left, right, table["similarity"].to_numpy())
        is_similar = table["kind"].to_numpy() == SIMILAR
        differs = table["difference"].is_valid().to_numpy()
        self.near = every.where(is_similar & ~differs)
        self.altered = every.where(is_similar & differs)
        self.similar = every.where(is_similar)
        self.holding = every.where(table["kind"].to_numpy() == HOLDING)
        self.altered_table = table.filter(pa.array(is_similar & differs))
        self.holding_table = table.filter(pa.array(table["kind"].to_numpy() == HOLDING))


def _similarities(
    update: Update, living: NDArray[np.int64], origin_rows: NDArray[np.int64], pairs: _Pairs
) -> tuple[NDArray[np.float64], pa.Table]:
    """Return each text's similarity to its passage's origin, and those to be kept for the next time."""
    similarity = np.ones(len(living))
    moved = np.flatnonzero(origin_rows != living)
    found = np.full(len(moved), np.nan)
    nodes = np.searchsorted(living, origin_rows[moved])
    sought = packed(np.minimum(moved, nodes), np.maximum(moved, nodes))
    known = packed(pairs.similar.left, pairs.similar.right)
    order = np.argsort(known)
    _fill(found, sought, known[order], pairs.similar.similarity[order])
    before = update.before.origins
    kept = packed(before["row"].to_numpy(), before["origin_row"].to_numpy())
    _fill(found, packed(living[moved], origin_rows[moved]), kept, before["similarity"].to_numpy())
    missing = np.flatnonzero(np.isnan(found))
    for start in range(0, len(missing), _MEASURED_TOGETHER):
        some = missing[start : start + _MEASURED_TOGETHER]
        found[some] = _measured(update.texts, living[moved[some]], origin_rows[moved[some]])
    similarity[moved] = found
    columns = [pa.array(living[moved]), pa.array(origin_rows[moved]), pa.array(found)]
    return similarity, pa.table(columns, schema=ORIGIN_SCHEMA)


def _fill(
    found: NDArray[np.float64], sought: NDArray[np.uint64], known: NDArray[np.uint64], values: NDArray[np.float64]
) -> None:
    """Fill in the values of those that are among the known (in order)."""
    if len(known):
        places = np.minimum(np.searchsorted(known, sought), len(known) - 1)
        is_known = known[places] == sought
        found[is_known] = values[places[is_known]]


def _measured(texts: Texts, rows: NDArray[np.int64], others: NDArray[np.int64]) -> NDArray[np.float64]:
    every = np.unique(np.concatenate([rows, others]))
    encoded = encode(texts.forms(every))
    return similarities(encoded, np.searchsorted(every, rows), np.searchsorted(every, others)).jaccard


def _passages(placed: pa.Table, origin_at: NDArray[np.int64]) -> pa.Table:
    origins, paragraphs = np.unique(origin_at, return_counts=True)
    outlets = placed["outlet"].fill_null(-1).to_numpy().astype(np.int64)
    return pa.table(
        {
            "passage_id": placed["paragraph_id"].combine_chunks().take(pa.array(origins)),
            "paragraphs": pa.array(paragraphs.astype(np.int64)),
            "articles": pa.array(_distinct(origin_at, placed["article"].to_numpy().astype(np.int64), origins)),
            "outlets": pa.array(_distinct(origin_at[outlets >= 0], outlets[outlets >= 0], origins)),
        }
    )


def _distinct(groups: NDArray[np.int64], values: NDArray[np.int64], wanted: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return how many distinct values each wanted group (in order) has."""
    pairs = np.unique(packed(groups, values))
    found, counts = np.unique((pairs >> np.uint64(32)).astype(np.int64), return_counts=True)
    numbers = np.zeros(len(wanted), np.int64)
    numbers[np.searchsorted(wanted, found)] = counts
    return numbers


def _links(names: pa.Array, pairs: _Pairs, changed: LinkColumns, held: LinkColumns) -> pa.Table:
    parts = []
    for kind, links, table in (("altered", changed, pairs.altered_table), ("contains", held, pairs.holding_table)):
        rows = table.take(pa.array(links.pairs))
        is_reversed = pa.array(links.is_reversed)
        parts.append(
            pa.table(
                {
                    "passage_id": names.take(pa.array(links.places)),
                    "other_passage_id": names.take(pa.array(links.other_places)),
                    "kind": pa.array([kind]).take(pa.array(np.zeros(len(links.places), np.int64))),
                    "similarity": pa.array(links.similarity),
                    "difference": pa.compute.if_else(is_reversed, rows["difference_turned"], rows["difference"]),
                }
            )
        )
    return pa.concat_tables(parts)
