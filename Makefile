# `make help` lists what there is. Every target does its own set-up.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
GOLD ?= $(wildcard ../shared/gold/dev/*.json)

.DEFAULT_GOAL := help
.PHONY: help setup demo test check lint types contracts docs quality bench clean

help: ## list the targets
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(STAMP) ## create .venv and install the program into it

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	env -u PYTHONDONTWRITEBYTECODE UV_COMPILE_BYTECODE=1 $(BIN)/uv pip install --quiet --python $(BIN)/python \
		--constraint constraints.txt --editable '.[dev]'
	@touch $(STAMP)

demo: $(STAMP) ## read the bundled reports and show where everything stands
	$(BIN)/servanda demo

test: $(STAMP) ## run the tests
	$(BIN)/python -m pytest -n 2 --dist loadfile

check: lint types contracts docs quality ## lint, types, import contracts, docs, quality gate

lint: $(STAMP) ## ruff
	$(BIN)/ruff check src tests benchmarks eval docs
	$(BIN)/ruff format --check src tests benchmarks eval docs

types: $(STAMP) ## mypy, strict
	$(BIN)/mypy

contracts: $(STAMP) ## who may import whom
	$(BIN)/lint-imports

docs: $(STAMP) ## the reference is what the code says
	$(BIN)/python docs/build_reference.py --check

quality: $(STAMP) ## the reader's floors on annotated reports, where there are any
	$(BIN)/python eval/gate.py $(GOLD)

bench: $(STAMP) ## speed, as ratios in one run
	$(BIN)/python benchmarks/reading.py
	$(BIN)/python benchmarks/reading_model.py
	$(BIN)/python benchmarks/ledger.py
	$(BIN)/python benchmarks/office.py
	$(BIN)/python benchmarks/changes.py

clean: ## remove what was built
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
