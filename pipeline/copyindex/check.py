"""Is the whole index what was written? Reads all of it, which an update does not."""

from pathlib import Path

import numpy as np

from pipeline.copyindex.damage import IndexDamagedError
from pipeline.copyindex.key_files import KeyFile
from pipeline.copyindex.manifest import MANIFEST, read_manifest
from pipeline.copyindex.state import IndexState


def check_index(folder: Path) -> int | None:
    """Read the index of a folder and return how many texts it has; null where there is none, or one of another version.

    Raises:
        IndexDamagedError: a file is missing, unreadable or changed.

    """
    manifest = read_manifest(folder)
    if manifest is None:
        return None
    state = IndexState(folder, manifest)
    for batch in state.texts.batches():
        rows = batch["row"].to_numpy()
        state.texts.forms(rows)
        state.texts.written(rows)
    for file in state.shelves:
        keys = KeyFile(Path(file.path), file.end - file.first)
        for number in range(file.end - file.first):
            keys.shelf(number)
    living = state.living
    if len(living) and living[-1] >= state.next_row:
        raise IndexDamagedError(folder / MANIFEST, "paragraphs have rows that it does not know")
    if len(np.setdiff1d(living, state.texts.rows(), assume_unique=True)):
        raise IndexDamagedError(folder / MANIFEST, "paragraphs have rows without a text")
    if len(state.ranks) != state.next_row:
        raise IndexDamagedError(folder / MANIFEST, "there is not a rank for each row")
    for table in (state.pairs, state.origins):
        table.validate(full=True)
    return len(living)
