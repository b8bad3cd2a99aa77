# `make` alone prints what can be made. Each target does its own set-up.
.DEFAULT_GOAL := help
.PHONY: help run test proof bench check format demo lock clean
unexport PYTHONDONTWRITEBYTECODE  # with it, each of the many processes of a test would compile everything anew
PYTHON ?= python3
BIN := .venv/bin

help: ## Say what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: .venv/.ready ## Start everything and print the three addresses (Ctrl-C stops it)
	@exec $(BIN)/otklik up

test: check ## Check the code and run the tests
	$(BIN)/pytest -n 3 --dist loadscope --no-loadscope-reorder

proof: .venv/.ready ## Prove the promises at length (two hours): journeys, bad input, kills, faults, an hour of soak
	$(BIN)/python -m tests.workflows.generated --journeys 2000 --server 50
	$(BIN)/python -m tests.workflows.long_lives --moves 200 --messages 500
	$(BIN)/python -m tests.doors --examples 4000
	$(BIN)/python -m proof.around_due
	$(BIN)/otklik chaos --journeys 40 --minutes 25
	$(BIN)/otklik soak --minutes 60

bench: .venv/.ready ## Measure everything beside bare baselines (an hour), with a table and plots
	$(BIN)/python -m bench --json docs/performance/figures.json --plots docs/performance

check: .venv/.ready ## Lint, types and the rules of the architecture
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

demo: .venv/.ready ## Play three whole candidate journeys by itself and print both chats
	@exec $(BIN)/otklik demo

format: .venv/.ready ## Format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: .venv/.ready ## Resolve the dependencies anew (names, versions and hashes only)
	$(BIN)/uv pip compile -q pyproject.toml --generate-hashes --no-header --no-annotate \
	  --no-emit-index-url --no-emit-find-links --python-version 3.11 -o requirements.lock
	$(BIN)/uv pip compile -q pyproject.toml --extra dev -c requirements.lock --generate-hashes --no-header \
	  --no-annotate --no-emit-index-url --no-emit-find-links --python-version 3.11 -o requirements-dev.lock

clean: ## Forget the virtual environment and all local data
	rm -rf .venv .otklik

.venv/.ready: requirements-dev.lock pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "Otklik needs Python 3.11 or newer: apt install python3 python3-venv"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Otklik needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) -V). Name another one: make PYTHON=python3.11"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "Python's venv module is missing. On Debian: apt install python3-venv"; exit 1; }
	$(PYTHON) -m venv --clear .venv
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@
