from pipeline.ids import stable_id, text_key


def test_ids_are_the_same_on_every_machine() -> None:
    assert stable_id("article", "https://karsk.example/1") == "9489a2c4c325834c"


def test_parts_do_not_run_into_each_other() -> None:
    assert stable_id("ab", "c") != stable_id("a", "bc")
    assert stable_id("a", None) != stable_id("a", "")
    assert stable_id("a", 1) == stable_id("a", "1")


def test_text_key_accepts_any_text() -> None:
    assert text_key("\ud800") != text_key("")
