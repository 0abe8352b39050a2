"""The bodies and places of one article that can speak: short forms, abbreviations, and "the company".

Here belongs which written name or epithet stands for which body. People are in ``article_people``.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from pipeline.entities.article_labels import PLACES
from pipeline.entities.article_origins import origins_of
from pipeline.entities.article_people import Person, is_same_stem
from pipeline.entities.article_salience import Salience
from pipeline.entities.mention_words import GENERIC_GROUPS
from pipeline.records import LocalMention, ReadParagraph
from pipeline.word_lists import listed

MAX_GROUPS: Final = 40
MIN_PRESENCE: Final = 0.1
NOT_GENERIC: Final = frozenset(
    listed(
        """
        ministry department government party parliament congress senate council court committee commission university
        college school police army navy force union association federation league coalition alliance nation republic
        house kremlin embassy
        """
    )
)
"""Words of names that say what a body is, so that it is no company, newspaper or group."""
MEDIA_NOUNS: Final = frozenset(listed("newspaper paper magazine website outlet broadcaster network publisher"))
MEDIA_WORDS: Final = frozenset(
    listed("new news time times post journal herald tribune gazette guardian press radio tv television magazine daily")
)
COMPANY_NOUNS: Final = frozenset(
    listed("retailer carrier lender manufacturer airline operator charity watchdog regulator")
)
COMPANY_WORDS: Final = frozenset(
    listed("bank airline airway motor energy railway inc ltd corp fund foundation hospital")
)
_SMALL: Final = frozenset(("of", "the", "and", "for", "in", "on", "de"))


def shown(surface: str) -> str:
    """Return a body's name without the article before it."""
    words = surface.split()
    if len(words) > 1 and words[0].lower() in ("the", "a", "an"):
        words = words[1:]
    return " ".join(words)


def initials(name: str) -> str:
    """Return the capital letters that abbreviate a name."""
    return "".join(word[0] for word in name.split() if word.lower() not in _SMALL and word[0].isupper())


class Groups:
    """All bodies and places of an article, found by their names and short forms."""

    def __init__(self, names: Iterable[str], abbreviations: dict[str, str]) -> None:
        self._abbreviations = abbreviations
        self._by_name: dict[str, Person] = {}
        self._by_word: dict[str, list[Person]] = {}
        self._by_last: dict[str, list[str]] = {}
        self._places: set[str] = set()
        self._countries: dict[str, set[str]] = {}
        for name in dict.fromkeys(names):
            words = name.lower().split()
            if len(words) > 1:
                self._by_last.setdefault(words[-1], []).append(name)
                for country in origins_of(words[:1]).countries:
                    self._countries.setdefault(" ".join(words[1:]), set()).add(country)

    def named(self, surface: str, label: str | None) -> Person:
        """Return the body that a written name stands for; peoples are no body, so that "it" is none of them."""
        name = shown(" ".join(surface.split()))
        name = self._abbreviations.get(name, name)
        if label not in PLACES and " " not in name:
            longer = self._by_last.get(name.lower(), [])
            if len(longer) == 1:
                name = longer[0]
        if label == "GPE":
            self._places.add(name)
        return self._get(name, "people" if label == "NORP" else "neuter")

    def is_anothers(self, surface: str, country: str | None) -> bool:
        """Whether a body is named without its country beside another one than all that the article names with it.

        In "a Norwegian delegation from the Foreign Ministry" it is not the Danish one, which is named further below.
        """
        countries = self._countries.get(shown(surface).lower())
        return country is not None and countries is not None and country not in countries

    def _get(self, name: str, gender: str = "neuter") -> Person:
        group = self._by_name.get(name)
        if group is None:
            group = self._by_name[name] = Person(name, name.lower().split(), gender)
            for word in dict.fromkeys(group.words):
                self._by_word.setdefault(_stem(word), []).append(group)
        return group

    def epithet(self, mention: LocalMention, sentence: int, salience: Salience) -> Person | None:
        """Return the body that "the ministry" or "the company" stands for; a new one where it names itself."""
        surface = shown(mention.surface)
        words = surface.lower().split()
        head, modifiers = words[-1], words[:-1]
        best: Person | None = None
        best_weight = 0.0
        for group in self._by_word.get(_stem(head), [])[:MAX_GROUPS]:
            if not _fits(group, modifiers):
                continue
            weight = 0.001 + salience.weight_of(group, sentence)
            if weight > best_weight:
                best, best_weight = group, weight
        if best is not None:
            return best
        if head in GENERIC_GROUPS and not modifiers:
            return salience.strongest_group(sentence, MIN_PRESENCE, lambda group: self._may_be(group, head))
        return self._get(surface)

    def _may_be(self, group: Person, noun: str) -> bool:
        """Whether a body may be called "the company" or "the newspaper": no place, nor what is named otherwise."""
        if group.name in self._places:
            return False
        words = {_stem(word) for word in group.words}
        if noun in words or any(word in words for word in NOT_GENERIC):
            return noun in words
        return not (noun in MEDIA_NOUNS and words & COMPANY_WORDS) and not (
            noun in COMPANY_NOUNS and words & MEDIA_WORDS
        )


def _stem(word: str) -> str:
    return word.rstrip("s")


def _fits(group: Person, modifiers: Sequence[str]) -> bool:
    return all(any(is_same_stem(modifier, word) for word in group.words) for modifier in modifiers)


def find_abbreviations(paragraphs: Sequence[ReadParagraph]) -> dict[str, str]:
    """Return abbreviation -> name for all names that an article abbreviates in brackets ("World Rivers Fund (WRF)")."""
    found: dict[str, str] = {}
    for paragraph in paragraphs:
        text = paragraph.paragraph.text
        names = [mention for mention in paragraph.reading.mentions if mention.kind == "name"]
        for mention in names:
            rest = text[mention.char_end : mention.char_end + 14]
            if rest.startswith(" (") and ")" in rest:
                short = rest[2 : rest.index(")")]
                if short.isupper() and short in (initials(mention.surface), initials(shown(mention.surface))):
                    found.setdefault(short, shown(mention.surface))
    return found
