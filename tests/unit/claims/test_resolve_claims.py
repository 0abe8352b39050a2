"""Who says so and as of when, once a claim stands in its article."""

from datetime import date

from pipeline.claims.resolve import resolve_claims
from pipeline.reading.reader import read_texts
from pipeline.records import Claim, Mention, Paragraph, Quote, ReadParagraph, Role
from pipeline.settings import Settings

FRIDAY = date(2031, 3, 14)


def read(*texts: str, role: Role = "body") -> list[ReadParagraph]:
    """Return paragraphs that follow each other in an article, two characters apart."""
    paragraphs, start = [], 0
    for position, (text, reading) in enumerate(zip(texts, read_texts(texts, Settings().models["en"]), strict=True)):
        paragraph = Paragraph(position=position, role=role, char_start=start, char_end=start + len(text), text=text)
        paragraphs.append(ReadParagraph(paragraph=paragraph, reading=reading))
        start += len(text) + 2
    return paragraphs


def only(claims: tuple[Claim, ...]) -> Claim:
    (claim,) = claims
    return claim


def test_number_in_a_quote_is_its_speakers() -> None:
    text = "“We lost 40 boats,” Ana Ruel said."
    quote = Quote(
        position=0, char_start=1, char_end=18, text="We lost 40 boats,", quote_type="direct", speaker="Ana Ruel",
        speaker_name="Ana Maria Ruel",
    )  # fmt: skip
    claim = only(resolve_claims(read(text), (), [quote], FRIDAY))
    assert (claim.attributed_to, claim.attributed_name, claim.quote_index) == ("Ana Ruel", "Ana Maria Ruel", 0)


def test_source_of_the_sentence_is_named_with_its_full_name() -> None:
    text = "The ministry estimates that 4,500 refugees crossed the river."
    mention = Mention(position=0, char_start=4, char_end=12, surface="ministry", kind="name", name="Ministry of Health")
    claim = only(resolve_claims(read(text), [mention], (), FRIDAY))
    assert (claim.attributed_to, claim.attributed_name) == ("The ministry", "Ministry of Health")
    assert claim.quote_index is None


def test_according_to_names_the_source() -> None:
    claim = only(resolve_claims(read("Some 300 homes burned, according to the fire service."), (), (), FRIDAY))
    assert claim.attributed_to == "the fire service"


def test_claim_of_the_article_itself_has_no_source() -> None:
    claim = only(resolve_claims(read("Some 300 homes burned."), (), (), FRIDAY))
    assert claim.attributed_to is None


def test_day_as_of_which_it_holds_is_read_against_publication() -> None:
    claim = only(resolve_claims(read("At least 198 farmers have been arrested since Tuesday."), (), (), FRIDAY))
    assert (claim.as_of_text, claim.as_of_on) == ("since Tuesday", date(2031, 3, 11))


def test_what_cannot_be_dated_keeps_its_words() -> None:
    claim = only(resolve_claims(read("Police arrested 100 farmers on the first day of the strike."), (), (), FRIDAY))
    assert (claim.as_of_text, claim.as_of_on) == ("on the first day of the strike", None)


def test_undated_article_dates_nothing() -> None:
    claim = only(resolve_claims(read("At least 198 farmers have been arrested since Tuesday."), (), (), None))
    assert claim.as_of_on is None


def test_offsets_are_those_of_the_article() -> None:
    texts = ("A storm came.", "It destroyed nearly 60 homes.")
    claim = only(resolve_claims(read(*texts), (), (), FRIDAY))
    assert "\n\n".join(texts)[claim.char_start : claim.char_end] == claim.text == "nearly 60 homes"


def test_page_furniture_claims_nothing() -> None:
    assert not resolve_claims(read("Our 40 reporters write for you.", role="notice"), (), (), FRIDAY)


def test_denied_claim_is_marked() -> None:
    claim = only(resolve_claims(read("The 40 miners were not killed."), (), (), FRIDAY))
    assert (claim.predicate, claim.is_negated) == ("kill", True)
