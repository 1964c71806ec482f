# `make help` lists what there is. PORT and DATA_DIR choose where the demonstration runs, AT its day.
PYTHON ?= python3
PORT ?= 8000
DATA_DIR ?=
AT ?=
BIN := .venv/bin
RUN := $(BIN)/python
export PORT
.DEFAULT_GOAL := help
.PHONY: help demo test test-postgres check fix setup setup-dev assets messages permissions bench wheel clean

help: ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

demo: setup ## set up, load the demonstration, serve it (PORT=8000 DATA_DIR=.data/demo AT=2027-05-15)
	@$(BIN)/followthrough demo --data-dir "$(DATA_DIR)" --at "$(AT)"

setup: .venv/ready assets ## only the set-up

test: setup-dev ## set up and run all tests (REQUIRE_ALL=1: a leg without its tool fails)
	@$(BIN)/pytest -n 2 --dist loadfile

test-postgres: setup-dev ## the tests that touch the database, on a PostgreSQL of their own
	@EXAMPLES=100 RACES=300 tests/on_postgres $(BIN)/pytest -n 2 --dist loadfile \
	  followthrough tests/permissions tests/faults/test_races.py tests/faults/test_life.py \
	  tests/faults/test_backup.py

check: setup-dev ## style, types, layers, architecture, translations: all that a machine can check
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/djlint followthrough --check --lint --quiet || { echo "Templates: run make fix"; exit 1; }
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/mypy --no-error-summary .
	@mkdir -p build/check && DATA_DIR=build/check $(RUN) manage.py makemigrations --check --dry-run --verbosity 0
	@$(BIN)/pytest -q tests/architecture -p no:cacheprovider

fix: setup-dev ## put right what a machine can put right
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format --quiet . ; $(BIN)/djlint followthrough --reformat --quiet

setup-dev: .venv/ready-dev assets

bench: setup-dev ## measure speed and memory, side by side with a bare Django page
	@$(RUN) benchmarks/pages.py && $(RUN) benchmarks/api.py

wheel: setup ## build a wheel with the compiled front end and catalogues inside
	@$(RUN) -m hatchling build -t wheel -d dist

messages: setup-dev ## collect the texts to translate (needs gettext)
	@cd followthrough && ../$(RUN) ../manage.py makemessages -l sq -l sr_Latn --no-obsolete --no-location --ignore 'static*'

permissions: setup-dev ## write docs/permissions.md anew
	@PYTHONPATH=. $(RUN) tests/architecture/permissions_page.py

lock: ## resolve the dependencies anew
	@for one in "pyproject.toml --group build -o requirements.lock" \
	  "pyproject.toml --group build --group dev -c requirements.lock -o requirements-dev.lock" \
	  "--group node -o requirements-node.lock"; do \
	  $(BIN)/uv pip compile $$one --universal --generate-hashes --no-header --quiet --upgrade; done

assets: .venv/ready
	@$(RUN) frontend/build.py
	@$(RUN) frontend/package.py

.venv/uv:
	@echo "Making a virtual environment …"
	@$(PYTHON) -m venv .venv
	@$(BIN)/pip install --quiet --disable-pip-version-check uv
	@touch $@

.venv/ready: .venv/uv requirements.lock
	@echo "Installing the libraries …"
	@$(BIN)/uv pip install --quiet --require-hashes -r requirements.lock
	@$(BIN)/uv pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

.venv/ready-dev: .venv/ready requirements-dev.lock
	@echo "Installing the tools …"
	@$(BIN)/uv pip install --quiet --require-hashes -r requirements-dev.lock
	@touch $@

clean: ## remove what was built and installed (the data folder stays)
	@rm -rf .venv node_modules build dist followthrough/static followthrough/staticfiles followthrough/lib/documents/fonts
