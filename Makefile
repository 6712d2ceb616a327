# The same five words on a laptop and in CI. Everything is installed into .venv, nothing by hand.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
COMPILED := $(VENV)/.compiled

# Compiled modules are kept, even where the surroundings forbid it: tests start hundreds of processes that import the same.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: install vendor demo test check bench dev clean

install: $(STAMP) $(COMPILED)

$(STAMP): requirements.lock requirements-bootstrap.lock pyproject.toml package-lock.json qiaomen/tools/vendor.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements-bootstrap.lock
	VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install --quiet --require-hashes --requirement requirements.lock \
	  || $(BIN)/python -m pip install --quiet --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	$(BIN)/python -m qiaomen.tools.vendor
	touch $(STAMP)

# Also after a pull that changed nothing else.
$(COMPILED): $(STAMP) $(wildcard qiaomen/locale/*/LC_MESSAGES/*.po)
	$(BIN)/python -m qiaomen.tools.messages compile
	touch $(COMPILED)

demo: install
	$(BIN)/qiaomen --data build/demo demo

test: install
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

check: install
	$(BIN)/ruff check qiaomen
	$(BIN)/ruff format --check qiaomen
	$(BIN)/mypy qiaomen
	$(BIN)/lint-imports
	$(BIN)/python -m qiaomen.tools.scripts
	$(BIN)/djlint --lint qiaomen --quiet
	$(BIN)/python -m qiaomen.tools.messages check
	$(BIN)/python -m qiaomen.tools.reference check
	$(BIN)/qiaomen check-scaleout --code
	$(BIN)/qiaomen --data build/check manage makemigrations --check --dry-run

bench: install
	$(BIN)/qiaomen bench

dev: install
	$(BIN)/qiaomen --data build/dev serve --reload

clean:
	rm -rf $(VENV) build node_modules qiaomen/vendor
