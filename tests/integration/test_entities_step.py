"""The entities after any change equal those of one run over everything, and only what a change touches is made anew."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import Phase, given
from hypothesis import settings as how
from hypothesis import strategies as st

from pipeline.ids import stable_id
from pipeline.settings import Settings
from pipeline.steps import annotations, entities
from pipeline.steps.workbench import Reject, Workbench, open_workbench
from pipeline.tables.store import TableStore

Corpus = Mapping[str, Sequence[str]]
"""Article -> its names with their label, as in ``Ilse Brandvik/PERSON``."""

CORPUS: Corpus = {
    "2031-03-10/a": ["Ilse Brandvik/PERSON", "Brandvik/PERSON", "Orlava/GPE", "Harbour Crews Union/ORG"],
    "2031-03-11/b": ["Ilse Brandvik/PERSON", "Tomas Erlund/PERSON", "Erlund/ORG", "Orlava/ORG"],
    "2031-03-11/c": ["T. Erlund/PERSON", "HCU/ORG", "Senmark/ORG", "Senmark/ORG"],
    "2031-03-12/d": ["Erlund/PERSON", "Foreign Ministry/ORG", "Senmark/ORG"],
    "2031-03-13/e": ["Marit Holm/PERSON", "Ilse/PERSON", "Kyiv/GPE", "Kiev/GPE"],
}

BLANK: dict[str, object] = {"string": "x", "int64": 0, "double": 0.0, "bool": False}
"""What stands in columns that nobody looks at here."""

ARRIVALS: dict[str, Corpus] = {
    "an article with names of its own": {"2031-03-14/n": ["Aksel Vold/PERSON"]},
    "an earlier article with a known name": {"2031-03-01/n": ["Ilse Brandvik/PERSON", "Orlava/GPE"]},
    "a name's type flips": {f"2031-03-14/{n}": ["Senmark/GPE", "Senmark/GPE"] for n in range(4)},
    "somebody is called like a thing": {"2031-03-14/n": ["Ada Senmark/PERSON"]},
    "two persons turn out to be one": {"2031-03-14/n": ["Marit Anna Holm/PERSON", "M. Holm/PERSON"]},
    "an initial fits two persons": {"2031-03-14/n": ["Thea Erlund/PERSON"]},
    "a namesake is much better known": {f"2031-03-14/{n}": ["Knut Erlund/PERSON"] for n in range(30)},
    "an acronym is spelt out": {"2031-03-14/n": ["HCU/ORG", "Harbour Crews Union/ORG"]},
    "a body is some country's": {"2031-03-12/n": ["Foreign Ministry/ORG", "Norwegian Foreign Ministry/ORG"]},
    "the article of a given name names its person": {"2031-03-13/e": [*CORPUS["2031-03-13/e"], "Ilse Dahl/PERSON"]},
}


@pytest.fixture
def bench(tmp_path: Path) -> Workbench:
    return new_bench(tmp_path / "grown")


def new_bench(folder: Path) -> Workbench:
    """Open tables into which half-filled rows may be put."""
    bench = open_workbench(Settings(raw=folder, out=folder))
    store = TableStore(bench.settings.table_root, bench.store.schemas, bench.store.partition_columns)
    return replace(bench, store=store)


def put(
    bench: Workbench,
    corpus: Corpus,
    noted: Mapping[str, str] | None = None,
    *,
    outlets: Mapping[str, str] | None = None,
) -> None:
    """Write what the entities are made of, as the steps before leave it.

    Args:
        bench: the tables.
        corpus: the articles.
        noted: for some articles what the annotations note that they were made of.
        outlets: the outlets of some articles.

    """
    rows: dict[str, list[dict[str, object]]] = {name: [] for name in ("articles", *annotations.TABLES)}
    inputs = []
    for place, names in corpus.items():
        edition, article = place.split("/")
        outlet = (outlets or {}).get(place, "wire")
        own = {"article_id": article, "edition": edition}
        rows["articles"].append({**own, "published_on": date.fromisoformat(edition), "outlet_id": outlet})
        for number, (surface, label) in enumerate(name.split("/") for name in names):
            rows["entity_mentions"].append(
                {
                    **own,
                    "mention_id": f"{article}{number}",
                    "char_start": number,
                    "surface": surface,
                    "name": surface,
                    "kind": "name",
                    "label": label,
                }
            )
            rows["quotes"].append({**own, "quote_id": f"q{article}{number}", "speaker_name": surface})
            rows["claims"].append({**own, "claim_id": f"c{article}{number}", "attributed_name": surface})
        key = (noted or {}).get(place) or stable_id(outlet, *names)
        inputs.append({"step": annotations.STEP, "edition": edition, "article_id": article, "inputs": key})
    for name, found in rows.items():
        schema = bench.store.schemas[name]
        filled = {field.name: BLANK[str(field.type)] for field in schema if not field.nullable}
        bench.store.replace(name, bench.table(name, [{**filled, **row} for row in found]))
    bench.store.replace("article_inputs", bench.table("article_inputs", inputs), [annotations.STEP])


def decide(bench: Workbench, text: str) -> None:
    path = bench.settings.out / entities.DECISIONS_FILE
    path.parent.mkdir(exist_ok=True, parents=True)
    path.write_text(text, encoding="utf-8")


def found(bench: Workbench) -> dict[str, list[dict[str, object]]]:
    tables = (*entities.TABLES, "entity_links", "rejects")
    return {name: sorted(bench.store.read(name).to_pylist(), key=repr) for name in tables}


def assert_as_rebuilt(bench: Workbench, corpus: Corpus, folder: Path, decisions: str = "") -> None:
    rebuilt = new_bench(folder)
    put(rebuilt, corpus)
    if decisions:
        decide(rebuilt, decisions)
    entities.run(rebuilt)
    assert found(bench) == found(rebuilt)


def entity_of(bench: Workbench, mention: str) -> object:
    rows = {row["entity_id"]: row for row in bench.store.read("entities").to_pylist()}
    return rows[bench.entity_links("mention")[mention]]["name"]


@pytest.mark.parametrize("arrived", ARRIVALS.values(), ids=ARRIVALS)
def test_arrival_and_withdrawal_give_the_entities_of_one_run(bench: Workbench, arrived: Corpus, tmp_path: Path) -> None:
    put(bench, CORPUS)
    entities.run(bench)
    before = found(bench)
    put(bench, {**CORPUS, **arrived})
    assert entities.run(bench).counts["articles_changed"] == len(arrived)
    assert found(bench) != before
    assert_as_rebuilt(bench, {**CORPUS, **arrived}, tmp_path / "rebuilt")
    put(bench, CORPUS)
    entities.run(bench)
    assert found(bench) == before


def test_only_what_an_arrival_touches_is_made_anew(bench: Workbench) -> None:
    put(bench, CORPUS)
    entities.run(bench)
    put(bench, {**CORPUS, "2031-03-14/n": ["Aksel Vold/PERSON", "Orlava/GPE"]})
    counts = entities.run(bench).counts
    assert (counts["articles_changed"], counts["entities_made"], counts["articles_relinked"]) == (1, 2, 1)
    assert entities.run(bench).is_skipped


def test_an_article_in_which_something_was_refused_is_looked_at_again(bench: Workbench) -> None:
    unread = Reject(stage="readings", rule="paragraph_unread", reason="it was not read in time")
    bench.write_rejects({f"{annotations.STEP}:2031-03-10": [unread]})
    inputs = {"2031-03-10/a": "the same"}
    put(bench, {**CORPUS, "2031-03-10/a": []}, inputs)
    entities.run(bench)
    bench.write_rejects({f"{annotations.STEP}:2031-03-10": []})
    put(bench, CORPUS, inputs)
    entities.run(bench)
    assert entity_of(bench, "a0") == "Ilse Brandvik"


def test_another_outlet_is_counted(bench: Workbench) -> None:
    put(bench, CORPUS)
    entities.run(bench)
    put(bench, CORPUS, outlets={"2031-03-11/b": "post"})
    entities.run(bench)
    (brandvik,) = (row for row in bench.store.read("entities").to_pylist() if row["name"] == "Ilse Brandvik")
    assert brandvik["outlets"] == 2


DECISIONS = {
    "merge": "merge:\n  - [Marit Holm, Ilse Brandvik]\n",
    "merge with one that is not there yet": "merge:\n  - [Marit Holm, Aksel Vold]\n",
    "split by article": "split:\n  - {entity: Orlava, articles: [b], name: Orlava Shipping}\n",
    "split by alias": "split:\n  - {entity: Kyiv, aliases: [Kiev]}\n",
    "rename to what another is called": "rename:\n  Marit Holm: Aksel Vold\ntype:\n  Aksel Vold: organisation\n",
    "rename of an alias": "rename:\n  Brandvik: Harbour Master Brandvik\n",
    "type": "type:\n  Harbour Crews Union: other\n",
    "not an entity": "not_an_entity:\n  - Ilse Brandvik\n",
}


@pytest.mark.parametrize("decisions", DECISIONS.values(), ids=DECISIONS)
def test_decisions_come_and_go_while_articles_do(bench: Workbench, decisions: str, tmp_path: Path) -> None:
    grown = {**CORPUS, "2031-03-14/n": ["Aksel Vold/PERSON", "Brandvik/ORG", "Orlava/GPE"]}
    put(bench, CORPUS)
    entities.run(bench)
    before = found(bench)
    decide(bench, decisions)
    entities.run(bench)
    decided = found(bench)
    assert decided != before
    put(bench, grown)
    entities.run(bench)
    assert_as_rebuilt(bench, grown, tmp_path / "rebuilt", decisions)
    put(bench, CORPUS)
    entities.run(bench)
    assert found(bench) == decided
    decide(bench, "")
    entities.run(bench)
    assert found(bench) == before


@how(max_examples=4, derandomize=True, deadline=None, database=None, phases=[Phase.generate])
@given(
    st.lists(
        st.tuples(
            st.lists(st.sampled_from(sorted(ARRIVALS)), max_size=3, unique=True),
            st.sampled_from(["", *DECISIONS.values()]),
        ),
        min_size=3,
        max_size=4,
    )
)
def test_any_sequence_gives_the_entities_of_one_run(history: list[tuple[list[str], str]]) -> None:
    with TemporaryDirectory() as folder:
        bench = new_bench(Path(folder) / "grown")
        for arrivals, decisions in history:
            corpus = {**CORPUS}
            for arrived in arrivals:
                corpus |= {f"{place}{arrived[0]}": names for place, names in ARRIVALS[arrived].items()}
            put(bench, corpus)
            decide(bench, decisions)
            entities.run(bench)
        assert_as_rebuilt(bench, corpus, Path(folder) / "rebuilt", decisions)
