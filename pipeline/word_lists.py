"""How word lists are written in this project: words between blanks, so that hundreds of them stay readable."""


def listed(words: str) -> tuple[str, ...]:
    """Return the words of a text that holds nothing but words, blanks and line breaks."""
    return tuple(words.split())
