"""What each distinct name says by itself, kept from run to run: it follows from the name's text alone.

Without it, every name of the corpus would be taken apart and looked up again whenever something changes.
"""

from collections.abc import Sequence

import msgspec
import pyarrow as pa

from pipeline.entities.name_features import NameFeatures, features_of
from pipeline.steps.workbench import Workbench

TABLE = "name_features"

_DECODER = msgspec.json.Decoder(NameFeatures)


def known_features(bench: Workbench, texts: Sequence[str], *, is_all_new: bool) -> list[NameFeatures]:
    """Return the features of all names of the corpus, in their order, and keep them; those that are stored are taken.

    Args:
        bench: the working tables.
        texts: the distinct names.
        is_all_new: whether what is stored may be of another version of the code.

    """
    stored = bench.table(TABLE, []) if is_all_new else bench.store.read(TABLE)
    known = dict(zip(stored["text"].to_pylist(), stored["features_json"].to_pylist(), strict=True))
    features: list[NameFeatures] = []
    rows: list[bytes] = []
    for text in texts:
        encoded = known.get(text)
        if encoded is None:
            features.append(features_of(text))
            encoded = msgspec.json.encode(features[-1])
        else:
            features.append(_DECODER.decode(encoded))
        rows.append(encoded)
    if known.keys() != set(texts):
        columns = {"text": pa.array(texts, pa.string()), "features_json": pa.array(rows, pa.binary())}
        bench.store.replace(TABLE, pa.table(columns))
    return features
