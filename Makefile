# The commands of villagebook; the same ones run in .ci/run.  `make run` and `make test` work on a bare Debian
# (python3 and make, nothing else): what is missing is installed first.

PYTHON ?= python3
VENV   := .venv
PY     := $(VENV)/bin/python
SAMPLE := .run

# More arguments for pytest, e.g. make test ARGS="tests/unit/base -x"
ARGS ?=
# Tests run in as many processes as there are cores, each file in one of them; WORKERS=0 runs them in this one.
WORKERS ?= auto

export LANG := C.UTF-8
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help setup run test lint types imports check bench fuzz pictures gallery readme-pictures clean

help:
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' Makefile | expand -t 18

setup: $(VENV)/ready ## sets up .venv and the libraries of the system

# The stamps are newer than what they depend on, so that a second call does nothing.
$(VENV)/ready: requirements.lock pyproject.toml .ci/libraries
	@PYTHON=$(PYTHON) .ci/libraries python offscreen
	@$(PY) -c 'import pip' 2>/dev/null || $(PYTHON) -m venv --clear $(VENV)
	$(PY) -m pip install --quiet --no-deps -r requirements.lock
	$(PY) -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

# The demo makes its book in a folder of its own: one that was left half-made is simply made again.
$(SAMPLE)/book: | $(VENV)/ready
	rm -rf $(SAMPLE)/sample
	mkdir -p $(SAMPLE)/sample
	$(PY) -m villagebook demo $(SAMPLE)/sample
	@cd $(SAMPLE) && ls -d sample/*.vbook > book

run: $(VENV)/ready $(SAMPLE)/book ## opens the window on the sample book
	@.ci/libraries window
	@$(PY) -m villagebook "$(SAMPLE)/$$(cat $(SAMPLE)/book)"

test: $(VENV)/ready ## passes all tests, without a screen
	QT_QPA_PLATFORM=offscreen $(PY) -m pytest -q -n $(WORKERS) --dist loadfile $(ARGS)

lint: $(VENV)/ready ## ruff
	$(VENV)/bin/ruff check .

types: $(VENV)/ready ## mypy, strict outside ui/
	$(VENV)/bin/mypy

imports: $(VENV)/ready ## the layers import one way
	$(VENV)/bin/lint-imports

check: lint types imports test ## all of these

bench: $(VENV)/ready ## the measurements of tests/bench
	@for bench in tests/bench/bench_*.py; do \
	    echo "== $$bench"; QT_QPA_PLATFORM=offscreen $(PY) -m tests.bench.$$(basename $$bench .py) $(ARGS) || exit 1; \
	done

fuzz: $(VENV)/ready ## broken copies of lists for ten minutes (SECONDS=600)
	$(PY) -m tests.fuzz.readers $(or $(SECONDS),600) $(or $(SEED),1)

pictures: $(VENV)/ready $(SAMPLE)/book ## draws every page and sheet of the sample book into build/pictures
	QT_QPA_PLATFORM=offscreen $(PY) -m tests.pictures "$(SAMPLE)/$$(cat $(SAMPLE)/book)" build/pictures

gallery: $(VENV)/ready ## one sheet of every kind of notice, drafted, posted and printed, into build/gallery
	$(PY) -m tests.gallery build/gallery

readme-pictures: $(VENV)/ready ## draws the pictures of README.md
	QT_QPA_PLATFORM=offscreen $(PY) -m tests.pictures --readme

clean: ## removes what was made, except .venv
	rm -rf build dist $(SAMPLE) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
