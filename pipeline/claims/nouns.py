"""Normal form of what is counted, so that "two men" and "a man" count the same kind of thing."""

import re
from functools import lru_cache

from pipeline.word_lists import listed

_IRREGULAR = {
    "people": "person", "persons": "person", "individuals": "person", "men": "man", "women": "woman",
    "children": "child", "feet": "foot", "lives": "life", "wives": "wife", "knives": "knife",
    "halves": "half", "wolves": "wolf", "mice": "mouse", "teeth": "tooth", "series": "series",
    "species": "species", "aircraft": "aircraft", "personnel": "personnel", "crises": "crisis",
    "analyses": "analysis", "buses": "bus", "gases": "gas", "police": "police", "news": "news",
    "leaves": "leaf", "thieves": "thief", "shelves": "shelf", "loaves": "loaf", "oxen": "ox", "geese": "goose",
}  # fmt: skip
_DROPPED = frozenset(
    listed(
        """
    the a an of and or his her their its our these those such other more total in on at s also about
    """
    )
)
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def singular(word: str) -> str:
    """Return the singular of an English noun in lower case, by rule and a short list."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("men") and len(word) > 4:
        return f"{word[:-2]}an"
    if len(word) <= 3 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-2] if word.endswith(("sses", "shes", "ches", "xes", "zes")) else word[:-1]


@lru_cache(maxsize=20_000)
def normal_noun(counted: str) -> tuple[str, ...]:
    """Return the content words of a noun phrase, singular, lower case and sorted.

    >>> normal_noun("Civilians and military personnel")
    ('civilian', 'military', 'personnel')
    """
    words = (word.removesuffix("'s").removesuffix("’s") for word in _WORD.findall(counted.lower()))
    return tuple(sorted({singular(word) for word in words if word not in _DROPPED}))
