"""Names of speakers and sources, each written into the page once."""

from pipeline.release.wording import shortened

LIMIT = 160
"""Characters of a name that are shown."""


class Names:
    """Gives each name its index in the page's list of names."""

    def __init__(self) -> None:
        self._index: dict[str, int] = {}

    def index(self, name: str | None) -> int | None:
        """Return the index of a name, or None where there is none."""
        return None if name is None else self.known(name)

    def known(self, name: str) -> int:
        """Return the index of a name."""
        return self._index.setdefault(shortened(name, LIMIT), len(self._index))

    def all(self) -> list[str]:
        """Return all names in the order of their indices."""
        return list(self._index)
