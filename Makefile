# Everything starts here. Each target first prepares what it needs; what is there already is skipped.
# A HOST counts only when said to make itself: some shells keep one of their own in the environment.
PYTHON ?= python3
BIN := .venv/bin
SET_UP := $(PYTHON) .setup/set_up.py
PYTEST := $(BIN)/pytest -n 3 --no-loadscope-reorder
TEMPLATES = $(shell find app -type d -name templates)
ifdef PORT
export PARITY_PORT := $(PORT)
endif
ifeq ($(origin HOST),command line)
export PARITY_HOST := $(HOST)
endif

# Python keeps what it compiled: the processes that tests start would compile everything anew
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run dev test test-fast test-long mutations check format words tables bench profile screenshots lock upgrade image-files

help: ## Say what each target does
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1|/' | awk -F'|' '{ printf "make %-12s %s\n", $$1, $$2 }'

run: ## Install, migrate, load the demo round and serve on http://127.0.0.1:8000 (PORT=, HOST=)
	@$(SET_UP) run

dev: ## As run, but each change of code, templates or questionnaires starts the server anew (PORT=, HOST=)
	@$(SET_UP) dev

test: ## Run all tests, with the browser, LibreOffice and PostgreSQL
	@$(SET_UP) test
	@$(PYTEST)

test-fast: ## Run what changes break most often: neither browser, LibreOffice, PostgreSQL, commands nor the checks of the house
	@$(SET_UP) test-fast
	@$(PYTEST) -m "not browser and not office" -k "not postgres" $(addprefix --ignore=tests/,bench cli house journeys mutations)

test-long: ## Run every case of the tests of which "make test" draws a sample: thousands of kills, every recalculated workbook
	@$(SET_UP) test
	@$(PYTEST) --long -m long

mutations: ## Break twenty rules, one at a time, and say which test notices each (SEED=)
	@$(SET_UP) test
	@$(BIN)/python -m tests.mutations $(if $(SEED),--seed $(SEED))

check: ## Check format, lint, types, the borders between the rooms, templates and questionnaires
	@$(SET_UP) check
	@echo "check: the code is formatted (ruff format)"
	@$(BIN)/ruff format --check --quiet .
	@echo "check: the code has no lint (ruff)"
	@$(BIN)/ruff check --quiet .
	@echo "check: the types hold (mypy)"
	@$(BIN)/mypy --no-error-summary
	@echo "check: no room imports what it must not (lint-imports)"
	@$(BIN)/lint-imports > .cache/lint-imports.log || { cat .cache/lint-imports.log; exit 1; }
	@echo "check: the templates are sound (djlint)"
	@$(BIN)/djlint --lint --quiet $(TEMPLATES)
	@echo "check: the questionnaires are sound (parity questionnaire check)"
	@$(BIN)/parity questionnaire check
	@echo "check: the script of the build machine parses (bash -n)"
	@bash -n .ci/run

format: ## Put the code into shape and mend the lint that mends itself
	@$(SET_UP) check
	@$(BIN)/ruff check --fix --quiet .
	@$(BIN)/ruff format .

words: ## Collect the interface words for translators, after texts have changed
	@$(SET_UP) check
	@$(BIN)/pybabel -q extract -F app/i18n/translations/babel.cfg -k N_ -k translate -k Problem:2 -k Counted:1,2 --no-location --omit-header --sort-output --no-wrap -o app/i18n/translations/messages.pot .

tables: ## Draw the tables of the database into docs/tables.md, after they have changed
	@$(SET_UP) check
	@$(BIN)/python -m migrations.diagram > docs/tables.md

bench: ## Measure the speed that the project promises
	@$(SET_UP) test
	@$(BIN)/python -m tests.bench

profile: ## Print where one save, one page and one report spend their time
	@$(SET_UP) test
	@$(BIN)/python -m tests.bench.profiling

screenshots: ## Picture the pages of the demo at three widths, light and dark, with one sheet of them all in .cache/screenshots
	@$(SET_UP) test
	@$(BIN)/python -m tests.screenshots

lock: ## Write the lock files anew from pyproject.toml, requirements/*.in and package.json, keeping versions that still fit
	@$(SET_UP) lock

upgrade: ## Write the lock files anew with the newest versions that fit
	@$(SET_UP) lock-upgrade

image-files: ## Prepare what the container image holds (the Dockerfile calls this)
	@$(SET_UP) image
