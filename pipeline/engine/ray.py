"""The runner of a Ray cluster: a task for each chunk. The only module that knows Ray, which is an optional extra.

Every node needs the same versions of Copydesk and of the model, and must see the work folder under the same path.
"""

import os
import socket
import time
from collections import Counter, deque
from collections.abc import Iterator, Sequence

os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # read by Ray when it is imported; nothing is to be sent anywhere

import ray
from ray.exceptions import RayError, RayTaskError

from pipeline.engine.chunks import Chunk, ChunkDone, ChunkError, ChunkFunction, Options, do_chunk, split_done

ATTEMPTS = 3
"""Nodes may die, and one that does takes chunks with it that are not to blame; a chunk that ends three is."""
TASKS_A_WORKER = 2
"""One at work and one in waiting, so that no worker is idle; more would only fill Ray's queues."""
CONNECT_SECONDS = 10.0
WAIT_SECONDS = 10.0
NO_NODE_SECONDS = 300.0
"""After so long without any node that could work, the run is given up."""


class RayRunner:
    """Hands chunks to the nodes of a Ray cluster."""

    def __init__(self, address: str) -> None:
        """Take the cluster's address: ``host:port`` of its head, or ``auto`` for one that this machine belongs to."""
        self.address = address

    @property
    def workers(self) -> int:
        """Processors of the cluster, which is asked for them."""
        self._connect()
        return max(1, int(ray.cluster_resources().get("CPU", 0)))

    def run(self, function: ChunkFunction, chunks: Sequence[Chunk], options: Options) -> Iterator[ChunkDone]:
        """Yield chunks as they end; see ``Runner``."""
        done, left = split_done(chunks)
        yield from done
        if not left:
            return
        self._connect()
        try:
            yield from _run(function, left, options)
        finally:
            ray.shutdown()

    def _connect(self) -> None:
        if ray.is_initialized():
            return
        try:
            if self.address != "auto":  # Ray itself would try for minutes
                host, _, port = self.address.rpartition(":")
                socket.create_connection((host, int(port)), timeout=CONNECT_SECONDS).close()
            ray.init(address=self.address, log_to_driver=False, configure_logging=False)
        except (OSError, RuntimeError, ValueError, RayError) as error:
            raise ChunkError(
                f"No Ray cluster answers at {self.address} ({' '.join(str(error).split())[:300]}). Start one "
                "(docs/production.md), or take `engine` out of copydesk.yaml to use this machine alone."
            ) from error


def _run(function: ChunkFunction, left: Sequence[Chunk], options: Options) -> Iterator[ChunkDone]:
    # Ray's own retries have no bound that names a chunk, so that they are off.
    task = ray.remote(do_chunk).options(num_cpus=1, max_retries=0, scheduling_strategy="SPREAD")
    waiting = deque(left)
    at_work: dict[ray.ObjectRef[ChunkDone], Chunk] = {}
    attempts: Counter[Chunk] = Counter()
    worked_at = time.monotonic()
    try:
        while waiting or at_work:
            processors = int(ray.cluster_resources().get("CPU", 0))
            while waiting and len(at_work) < max(1, processors) * TASKS_A_WORKER:
                chunk = waiting.popleft()
                at_work[task.remote(function, chunk, options)] = chunk
            ended, _ = ray.wait(list(at_work), num_returns=1, timeout=WAIT_SECONDS)
            if ended or processors:
                worked_at = time.monotonic()
            elif time.monotonic() - worked_at > NO_NODE_SECONDS:
                raise ChunkError(
                    "The Ray cluster has no node left that could work. The chunks that were done are kept."
                )
            for reference in ended:
                chunk = at_work.pop(reference)
                result = _result(reference)
                if isinstance(result, ChunkDone):
                    yield _seen_here(result)
                    continue
                attempts[chunk] += 1
                if attempts[chunk] == ATTEMPTS:
                    raise ChunkError(
                        f"What worked on {chunk.source} died {ATTEMPTS} times ({result}). "
                        "The chunks that were done are kept."
                    )
                waiting.append(chunk)
    finally:
        for reference in at_work:
            ray.cancel(reference, force=True)


def _result(reference: "ray.ObjectRef[ChunkDone]") -> ChunkDone | str:
    """Return what came of a task, or how its worker or node died.

    Raises:
        ChunkError: the function failed.

    """
    try:
        done: ChunkDone = ray.get(reference)
    except RayTaskError as error:
        if isinstance(error.cause, ChunkError):
            raise error.cause from None
        raise ChunkError(f"A task of Ray failed: {' '.join(str(error).split())[-500:]}") from error
    except RayError as error:
        return f"{type(error).__name__}: {' '.join(str(error).split())[:300]}"
    return done


def _seen_here(done: ChunkDone) -> ChunkDone:
    if not done.chunk.target.exists():
        raise ChunkError(
            f"A node has written {done.chunk.target}, which is not seen here. Set `work` of the engine to a folder "
            "that all nodes and this machine share."
        )
    return done
