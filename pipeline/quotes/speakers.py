"""Speakers as written -> whom they name in the article.

Here belongs the step from a speaker's words to a name, by the article's resolved mentions and by what speakers were
called before. Which speaker a quotation has is decided in ``resolve``.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from typing import Final, NamedTuple

from pipeline.records import Mention
from pipeline.word_lists import listed

_CORE_END: Final = re.compile(r",| (?:of|for|in|at|from|with|on|to|and|behind|who|which|near|by|about) ")
_AND: Final = re.compile(r",? (?:and|or|as well as) ")
_DETERMINED: Final = re.compile(
    r"(?:the|an?|h(?:is|er)|their|its|other|others|several|many|some|most|two|three)\b", re.IGNORECASE
)
_ARTICLE: Final = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
_LABEL_NAME: Final = re.compile(r"^[A-Z][A-Z .'-]* \((?P<name>[^)]+)\)$")
_CAPITALS: Final = re.compile(r"[A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]*){1,3}$")
_SUFFIX: Final = re.compile(r",? (?:[JS]r\.?|I{2,3}|IV)$")
_OWNED: Final = re.compile(r"(?:'s|’s) ")
_LAST_WORD: Final = re.compile(r"[^\W_][\w.’'-]*$")
ANONYMOUS_WORDS: Final = frozenset(
    listed(
        """
        official officials source sources spokesperson spokesman spokeswoman people person resident residents witness
        witnesses analyst analysts expert experts critic critics some others many one another aide aides man woman
        police authorities investigators prosecutors lawyers lawyer supporter supporters observers scientists
        researchers diplomat diplomats nurse doctor doctors farmer farmers voter voters neighbour neighbours
        """
    )
)
PREPOSITIONS: Final = frozenset(listed("of for in at from with on to and behind near by about"))
POSSESSIVES: Final = frozenset(listed("his her their its my our i we you they it he she this that these those who"))
FOLLOWING_REACH: Final = 600
"""Characters within which "they" may mean the speaker before."""
FOLLOWING_PRONOUNS: Final = frozenset(("they", "it"))


class Speaker(NamedTuple):
    """A speaker: the words with their offsets in the article, and whom they name."""

    surface: str
    start: int
    end: int
    name: str | None
    label: str | None
    method: str


class Speakers:
    """The speakers of an article, named one after another in the order of the text."""

    def __init__(self, mentions: Sequence[Mention]) -> None:
        self._mentions = mentions
        self._starts = [mention.char_start for mention in mentions]
        self._surnames = _surnames(mentions)
        self._described: dict[str, Speaker] = {}
        self._last: Speaker | None = None
        people = Counter(m.name for m in mentions if m.label == "PERSON" and m.name and m.kind == "name")
        self.main_person = min(people, key=lambda name: (-people[name], name), default=None)

    def read(self, text: str, offset: int, start: int, end: int) -> Speaker:
        """Return the speaker that stands at these offsets of a paragraph which begins at ``offset``."""
        speaker = self._read(text[start:end], offset + start, offset + end)
        label = _LABEL_NAME.match(text[start:end])
        if label is not None and speaker.name is not None:
            self._surnames.setdefault(text[start:end].split(" (", maxsplit=1)[0].lower(), speaker.name)
        elif _CAPITALS.match(speaker.surface) and speaker.name == speaker.surface:
            self._surnames.setdefault(speaker.surface.split()[-1].lower(), speaker.name)
        if speaker.method in ("described", "anonymous") and " " in speaker.surface:
            self._described[_head(speaker.surface)] = speaker
        self._last = speaker
        return speaker

    def _read(self, surface: str, start: int, end: int) -> Speaker:
        core = _CORE_END.search(surface)
        core_end = start + (core.start() if core is not None and core.start() else len(surface))
        if self._is_joint(surface, start, end):
            return Speaker(surface, start, end, None, None, "described")
        best = self._mention(start, end, core_end)
        if (
            best is not None
            and best.char_start >= core_end
            and _follows_preposition(surface[: best.char_start - start])
        ):
            best = None
        if best is not None and best.kind == "name":
            return self._named(surface, start, end, best)
        if best is not None and best.kind == "pronoun":
            return self._pronoun(surface, start, end, best)
        known = self._surname(surface)
        if known is not None:
            return Speaker(surface, start, end, known, "PERSON", "surname")
        earlier = self._described_before(surface)
        if earlier is not None and (best is None or best.label == "PERSON"):
            method = earlier.method if _ARTICLE.sub("", surface) == earlier.name else "epithet"
            return Speaker(surface, start, end, earlier.name, earlier.label, method)
        if (
            best is not None
            and best.name is not None
            and (best.label == "PERSON" or not _is_itself(surface, best.name))
        ):
            method = "organisation" if best.label != "PERSON" and _is_proper(surface) else "epithet"
            return Speaker(surface, start, end, best.name, best.label, method)
        words = {word.strip(".,").lower() for word in surface.split()}
        method = "anonymous" if words & ANONYMOUS_WORDS else "described"
        name = None if words & POSSESSIVES else _ARTICLE.sub("", surface)
        return Speaker(surface, start, end, name, None, method)

    def _described_before(self, surface: str) -> Speaker | None:
        """Who was described at more length before: "the union" after "a union of bakers"."""
        if not surface.lower().startswith("the "):
            return None
        earlier = self._described.get(_head(surface))
        if earlier is None or earlier.name is None:
            return None
        words = {word.strip(".,").lower() for word in surface.split()[1:]}
        return earlier if words <= {word.strip(".,").lower() for word in earlier.surface.split()} else None

    def _is_joint(self, surface: str, start: int, end: int) -> bool:
        """Whether several speak as one ("Rowe and her deputy", "he and Ashe"), so that no single name is theirs."""
        for match in _AND.finditer(surface):
            at = start + match.start()
            left = self._ends_at(start, at)
            before = surface[: max(0, left.char_start - start)].strip() if left is not None else ""
            if left is None or (before and _follows_preposition(before)):
                continue
            right = surface[match.end() :]
            if left.kind != "epithet" or _DETERMINED.match(right) or self._begins_at(start + match.end(), end):
                return True
        return False

    def _ends_at(self, start: int, at: int) -> Mention | None:
        """The name, pronoun or epithet within the speaker's words that ends right before an "and"."""
        index = bisect_left(self._starts, start)
        found: Mention | None = None
        while index < len(self._mentions) and self._starts[index] < at:
            if self._mentions[index].char_end == at:
                found = found or self._mentions[index]
            if self._mentions[index].char_end > at:
                return None
            index += 1
        return found

    def _begins_at(self, at: int, end: int) -> bool:
        """Whether a person's name or a pronoun begins there."""
        index = bisect_left(self._starts, at)
        if index >= len(self._mentions) or self._starts[index] != at or at >= end:
            return False
        mention = self._mentions[index]
        return mention.kind == "pronoun" or (mention.kind == "name" and mention.label == "PERSON")

    def _mention(self, start: int, end: int, core_end: int) -> Mention | None:
        """The mention that the speaker's head stands in; a person's name before anything else."""
        best: Mention | None = None
        index = max(0, bisect_left(self._starts, start) - 1)
        while index < len(self._mentions) and self._starts[index] < end:
            mention = self._mentions[index]
            index += 1
            if mention.char_end <= start or mention.char_start >= core_end or mention.char_end < core_end - 1:
                continue
            if best is None or _rank(mention) > _rank(best):
                best = mention
        return best if best is not None else self._last_name(start, end)

    def _last_name(self, start: int, end: int) -> Mention | None:
        """A person's name at the end of a long description ("Friends of the Lake chair Ann Rowe")."""
        index = bisect_left(self._starts, start)
        while index < len(self._mentions) and self._starts[index] < end:
            mention = self._mentions[index]
            index += 1
            if mention.char_end == end and mention.kind == "name" and mention.label == "PERSON":
                return mention
        return None

    def _named(self, surface: str, start: int, end: int, mention: Mention) -> Speaker:
        if mention.label == "PERSON":
            begin = max(start, mention.char_start)
            method = "named" if mention.name is None or mention.name in surface else "surname"
            return Speaker(surface[begin - start :], begin, end, mention.name or mention.surface, "PERSON", method)
        owned = _OWNED.search(mention.surface)
        known = self._surname(surface) if " " not in mention.surface else None
        if owned is not None:
            known = self._surname(mention.surface[owned.end() :])
        if known is not None:
            return Speaker(surface, start, end, known, "PERSON", "surname")
        return Speaker(surface, start, end, mention.name or mention.surface, mention.label, "organisation")

    def _pronoun(self, surface: str, start: int, end: int, mention: Mention) -> Speaker:
        name, label = mention.name, mention.label
        last = self._last
        follows = name is None and surface.lower() in FOLLOWING_PRONOUNS and last is not None
        if follows and last is not None and last.label != "PERSON" and start - last.end < FOLLOWING_REACH:
            name, label = last.name, last.label
        return Speaker(surface, start, end, name, label, "pronoun")

    def _surname(self, surface: str) -> str | None:
        label = _LABEL_NAME.match(surface)
        if label is not None:
            return self._surname(label["name"]) or label["name"]
        if surface.isupper() and surface.lower() in self._surnames:
            return self._surnames[surface.lower()]
        last = _LAST_WORD.search(surface)
        if last is None or not last.group()[0].isupper() or surface.lower().startswith("the "):
            return None
        return self._surnames.get(last.group().lower()) if len(surface.split()) <= 4 else None


def _is_itself(surface: str, name: str) -> bool:
    """Whether a name is but what stands there without its article ("the statement")."""
    return _ARTICLE.sub("", surface) == name and not _is_proper(surface)


def _is_proper(surface: str) -> bool:
    """Whether words name a body rather than describe it: what stands behind the article has a capital."""
    return any(word[0].isupper() for word in surface.split()[1:])


def _follows_preposition(before: str) -> bool:
    """Whether what stands before a name ties it to another ("a spokesman for Mr …"), titles aside."""
    words = [word.strip(".,").lower() for word in before.split()]
    while words and words[-1] in ("mr", "ms", "mrs", "dr", "the", "president", "premier", "minister", "mayor", "prime"):
        words.pop()
    return not words or words[-1] in PREPOSITIONS


def _rank(mention: Mention) -> tuple[int, int]:
    kind = 2 if mention.kind == "name" and mention.label == "PERSON" else 1
    return kind, mention.char_end - mention.char_start


def _head(surface: str) -> str:
    core = _CORE_END.split(surface, maxsplit=1)[0]
    words = core.split()
    return words[-1].lower() if words else ""


def _surnames(mentions: Sequence[Mention]) -> dict[str, str]:
    """Last word of each person's full name -> that name, where it is one person's only."""
    found: dict[str, set[str]] = {}
    for mention in mentions:
        if mention.label == "PERSON" and mention.name and " " in mention.name:
            found.setdefault(_SUFFIX.sub("", mention.name).split()[-1].lower(), set()).add(mention.name)
    return {last: min(names) for last, names in found.items() if len(names) == 1}
