"""Takes a written name apart: what is title, given name, family name and suffix.

One name at a time; which names belong together is decided in ``people`` and ``organisations``.
"""

import re
import unicodedata
from functools import lru_cache

from pipeline.entities.given_names import is_known_given_name
from pipeline.entities.transliteration import fold_spelling, strip_accents
from pipeline.entities.word_lists import word_list
from pipeline.records import Record

MAX_NAME_LENGTH = 250
"""Longer runs of characters are no names."""

_MAX_PERSON_LENGTH = 100

_SUFFIX_FORMS = {"junior": "jr", "senior": "sr"}

# Chinese, Korean and Vietnamese family names stand first. A name is read so only if all its other words are
# syllables of these languages, so that "Kim Novak" keeps its order.
_EAST_ASIAN_SYLLABLES = re.compile(
    r"(?:(?:zh|ch|sh|kk|tt|pp|ng|nh|ph|th|tr|[bcdfghjklmnpqrstwxyz])?[aeiouyw]{1,3}(?:ng|nh|ch|[nmklpt])?){1,2}"
)
_EAST_ASIAN_GIVEN_MAX = 10

_GIVEN_NAMES_LIKE_PARTICLES = ("Ben ", "Al ", "BEN ", "AL ")
_EDGE = re.compile(r"^[\W_]+|[^\w.)]+$")
_POSSESSIVE = re.compile(r"(?:['’‘`´]s|['’‘])$", re.IGNORECASE)
_INNER_POSSESSIVE = re.compile(r"^.*\w['’‘`´]s (?=\S+ \S)", re.IGNORECASE)
_CAPITAL_INITIALS = re.compile(r"\b[A-Z]{2,3}\b(?!\.)")
_SPACE = re.compile(r"\s+")
_INITIALS = re.compile(r"(?:[a-z]\.?){1,3}")


class PersonName(Record, frozen=True, kw_only=True):
    """A person's name in its parts; all words folded by ``fold_spelling``, initials as they stand in lower case.

    ``given`` is null where only a family name stands. ``given_plain`` is the given name without accents but otherwise
    as spelt, for the table of given names.
    """

    given: str | None
    given_plain: str | None
    middle: tuple[str, ...]
    family: str
    suffix: str | None = None

    @property
    def is_full(self) -> bool:
        """Whether a given name, or its initial, stands with the family name."""
        return self.given is not None

    @property
    def has_initial(self) -> bool:
        """Whether the given name is only an initial."""
        return self.given is not None and len(self.given) == 1


@lru_cache(maxsize=50_000)
def clean_name(name: str) -> str:
    """Return a name as it may be shown: one space between words, no marks at its edges, no possessive, no article.

    Empty where nothing is left, or where the text is longer than any name.
    """
    if len(name) > MAX_NAME_LENGTH:
        return ""
    text = _SPACE.sub(" ", unicodedata.normalize("NFKC", name)).strip()
    text = _EDGE.sub("", text)
    text = _EDGE.sub("", _POSSESSIVE.sub("", text))
    if text.endswith(".") and not _ends_in_abbreviation(text):
        text = text[:-1]
    if text.endswith(")") and "(" not in text:
        text = text[:-1].rstrip()
    first, _, rest = text.partition(" ")
    if rest and first.lower() in {"the", "a", "an"}:
        text = rest
    return text


def _ends_in_abbreviation(text: str) -> bool:
    last = text.rsplit(" ", 1)[-1]
    return "." in last[:-1] or len(last) == 2 or last[:-1].lower() in word_list("suffixes")


def is_title(word: str) -> bool:
    """Say whether a word is a title, rank or office (``Dr``, ``President``), in any case, with or without a dot."""
    return strip_accents(word).strip(".,") in word_list("titles")


@lru_cache(maxsize=50_000)
def strip_titles(name: str) -> str:
    """Return a person's name without the titles before it and the post-nominals behind it.

    An owner before it is dropped too ("The Gull's Ada Holm"). A name that is nothing but titles is returned whole.
    """
    words = _INNER_POSSESSIVE.sub("", name).split(" ")
    start = 0
    while start < len(words) - 1 and is_title(words[start]):
        start += 1
    end = len(words)
    while end - start > 1 and words[end - 1].strip(".,").lower() in word_list("post-nominals"):
        end -= 1
    rest = " ".join(words[start:end]).strip(" ,")
    return rest or name


@lru_cache(maxsize=50_000)
def parse_person(name: str) -> PersonName | None:
    """Take a person's name apart, titles dropped.

    Args:
        name: the name as shown, see ``clean_name``.

    Returns:
        The parts, or null where the text holds no word or is longer than a person's name.

    """
    if len(name) > _MAX_PERSON_LENGTH:
        return None
    bare = strip_titles(name)
    written = bare if bare.isupper() else _CAPITAL_INITIALS.sub(_dotted, bare)
    words = [word for word in re.split(r"[\s\-‐‑–,]+", strip_accents(written)) if word.strip(".'’")]
    words, suffix = _take_suffix(words)
    words = _split_initials(words)
    words = [re.sub(r"^(?:al|el)['’]", "", word) for word in words]
    if not words:
        return None
    plain = [re.sub(r"[^\w]", "", word) for word in words]
    particles = word_list("particles")
    core = [
        index
        for index, word in enumerate(plain)
        if word not in particles or (index == 0 and bare.startswith(_GIVEN_NAMES_LIKE_PARTICLES))
    ]
    if not core:
        core = [len(plain) - 1]
    folded = [fold_spelling(word) if len(word) > 1 else word for word in plain]
    if len(core) == 1:
        family = folded[core[0]]
        title = _given_name_title(name, bare)
        return PersonName(given=title, given_plain=title, middle=(), family=family, suffix=suffix)
    if _is_family_first(plain):
        given = "".join(folded[1:])
        return PersonName(
            given=given,
            given_plain="".join(plain[1:]),
            middle=(),
            family=folded[0],
            suffix=suffix,
        )
    family = folded[core[-1]]
    middle = tuple(folded[index] for index in core[1:-1])
    return PersonName(
        given=folded[core[0]],
        given_plain=plain[core[0]],
        middle=middle,
        family=family,
        suffix=suffix,
    )


def has_given_name_title(name: str) -> bool:
    """Say whether a name is a monarch's or cleric's, of which the title is a part ("Pope Pius", "Queen Ada II")."""
    person = parse_person(name)
    return person is not None and person.given in word_list("given name titles")


def _given_name_title(name: str, bare: str) -> str | None:
    """Return the title before a monarch's or cleric's only name, which then takes the place of the given name."""
    titles = strip_accents(name[: len(name) - len(bare)]).split() if name.endswith(bare) else []
    return next((title for title in reversed(titles) if title in word_list("given name titles")), None)


def _dotted(match: re.Match[str]) -> str:
    """Write "HW" as "H.W."; a suffix, and a family name in capitals ("XI Jinping"), stay."""
    word = match[0].lower()
    is_word = word in word_list("family names that stand first") or word in word_list("suffixes")
    return match[0] if is_word else ".".join(match[0])


def _split_initials(words: list[str]) -> list[str]:
    """Split "j.k." into its letters and drop the dots of initials and abbreviations."""
    split: list[str] = []
    for word in words:
        if "." in word and _INITIALS.fullmatch(word):
            split.extend(word.replace(".", ""))
        else:
            split.append(word.strip("."))
    return [word for word in split if word]


def _take_suffix(words: list[str]) -> tuple[list[str], str | None]:
    last = words[-1].strip(".") if words else ""
    if len(words) > 1 and last in word_list("suffixes"):
        return words[:-1], _SUFFIX_FORMS.get(last, last)
    return words, None


def _is_family_first(words: list[str]) -> bool:
    if not 2 <= len(words) <= 3 or words[0] not in word_list("family names that stand first"):
        return False
    rest = "".join(words[1:])
    if len(rest) > _EAST_ASIAN_GIVEN_MAX or any(len(word) == 1 for word in words[1:]):
        return False
    return all(_EAST_ASIAN_SYLLABLES.fullmatch(word) for word in words[1:]) and not _is_known_given(words)


def _is_known_given(words: list[str]) -> bool:
    """Tell "Kim Clement" (given name first) from "Kim Jong": a Western given name behind decides."""
    return any(is_known_given_name(word) for word in words[1:])
