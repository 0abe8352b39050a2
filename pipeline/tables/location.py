"""Where tables and releases lie: a folder of this machine, or a prefix of an S3 bucket. No credentials are in here.

Endpoint, region and credentials of an object store come from the standard ``AWS_*`` variables, profiles and roles,
which ``deltalake`` and Arrow's file system read by themselves.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass

from pyarrow import fs

SCHEME = "s3://"
_TRUE = {"1", "true", "yes", "on"}
_COLOURS = re.compile(r"\x1b\[\d+m|↳")


class StorageError(RuntimeError):
    """The object storage cannot be reached, or refuses what was asked of it."""

    def __init__(self, location: object, error: object) -> None:
        super().__init__(
            f"The object storage {location} does not do what is asked of it ({plain_reason(error)}). Check "
            "AWS_ENDPOINT_URL, AWS_REGION and the credentials, then run again: what was finished is kept."
        )


@dataclass(frozen=True)
class Location:
    """A folder by its path, or a prefix of a bucket by its URL; ``location / "name"`` is what lies below."""

    uri: str

    def __str__(self) -> str:
        return self.uri

    def __truediv__(self, name: str) -> "Location":
        return Location(f"{self.uri}/{name}")

    @property
    def is_remote(self) -> bool:
        """Whether this is a URL."""
        return self.uri.startswith(SCHEME)

    def open(self, env: Mapping[str, str] = os.environ) -> tuple[fs.FileSystem, str]:
        """Return Arrow's file system and the path in it.

        Raises:
            StorageError: the endpoint is not encrypted, and nobody allowed that.

        """
        if not self.is_remote:
            return fs.LocalFileSystem(), self.uri
        endpoint = env.get("AWS_ENDPOINT_URL", "")
        if endpoint.startswith("http://") and env.get("AWS_ALLOW_HTTP", "").lower() not in _TRUE:
            raise StorageError(self, "the endpoint is not encrypted; AWS_ALLOW_HTTP=true allows that")
        region = env.get("AWS_REGION") or env.get("AWS_DEFAULT_REGION")
        return fs.S3FileSystem(endpoint_override=endpoint or None, region=region), self.uri.removeprefix(SCHEME)

    def holds_any(self, suffix: str) -> bool:
        """Tell whether any file below, at any depth, has a name that ends so."""
        system, path = self.open()
        found = system.get_file_info(fs.FileSelector(path, allow_not_found=True, recursive=True))
        return any(info.type == fs.FileType.File and info.path.endswith(suffix) for info in found)


def plain_reason(error: object) -> str:
    """Return an error's text in one line, without the colours that some libraries put in."""
    return " ".join(_COLOURS.sub(" ", str(error)).split())[:500]
