# Needs Python 3.11 or newer, and make. Everything else is installed into .venv, once.
#   make grade    grade the sample submissions
#   make test     run all tests
#   make lint     style, types, and which room may import which
#   make clean    remove what the above left behind

PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
BIN := .venv/bin
INSTALLED := .venv/.installed

.DELETE_ON_ERROR:
.PHONY: grade test lint clean

grade: $(INSTALLED)
	$(BIN)/python -m grader grade

test: $(INSTALLED)
	$(BIN)/python -m pytest --numprocesses=2 --dist=loadfile --cov=grader

lint: $(INSTALLED)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

clean:
	rm -rf .venv grader-out .coverage htmlcov .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find grader tests problems submissions -name __pycache__ -type d -prune -exec rm -rf {} +

# Written last: an installation that was interrupted is taken up again.
$(INSTALLED): pyproject.toml .ci/constraints.txt
	@test -n "$(PYTHON)" || { echo "make: Python 3.11 or newer is needed; name it: make PYTHON=/path/to/python3" >&2; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint .ci/constraints.txt --editable '.[dev]'
	@touch $@
