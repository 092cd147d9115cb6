# Everything a person types: make demo, make test, make check, make coverage, make bench, make lock.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN := $(VENV)/.run
DEV := $(VENV)/.dev
ASSETS := static/dist/manifest.json
SOURCES := $(shell find static/house templates crm -name '*.css' -o -name '*.js' -o -name '*.html' -o -name '*.po' -o -name 'icons.txt' 2>/dev/null)
WORKERS ?= 2

.PHONY: demo test coverage check fast bench lock format clean assets messages

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip

$(RUN): requirements/run.txt requirements/build.txt pyproject.toml | $(BIN)/python
	$(BIN)/pip install --quiet --require-hashes -r requirements/run.txt -r requirements/build.txt
	CRM_ASSETS=skip $(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

$(DEV): requirements/dev.txt $(RUN)
	$(BIN)/pip install --quiet --require-hashes -r requirements/dev.txt
	touch $@

$(ASSETS): $(RUN) package-lock.json $(SOURCES)
	$(BIN)/python hatch_build.py
	touch $@

assets: $(ASSETS)

demo: $(ASSETS)
	$(BIN)/crm demo

node_modules/axe-core/axe.min.js: package-lock.json $(RUN)
	$(BIN)/python hatch_build.py --dev
	touch $@

test: $(DEV) $(ASSETS) node_modules/axe-core/axe.min.js
	$(BIN)/python -m tests.run

# Slow: every line of every test is watched.
coverage: $(DEV) $(ASSETS)
	$(BIN)/python -m tests.run --coverage

check: $(DEV) $(ASSETS)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy --strict crm tests
	$(BIN)/lint-imports
	$(BIN)/pytest -q -n $(WORKERS) -m "not browser"

fast: $(DEV) $(ASSETS)
	$(BIN)/pytest -q -n $(WORKERS) -m "not browser"

bench: $(DEV) $(ASSETS)
	$(BIN)/python -m benchmarks.run

format: $(DEV)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# Gathers the French sentences of code and templates into the English catalogue.
messages: $(DEV)
	$(BIN)/pybabel -q extract -F babel.cfg -k N_ -k _ -k lazy_gettext --sort-by-file --no-location --omit-header -o crm/translations/messages.pot .
	$(BIN)/pybabel -q update -i crm/translations/messages.pot -d crm/translations -l en --no-fuzzy-matching --omit-header

LOCK := $(BIN)/pip-compile --quiet --strip-extras --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --allow-unsafe
lock: | $(BIN)/python
	$(BIN)/pip install --quiet pip-tools
	$(LOCK) -o requirements/run.txt pyproject.toml
	$(LOCK) --extra dev -o requirements/dev.txt pyproject.toml
	$(LOCK) -o requirements/bench.txt requirements/bench.in
	$(LOCK) --only-build-deps --build-deps-for wheel -o requirements/build.txt pyproject.toml

clean:
	rm -rf $(VENV) node_modules static/dist .mypy_cache .ruff_cache .pytest_cache
