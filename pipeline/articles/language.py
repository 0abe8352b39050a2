"""The language of an article, told from its text where nothing else says it.

Offline, with py3langid. Texts too short to tell, and texts that could be several languages, have no language.
"""

from functools import cache

import ftfy
from py3langid.langid import MODEL_FILE, LanguageIdentifier

MIN_LETTERS = 60
MAX_CHARS = 4_000
MIN_PROBABILITY = 0.9


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def detect_language(text: str) -> str | None:
    """Return the ISO 639-1 code of the language of ``text``, or null where it cannot be told."""
    sample = text[:MAX_CHARS]
    if not sample.isascii():
        # Mojibake looks like no language; only this copy is mended.
        sample = str(ftfy.fix_encoding(sample))
    if sum(char.isalpha() for char in sample) < MIN_LETTERS:
        return None
    language, probability = _identifier().classify(sample)
    return str(language) if probability >= MIN_PROBABILITY else None
