"""A real S3 server on loopback, in a process of its own, with one empty bucket. Nothing leaves this machine."""

import subprocess
import sys
from pathlib import Path
from types import TracebackType

from pyarrow import fs

BUCKET = "newsroom"
SECRET = "never-to-be-shown"


class S3Server:
    """A server with a bucket, while the ``with`` lasts."""

    def __enter__(self) -> "S3Server":
        """Start the server and make the bucket."""
        self._process = subprocess.Popen(
            [sys.executable, __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self._process.stdout
        self.endpoint = self._process.stdout.readline().strip()
        self.files.create_dir(BUCKET)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """End the server; what it held is gone."""
        self._process.kill()
        self._process.communicate()

    @property
    def env(self) -> dict[str, str]:
        """The variables that lead a program to this server."""
        return {
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_ALLOW_HTTP": "true",
            "AWS_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": "tester",
            "AWS_SECRET_ACCESS_KEY": SECRET,
            "AWS_EC2_METADATA_DISABLED": "true",
        }

    @property
    def files(self) -> fs.S3FileSystem:
        """The server's buckets as Arrow's file system."""
        return fs.S3FileSystem(
            access_key="tester",
            secret_key=SECRET,
            region="us-east-1",
            endpoint_override=self.endpoint,
            allow_bucket_creation=True,
        )


def _serve() -> None:
    from moto.moto_server.threaded_moto_server import ThreadedMotoServer  # noqa: PLC0415 - only the server needs it

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    print(f"http://{host}:{port}", flush=True)  # noqa: T201 - this is how it answers
    sys.stdin.read()  # until the test's process lets go


if __name__ == "__main__":
    sys.path.remove(str(Path(__file__).parent))
    _serve()
