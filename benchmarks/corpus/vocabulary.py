"""The words that invented stories are made of: names put together from syllables, and phrases of news.

Everything is made up here; a name that exists somewhere is an accident.
"""

from random import Random
from typing import NamedTuple

FIRST_NAMES = (
    "Ada", "Anton", "Bela", "Carla", "Dario", "Edda", "Emil", "Farid", "Greta", "Hanna", "Igor", "Ines", "Jonas",
    "Karim", "Lena", "Lucas", "Mara", "Milan", "Nadia", "Nils", "Olga", "Oscar", "Paula", "Rafael", "Rosa", "Samir",
    "Sofia", "Tomas", "Vera", "Victor", "Yara", "Zoe",
)  # fmt: skip
_STARTS = (
    "B", "Br", "D", "Dr", "F", "G", "H", "K", "Kr", "L", "M", "N", "P", "R", "S", "St", "T", "Tr", "V", "Z",
)  # fmt: skip
_MIDDLES = ("al", "an", "ar", "el", "en", "er", "il", "in", "ol", "on", "or", "ul", "un", "av", "ev", "im")
_SURNAME_ENDS = ("ak", "ander", "berg", "dahl", "ek", "enko", "etti", "ic", "lund", "oza", "sky", "ston", "wick")
_PLACE_ENDS = ("a", "burg", "dale", "field", "ford", "grad", "haven", "ia", "mouth", "ovo", "stad", "ton", "vik")
TITLES = (
    "Mayor", "Governor", "Minister", "Professor", "Inspector", "Judge", "Captain", "Senator", "Director", "Colonel",
)  # fmt: skip
ROLES = (
    "spokesman", "spokeswoman", "chief engineer", "union leader", "head of emergency services", "chief economist",
    "regional manager", "senior doctor", "deputy director", "head of the inquiry",
)  # fmt: skip
BODIES = (
    "Harbour Office", "Rail Authority", "Health Board", "Water Agency", "Teachers' Union", "Chamber of Trade",
    "Weather Service", "Fire Brigade", "Statistics Office", "Power Company", "Farmers' League", "Transport Council",
)  # fmt: skip


class Person(NamedTuple):
    """Somebody invented, with what goes before and after the name."""

    first: str
    last: str
    title: str
    role: str

    @property
    def name(self) -> str:
        """First name and surname."""
        return f"{self.first} {self.last}"


def surname(source: Random) -> str:
    """Return an invented surname."""
    return source.choice(_STARTS).capitalize() + source.choice(_MIDDLES).lower() + source.choice(_SURNAME_ENDS)


def place(source: Random) -> str:
    """Return the name of an invented place."""
    middle = source.choice(_MIDDLES) + (source.choice("bdgklmnrstv") + source.choice(_MIDDLES)) * source.randrange(2)
    return source.choice(_STARTS) + middle + source.choice(_PLACE_ENDS)


def person(source: Random) -> Person:
    """Return somebody invented."""
    return Person(source.choice(FIRST_NAMES), surname(source), source.choice(TITLES), source.choice(ROLES))


def body(source: Random, town: str) -> str:
    """Return the name of an office, union or firm of a town."""
    return f"{town} {source.choice(BODIES)}"
