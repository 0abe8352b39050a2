"""The change log tells a reader what differs between two releases, in words, and shows article text as text."""

from datetime import date

import pytest

from pipeline.release.changes import describe_changes
from tests.unit.release.invented_release import InventedRelease

MONDAY = date(2031, 3, 10)
TUESDAY = date(2031, 3, 11)


def lamp_fire(
    toll_of_the_echo: str, value: float, quote: str = "We lit every lamp we had", revision: int = 1
) -> InventedRelease:
    """Two invented outlets on a fire in a lamp factory."""
    release = InventedRelease()
    one = release.article("Sora Gazette", MONDAY, "Fire in lamp factory", "The fire killed 12 workers, the mayor said.")
    release.claim(one, "12 workers", 12, "toll", counted="workers")
    two = release.article(
        "Sora Echo",
        MONDAY,
        "Lamp factory burns",
        f"The fire killed {toll_of_the_echo}, firemen said. “{quote},” said Nima Oduya.",
        revision=revision,
    )
    release.claim(two, toll_of_the_echo, value, "toll", counted="workers")
    release.quote(two, quote, "Nima Oduya", "lamps")
    return release


def changes(old: InventedRelease, new: InventedRelease) -> str:
    return describe_changes(old.tables(), new.tables(), "0001", "0002")


def test_first_release_says_so_with_its_counts() -> None:
    text = describe_changes(None, lamp_fire("12 workers", 12).tables(), None, "0001")
    assert text.startswith("# Release 0001\n")
    assert "first release" in text
    assert "| articles | 2 |" in text
    assert "| claims | 2 |" in text


def test_added_and_withdrawn_articles_are_named() -> None:
    old, new = lamp_fire("12 workers", 12), InventedRelease()
    new.article("Sora Gazette", MONDAY, "Fire in lamp factory", "The fire killed 12 workers, the mayor said.")
    new.article("Hill Radio", TUESDAY, "Lamps are lit again", "The factory opens on Friday.")
    text = changes(old, new)
    assert "Compared with release 0001: 1 article added and 1 article withdrawn." in text
    assert "## Articles added\n\n- Hill Radio, 11 March 2031: “Lamps are lit again”" in text
    assert "## Articles withdrawn\n\n- Sora Echo, 10 March 2031: “Lamp factory burns”" in text
    assert "| articles | 2 | 2 | 0 |" in text
    assert "| quotes | 1 | 0 | -1 |" in text


def test_corrected_figure_that_now_conflicts_is_told_with_who_says_what() -> None:
    text = changes(lamp_fire("12 workers", 12), lamp_fire("19 workers", 19, revision=2))
    assert "1 article corrected and 1 figure became conflicting" in text
    assert "text changed, revision 1 is now 2" in text
    assert "- **workers (kill)**: 12 to 19 (before: 12). Sora Gazette “12 workers”; Sora Echo “19 workers”" in text


def test_figure_that_outlets_come_to_agree_on_is_told() -> None:
    text = changes(lamp_fire("19 workers", 19), lamp_fire("12 workers", 12, revision=2))
    assert "- **workers (kill)**: was 12 to 19; now 12" in text


def test_conflict_that_widens_is_told() -> None:
    text = changes(lamp_fire("19 workers", 19), lamp_fire("23 workers", 23, revision=2))
    assert "1 figure in conflict has another range" in text
    assert "- **workers (kill)**: was 12 to 19; now 12 to 23" in text


def test_article_without_a_headline_is_named_by_its_first_words() -> None:
    old, new = lamp_fire("12 workers", 12), lamp_fire("12 workers", 12)
    new.article("Hill Radio", TUESDAY, None, "The factory opens on Friday.")
    assert "- Hill Radio, 11 March 2031: “The factory opens on Friday.”" in changes(old, new)


def test_figure_under_a_new_id_is_followed_through_redirects() -> None:
    old, new = lamp_fire("19 workers", 19), lamp_fire("19 workers", 19)
    old_id = new.rows["claims"][0]["figure_id"]
    for row in new.rows["claims"]:
        row["figure_id"] = "f" * 16
    new.redirect("figures", old_id, "e" * 16)
    new.redirect("figures", "e" * 16, "f" * 16)
    assert "conflicting" not in changes(old, new)


def test_redirects_in_a_circle_end() -> None:
    old, new = lamp_fire("19 workers", 19), InventedRelease()
    old_id = old.rows["claims"][0]["figure_id"]
    new.redirect("figures", old_id, "e" * 16)
    new.redirect("figures", "e" * 16, old_id)
    assert "the claims that it stood on are gone" in changes(old, new)


def test_quote_changed_by_its_outlet_shows_old_and_new_words() -> None:
    text = changes(
        lamp_fire("12 workers", 12), lamp_fire("12 workers", 12, quote="We lit nearly every lamp we had", revision=2)
    )
    assert "1 quote changed by its outlet after publication" in text
    assert "  - before: “We lit every lamp we had”\n  - now: “We lit nearly every lamp we had”" in text


def test_quote_read_differently_from_the_same_text_is_not_the_outlets_change() -> None:
    old, new = lamp_fire("12 workers", 12), lamp_fire("12 workers", 12)
    new.rows["quotes"][0]["text"] = "We lit every lamp"
    assert "Quotes changed" not in changes(old, new)


def test_nothing_changed_is_said() -> None:
    text = changes(lamp_fire("12 workers", 12), lamp_fire("12 workers", 12))
    assert "the articles are the same" in text


@pytest.mark.parametrize(
    ("headline", "shown"),
    [
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("[a](javascript:b) | *c* `d`", r"\[a\](javascript:b) \| \*c\* \`d\`"),
        ("# one\n## two", "# one ## two"),
        ("safe \u202egnp.exe", r"safe \[U+202E\]gnp.exe"),
    ],
)
def test_hostile_headlines_stay_text(headline: str, shown: str) -> None:
    old, new = lamp_fire("12 workers", 12), lamp_fire("12 workers", 12)
    new.article("Hill Radio", TUESDAY, headline, "Nothing else.")
    assert f"“{shown}”" in changes(old, new)


def test_long_lists_are_cut_and_counted() -> None:
    old, new = lamp_fire("12 workers", 12), lamp_fire("12 workers", 12)
    for number in range(60):
        new.article("Hill Radio", TUESDAY, f"Short news {number}", "Nothing else.")
    text = changes(old, new)
    assert "60 articles added" in text
    assert text.count("Short news") == 50
    assert "- and 10 more" in text


def test_table_that_the_earlier_release_lacks_counts_as_empty() -> None:
    new = lamp_fire("12 workers", 12).tables()
    old = {name: table for name, table in new.items() if name != "passage_links"}
    assert "| passage_links | 0 | 0 | 0 |" in describe_changes(old, new, "0001", "0002")
