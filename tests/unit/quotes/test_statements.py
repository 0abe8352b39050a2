from collections.abc import Sequence
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.quotes.statements import StatementInput, group_statements, statement_block
from pipeline.records import QuoteType

LONG = "We will not leave the harbour until the last boat is home, and nobody on the island should doubt it."


def quote(
    number: int,
    text: str,
    *,
    speaker: str | None = "holmgren",
    name: str | None = "Ada Holmgren",
    quote_type: QuoteType = "direct",
    published_on: date | None = None,
    passage: str | None = None,
    outlet: str | None = None,
) -> StatementInput:
    return StatementInput(
        quote_id=f"q{number:02}",
        article_id=f"article {number:02}",
        char_start=number,
        text=text,
        quote_type=quote_type,
        outlet_id=outlet or f"outlet {number}",
        published_on=published_on,
        passage_id=passage,
        speaker_entity_id=speaker,
        speaker_name=name,
    )


def groups(quotes: Sequence[StatementInput]) -> set[frozenset[str]]:
    found: dict[str, set[str]] = {}
    for quote_id, statement_id in group_statements(quotes).statement_ids.items():
        found.setdefault(statement_id, set()).add(quote_id)
    return {frozenset(ids) for ids in found.values()}


def are_one(*texts: str) -> bool:
    return len(groups([quote(number, text) for number, text in enumerate(texts)])) == 1


def test_marks_case_and_small_edits_do_not_make_another_statement() -> None:
    assert are_one(LONG, LONG.upper(), "“" + LONG.replace(",", " –"))
    assert are_one(LONG, LONG.replace("harbour", "harbor").replace("nobody on the island", "nobody on this island"))


def test_a_part_is_the_same_statement() -> None:
    assert are_one(LONG, "until the last boat is home, and nobody on the island")
    assert are_one(LONG, "nobody on the island")


def test_another_number_name_or_negation_is_another_statement() -> None:
    assert not are_one(LONG, LONG.replace("not ", ""))
    assert not are_one("We lost 21 boats in the storm on that night.", "We lost 27 boats in the storm on that night.")


def test_a_part_behind_a_negation_is_another_statement() -> None:
    assert not are_one("Nobody here did not leave the harbour at night.", "leave the harbour at night")


def test_another_speaker_makes_another_statement() -> None:
    assert len(groups([quote(1, LONG), quote(2, LONG, speaker="orlensky", name="Pavel Orlensky")])) == 2


def test_other_words_for_the_same_stay_apart() -> None:
    assert not are_one(LONG, "Until every boat has come back we stay in port; no islander need have any doubts.")


def test_short_fragments_join_by_equal_words_only() -> None:
    assert are_one("a calamity", "A calamity!")
    assert not are_one("a calamity", "It was a calamity for every family on the island.")


def test_common_words_are_no_part_of_another_statement() -> None:
    assert not are_one("I think that she will", "I think that she will be the first to leave the island.")
    assert are_one("leave the island", "I think that she will be the first to leave the island.")


def test_a_short_fragment_that_two_statements_hold_is_in_neither() -> None:
    first = "The island will decide, and that is all there is to say about the new bridge."
    second = "Nothing is settled yet, for in the end the island will decide."
    assert groups([quote(1, first), quote(2, second), quote(3, "the island will decide")]) == {
        frozenset({"q01"}),
        frozenset({"q02"}),
        frozenset({"q03"}),
    }


def test_a_daily_count_is_a_statement_of_its_own_each_day() -> None:
    counts = [f"We towed {boats} boats and {boats + 7} barges into the harbour last night." for boats in range(30)]
    quotes = [quote(number, text) for number, text in enumerate([*counts, counts[3].upper()])]
    assert len(groups(quotes)) == 30
    assert len(groups(quotes[:5])) == 5


def test_reported_speech_joins_by_equal_words_but_holds_nothing() -> None:
    reported = "the harbour would stay open until the last boat was home"
    assert len(groups([quote(1, reported, quote_type="indirect"), quote(2, reported, quote_type="indirect")])) == 1
    part = quote(2, "until the last boat was home")
    assert len(groups([quote(1, reported, quote_type="indirect"), part])) == 2


def test_without_a_known_speaker_only_equal_words_of_some_length_join() -> None:
    unknown = [quote(number, text, speaker=None, name=None) for number, text in enumerate([LONG, LONG, LONG[:60]])]
    assert groups(unknown) == {frozenset({"q00", "q01"}), frozenset({"q02"})}
    described = [quote(number, "no comment", speaker=None, name="officials") for number in range(2)]
    assert len(groups(described)) == 2
    named = [quote(number, "no comment", speaker=None, name="Ada Holmgren") for number in range(2)]
    assert len(groups(named)) == 1


def test_a_statement_shows_its_longest_text_its_first_article_and_independent_origins() -> None:
    quotes = [
        quote(1, LONG[:70], published_on=date(2031, 5, 5), passage="p1", outlet="gull"),
        quote(2, LONG, published_on=date(2031, 5, 6), passage="p2", outlet="tern"),
        quote(3, LONG, published_on=None, passage="p2", outlet="gull"),
    ]
    (statement,) = group_statements(quotes).statements
    assert statement.text == LONG
    assert (statement.first_article_id, statement.first_published_on) == ("article 01", date(2031, 5, 5))
    assert (statement.quotes, statement.outlets, statement.independent_origins) == (3, 2, 2)
    assert (statement.speaker_entity_id, statement.speaker_name) == ("holmgren", "Ada Holmgren")


TEXTS = [
    *(LONG, LONG[:60], LONG[20:], LONG.replace("not ", ""), LONG.replace("harbour", "harbor"), "the last boat is home"),
    *(
        "a calamity",
        "",
        "…",
        "the island will decide",
        "We lost 21 boats in the storm.",
        "We lost 27 boats in the storm.",
    ),
]


@settings(deadline=None, max_examples=40)
@given(
    picks=st.lists(st.tuples(st.sampled_from(TEXTS), st.sampled_from(["holmgren", "orlensky", None])), max_size=15),
    data=st.data(),
)
def test_order_of_the_quotes_does_not_matter(picks: list[tuple[str, str | None]], data: st.DataObject) -> None:
    quotes = [quote(number, text, speaker=speaker, name=speaker) for number, (text, speaker) in enumerate(picks)]
    shuffled = data.draw(st.permutations(quotes))
    assert group_statements(shuffled) == group_statements(quotes)
    assert set(group_statements(quotes).statement_ids) == {one.quote_id for one in quotes}


@settings(deadline=None, max_examples=30)
@given(picks=st.lists(st.tuples(st.sampled_from(TEXTS), st.sampled_from(["holmgren", "orlensky", None])), max_size=15))
def test_blocks_grouped_one_by_one_give_the_statements_of_all_together(picks: list[tuple[str, str | None]]) -> None:
    quotes = [quote(number, text, speaker=speaker, name=speaker) for number, (text, speaker) in enumerate(picks)]
    blocks: dict[str, list[StatementInput]] = {}
    for one in quotes:
        blocks.setdefault(statement_block(one), []).append(one)
    apart = [statement for block in blocks.values() for statement in group_statements(block).statements]
    assert sorted(apart, key=lambda statement: statement.statement_id) == list(group_statements(quotes).statements)
