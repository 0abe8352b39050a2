"""How this room writes its word lists: as running text, one place to turn it into a set."""


def word_set(text: str) -> frozenset[str]:
    """Return the words of a list that is written as running text."""
    return frozenset(text.split())


def word_list(text: str) -> list[str]:
    """Return the words of a list whose order matters."""
    return text.split()
