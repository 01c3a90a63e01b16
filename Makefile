# make start   installs what is missing and opens the course
# make test    lint, layout, types, import contracts, the proof of the course, the tests
# make course  everything that proves the course: also small changes of every reference, and all training (minutes)
# make steady  a thousand checks in a row and two hundred kills: nothing grows, nothing is lost (ten minutes)
# make lint    the first four of these;  make stubs, make results, make clean: see below
#
# PYTHON=python3.12       another interpreter than the first that fits
# TORCH_INDEX=URL         PyTorch's own index; its CPU build is 200 MB, where PyPI's for Linux brings CUDA, 4.8 GB:
#                         make start TORCH_INDEX=https://download.pytorch.org/whl/cpu
# ARGS="--workspace DIR"  handed on to `dltutor start`

VENV ?= .venv
TORCH_INDEX ?=
ARGS ?=
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --disable-pip-version-check --quiet -c constraints.txt
PIP += $(if $(TORCH_INDEX),--extra-index-url $(TORCH_INDEX))
INPUTS := pyproject.toml constraints.txt

.PHONY: start test course steady lint stubs results clean
.DEFAULT_GOAL := start

start: $(VENV)/.installed
	@$(BIN)/dltutor start $(ARGS)

test: lint
	@command -v git >/dev/null || { echo "git is missing, and one test asks it which files belong to the course." \
	  "On Debian: sudo apt install git"; exit 1; }
	$(BIN)/dltutor author lint --no-train --seed 0
	$(BIN)/python -m pytest -n 2

course: $(VENV)/.installed
	$(BIN)/dltutor author lint --mutate

lint: $(VENV)/.installed-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

# STEADY="--seed 7 --checks 100 --kills 20" repeats or shortens it.
steady: $(VENV)/.installed-test
	$(BIN)/python -m tests.steady $(STEADY)

# Writes the stubs in exercises/ from the solutions.
stubs: $(VENV)/.installed
	@$(BIN)/dltutor author stubs

# Writes docs/results.md from the records in solutions/, and docs/curriculum.md from the lessons and these.
results: $(VENV)/.installed
	@$(BIN)/python -m scripts.results
	@$(BIN)/python -m scripts.curriculum

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.installed: $(INPUTS) | $(BIN)/python
	@echo "Installing dltutor into $(VENV) (once; a minute or two, most of it torch) ..."
	@$(PIP) -e . || { echo; echo "The installation failed; the lines above say why." \
	  "Without a network, nothing can be installed; on a full disk, try TORCH_INDEX (see the head of the Makefile)."; exit 1; }
	@touch $@

$(VENV)/.installed-test: $(INPUTS) | $(BIN)/python
	@echo "Installing dltutor with what its tests need into $(VENV) (once) ..."
	@$(PIP) -e '.[test]' || { echo; echo "The installation failed; the lines above say why."; exit 1; }
	@touch $@ $(VENV)/.installed

# The first interpreter that is new enough; `python3 -m venv` is a package of its own on Debian.
$(BIN)/python:
	@for name in $(or $(PYTHON),python3.11 python3.12 python3.13 python3); do \
	  if "$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then found="$$name"; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
	  echo "dltutor needs Python 3.11 or newer, and $(or $(PYTHON),none of python3.11 python3.12 python3.13 python3) is that." \
	    "On Debian: sudo apt install python3 python3-venv; or name yours with make PYTHON=/path/to/python3"; exit 1; \
	fi; \
	if ! "$$found" -c 'import venv, ensurepip' 2>/dev/null; then \
	  echo "$$found has no venv or pip. On Debian: sudo apt install python3-venv python3-pip"; exit 1; \
	fi; \
	"$$found" -m venv $(VENV) || { rm -rf $(VENV); echo "$$found could not make $(VENV); the lines above say why."; exit 1; }
