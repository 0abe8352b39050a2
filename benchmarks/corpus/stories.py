"""An invented event -> the paragraphs that a reporter writes about it.

Sentences are put together from parts, so that two paragraphs are near-identical only where one was copied. Which
outlet prints which paragraph is not decided here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from benchmarks.corpus import vocabulary
from benchmarks.corpus.vocabulary import Person

MEAN_PARAGRAPHS = 12

_HAPPENINGS = (
    ("flood", "the river burst its banks", "homes", "were flooded", "residents", "were evacuated"),
    ("fire", "a fire swept through a warehouse", "firefighters", "were injured", "vehicles", "were destroyed"),
    ("strike", "drivers walked out over pay", "trains", "were cancelled", "workers", "joined the strike"),
    ("storm", "a storm tore across the coast", "people", "were killed", "households", "lost power"),
    ("crash", "two buses collided on the ring road", "passengers", "were injured", "people", "were killed"),
    ("protest", "crowds gathered outside the assembly", "protesters", "were arrested", "officers", "were deployed"),
    ("outbreak", "doctors reported a new fever", "patients", "were treated", "schools", "were closed"),
    ("plant", "the steelworks announced its closure", "jobs", "will be lost", "contractors", "were laid off"),
    ("quake", "an earthquake shook the valley", "buildings", "collapsed", "people", "were wounded"),
    ("budget", "the council passed its budget", "posts", "will be cut", "clinics", "will be closed"),
)  # fmt: skip
_WHEN = (
    "on {day}", "late on {day}", "early on {day}", "on {day} morning", "on {day} night", "shortly before noon on {day}",
    "in the small hours of {day}", "last week", "earlier this month", "over the weekend",
)  # fmt: skip
_SOURCES = (
    "{org} said", "according to {org}", "officials said", "the police said", "{title} {last} said",
    "a statement from {org} said", "local media reported", "{name}, a {role}, said",
)  # fmt: skip
_VIEWS = (
    "we have never seen {noun} like this in {place}", "every hour counts for the families of {place}",
    "nobody here was told in time", "the money that was promised has not arrived", "our people are worn out",
    "there is no reason for alarm", "this could have been prevented with {noun}", "we will rebuild what was lost",
    "the worst is behind us", "I expect {noun} before the end of the month", "they must answer for {noun}",
    "we asked for {noun} and were given promises", "the figures speak for themselves", "no one will be left behind",
    "a second inquiry into {noun} would only cost time", "help is on its way to {place}",
    "what matters now is {noun}", "the plan rests on {noun} and little else",
)  # fmt: skip
_NOUNS = (
    "a proper warning system", "clear rules", "an honest account", "new pumps", "better roads", "an independent review",
    "fresh talks", "cooler heads", "a ban on night work", "stronger walls", "a fair offer", "the reserve fund",
    "extra beds", "spare parts", "a new contract", "trained volunteers", "a change of course", "closer checks",
)  # fmt: skip
_CUES = ("said", "told reporters", "added", "warned", "insisted", "told a radio station", "wrote in a letter")
_REPORTED = ("said that", "insisted that", "warned that", "denied that", "confirmed that", "acknowledged that")
_BACKGROUND = (
    "{place} has {count} inhabitants and lies about {km} kilometres from {other}",
    "the last {kind} of this size was recorded {years} years ago, when {other} was hit",
    "{org} has spent more than ${money} million on {noun} since the spring",
    "prices in {other} rose by {percent} percent over the year",
    "nearly {count} people signed a petition for {noun} in {other}",
    "the government has set aside between {low} and {high} million crowns for {noun}",
    "a court in {other} is to hear the case of {name} in {years} weeks",
    "{org} was founded {years} years ago and employs some {count} people",
    "shops along the old market of {other} kept their shutters down",
    "buses between {place} and {other} were running again by the evening",
    "volunteers handed out blankets and soup beside the station of {other}",
    "experts from {other} are expected to examine {noun} in the coming days",
    "schools in {place} and {other} stayed open, though few pupils came",
    "it was unclear who had ordered {noun}, and {org} would not comment",
    "neighbours described a long night of sirens along the road to {other}",
    "{name} had asked for {noun} as long as {years} months ago, letters show",
)  # fmt: skip
_TAILS = (
    "", "", "", ", residents recalled", ", though not everybody agrees", ", a report found", " despite earlier doubts",
    ", much as in {other}", " after months of delay", " for the first time in {years} years", ", against all advice",
)  # fmt: skip


@dataclass(frozen=True)
class Event:
    """Something invented that several outlets write about, with the people and numbers that they all share."""

    kind: str
    day: date
    place: str
    other: str
    org: str
    people: tuple[Person, ...]
    first_toll: int
    second_toll: int
    happening: tuple[str, ...]


def invent_event(source: Random, day: date) -> Event:
    """Return an event of a day."""
    happening = source.choice(_HAPPENINGS)
    town = vocabulary.place(source)
    return Event(
        kind=happening[0],
        day=day - timedelta(days=source.randrange(2)),
        place=town,
        other=vocabulary.place(source),
        org=vocabulary.body(source, town),
        people=tuple(vocabulary.person(source) for _ in range(3)),
        first_toll=source.randint(2, 60),
        second_toll=source.randint(40, 9_000),
        happening=happening,
    )


def write_story(source: Random, event: Event) -> list[str]:
    """Return headline and paragraphs of a new article on an event."""
    makers: tuple[Callable[[Random, Event], str], ...] = (_quotation, _quotation, _reported, _toll, _context, _context)
    count = max(3, round(source.gauss(MEAN_PARAGRAPHS, 4)))
    return [_headline(event), _lead(source, event), *(source.choice(makers)(source, event) for _ in range(count - 1))]


def _headline(event: Event) -> str:
    _, what, first, were, *_ = event.happening
    return f"{event.first_toll} {first} {were} in {event.place} after {what.removeprefix('a ')}"


def _lead(source: Random, event: Event) -> str:
    _, what, first, were, second, also = event.happening
    toll = (
        f"{_amount(source, event.first_toll)} {first} {were} and {_amount(source, event.second_toll)} {second} {also}"
    )
    return _sentence(f"{toll} when {what} near {event.place} {_when(source, event)}, {_source(source, event)}")


def _quotation(source: Random, event: Event) -> str:
    who = source.choice(event.people)
    view, more = source.sample(_VIEWS, 2)
    said = f"{who.title} {who.name}" if source.random() < 0.5 else f"{who.name}, {who.role} of {event.org},"
    cue, when = source.choice(_CUES), source.choice(("", "", f" {_when(source, event)}"))
    opened = _filled(source, event, view)
    text = f"“{opened[0].upper()}{opened[1:]},” {said} {cue}{when}."
    if source.random() < 0.5:
        text += f" “{_sentence(_filled(source, event, more))}”"
    return text + (f" {_context(source, event)}" if source.random() < 0.4 else "")


def _reported(source: Random, event: Event) -> str:
    who = source.choice(event.people)
    clause = _filled(source, event, source.choice(_BACKGROUND))
    head = f"{who.last} {source.choice(_REPORTED)} {clause}{_filled(source, event, source.choice(_TAILS))}"
    return f"{_sentence(head)} {_context(source, event)}"


def _toll(source: Random, event: Event) -> str:
    _, _, first, were, second, also = event.happening
    noun, verb, number = source.choice(((first, were, event.first_toll), (second, also, event.second_toll)))
    text = _sentence(f"{_amount(source, number)} {noun} {verb} in {event.place}, {_source(source, event)}")
    return f"{text} {_context(source, event)}"


def _context(source: Random, event: Event) -> str:
    sentences = []
    for clause in source.sample(_BACKGROUND, source.choice((1, 1, 2, 2, 3))):
        tail = source.choice(_TAILS)
        opening = source.choice(("", "", f"{_when(source, event)}, ", "meanwhile, ", "by then, "))
        sentences.append(_sentence(opening + _filled(source, event, clause + tail)))
    return " ".join(sentences)


def _amount(source: Random, number: int) -> str:
    return source.choice(("", "", "at least ", "more than ", "about ", "nearly ")) + f"{number:,}"


def _when(source: Random, event: Event) -> str:
    return source.choice(_WHEN).format(day=event.day.strftime("%A"))


def _source(source: Random, event: Event) -> str:
    return _filled(source, event, source.choice(_SOURCES))


def _filled(source: Random, event: Event, template: str) -> str:
    who = source.choice(event.people)
    low = source.randint(2, 400)
    town, other = event.place, event.other
    if source.random() < 0.3:
        other = vocabulary.place(source)
    return template.format(
        place=town,
        other=other,
        org=event.org,
        kind=event.kind,
        title=who.title,
        name=who.name,
        last=who.last,
        role=who.role,
        noun=source.choice(_NOUNS),
        count=f"{source.randint(100, 90_000):,}",
        km=source.randint(3, 400),
        years=source.randint(2, 60),
        money=source.randint(2, 900),
        percent=round(source.uniform(0.2, 25), 1),
        low=low,
        high=low + source.randint(2, 300),
    )


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:] + ("" if text.endswith((".", "?", "!")) else ".")
