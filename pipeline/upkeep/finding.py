"""What the doctor finds: what is wrong, with which file or folder, and the one command that mends it."""

from dataclasses import dataclass
from pathlib import Path

MEND = "copydesk doctor --mend"
RUN = "copydesk run"


@dataclass(frozen=True)
class Finding:
    """Something that is wrong, or, where it is only advice, something that could be better."""

    area: str
    """``settings``, ``model``, ``disk``, ``tables``, ``readings``, ``index``, ``releases``, ``work`` or ``dagster``."""
    problem: str
    place: Path | str
    mend: str
    """A command for the terminal."""
    is_advice: bool = False
    table: str = ""
    """The working table that is damaged."""

    @property
    def is_mended_here(self) -> bool:
        """Whether ``copydesk doctor --mend`` mends it."""
        return self.mend == MEND
