"""A seeded corpus of invented paragraphs, some of them copies of others with the edits that newsrooms make.

Words, names and sentences are made here; lengths, the rareness of words and the share of copies are those of news.
Beside each paragraph stands the one it was copied from and how, so that what a finder misses can be told by kind of
edit.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass

COPY_SHARE = 0.3
_VERBATIM_SHARE = 0.3
_WORDS = 20_000
_STARTS = [
    "b",
    "c",
    "ch",
    "d",
    "f",
    "g",
    "h",
    "j",
    "k",
    "l",
    "m",
    "n",
    "p",
    "r",
    "s",
    "sh",
    "st",
    "t",
    "th",
    "tr",
    "v",
    "w",
    "br",
    "pl",
]
_MIDDLES = ["a", "e", "i", "o", "u", "ea", "ou"]
_ENDS = ["", "", "", "b", "ck", "d", "l", "ll", "m", "n", "nd", "ng", "nt", "r", "rd", "s", "st", "t"]
_GLUE = [
    "the",
    "of",
    "and",
    "to",
    "in",
    "a",
    "that",
    "for",
    "was",
    "on",
    "is",
    "with",
    "as",
    "by",
    "at",
    "it",
    "from",
    "he",
    "said",
    "be",
    "has",
    "are",
    "had",
    "were",
    "an",
]


@dataclass(frozen=True)
class Sample:
    """One paragraph: its text, the number of the paragraph it was copied from (or null), and the edit."""

    text: str
    parent: int | None
    edit: str


def make_corpus(count: int, seed: int = 1) -> list[Sample]:
    """Return ``count`` paragraphs; the same for the same ``count`` and ``seed`` on every machine."""
    source = random.Random(seed)
    writer = _Writer(source)
    samples: list[Sample] = []
    originals: list[int] = []
    for number in range(count):
        # Agency copy is taken up soon: mostly of the last few thousand paragraphs.
        back = 1 + int(source.expovariate(1 / 2000))
        if back <= len(originals) and source.random() < COPY_SHARE:
            parent = originals[-back]
            edit = "verbatim" if source.random() < _VERBATIM_SHARE else source.choice(list(_EDITS))
            samples.append(Sample(_EDITS.get(edit, _verbatim)(samples[parent].text, writer), parent, edit))
        else:
            originals.append(number)
            samples.append(Sample(writer.paragraph(), None, ""))
    return samples


class _Writer:
    """Invents words, names and sentences; frequent words are frequent as in a language (by rank)."""

    def __init__(self, source: random.Random) -> None:
        self.source = source
        words = {self._word() for _ in range(_WORDS)}
        self.words = sorted(words)
        source.shuffle(self.words)
        self.weights = [1 / (rank + 20) for rank in range(len(self.words))]
        self.names = [self._word().capitalize() for _ in range(3000)]
        self._drawn: list[str] = []

    def _word(self) -> str:
        draw = self.source.choice
        return "".join(
            draw(_STARTS) + draw(_MIDDLES) + draw(_ENDS) for _ in range(self.source.choice((1, 1, 1, 2, 2, 3)))
        )

    def word(self) -> str:
        """A plain word: half of them small words of the language."""
        if self.source.random() < 0.45:
            return self.source.choice(_GLUE)
        if not self._drawn:
            self._drawn = self.source.choices(self.words, self.weights, k=10_000)
        return self._drawn.pop()

    def sentence(self) -> str:
        """A sentence of 8 to 30 words, with names and numbers."""
        words = [self.word() for _ in range(self.source.randint(8, 24))]
        for _ in range(self.source.randint(0, 3)):
            words.insert(self.source.randrange(1, len(words)), self.source.choice(self.names))
        if self.source.random() < 0.4:
            words.insert(self.source.randrange(1, len(words)), str(self.source.randint(2, 5000)))
        return words[0].capitalize() + " " + " ".join(words[1:]) + "."

    def paragraph(self) -> str:
        """One to four sentences: about two hundred characters."""
        return " ".join(self.sentence() for _ in range(self.source.choice((1, 1, 2, 2, 3, 4))))


def _verbatim(text: str, _: _Writer) -> str:
    return text


def _words_changed(text: str, writer: _Writer) -> str:
    words = text.split(" ")
    for _ in range(max(1, len(words) // 15)):
        words[writer.source.randrange(len(words))] = writer.word()
    return " ".join(words)


def _words_lost(text: str, writer: _Writer) -> str:
    words = text.split(" ")
    for _ in range(max(1, len(words) // 20)):
        words.pop(writer.source.randrange(len(words)))
    return " ".join(words)


def _trimmed(text: str, writer: _Writer) -> str:
    words = text.split(" ")
    return " ".join(words[: max(4, int(len(words) * writer.source.uniform(0.6, 0.95)))]) + "..."


def _extended(text: str, writer: _Writer) -> str:
    return text + " " + writer.sentence()


def _slips(text: str, writer: _Writer) -> str:
    letters = list(text)
    for _ in range(max(1, len(letters) // 80)):
        place = writer.source.randrange(len(letters) - 1)
        letters[place], letters[place + 1] = letters[place + 1], letters[place]
    return "".join(letters)


def _with_dateline(text: str, writer: _Writer) -> str:
    return f"{writer.source.choice(writer.names).upper()}, May 3 (Agency) - {text}"


def _number_changed(text: str, writer: _Writer) -> str:
    words = text.split(" ")
    places = [place for place, word in enumerate(words) if word.isdecimal()]
    if places:
        words[writer.source.choice(places)] = str(writer.source.randint(2, 5000))
    return " ".join(words)


_EDITS: dict[str, Callable[[str, _Writer], str]] = {
    "words changed": _words_changed,
    "words lost": _words_lost,
    "trimmed": _trimmed,
    "extended": _extended,
    "slips": _slips,
    "dateline": _with_dateline,
    "number changed": _number_changed,
}
