"""Arrow schemas of the working tables that are never published.

Published tables get their schemas from ``schemas/``. These hold what an incremental run must remember: what was read
from which file, each text's reading, and which group each row belongs to.
"""

import pyarrow as pa


def _schema(**columns: pa.DataType) -> pa.Schema:
    return pa.schema([pa.field(name, kind) for name, kind in columns.items()])


INTERNAL_SCHEMAS: dict[str, pa.Schema] = {
    "intake_files": _schema(
        path=pa.string(),
        bytes=pa.int64(),
        mtime_ns=pa.int64(),
        ctime_ns=pa.int64(),
        sha256=pa.string(),
        reading_of=pa.string(),
    ),
    "source_articles": _schema(
        edition=pa.string(),
        article_id=pa.string(),
        path=pa.string(),
        record=pa.int64(),
        identity=pa.string(),
        published_order=pa.string(),
        content_sha256=pa.string(),
        outlet_name=pa.string(),
        outlet_domain=pa.string(),
        parsed_json=pa.string(),
    ),
    "article_revisions": _schema(article_id=pa.string(), revision=pa.int64(), content_sha256=pa.string()),
    "readings": _schema(reader_version=pa.string(), text_key=pa.string(), reading_json=pa.string(), error=pa.string()),
    "passage_members": _schema(
        paragraph_id=pa.string(), passage_id=pa.string(), similarity=pa.float64(), is_origin=pa.bool_()
    ),
    "entity_links": _schema(kind=pa.string(), item_id=pa.string(), entity_id=pa.string(), article_id=pa.string()),
    "article_names": _schema(
        edition=pa.string(),
        article_id=pa.string(),
        outlet_id=pa.string(),
        published_on=pa.date32(),
        surface=pa.string(),
        name=pa.string(),
        kind=pa.string(),
        label=pa.string(),
        text=pa.string(),
        mentions=pa.int64(),
        char_start=pa.int64(),
        mention_id=pa.string(),
        entity_id=pa.string(),
        group_key=pa.string(),
        is_decided=pa.bool_(),
    ),
    "name_features": _schema(text=pa.string(), features_json=pa.binary()),
    "statement_links": _schema(
        quote_id=pa.string(), statement_id=pa.string(), article_id=pa.string(), block=pa.string()
    ),
    "figure_links": _schema(claim_id=pa.string(), figure_id=pa.string(), article_id=pa.string(), block=pa.string()),
    "article_inputs": _schema(step=pa.string(), edition=pa.string(), article_id=pa.string(), inputs=pa.string()),
    "step_state": _schema(step=pa.string(), scope=pa.string(), fingerprint=pa.string()),
}

INTERNAL_PARTITIONS: dict[str, str] = {
    "source_articles": "edition",
    "readings": "reader_version",
    "step_state": "step",
    "article_inputs": "step",
}
