"""The index of copies, made by a real Ray cluster of two nodes, is that of this machine, byte for byte.

Skipped where the extra ``ray`` is not installed; ``make test-ray`` installs it.
"""

from pathlib import Path

import pytest

from pipeline.copyindex import distinct, search, tools
from pipeline.engine.runner import runner_of
from pipeline.settings import RayEngine, Settings
from tests.integration.ray_cluster import RayCluster
from tests.unit.copies.samples import BUDGET, FERRY, paragraph
from tests.unit.copyindex.stored_copies import StoredCopies, files_of

pytest.importorskip("ray", reason="the extra ray is not installed")
pytestmark = pytest.mark.ray


def test_the_index_is_that_of_this_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module, name, value in (
        (distinct, "PARAGRAPHS_A_CHUNK", 8),
        (search, "PAIRS_A_CHUNK", 50),
        (search, "KEYS_A_CHUNK", 2_000),
        (tools, "CHUNKS_A_WORKER", 1),
    ):
        monkeypatch.setattr(module, name, value)
    first = [paragraph(f"p{number:02}", FERRY.replace("21", str(number)), day=number + 1) for number in range(24)]
    then = [paragraph("q", BUDGET), paragraph("r", f"{BUDGET} {FERRY}", day=2)]
    cluster = RayCluster()
    try:
        settings = Settings(out=tmp_path, engine=RayEngine(address=cluster.address))
        together = StoredCopies(tmp_path / "together", runner=runner_of(settings))
        found = [together.update(first), together.update(then, removed=["p03"])]
    finally:
        cluster.stop()
    alone = StoredCopies(tmp_path / "alone")
    assert found == [alone.update(first), alone.update(then, removed=["p03"])]
    assert files_of(together.folder) == files_of(alone.folder)
