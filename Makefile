# Two commands do all the set-up: `make serve` and `make test`. `make` alone lists the rest.
.DEFAULT_GOAL := help
.NOTPARALLEL:
.DELETE_ON_ERROR:
.PHONY: help serve test test-all test-services lab export check lint bench pins clean

ARGS ?=
UV ?= uv
VENV := .venv
PYTHON := $(VENV)/bin/python
INSTALL := $(PYTHON) -m pip install --quiet --disable-pip-version-check --no-input
PIN := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make pins"

# JupyterLab refuses to run as root (as in a container) unless told.
AS_ROOT := $(if $(filter 0,$(shell id -u)),--allow-root)

# An editable install copies these into .venv, so it is made again when they change.
TEMPLATE := $(shell find iepkit/hosts/dashboard/template -type f 2>/dev/null)

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' Makefile

serve: $(VENV)/run.done $(VENV)/iepkit.done ## serve the dashboard on http://localhost:8866; ARGS="--port 9000 --no-browser"
	@$(VENV)/bin/iepkit serve $(ARGS)

lab: $(VENV)/lab.done $(VENV)/iepkit.done ## open the notebooks in JupyterLab
	@$(VENV)/bin/jupyter lab --notebook-dir=notebooks $(AS_ROOT) $(ARGS)

# Side by side, on as many processors as there are; some of them, named in ARGS, one after the other.
test: $(VENV)/test.done $(VENV)/iepkit.done ## run the tests, but for long sweeps; ARGS="tests/test_flow.py -k back"
	@chromium=$$(tools/chromium.sh) && IEPKIT_CHROMIUM="$$chromium" \
		$(PYTHON) -m pytest $(or $(ARGS),-n auto --dist worksteal -m "not sweep")

test-all: $(VENV)/test.done $(VENV)/iepkit.done ## run the tests with every sweep
	@chromium=$$(tools/chromium.sh) && IEPKIT_CHROMIUM="$$chromium" \
		$(PYTHON) -m pytest -n auto --dist worksteal $(ARGS)

test-services: $(VENV)/test.done $(VENV)/iepkit.done ## run the tests of deploy/ with a real nginx; ARGS="-k killed"
	@chromium=$$(tools/chromium.sh) && nginx=$$(tools/nginx.sh) && IEPKIT_CHROMIUM="$$chromium" IEPKIT_NGINX="$$nginx" \
		$(PYTHON) -m pytest tests/services $(ARGS)

export: $(VENV)/run.done $(VENV)/iepkit.done ## write the static site to site/
	@$(VENV)/bin/iepkit export site $(ARGS)

check: $(VENV)/run.done $(VENV)/iepkit.done ## check the content in data/
	@$(VENV)/bin/iepkit check $(ARGS)

lint: $(VENV)/dev.done $(VENV)/iepkit.done ## ruff and mypy
	@$(PYTHON) -m ruff check
	@$(PYTHON) -m mypy

bench: $(VENV)/bench.done $(VENV)/iepkit.done ## measure speed and size, beside other tools
	@chromium=$$(tools/chromium.sh) && IEPKIT_CHROMIUM="$$chromium" $(PYTHON) -m bench $(ARGS)

pins: ## make requirements/ from pyproject.toml; ARGS=--upgrade for newer versions; needs uv
	@command -v $(UV) >/dev/null || { echo "make pins needs uv. Run this, then try again: pip install uv" >&2; exit 1; }
	$(PIN) $(ARGS) --output-file requirements/build.txt --group build
	$(PIN) $(ARGS) --output-file requirements/run.txt pyproject.toml
	$(PIN) $(ARGS) --output-file requirements/lab.txt pyproject.toml --extra lab
	$(PIN) $(ARGS) --output-file requirements/test.txt pyproject.toml --extra lab --group test
	$(PIN) $(ARGS) --output-file requirements/bench.txt pyproject.toml --extra lab --group test --group bench
	$(PIN) $(ARGS) --output-file requirements/dev.txt pyproject.toml --extra lab --group test --group dev

clean: ## remove .venv, site/ and what tools left behind
	rm -rf $(VENV) site dist build .pytest_cache .ruff_cache .mypy_cache .hypothesis
	find iepkit tests tools -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/made.done: tools/venv.sh
	@tools/venv.sh $(VENV)
	@touch $@

$(VENV)/%.done: requirements/%.txt $(VENV)/made.done
	@echo "installing requirements/$*.txt"
	@$(INSTALL) --require-hashes -r $<
	@touch $@

$(VENV)/iepkit.done: pyproject.toml $(TEMPLATE) $(VENV)/build.done
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@
