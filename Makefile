# make publish   check the records, build their Data Package, publish it to ./public
# make test      run all tests
# make check     check the records
# make lint      style, types, layers
# make docs      write docs/rules.md anew
# make bench     measure, and write docs/benchmark.md
# make lock      pin the dependencies anew: requirements.lock to run, requirements-dev.lock to test
#
# Each target does its own set-up: Python 3.11 or later and make are all it needs.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV ?= .venv
TARGET ?= public
BIN := $(VENV)/bin
READY := $(VENV)/.ready
DEV := $(VENV)/.ready-dev
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: publish test check lint docs bench lock clean
.DEFAULT_GOAL := publish

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(PIP) --require-hashes -r requirements.lock
	$(PIP) --no-build-isolation --no-deps -e .
	$(BIN)/python -m compileall -q toolkit/dateline
	@touch $@

$(DEV): $(READY) requirements-dev.lock
	$(PIP) --require-hashes -r requirements-dev.lock
	@touch $@

publish: $(READY)
	$(BIN)/dateline publish --to $(TARGET)
	$(BIN)/dateline verify $(TARGET)

test: $(DEV)
	$(BIN)/python -m pytest $(PYTEST)

check: $(READY)
	$(BIN)/dateline check

lint: $(DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: $(READY)
	$(BIN)/dateline explain --all --format markdown > docs/rules.md

bench: $(DEV)
	$(BIN)/python tests/bench/run.py --rows 100k,1M --rounds 3 --write docs/benchmark.md $(BENCH)

lock: $(READY)
	$(PIP) uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
		--custom-compile-command "make lock" --extra build --extra s3 --output-file requirements.lock pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
		--custom-compile-command "make lock" --extra dev --constraint requirements.lock \
		--output-file requirements-dev.lock pyproject.toml

clean:
	rm -rf $(VENV) $(TARGET)
