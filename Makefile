# Two commands: `make demo` and `make test`. Nothing needs to be there but python3 (3.11 or newer) and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(BIN)/uv
PAGES ?=
STORY ?= demo/story.db

.PHONY: demo test check lock clean help
help:
	@echo "make demo [PAGES=folder]  install into $(VENV) and put a story on the record"
	@echo "make test                 style, types and every test"
	@echo "make lock                 write requirements.txt and requirements-dev.txt anew"

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(UV): $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv

$(VENV)/.product: $(UV) requirements.txt pyproject.toml
	VIRTUAL_ENV=$(VENV) $(UV) pip install --quiet --require-hashes -r requirements.txt
	VIRTUAL_ENV=$(VENV) $(UV) pip install --quiet --no-deps -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.product requirements-dev.txt
	VIRTUAL_ENV=$(VENV) $(UV) pip install --quiet --require-hashes -r requirements-dev.txt
	@touch $@

demo: $(VENV)/.product
	@$(BIN)/onrecord demo $(if $(PAGES),$(PAGES)) --into $(STORY)

test: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n 2

lock: $(UV)
	$(UV) pip compile --quiet --generate-hashes --universal --no-emit-index-url --no-annotate --no-header --python-version 3.11 pyproject.toml -o requirements.txt
	$(UV) pip compile --quiet --generate-hashes --universal --no-emit-index-url --no-annotate --no-header --python-version 3.11 --group dev -c requirements.txt pyproject.toml -o requirements-dev.txt

clean:
	rm -rf $(VENV) demo
