"""Outlets that write about the same events: agency copy, light edits, altered numbers, corrections, late arrivals.

A corpus is what lies in the drop folder on the first day, and what arrives later: new articles, corrections of old ones
and old ones that come late. The same size and seed give the same corpus on every machine.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from benchmarks.corpus import vocabulary
from benchmarks.corpus.stories import Event, invent_event, write_story

FIRST_DAY = date(2031, 3, 1)
ARTICLES_A_DAY = 100
ARTICLES_AN_EVENT = 8
OUTLETS = 24
AGENCY_SHARE = 0.34
"""Share of an outlet's paragraphs that are taken from the agency's article where there is one; of all, 30 %."""
_EDITED, _ALTERED = 0.35, 0.05
"""Shares of the copied paragraphs that are edited lightly, and in which a number was changed."""
_SWAPS = (
    ("nearly", "almost"), ("about", "around"), ("said that", "stated that"), ("people", "persons"), ("among", "amid"),
    ("expected", "due"), ("in the coming days", "within days"), ("told reporters", "told the press"), ("lies", "sits"),
    ("kept", "held"), ("unclear", "not clear"), ("described", "spoke of"), ("more than", "over"), ("late on", "on"),
)  # fmt: skip


@dataclass(frozen=True)
class Article:
    """An article as an outlet publishes it; ``number`` counts all articles, ``outlet`` counts from 0, the agency."""

    number: int
    outlet: int
    published: datetime
    headline: str
    paragraphs: tuple[str, ...]
    revision: int = 1

    @property
    def url(self) -> str:
        """The address under which all revisions stand."""
        return f"https://{outlet_domain(self.outlet)}/{self.published:%Y/%m/%d}/{self.number:07}"


def outlet_name(outlet: int) -> str:
    """Return the name of an outlet; number 0 is the agency."""
    return "Meridian Wire" if outlet == 0 else f"{vocabulary.place(Random(outlet))} {('Post', 'Herald')[outlet % 2]}"


def outlet_domain(outlet: int) -> str:
    """Return an outlet's domain, under a name that leads nowhere."""
    return f"{outlet_name(outlet).lower().replace(' ', '-')}.example"


def first_delivery(count: int, seed: int) -> Iterator[Article]:
    """Yield ``count`` articles, day by day."""
    number = 0
    while number < count:
        day = FIRST_DAY + timedelta(days=number // ARTICLES_A_DAY)
        event_number = number // ARTICLES_AN_EVENT
        source = Random(f"{seed}/{event_number}")
        articles = _coverage(source, invent_event(source, day), number)
        yield from articles[: count - number]
        number += len(articles)


def later_delivery(count: int, seed: int, new: int) -> Iterator[Article]:
    """Yield what arrives after ``count`` articles: new ones, corrections and late old ones, a third each."""
    source = Random(f"{seed}/later/{count}")
    corrected = set(source.sample(range(count), min(count, new // 3)))
    for article in first_delivery(count, seed):
        if article.number in corrected:
            number = source.randrange(len(article.paragraphs))
            paragraphs = list(article.paragraphs)
            paragraphs[number] = _numbers_changed(paragraphs[number], source) + " This was corrected later."
            later = article.published + timedelta(hours=5)
            yield replace(article, published=later, paragraphs=tuple(paragraphs), revision=2)
    days = max(1, count // ARTICLES_A_DAY)
    late = new // 3
    for extra in range(new - len(corrected)):
        back = source.randrange(days) if extra < late else -1
        day = FIRST_DAY + timedelta(days=days - 1 - back)
        yield _coverage(source, invent_event(source, day), count + extra)[-1]


def _coverage(source: Random, event: Event, number: int) -> list[Article]:
    """Return the articles of all outlets on one event, the agency's first."""
    outlets = [0, *source.sample(range(1, OUTLETS), ARTICLES_AN_EVENT - 1)]
    agency = write_story(source, event)
    articles = []
    for place, outlet in enumerate(outlets):
        story = agency if place == 0 else _with_copies(source, write_story(source, event), agency)
        noon = datetime.combine(event.day, time(6), tzinfo=UTC)
        published = noon + timedelta(minutes=45 * place + source.randrange(45))
        articles.append(Article(number + place, outlet, published, story[0], tuple(story[1:])))
    return articles


def _with_copies(source: Random, own: list[str], agency: list[str]) -> list[str]:
    story = [own[0]]
    for paragraph in own[1:]:
        if source.random() >= AGENCY_SHARE:
            story.append(paragraph)
            continue
        copied, chance = source.choice(agency[1:]), source.random()
        if copied in story:
            story.append(paragraph)
        elif chance < _ALTERED:
            story.append(_numbers_changed(copied, source))
        elif chance < _ALTERED + _EDITED:
            story.append(_edited(copied, source))
        else:
            story.append(copied)
    return story


def _edited(text: str, source: Random) -> str:
    """Return a text as a sub-editor leaves it: words swapped, or the last sentence trimmed."""
    for old, new in source.sample(_SWAPS, len(_SWAPS)):
        if old in text:
            text = text.replace(old, new, 1)
            break
    return text.replace("“", '"').replace("”", '"') if source.random() < 0.5 else text.replace(" the ", " ", 1)


def _numbers_changed(text: str, source: Random) -> str:
    words = text.split(" ")
    places = [place for place, word in enumerate(words) if word.strip(",.").isdecimal()]
    if places:
        place = source.choice(places)
        digits = words[place].strip(",.")
        words[place] = words[place].replace(digits, str(int(digits) + source.randint(1, 9)))
    return " ".join(words)
