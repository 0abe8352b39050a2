PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: run test test-ray lint format dev lock clean

## Set everything up and turn raw/ into a release under data/
run: $(STAMP)
	$(BIN)/copydesk run

## Lint, types and every test
test: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest --numprocesses auto --maxprocesses 4 --dist loadfile

## Tests on a real Ray cluster of two nodes, on loopback
test-ray: $(STAMP)
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-ray.lock
	$(BIN)/pytest tests/integration/test_ray.py tests/integration/test_ray_copies.py

## Mend what lint can mend
format: $(STAMP)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

## The Dagster UI on http://localhost:3000
dev: $(STAMP)
	$(BIN)/copydesk ui

## Pin every dependency again (needs network)
lock:
	$(PYTHON) -m venv $(VENV)/lock-tools
	$(VENV)/lock-tools/bin/pip install --quiet uv==0.13.9
	$(VENV)/lock-tools/bin/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-header --quiet -o requirements.lock
	echo 'ray>=2.49,<3' | $(VENV)/lock-tools/bin/uv pip compile - --constraints requirements.lock --universal \
		--python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet -o requirements-ray.lock

clean:
	rm -rf $(VENV) data

$(STAMP): requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $(STAMP)
