"""What can go wrong with the reader, said so that a user can mend it."""


class ModelMissingError(RuntimeError):
    """The spaCy pipeline that the settings name is not installed."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"The spaCy pipeline {name!r} is not installed. Install it (docs/model.md says where it comes from), "
            "or choose another with the setting `models` in copydesk.yaml."
        )
